package assetfile_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/assetfile"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// What a file of 50,000 assets with 200 bad rows takes, from its first part to its last row, and what its register then
// takes to export and to page through.
func BenchmarkRegister(b *testing.B) {
	const rows, bad = 50_000, 200
	content := file(rows, bad)
	for _, s := range kit.Stores(b) {
		b.Run(string(s.Dialect), func(b *testing.B) {
			c := newCentre(b, kit.New(b, s.Open(b, nil)))
			system := access.AsSystem(b.Context())
			var i *assetfile.Import
			b.Run("check", func(b *testing.B) {
				measured(b, func() {
					i = c.bring(b, content)
					i = c.work(b, i)
				})
			})
			b.Run("write", func(b *testing.B) {
				measured(b, func() {
					if i.State == assetfile.Checked {
						must(c.Apply(c.As(b, c.it), assetfile.ApplyInput{ID: i.ID(), ExpectedVersion: i.Version, SkipBadRows: true}))(b)
					}
					i = c.work(b, i)
				})
			})
			b.Run("check again", func(b *testing.B) {
				measured(b, func() { c.work(b, c.bring(b, content)) })
			})
			for _, as := range []assetfile.Format{assetfile.CSV, assetfile.XLSX} {
				b.Run("export "+string(as), func(b *testing.B) {
					measured(b, func() {
						if err := c.Export(c.As(b, c.it), asset.Filter{}, as, io.Discard); err != nil {
							b.Fatal(err)
						}
					})
				})
			}
			b.Run("check XLSX", func(b *testing.B) {
				var book strings.Builder
				if err := c.Export(c.As(b, c.it), asset.Filter{}, assetfile.XLSX, &book); err != nil {
					b.Fatal(err)
				}
				measured(b, func() { c.work(b, c.bring(b, book.String())) })
			})
			for name, f := range map[string]asset.Filter{"first page": {}, "a word": {Text: "tram 49999"}, "an address": {Technical: &asset.TechnicalFilter{IP: "10.1.0.9"}}} {
				b.Run(name, func(b *testing.B) {
					ctx := c.As(b, c.it)
					for b.Loop() {
						must(c.assets.List(ctx, f, asset.Order{}, paging.Args{}))(b)
					}
				})
			}
			if err := c.Run(system); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// What a file takes of which every row is wrong in most of its cells.
func BenchmarkWrongRows(b *testing.B) {
	const head = "code,name,kind,department,serial,place,purchasedOn,warrantyUntil,state,connected,interface,mac,ip,vlan\n"
	var content strings.Builder
	content.WriteString(head)
	for i := range 90_000 {
		fmt.Fprintf(&content, "PC-%d,Máy,KHÔNG,X,S,Phòng,1,2,3,4,eth0,m,i,v|v|v\n", i)
	}
	for _, s := range kit.Stores(b) {
		b.Run(string(s.Dialect), func(b *testing.B) {
			c := newCentre(b, kit.New(b, s.Open(b, nil)))
			measured(b, func() {
				if i := c.work(b, c.bring(b, content.String())); i.State != assetfile.Checked || i.BadRows != 90_000 {
					b.Fatalf("%+v", i)
				}
			})
		})
	}
}

// measured also reports the largest heap that was seen meanwhile, beyond what was there before.
func measured(b *testing.B, do func()) {
	b.Helper()
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	done, largest := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				largest <- most
				return
			case <-tick.C:
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapInuse)
			}
		}
	}()
	for b.Loop() {
		do()
	}
	close(done)
	b.ReportMetric(float64(max(<-largest, before.HeapInuse)-before.HeapInuse)/(1<<20), "MiB")
}
