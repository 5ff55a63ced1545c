package answercache_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/wire/answercache"
)

// While the store cannot be read, answers are given for a second, and for as much longer as the owner accepts; then the
// handler answers, and nothing new is kept.
func TestAnswersWhileTheStoreIsAway(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		f := newFront(t, k, 1<<20, func(w http.ResponseWriter, r *http.Request) {
			sound(r.Context())
			_, _ = io.WriteString(w, "{}")
		})
		lasting := &front{Kit: k}
		var err error
		if lasting.cache, err = answercache.New(answercache.Options{Size: 1 << 20, Position: k.Feed.Position(), Now: k.Clock.Now, Serve: 2 * time.Second}); err != nil {
			t.Fatal(err)
		}
		lasting.handler = lasting.cache.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			lasting.asked.Add(1)
			sound(r.Context())
			_, _ = io.WriteString(w, "{}")
		}))
		asked := func(wantFirst, wantLasting int32) {
			t.Helper()
			f.ask(t.Context(), "{}")
			lasting.ask(t.Context(), "{}")
			if f.asked.Load() != wantFirst || lasting.asked.Load() != wantLasting {
				t.Errorf("asked %d and %d times, want %d and %d", f.asked.Load(), lasting.asked.Load(), wantFirst, wantLasting)
			}
		}
		asked(1, 1)
		asked(1, 1)
		if err := k.DB.Close(); err != nil {
			t.Fatal(err)
		}
		for k.Feed.Position().Fresh() {
			time.Sleep(5 * time.Millisecond)
		}
		asked(2, 1)
		lasting.ask(t.Context(), "{ another }")
		lasting.ask(t.Context(), "{ another }")
		if lasting.asked.Load() != 3 {
			t.Errorf("asked %d times, want 3: nothing new is kept", lasting.asked.Load())
		}
		for k.Feed.Position().FreshBut(2 * time.Second) {
			time.Sleep(5 * time.Millisecond)
		}
		asked(3, 4)
	})
}
