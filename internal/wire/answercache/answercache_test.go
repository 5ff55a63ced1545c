package answercache_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/wire/answercache"
)

func TestMain(m *testing.M) { kit.Main(m) }

// front is a cache before a handler that tests put together, over a store whose change feed is followed.
type front struct {
	*kit.Kit
	cache   *answercache.Cache
	handler http.Handler
	asked   atomic.Int32 // how often the handler was
}

func newFront(t *testing.T, k *kit.Kit, size int, answer http.HandlerFunc) *front {
	t.Helper()
	f := &front{Kit: k}
	var err error
	f.cache, err = answercache.New(answercache.Options{Size: size, Position: k.Feed.Position(), Now: k.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	f.handler = f.cache.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.asked.Add(1)
		answer(w, r)
	}))
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { k.Feed.Run(ctx) })
	t.Cleanup(func() { stop(); running.Wait() })
	for !k.Feed.Position().Fresh() {
		time.Sleep(time.Millisecond)
	}
	return f
}

// ask sends one question and returns the answer's body.
func (f *front) ask(ctx context.Context, question string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(question))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	f.handler.ServeHTTP(w, r)
	return w
}

// changed writes a change with the tags.
func (f *front) changed(t *testing.T, tags ...string) {
	t.Helper()
	err := f.DB.InTx(context.Background(), func(ctx context.Context) error { return f.Feed.Record(ctx, "post", db.NewID(), tags...) })
	if err != nil {
		t.Fatal(err)
	}
}

// sound notes what a whole answer about posts notes.
func sound(ctx context.Context, tags ...string) {
	feed.Depends(ctx, append(tags, "posts")...)
	feed.Whole(ctx)
}

// A change between reading and caching an answer ends it, also for those who wait for it.
func TestAPausedFillIsOvertaken(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		var title atomic.Value
		title.Store("trước")
		read, resume := make(chan bool, 10), make(chan bool)
		f := newFront(t, k, 1<<20, func(w http.ResponseWriter, r *http.Request) {
			was := title.Load().(string)
			if read <- true; was == "trước" {
				<-resume
			}
			sound(r.Context())
			_, _ = io.WriteString(w, was)
		})
		answered := make(chan string, 2)
		ask := func() { answered <- f.ask(t.Context(), "{}").Body.String() }
		go ask()
		<-read
		title.Store("sau")
		f.changed(t, "posts")
		go ask() // after the change: it joins the fill, but must not get its answer
		for f.cache.Waiting() < 1 {
			runtime.Gosched()
		}
		close(resume)
		got := []string{<-answered, <-answered}
		if got[0]+got[1] != "trướcsau" && got[0]+got[1] != "sautrước" {
			t.Errorf("answered %v", got)
		}
		if again := f.ask(t.Context(), "{}").Body.String(); again != "sau" {
			t.Errorf("kept %q", again)
		}
	})
}

// Each address has answers of its own: the same question at another one is another question.
func TestTheAddressIsPartOfTheQuestion(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		f := newFront(t, k, 1<<20, func(w http.ResponseWriter, r *http.Request) {
			sound(r.Context())
			_, _ = io.WriteString(w, r.URL.EscapedPath())
		})
		for range 2 {
			for _, path := range []string{"/a/b", "/a%2Fb", "/b", "/"} {
				w := httptest.NewRecorder()
				f.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
				if w.Body.String() != path {
					t.Errorf("%s is answered with %s", path, w.Body)
				}
			}
		}
		if n := f.asked.Load(); n != 4 {
			t.Errorf("asked %d times", n)
		}
	})
}

