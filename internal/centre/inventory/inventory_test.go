package inventory_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// centre is a ward with three machines and an IT section with one.
type centre struct {
	*kit.Kit
	*inventory.Service
	assets        *asset.Service
	ward, section string
	people        map[string]db.ID
	machines      map[string]*asset.Asset
}

func newCentre(t *testing.T, k *kit.Kit) *centre {
	t.Helper()
	departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	c := &centre{Kit: k, assets: asset.New(k.DB, k.Access, k.Audit, k.Feed, departments, people), machines: map[string]*asset.Asset{}}
	c.Service = inventory.New(k.DB, k.Access, k.Audit, k.Feed, departments, people, c.assets)
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	ward, section := k.Department(t, "CLINICAL", "NOI", root), k.Department(t, "UNIT", "CNTT", root)
	c.ward, c.section = db.GlobalID("department", ward), db.GlobalID("department", section)
	c.people = map[string]db.ID{
		"nurse": k.Staff(t, ward, "Điều dưỡng"), "head": k.Staff(t, ward, "Trưởng khoa"), "it": k.Staff(t, section, "Kỹ sư", access.IT),
		"director": k.Staff(t, root, "Giám đốc", access.Director), "editor": k.Staff(t, root, "Biên tập", access.WebEditor),
	}
	k.Position(t, c.people["head"], ward, "HEAD")
	for code, unit := range map[string]string{"PC-1": c.ward, "PC-2": c.ward, "PC-3": c.ward, "MC-1": c.section} {
		c.machines[code] = must(c.assets.Register(c.as(t, "it"), asset.RegisterInput{Code: code, Name: "Máy", Kind: asset.Workstation, Department: unit}))(t)
	}
	return c
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (c *centre) as(t testing.TB, name string) context.Context {
	t.Helper()
	return c.As(t, c.people[name])
}

func (c *centre) id(code string) string { return c.machines[code].ID() }

func (c *centre) open(t testing.TB) *inventory.Round {
	t.Helper()
	return must(c.Open(c.as(t, "director"), inventory.OpenInput{Name: "Kiểm kê 2026"}))(t)
}

func (c *centre) close(t testing.TB, r *inventory.Round) *inventory.Round {
	t.Helper()
	return must(c.Close(c.as(t, "director"), inventory.CloseInput{ID: r.ID(), ExpectedVersion: r.Version}))(t)
}

// lines are what the round found, as the Board sees it.
func (c *centre) lines(t testing.TB, r *inventory.Round) string {
	t.Helper()
	var all []string
	for _, l := range must(c.Lines(c.as(t, "director"), r, inventory.LineFilter{}, inventory.LineOrder{}, paging.Args{}))(t).Nodes() {
		all = append(all, l.Label+" "+string(l.Result))
	}
	return strings.Join(all, ", ")
}

func (c *centre) count(t testing.TB, query string, args ...any) int {
	t.Helper()
	return must(db.One[int](t.Context(), c.DB.From(t.Context()), query, args...))(t)
}

// IT and the Board open and close rounds, one at a time; a closed one stays closed.
func TestArticle5b_ARoundOpensAndCloses(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		past := db.DateOf(kit.Start.AddDate(0, 0, -1))
		for _, x := range []struct {
			as   string
			in   inventory.OpenInput
			want string
		}{
			{"nurse", inventory.OpenInput{Name: "a"}, "forbidden"}, {"head", inventory.OpenInput{}, "forbidden"},
			{"it", inventory.OpenInput{Name: " "}, "REQUIRED"}, {"it", inventory.OpenInput{Name: "a", DueOn: past}, "INVALID"},
			{"it", inventory.OpenInput{Name: "a"}, "done"}, {"director", inventory.OpenInput{Name: "b"}, "WRONG_STATE"},
		} {
			if _, err := c.Open(c.as(t, x.as), x.in); kit.Told(err) != x.want {
				t.Errorf("open %+v by %s: got %v, want %s", x.in, x.as, err, x.want)
			}
		}
		r := must(c.Live(c.as(t, "nurse")))(t)
		for _, x := range []struct {
			as      string
			id      string
			version int
			want    string
		}{
			{"it", db.GlobalID("inventory_round", db.NewID()), 1, "not found"}, {"head", r.ID(), 7, "forbidden"}, {"it", r.ID(), 7, "CONFLICT"},
			{"it", r.ID(), 1, "done"}, {"head", r.ID(), 1, "forbidden"}, {"it", r.ID(), 1, "CONFLICT"}, {"it", r.ID(), 2, "WRONG_STATE"},
		} {
			if _, err := c.Close(c.as(t, x.as), inventory.CloseInput{ID: x.id, ExpectedVersion: x.version}); kit.Told(err) != x.want {
				t.Errorf("close version %d by %s: got %v, want %s", x.version, x.as, err, x.want)
			}
		}
		if again, live := c.open(t), must(c.Live(c.as(t, "nurse")))(t); live == nil || live.Key != again.Key {
			t.Errorf("a round after a closed one: got %+v", live)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE subject_id = ? AND role = ? AND action = 'inventory.close'", r.Key, access.IT); n != 1 {
			t.Errorf("%d closings are on record under the role that closed", n)
		}
	})
}

