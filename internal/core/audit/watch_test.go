package audit_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/test/kit"
)

// details flushes the watch and returns what it wrote: the address or staff of each event and its detail.
func details(t testing.TB, k *kit.Kit, w *audit.Watch) (got []string) {
	t.Helper()
	ctx := context.Background()
	w.Flush(ctx)
	var rows []audit.Event
	if err := k.DB.From(ctx).Select(ctx, &rows, "SELECT staff_id, address, article, detail FROM audit_log WHERE class = 'SECURITY' AND action = 'request.refused' ORDER BY id"); err != nil {
		t.Fatal(err)
	}
	for _, e := range rows {
		who := e.Address
		if !e.StaffID.IsZero() {
			who = "staff"
		}
		got = append(got, strings.Join([]string{who, e.Article, e.Detail}, "|"))
	}
	return got
}

func TestArticle6d_RefusedRequestsBecomeSecurityEvents(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := audit.NewWatch(k.Audit)
		staff := k.As(t, k.Staff(t, k.Department(t, "CENTRE", "TTYT", db.ID{}), "Y tá"))
		stranger := access.With(context.Background(), access.Anonymous("203.0.113.9", ""))
		w.Refused(staff, "Mutation.grantRole", fault.Refused("3"))
		w.Refused(staff, "Query.post", fmt.Errorf("read: %w", fault.ErrNotFound))
		w.Refused(stranger, "Query.node", fault.Refused(""))
		w.Refused(stranger, "Query.post", fault.ErrNotFound) // a dead link of the public site
		for _, err := range []error{nil, errors.New("x"), fault.ErrUnauthenticated, fault.Bad(fault.Text{}), fault.User(fault.FourEyes, fault.Text{}, "")} {
			w.Refused(staff, "Query.x", err) // no probes
		}
		want := []string{"staff|3|FORBIDDEN Mutation.grantRole", "staff||NOT_FOUND Query.post", "203.0.113.9||FORBIDDEN Query.node"}
		if got := details(t, k, w); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestArticle6d_FloodOfProbesIsBounded(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := audit.NewWatch(k.Audit)
		from := func(address string) context.Context {
			return access.With(context.Background(), access.Anonymous(address, ""))
		}
		for i := range 500 { // one network of IPv6 is one caller
			w.Refused(from(fmt.Sprintf("2001:db8:0:1::%x", i)), "Query.node", fault.Refused(""))
		}
		w.Refused(from("2001:db8:0:2::1"), "Query.node", fault.Refused(""))
		if got := details(t, k, w); len(got) != 10+1 {
			t.Errorf("%d rows in the first minute, want 11", len(got))
		}
		k.Clock.Advance(time.Minute)
		w.Refused(from("198.51.100.1"), "Query.node", fault.Refused(""))
		got := details(t, k, w)[11:]
		if want := []string{"2001:db8:0:1::0||490 more within one minute", "198.51.100.1||FORBIDDEN Query.node"}; !slices.Equal(got, want) {
			t.Errorf("after the minute: %q, want %q", got, want)
		}
	})
}

// A flood from everywhere at once fills the queue, and no call waits for the store.
func TestArticle6d_FloodFromEverywhereNeitherBlocksNorGrows(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := audit.NewWatch(k.Audit)
		for i := range 30_000 {
			w.Refused(access.With(context.Background(), access.Anonymous(fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), "")), "Query.node", fault.Refused(""))
		}
		if got := details(t, k, w); len(got) != 1000 {
			t.Errorf("%d rows, want the queue's 1000", len(got))
		}
	})
}

func TestWatchWritesWhileItRuns(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := audit.NewWatch(k.Audit)
		ctx, stop := context.WithCancel(context.Background())
		var running sync.WaitGroup
		defer running.Wait()
		defer stop()
		running.Go(func() { w.Run(ctx) })
		w.Refused(context.Background(), "Query.node", fault.Refused(""))
		for range 500 {
			var n int
			if err := k.DB.From(ctx).Get(ctx, &n, "SELECT COUNT(*) FROM audit_log"); err != nil {
				t.Fatal(err)
			}
			if n == 1 {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Error("nothing was written")
	})
}