func TestWhatIsKept(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		for name, c := range map[string]struct {
			answer http.HandlerFunc
			kept   bool
		}{
			"all is noted":     {func(_ http.ResponseWriter, r *http.Request) { sound(r.Context()) }, true},
			"nothing is noted": {func(_ http.ResponseWriter, r *http.Request) { feed.Whole(r.Context()) }, false},
			"it is not whole":  {func(_ http.ResponseWriter, r *http.Request) { feed.Depends(r.Context(), "posts") }, false},
			"all documents of a page": {func(_ http.ResponseWriter, r *http.Request) {
				feed.Asked(r.Context())
				feed.Asked(r.Context())
				sound(r.Context())
				sound(r.Context())
			}, true},
			"a document of a page is not whole": {func(_ http.ResponseWriter, r *http.Request) {
				feed.Asked(r.Context())
				sound(r.Context())
				feed.Asked(r.Context())
			}, false},
			"it is for one":     {func(_ http.ResponseWriter, r *http.Request) { sound(r.Context()); feed.Drop(r.Context()) }, false},
			"another status":    {func(w http.ResponseWriter, r *http.Request) { sound(r.Context()); w.WriteHeader(http.StatusAccepted) }, false},
			"a cookie":          {func(w http.ResponseWriter, r *http.Request) { sound(r.Context()); w.Header().Set("Set-Cookie", "a=b") }, false},
			"a stream":          {func(w http.ResponseWriter, r *http.Request) { sound(r.Context()); w.(http.Flusher).Flush() }, false},
			"too long":          {func(w http.ResponseWriter, r *http.Request) { sound(r.Context()); _, _ = w.Write(make([]byte, 2<<20)) }, false},
			"a field says so":   {func(_ http.ResponseWriter, r *http.Request) { field(r.Context(), "posts"); sound(r.Context()) }, true},
			"a field is silent": {func(_ http.ResponseWriter, r *http.Request) { field(r.Context()); sound(r.Context()) }, false},
			"the clock":         {func(_ http.ResponseWriter, r *http.Request) { k.DB.Now(r.Context()); sound(r.Context()) }, false},
			"the clock's next": {func(_ http.ResponseWriter, r *http.Request) {
				k.DB.Now(r.Context())
				feed.Timed(r.Context(), time.Time{})
				sound(r.Context())
			}, true},
			"a boundary": {func(_ http.ResponseWriter, r *http.Request) {
				feed.Expires(r.Context(), kit.Start.Add(time.Second))
				sound(r.Context())
			}, true},
			"a boundary passed": {func(_ http.ResponseWriter, r *http.Request) {
				feed.Expires(r.Context(), kit.Start)
				sound(r.Context())
			}, false},
			"posts":              {reads(k, "SELECT p.id FROM posts p JOIN revisions AS r ON r.post_id = p.id"), true},
			"a table unsaid":     {reads(k, "SELECT id FROM posts WHERE department_id IN (SELECT id\nFROM departments)"), false},
			"an unknown table":   {reads(k, "SELECT id FROM accounts"), false},
			"tables in a list":   {reads(k, "SELECT p.id FROM posts p, accounts a"), false},
			"a write":            {reads(k, "UPDATE posts SET title = ''"), false},
			"a table in a write": {reads(k, "SELECT id FROM (SELECT id FROM accounts) x"), false},
		} {
			t.Run(name, func(t *testing.T) {
				f := newFront(t, k, 4<<20, func(w http.ResponseWriter, r *http.Request) {
					c.answer(w, r)
					_, _ = io.WriteString(w, "xong")
				})
				first := f.ask(t.Context(), "{}")
				second := f.ask(t.Context(), "{}")
				if kept := f.asked.Load() == 1; kept != c.kept {
					t.Errorf("kept: %v", kept)
				}
				if first.Code != second.Code || first.Body.String() != second.Body.String() {
					t.Errorf("%d %s, then %d %s", first.Code, first.Body, second.Code, second.Body)
				}
			})
		}
	})
}

func field(ctx context.Context, tags ...string) {
	ctx, done := feed.Field(ctx)
	defer done()
	if len(tags) > 0 {
		feed.Depends(ctx, tags...)
	}
}

func reads(k *kit.Kit, query string) http.HandlerFunc {
	return func(_ http.ResponseWriter, r *http.Request) {
		var rows []struct{}
		_ = k.DB.From(r.Context()).Select(r.Context(), &rows, query) // its text alone counts here
		sound(r.Context())
	}
}

func TestATagEndsItsAnswersAlone(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		f := newFront(t, k, 1<<20, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			feed.Depends(r.Context(), "post:"+string(body))
			feed.Whole(r.Context())
			_, _ = w.Write(body)
		})
		for _, question := range []string{"1", "2", "1", "2"} {
			f.ask(t.Context(), question)
		}
		f.changed(t, "post:1", "something else")
		for _, question := range []string{"1", "2", "1", "2"} {
			f.ask(t.Context(), question)
		}
		if n := f.asked.Load(); n != 3 {
			t.Errorf("asked %d times", n)
		}
	})
}

// Many who ask the same at once wait for one of them. What turns out to be for one alone is done for each.
func TestOneFillServesAll(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		const many = 20
		for name, c := range map[string]struct {
			answer func(f *front, ctx context.Context)
			asked  int32
		}{
			"shared": {func(f *front, ctx context.Context) { f.await(many - 1); sound(ctx) }, 1},
			"alone":  {func(_ *front, ctx context.Context) { feed.Drop(ctx) }, many},
			"late":   {func(f *front, ctx context.Context) { feed.Drop(ctx); sound(ctx) }, many},
		} {
			t.Run(name, func(t *testing.T) {
				var f *front
				f = newFront(t, k, 1<<20, func(w http.ResponseWriter, r *http.Request) {
					c.answer(f, r.Context())
					_, _ = io.WriteString(w, "xong")
				})
				var all sync.WaitGroup
				for range many {
					all.Go(func() {
						if got := f.ask(context.Background(), "{}").Body.String(); got != "xong" {
							t.Errorf("got %q", got)
						}
					})
				}
				all.Wait()
				if n := f.asked.Load(); n != c.asked {
					t.Errorf("asked %d times", n)
				}
			})
		}
	})
}

