package browser

import (
	"context"
	"errors"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
)

// demonstration is one centre for all tests of the process: each signs in as somebody of its own, or only reads.
var demonstration struct {
	sync.Once
	address string
	err     error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if closeCentre != nil {
		closeCentre()
	}
	os.Exit(code)
}

var closeCentre func()

// centre serves the demonstration, and returns its address.
func centre(t *testing.T) string {
	t.Helper()
	d := &demonstration
	d.Do(func() { d.address, closeCentre, d.err = serve() })
	if d.err != nil {
		t.Fatal(d.err)
	}
	return d.address
}

func serve() (address string, done func(), err error) {
	folder, err := os.MkdirTemp("", "browser-")
	if err != nil {
		return "", nil, err
	}
	file := filepath.Join(folder, "ttyt.db")
	server := httptest.NewUnstartedServer(nil)
	public := &url.URL{Scheme: "http", Host: server.Listener.Addr().String()}
	c := config.Config{Data: folder, DSN: "sqlite:" + file, AuditAnchor: filepath.Join(folder, "anchor"), AuditKey: []byte("an audit key of tests, 32 bytes!"),
		DemoPassword: password, PublicURL: public, Cache: 8 << 20, Demo: true,
		MediaDir: filepath.Join(folder, "media"), MediaMax: 32 << 20, MediaQuota: 1 << 30}
	a, err := app.OpenDemo(context.Background(), c, app.Options{Cost: auth.Cost{Memory: 64, Time: 1, Threads: 1}})
	if err != nil {
		return "", nil, err
	}
	if err := a.Services.Media.Measure(access.AsSystem(context.Background())); err != nil { // as the jobs would
		return "", nil, errors.Join(err, a.Close())
	}
	server.Config.Handler = a.Handler()
	server.Start()
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { a.Feed.Run(ctx) })
	return server.URL, func() {
		server.Close()
		stop()
		running.Wait()
		_ = a.Close()
		_ = os.RemoveAll(folder)
	}, nil
}

const password = "mưa rào tháng sáu"
