package incident_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

var categories = []incident.Category{incident.Security, incident.Software, incident.Network, incident.Computer, incident.Malware, incident.Website}

// thing registers one more asset of the ward.
func (c *centre) thing(t *testing.T, code string, kind asset.Kind) string {
	t.Helper()
	a, err := c.assets.Register(c.as(t, "it"), asset.RegisterInput{Code: code, Name: code, Kind: kind, Department: db.GlobalID("department", c.ward)})
	if err != nil {
		t.Fatal(err)
	}
	return a.ID()
}

// about is what a person reports of an asset.
func about(category incident.Category, global string) incident.ReportInput {
	in := incident.ReportInput{Category: category, Title: "Hỏng", Assets: []string{global}}
	if category == incident.Software {
		in.Assets, in.Application = nil, global
	}
	return in
}

func (c *centre) files(t *testing.T, who string, in incident.ReportInput) *incident.Incident {
	t.Helper()
	i, err := c.Report(c.as(t, who), in)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// joinedFor reports whether the person is shown that the two are joined; one of them alone is a fault.
func (c *centre) joinedFor(t *testing.T, who string, a, b *incident.Incident) bool {
	t.Helper()
	found, err := c.JoinedWith(c.as(t, who), []db.ID{a.Key, b.Key}, paging.Args{})
	if err != nil {
		t.Fatal(err)
	}
	has := func(of, other *incident.Incident) bool {
		return found[of.Key] != nil && slices.ContainsFunc(found[of.Key].Nodes(), func(i *incident.Incident) bool { return i.Key == other.Key })
	}
	if has(a, b) != has(b, a) {
		t.Errorf("%s sees one of two joined reports with the other, and not the other way round", who)
	}
	return has(a, b)
}

// Every category against every other: what names the same asset and is of the same category is joined, a matter of security
// never. Handlers alone see it; taking and solving one does it to both, and notifies both reporters.
func TestReportsOfTheSameMachineAreSolvedTogether(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for n, first := range categories {
			for m, second := range categories {
				thing := c.thing(t, fmt.Sprintf("APP-%d-%d", n, m), asset.SoftwareSystem)
				a, b := c.files(t, "nurse", about(first, thing)), c.files(t, "colleague", about(second, thing))
				want := first == second && first != incident.Security
				if got := c.joinedFor(t, "it", a, b); got != want {
					t.Errorf("%s and %s: joined %v, want %v", first, second, got, want)
				}
				for _, who := range []string{"nurse", "colleague", "head", "director"} {
					if c.joinedFor(t, who, a, b) {
						t.Errorf("%s and %s: %s learns of it", first, second, who)
					}
				}
				if c.now(t, a).Version != 1 || b.Version != 1 || b.State != incident.StateNew || !b.Assignee.IsZero() {
					t.Errorf("%s and %s: joining shows: %+v, %+v", first, second, a, b)
				}
				if second == incident.Website || first == incident.Website { // another section's
					k.Clock.Advance(2 * time.Hour)
					continue
				}
				k.Exec(t, "DELETE FROM inbox_items")
				if _, err := c.Take(c.as(t, "it"), incident.VersionInput{ID: b.ID(), ExpectedVersion: 1}); err != nil {
					t.Fatal(err)
				}
				if taken := c.now(t, a).State == incident.StateInProgress; taken != want {
					t.Errorf("%s and %s: the other is taken %v, want %v", first, second, taken, want)
				}
				if _, err := c.Resolve(c.as(t, "it"), incident.ResolveInput{ID: a.ID(), ExpectedVersion: c.now(t, a).Version, Solution: "Thay nguồn."}); err != nil {
					t.Fatal(err)
				}
				other := c.now(t, b)
				if solved := other.State == incident.StateResolved; solved != want || solved && other.Solution != "Thay nguồn." {
					t.Errorf("%s and %s: the other is solved %v, want %v", first, second, solved, want)
				}
				for who, told := range map[string]bool{"nurse": true, "colleague": want} {
					n, err := db.One[int](t.Context(), k.DB.From(t.Context()), "SELECT COUNT(*) FROM inbox_items WHERE staff_id = ? AND kind = ?", c.people[who], inbox.IncidentResolved)
					if err != nil || n > 0 != told {
						t.Errorf("%s and %s: %s is told %d times, want %v; %v", first, second, who, n, told, err)
					}
				}
				k.Clock.Advance(2 * time.Hour)
			}
		}
	})
}

// What becomes another matter leaves those it was joined with, and once a matter of security it is joined with nothing more.
func TestWhatBecomesAnotherMatterIsJoinedNoLonger(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for _, to := range []incident.Category{incident.Security, incident.Network} {
			for which := range 2 {
				machine := c.thing(t, fmt.Sprintf("PC-%s-%d", to, which), asset.Workstation)
				two := []*incident.Incident{c.files(t, "nurse", about(incident.Computer, machine)), c.files(t, "colleague", about(incident.Computer, machine))}
				left, stays := two[which], two[1-which]
				if !c.joinedFor(t, "it", left, stays) {
					t.Fatal("not joined")
				}
				left, err := c.Triage(c.as(t, "it"), incident.TriageInput{ID: left.ID(), ExpectedVersion: 1, Category: to})
				if err != nil {
					t.Fatal(err)
				}
				if c.joinedFor(t, "it", left, stays) {
					t.Errorf("%s: still joined", to)
				}
				later := c.files(t, "head", about(to, machine))
				if c.joinedFor(t, "it", left, later) != (to != incident.Security) {
					t.Errorf("%s: what is reported later: joined wrongly", to)
				}
				if left, err = c.Triage(c.as(t, "it"), incident.TriageInput{ID: left.ID(), ExpectedVersion: left.Version, Category: incident.Computer}); err != nil {
					t.Fatal(err)
				}
				last := c.files(t, "head", about(incident.Computer, machine))
				if c.joinedFor(t, "it", left, last) && to == incident.Security || !c.joinedFor(t, "it", stays, last) {
					t.Errorf("%s: what is reported after the way back: joined wrongly", to)
				}
				if _, err := c.Resolve(c.as(t, "it"), incident.ResolveInput{ID: stays.ID(), ExpectedVersion: 1, Solution: "Xong."}); err != nil {
					t.Fatal(err)
				}
				if to == incident.Security && c.now(t, left).State == incident.StateResolved || c.now(t, last).State != incident.StateResolved {
					t.Errorf("%s: solved wrongly", to)
				}
				k.Clock.Advance(2 * time.Hour)
			}
		}
	})
}