// Managers confirm what their department owns, in the open round; what is confirmed says so, with the round as its cause.
func TestArticle5b_WhoConfirmsWhat(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		closed := c.close(t, c.open(t))
		r := c.open(t)
		must(c.assets.Retire(c.as(t, "it"), asset.RetireInput{ID: c.id("PC-3"), ExpectedVersion: 1, Reason: "Hỏng."}))(t)
		many := slices.Repeat([]string{c.id("PC-1")}, 201)
		for name, x := range map[string]struct {
			as     string
			in     inventory.ConfirmInput
			want   string
			marked string // the lines afterwards
		}{
			"no such round":           {"head", inventory.ConfirmInput{Round: db.GlobalID("inventory_round", db.NewID()), Department: c.section}, "not found", ""},
			"no such department":      {"head", inventory.ConfirmInput{Round: r.ID(), Department: db.GlobalID("department", db.NewID())}, "not found", ""},
			"no manager":              {"nurse", inventory.ConfirmInput{Round: r.ID(), Department: c.ward}, "forbidden", ""},
			"of another department":   {"head", inventory.ConfirmInput{Round: closed.ID(), Department: c.section}, "forbidden", ""},
			"a closed round":          {"head", inventory.ConfirmInput{Round: closed.ID(), Department: c.ward, Assets: many}, "WRONG_STATE", ""},
			"too many":                {"head", inventory.ConfirmInput{Round: r.ID(), Department: c.ward, Assets: many}, "TOO_LONG", ""},
			"an asset of another":     {"it", inventory.ConfirmInput{Round: r.ID(), Department: c.ward, Assets: []string{c.id("MC-1")}}, "INVALID", ""},
			"one among them":          {"head", inventory.ConfirmInput{Round: r.ID(), Department: c.ward, Assets: []string{c.id("PC-1"), c.id("MC-1")}}, "INVALID", ""},
			"retired since":           {"head", inventory.ConfirmInput{Round: r.ID(), Department: c.ward, Assets: []string{c.id("PC-3")}}, "INVALID", ""},
			"something else entirely": {"head", inventory.ConfirmInput{Round: r.ID(), Department: c.ward, Assets: []string{c.ward}}, "not found", ""},
		} {
			if _, err := c.Confirm(c.as(t, x.as), x.in); kit.Told(err) != x.want {
				t.Errorf("%s: got %v, want %s", name, err, x.want)
			}
		}
		if got := c.lines(t, r); strings.Contains(got, "CONFIRMED") {
			t.Fatalf("what was refused is written: %s", got)
		}
		must(c.Confirm(c.as(t, "head"), inventory.ConfirmInput{Round: r.ID(), Department: c.ward, Assets: []string{c.id("PC-1"), c.id("PC-1")}}))(t)
		if got := c.lines(t, r); got != "MC-1 OPEN, PC-1 CONFIRMED, PC-2 OPEN, PC-3 OPEN" {
			t.Errorf("got %s", got)
		}
		must(c.Confirm(c.as(t, "it"), inventory.ConfirmInput{Round: r.ID(), Department: c.ward}))(t) // the rest, without what is retired
		if got := c.lines(t, r); got != "MC-1 OPEN, PC-1 CONFIRMED, PC-2 CONFIRMED, PC-3 OPEN" {
			t.Errorf("got %s", got)
		}
		now := must(c.assets.Get(c.as(t, "it"), c.id("PC-1")))(t)
		last := must(c.assets.History(c.as(t, "it"), now, paging.Args{}))(t).Nodes()[0]
		if now.Version != 2 || now.ConfirmedBy != c.people["head"] || last.Action != asset.Confirmed || last.CauseID() != r.ID() {
			t.Errorf("got %+v, %+v", now, last)
		}
		records := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE subject_id = ?", r.Key)
		must(c.Confirm(c.as(t, "head"), inventory.ConfirmInput{Round: r.ID(), Department: c.ward}))(t)
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE subject_id = ?", r.Key); n != records {
			t.Errorf("nothing to confirm is on record: %d rows, then %d", records, n)
		}
	})
}

