package app_test

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/test/kit"
)

// A pipe into which nobody writes does not keep the import from ending.
func TestAnImportOfAPipeEndsWhenItIsStopped(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		a, err := app.New(k.DB, config.Config{PublicURL: &url.URL{Scheme: "https", Host: "ttyt.example"}}, app.Options{})
		if err != nil {
			t.Fatal(err)
		}
		pipe := filepath.Join(t.TempDir(), "pipe")
		if err := syscall.Mkfifo(pipe, 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			_, err := a.Import(ctx, app.Import{Login: "bientap", Type: "PAGE", Files: []string{pipe}})
			done <- err
		}()
		stop()
		select {
		case err := <-done:
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		case <-time.After(5 * time.Second):
			t.Error("it goes on")
		}
	})
}