// Two who report the same machine at once are joined, whichever replica they reach; two who solve one each at once solve both.
func TestReportsAtOnceAreJoined(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for n := range 4 {
			machine := c.thing(t, fmt.Sprintf("PC-AT-ONCE-%d", n), asset.Workstation)
			made, errs := make([]*incident.Incident, 2), make([]error, 2)
			both := func(do func(n int, ctx context.Context), names ...string) {
				var wait sync.WaitGroup
				for i, name := range names {
					ctx := c.as(t, name)
					wait.Go(func() { do(i, ctx) })
				}
				wait.Wait()
			}
			both(func(i int, ctx context.Context) { made[i], errs[i] = c.Report(ctx, about(incident.Computer, machine)) }, "nurse", "colleague")
			if err := errors.Join(errs...); err != nil || !c.joinedFor(t, "it", made[0], made[1]) {
				t.Fatalf("at once: not joined, %v", err)
			}
			both(func(i int, ctx context.Context) {
				_, errs[i] = c.Resolve(ctx, incident.ResolveInput{ID: made[i].ID(), ExpectedVersion: 1, Solution: "Xong."})
			}, "it", "it too")
			if won := slices.Index(errs, nil); won < 0 || kit.Told(errs[1-won]) != "CONFLICT" {
				t.Errorf("solved at once: %v", errs)
			}
			for _, i := range made {
				if now := c.now(t, i); now.State != incident.StateResolved || now.Version != 2 {
					t.Errorf("got %+v", now)
				}
			}
		}
	})
}

// One who reports on and on is slowed down, for so long as it takes; nobody else is, and no first report, nor a grave one behind
// small ones. Of reports at once no more get through.
func TestArticle5c_AFloodIsSlowedAndAFirstReportNever(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		small := incident.ReportInput{Category: incident.Computer, Title: "Chuột hỏng", Impact: incident.Low, Urgency: incident.Low}
		report := func(ctx context.Context, in incident.ReportInput) (wait int) {
			_, err := c.Report(ctx, in)
			var w *fault.WaitError
			if errors.As(err, &w) {
				return w.RetryAfter
			}
			if err != nil {
				t.Fatal(err)
			}
			return 0
		}
		nurse, passed := c.as(t, "nurse"), 0
		var lock sync.Mutex
		var wait sync.WaitGroup
		for range 14 {
			wait.Go(func() {
				if report(nurse, small) == 0 {
					lock.Lock()
					defer lock.Unlock()
					passed++
				}
			})
		}
		wait.Wait()
		if passed != 10 {
			t.Errorf("of 14 at once %d got through, want 10", passed)
		}
		k.Clock.Advance(20 * time.Minute)
		if got := report(nurse, small); got != 40*60 {
			t.Errorf("the next one has to wait %d s, want 2400", got)
		}
		for name, in := range map[string]incident.ReportInput{
			"a matter of security": {Category: incident.Security, Title: "Lộ mật khẩu"},
			"a critical one":       {Category: incident.Network, Title: "Mất mạng", Impact: incident.High, Urgency: incident.High},
		} {
			if got := report(nurse, in); got != 0 {
				t.Errorf("%s has to wait %d s", name, got)
			}
		}
		if got := report(c.as(t, "colleague"), small); got != 0 {
			t.Errorf("somebody else's first has to wait %d s", got)
		}
		k.Clock.Advance(40 * time.Minute)
		if got := report(nurse, small); got != 0 {
			t.Errorf("after an hour it has to wait %d s", got)
		}
		grave := incident.ReportInput{Category: incident.Security, Title: "Dò mật khẩu"}
		for n := range 100 { // three of the last hour count
			if got := report(nurse, grave); (got > 0) != (n >= 57) {
				t.Fatalf("grave number %d has to wait %d s", n, got)
			}
		}

		tools := make([]context.Context, 2)
		for n := range tools {
			service := db.NewID()
			k.Insert(t.Context(), t, "service_accounts", kit.Row{"id": service, "name": service.String(), "asset_id": c.key(t, c.machine), "responsible_id": c.people["it"]})
			tools[n] = access.With(t.Context(), access.Tool(service, db.NewID(), db.NewID(), []string{"incident.report", "asset.read"}))
		}
		small.Assets = []string{c.machine}
		for n := range 62 {
			if got := report(tools[0], small); (got > 0) != (n >= 60) {
				t.Fatalf("a tool's number %d has to wait %d s", n, got)
			}
		}
		if got := report(tools[1], small); got != 0 {
			t.Errorf("another tool's first has to wait %d s", got)
		}
	})
}

func (c *centre) key(t *testing.T, global string) db.ID {
	t.Helper()
	key, err := db.ParseID("asset", global)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