// What is not as it should be becomes a line of the round; the register stays as it is. Looked at again, it may be confirmed.
func TestArticle5b_DifferencesAreReported(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		gone := must(c.assets.Register(c.as(t, "it"), asset.RegisterInput{Code: "PC-9", Name: "Máy", Kind: asset.Workstation, Department: c.ward}))(t)
		must(c.assets.Retire(c.as(t, "it"), asset.RetireInput{ID: gone.ID(), ExpectedVersion: 1, Reason: "Hỏng."}))(t)
		r := c.open(t)
		for name, x := range map[string]struct {
			as   string
			in   inventory.DifferenceInput
			want string
		}{
			"not seen":              {"head", inventory.DifferenceInput{Asset: c.id("MC-1"), Result: inventory.Missing}, "not found"},
			"no manager":            {"nurse", inventory.DifferenceInput{Asset: c.id("PC-1"), Result: inventory.Elsewhere}, "forbidden"},
			"retired before":        {"head", inventory.DifferenceInput{Asset: gone.ID(), Result: inventory.Missing}, "INVALID"},
			"confirmed":             {"head", inventory.DifferenceInput{Asset: c.id("PC-1"), Result: inventory.Confirmed}, "INVALID"},
			"extra, but registered": {"head", inventory.DifferenceInput{Asset: c.id("PC-1"), Result: inventory.UnknownExtra}, "INVALID"},
			"elsewhere, nowhere":    {"head", inventory.DifferenceInput{Asset: c.id("PC-1"), Result: inventory.Elsewhere}, "INVALID"},
			"with nobody else":      {"head", inventory.DifferenceInput{Asset: c.id("PC-1"), Result: inventory.OtherCustodian}, "INVALID"},
			"extra of nobody":       {"head", inventory.DifferenceInput{Result: inventory.UnknownExtra, Description: "Máy in"}, "REQUIRED"},
			"extra of others":       {"head", inventory.DifferenceInput{Result: inventory.UnknownExtra, Department: c.section}, "forbidden"},
			"extra without a word":  {"head", inventory.DifferenceInput{Result: inventory.UnknownExtra, Department: c.ward}, "REQUIRED"},
			"extra":                 {"head", inventory.DifferenceInput{Result: inventory.UnknownExtra, Department: c.ward, Description: "Máy in"}, "done"},
			"missing":               {"head", inventory.DifferenceInput{Asset: c.id("PC-2"), Result: inventory.Missing}, "done"},
			"elsewhere":             {"it", inventory.DifferenceInput{Asset: c.id("PC-3"), Result: inventory.Elsewhere, FoundIn: c.section}, "done"},
		} {
			x.in.Round = r.ID()
			if _, err := c.ReportDifference(c.as(t, x.as), x.in); kit.Told(err) != x.want {
				t.Errorf("%s: got %v, want %s", name, err, x.want)
			}
		}
		if got := c.lines(t, r); got != "MC-1 OPEN, Máy in UNKNOWN_EXTRA, PC-1 OPEN, PC-2 MISSING, PC-3 ELSEWHERE" {
			t.Errorf("got %s", got)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM assets WHERE version > 1 AND state <> 'RETIRED'"); n != 0 {
			t.Errorf("a report changed %d assets", n)
		}
		must(c.Confirm(c.as(t, "head"), inventory.ConfirmInput{Round: r.ID(), Department: c.ward, Assets: []string{c.id("PC-3")}}))(t)
		if n := c.count(t, "SELECT COUNT(*) FROM inventory_lines WHERE result = 'CONFIRMED' AND found_in IS NULL AND place = ''"); n != 1 {
			t.Errorf("%d lines are confirmed without what was reported before, want 1", n)
		}
		r = c.close(t, r)
		differ := true
		page := must(c.Lines(c.as(t, "head"), r, inventory.LineFilter{Differs: &differ}, inventory.LineOrder{}, paging.Args{}))(t)
		if n := len(page.Nodes()); n != 3 { // the extra, the missing and what nobody looked at
			t.Errorf("got %d differences once it is over, want 3", n)
		}
		if _, err := c.ReportDifference(c.as(t, "head"), inventory.DifferenceInput{Round: r.ID(), Asset: c.id("PC-1"), Result: inventory.Missing}); kit.Told(err) != "WRONG_STATE" {
			t.Errorf("of a closed round: got %v", err)
		}
	})
}