func (f *front) await(waiting int) {
	for f.cache.Waiting() < waiting {
		runtime.Gosched()
	}
}

// A client that leaves does not spoil it for the others; a fill that nobody waits for stops.
func TestWhoLeavesSpoilsNothing(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		var f *front
		stopped := make(chan bool, 1)
		resume := make(chan bool)
		f = newFront(t, k, 1<<20, func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
				stopped <- true
				return
			case <-resume:
			}
			sound(r.Context())
			_, _ = io.WriteString(w, "xong")
		})
		leading, leave := context.WithCancel(context.Background())
		var all sync.WaitGroup
		all.Go(func() { f.ask(leading, "{}") })
		for f.asked.Load() == 0 {
			runtime.Gosched()
		}
		all.Go(func() {
			if got := f.ask(context.Background(), "{}").Body.String(); got != "xong" {
				t.Errorf("who waited got %q", got)
			}
		})
		f.await(1)
		leave()
		close(resume)
		all.Wait()
		if f.asked.Load() != 1 {
			t.Errorf("asked %d times", f.asked.Load())
		}

		resume = make(chan bool)
		alone, leave := context.WithCancel(context.Background())
		all.Go(func() { f.ask(alone, "another") })
		for f.asked.Load() == 1 {
			runtime.Gosched()
		}
		leave()
		<-stopped
		all.Wait()
	})
}

func TestAPanicLetsTheOthersGo(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		var f *front
		var failed atomic.Bool
		f = newFront(t, k, 1<<20, func(w http.ResponseWriter, r *http.Request) {
			if !failed.Swap(true) {
				f.await(1)
				panic("hỏng")
			}
			sound(r.Context())
			_, _ = io.WriteString(w, "xong")
		})
		var all sync.WaitGroup
		all.Go(func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			f.ask(context.Background(), "{}")
		})
		for !failed.Load() {
			runtime.Gosched()
		}
		if got := f.ask(context.Background(), "{}").Body.String(); got != "xong" {
			t.Errorf("got %q", got)
		}
		all.Wait()
	})
}

func TestMemoryIsBounded(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		const size = 1 << 20
		f := newFront(t, k, size, func(w http.ResponseWriter, r *http.Request) {
			sound(r.Context())
			_, _ = w.Write(make([]byte, 10_000))
		})
		for i := range 5_000 {
			f.ask(t.Context(), fmt.Sprint(i))
		}
		f.cache.CleanUp()
		kept := 0
		for body := range f.cache.Bodies() {
			kept += len(body)
		}
		if kept == 0 || kept > size {
			t.Errorf("%d bytes are kept", kept)
		}
	})
}

// What may no longer be given leaves the memory too.
func TestOvertakenAnswersAreForgotten(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		f := newFront(t, k, 1<<20, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			feed.Depends(r.Context(), "post:"+string(body))
			feed.Whole(r.Context())
			_, _ = w.Write(body)
		})
		f.ask(t.Context(), "1")
		f.ask(t.Context(), "2")
		f.changed(t, "post:1")
		f.cache.Sweep()
		if n := f.cache.Len(); n != 1 {
			t.Errorf("%d are kept", n)
		}
	})
}

// A change that no tag tells of ends all answers, and one that was begun before it is not kept.
func TestForget(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		var f *front
		during := func() {}
		f = newFront(t, k, 1<<20, func(w http.ResponseWriter, r *http.Request) {
			sound(r.Context())
			_, _ = io.WriteString(w, "xong")
			during()
		})
		for _, step := range []struct {
			does  func()
			asked int32
		}{
			{func() {}, 1},
			{func() {}, 1},
			{func() { f.cache.Forget() }, 2},
			{func() {}, 2},
			{func() { f.cache.Forget(); during = f.cache.Forget }, 3},
			{func() { during = func() {} }, 4},
			{func() {}, 4},
		} {
			step.does()
			f.ask(t.Context(), "{}")
			if n := f.asked.Load(); n != step.asked {
				t.Errorf("asked %d times, not %d", n, step.asked)
			}
		}
	})
}

// A body that breaks off reaches the handler as it is.
func TestABrokenBodyIsPassedOn(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		f := newFront(t, k, 1<<20, func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			_, _ = fmt.Fprintf(w, "%s %v", body, err)
		})
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader("nửa"))
		r.Header.Set("Content-Type", "application/json")
		r.ContentLength = 100
		w := httptest.NewRecorder()
		f.handler.ServeHTTP(w, r)
		if got := w.Body.String(); got != "nửa unexpected EOF" {
			t.Errorf("got %q", got)
		}
	})
}
