package app_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"testing"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/core/auth"
)

// BenchmarkPages draws pages of the website that are not cached, in one process, for profiles.
func BenchmarkPages(b *testing.B) {
	c := config.Config{Data: b.TempDir(), DSN: "sqlite:" + filepath.Join(b.TempDir(), "ttyt.db"), AuditKey: keyA, AuditAnchor: filepath.Join(b.TempDir(), "anchor"),
		PublicURL: &url.URL{Scheme: "https", Host: "ttyt.example"}, Demo: true, MediaDir: b.TempDir(), MediaMax: 32 << 20, MediaQuota: 1 << 30, DemoPassword: "Vân Sơn xanh 2026"}
	a, err := app.OpenDemo(b.Context(), c, app.Options{Cost: auth.Cost{Memory: 64, Time: 1, Threads: 1}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = a.Close() })
	h := a.Handler()
	for _, path := range []string{"/", "/tin-tuc", "/bai-viet/khoa-nhi-kham-suc-khoe-cho-tre-mam-non-cac-xa-vung-cao", "/tim-kiem?q=tr%E1%BA%BB+em", "/khoa-phong"} {
		b.Run(path, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if w := open(h, http.MethodGet, path); w.Code != http.StatusOK {
					b.Fatalf("%d %.200s", w.Code, w.Body)
				}
			}
		})
	}
}