// Nobody who may see no asset learns of rounds.
func TestRoundsAreForWhoSeesAssets(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		r, stranger := c.open(t), access.With(t.Context(), &access.Actor{})
		_, err := c.Get(stranger, r.ID())
		live, rounds := must(c.Live(stranger))(t), must(c.List(stranger, inventory.Order{}, paging.Args{}))(t)
		if kit.Told(err) != "not found" || live != nil || len(rounds.Nodes()) != 0 {
			t.Errorf("got %v, %+v, %+v", err, live, rounds.Nodes())
		}
	})
}

// Two open a round at once: one does.
func TestTwoOpenARoundAtOnce(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for range 4 {
			errs := make([]error, 2)
			var both sync.WaitGroup
			for i, name := range []string{"it", "director"} {
				ctx := c.as(t, name)
				both.Go(func() { _, errs[i] = c.Open(ctx, inventory.OpenInput{Name: "Kiểm kê"}) })
			}
			both.Wait()
			if won := slices.Index(errs, nil); won < 0 || kit.Told(errs[1-won]) != "WRONG_STATE" {
				t.Fatalf("got %v, want one round and WRONG_STATE for the other", errs)
			}
			c.close(t, must(c.Live(c.as(t, "it")))(t))
		}
	})
}

// Who confirms while the round is being closed waits, and then finds it closed.
func TestNothingIsConfirmedInAClosedRound(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		r, head := c.open(t), c.as(t, "head")
		var late error
		var both sync.WaitGroup
		err := k.DB.InTx(c.as(t, "director"), func(ctx context.Context) error {
			if _, err := c.Close(ctx, inventory.CloseInput{ID: r.ID(), ExpectedVersion: 1}); err != nil {
				return err
			}
			both.Go(func() { _, late = c.Confirm(head, inventory.ConfirmInput{Round: r.ID(), Department: c.ward}) })
			time.Sleep(200 * time.Millisecond) // it has begun by then
			return nil
		})
		both.Wait()
		if n := c.count(t, "SELECT COUNT(*) FROM inventory_lines WHERE result = 'CONFIRMED'"); err != nil || kit.Told(late) != "WRONG_STATE" || n != 0 {
			t.Errorf("%d lines are confirmed, %v, %v", n, err, late)
		}
	})
}
