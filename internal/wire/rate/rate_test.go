package rate

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// stranger makes a request from an address.
func stranger(address string) *http.Request { return as(access.Anonymous(address, "")) }

func as(a *access.Actor) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
	return r.WithContext(access.With(r.Context(), a))
}

func TestAdmit(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	l := New(Limits{Stranger: 2, Account: 4})
	l.now = func() time.Time { return now }
	ask := func(r *http.Request, times int) (admitted int) {
		for range times {
			if l.Admit(r.Context()) == 0 {
				admitted++
			}
		}
		return admitted
	}
	hoa, minh := db.NewID(), db.NewID()
	for _, step := range []struct {
		says  string
		r     *http.Request
		times int
		later time.Duration
		want  int
	}{
		{says: "a burst of five seconds", r: stranger("192.0.2.1"), times: 30, want: 10},
		{says: "the same address in another form", r: stranger("::ffff:192.0.2.1"), times: 1, want: 0},
		{says: "another address", r: stranger("192.0.2.2"), times: 1, want: 1},
		{says: "three seconds later", r: stranger("192.0.2.1"), times: 30, later: 3 * time.Second, want: 6},
		{says: "an IPv6 network", r: stranger("2001:db8::1"), times: 6, want: 6},
		{says: "the same network", r: stranger("2001:db8::ffff:2"), times: 6, want: 4},
		{says: "the next network", r: stranger("2001:db8:0:1::1"), times: 1, want: 1},
		{says: "somebody signed in at a busy address", r: as(&access.Actor{StaffID: hoa, AccountID: hoa, Address: "192.0.2.1"}), times: 30, want: 20},
		{says: "the same account elsewhere", r: as(&access.Actor{StaffID: hoa, AccountID: hoa, Address: "192.0.2.9"}), times: 1, want: 0},
		{says: "another account", r: as(&access.Actor{StaffID: minh, AccountID: minh, Address: "192.0.2.1"}), times: 1, want: 1},
		{says: "no address", r: stranger(""), times: 11, want: 10},
	} {
		now = now.Add(step.later)
		if got := ask(step.r, step.times); got != step.want {
			t.Errorf("%s: %d of %d admitted, want %d", step.says, got, step.times, step.want)
		}
	}
}

// A caller who waits as long as they are told is admitted, and not before.
func TestWaitIsTrue(t *testing.T) {
	t.Parallel()
	for _, perSecond := range []int{1, 3, 100} {
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		l := New(Limits{Stranger: perSecond})
		l.now = func() time.Time { return now }
		r, wait := stranger("192.0.2.1"), time.Duration(0)
		for wait == 0 {
			wait = l.Admit(r.Context())
		}
		if most := time.Second / time.Duration(perSecond); wait > most || wait < most-time.Microsecond {
			t.Errorf("at %d a second: wait %s, want %s", perSecond, wait, most)
		}
		now = now.Add(wait - 1)
		if again := l.Admit(r.Context()); again != 1 {
			t.Errorf("a nanosecond too early: wait %d", again)
		}
		now = now.Add(1)
		if again := l.Admit(r.Context()); again != 0 {
			t.Errorf("in time: wait %s", again)
		}
	}
}

func TestNoLimit(t *testing.T) {
	t.Parallel()
	l := New(Limits{})
	for range 1_000 {
		if l.Admit(stranger("192.0.2.1").Context()) != 0 {
			t.Fatal("refused")
		}
	}
}

// Neither memory nor the time of a request grows with the number of addresses, and a crowd of them does not make the
// limiter forget who asks most.
func TestManyAddresses(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	l := New(Limits{Stranger: 1})
	l.now = func() time.Time { return now }
	busy := stranger("203.0.113.7")
	for range 5 {
		l.Admit(busy.Context())
	}
	for i := range 5 * shards * shardSize {
		l.take(Caller{id: netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}).As16()}, time.Second)
		if i%1_000 == 0 && l.Admit(busy.Context()) == 0 {
			t.Fatalf("forgotten after %d others", i)
		}
	}
	if n := l.callers(); n > shards*shardSize {
		t.Errorf("%d callers are held", n)
	}
	now = now.Add(time.Hour)
	if l.Admit(busy.Context()) != 0 {
		t.Error("refused an hour later")
	}
}

func (l *Limiter) callers() (n int) {
	for i := range l.shards {
		n += len(l.shards[i].full)
	}
	return n
}

func TestAtOnce(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	l := New(Limits{Stranger: 10})
	l.now = func() time.Time { return now }
	var admitted atomic.Int64
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for range 20 {
				if l.Admit(stranger("192.0.2.1").Context()) == 0 {
					admitted.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if admitted.Load() != 50 {
		t.Errorf("%d admitted, want 50", admitted.Load())
	}
}

func BenchmarkAdmit(b *testing.B) {
	for _, callers := range []int{1, 10_000, 1_000_000} {
		b.Run(strconv.Itoa(callers), func(b *testing.B) {
			l := New(Limits{Stranger: 1_000_000})
			requests := make([]*http.Request, 4096)
			for i := range requests {
				n := i * callers / len(requests)
				requests[i] = stranger(netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)}).String())
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				l.Admit(requests[i%len(requests)].Context())
			}
		})
	}
}
