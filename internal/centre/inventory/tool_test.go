package inventory_test

import (
	"context"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// An inventory agent confirms what it sees, and reports what is not as it should be, of any department, under its own name. It
// confirms nothing that it does not name, says nothing of what a person has looked at, and nothing that would let a machine onto the
// network; the register's protected fields stay as they are. Without the scope, or without reading assets, it does nothing.
func TestArticle5b_AnAgentReportsInventoryByItsToken(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		service, r := db.NewID(), c.open(t)
		tool := func(scopes ...string) context.Context {
			return access.With(t.Context(), access.Tool(service, db.NewID(), db.NewID(), scopes))
		}
		agent := tool("asset.read", "inventory.report")
		must(c.Confirm(c.as(t, "head"), inventory.ConfirmInput{Round: r.ID(), Department: c.ward, Assets: []string{c.id("PC-3")}}))(t)
		protected := func() string {
			rows := must(db.All[string](t.Context(), k.DB.From(t.Context()), "SELECT CONCAT(code, state, serial, connected, COALESCE(found_at, 0), department_id) FROM assets ORDER BY code"))(t)
			return strings.Join(rows, " ")
		}
		before := protected()
		for name, x := range map[string]struct {
			as   context.Context
			do   func(ctx context.Context) error
			want string
		}{
			"confirms without the scope":   {tool("asset.read"), c.confirms("PC-1"), "forbidden"},
			"confirms what it cannot read": {tool("inventory.report"), c.confirms("PC-1"), "not found"},
			"confirms all": {agent, func(ctx context.Context) error {
				_, err := c.Confirm(ctx, inventory.ConfirmInput{Round: c.live(t), Department: c.ward})
				return err
			}, "REQUIRED"},
			"confirms what a person has seen": {agent, c.confirms("PC-3"), "INVALID"},
			"differs on it":                   {agent, c.differs(inventory.DifferenceInput{Asset: c.id("PC-3"), Result: inventory.Missing}), "WRONG_STATE"},
			"finds it connected":              {agent, c.differs(inventory.DifferenceInput{Asset: c.id("PC-2"), Result: inventory.FoundConnected}), "INVALID"},
			"finds something connected":       {agent, c.differs(inventory.DifferenceInput{Department: c.ward, Result: inventory.UnknownExtra, Description: "Máy lạ", Connected: true}), "INVALID"},
			"differs without the scope":       {tool("asset.read"), c.differs(inventory.DifferenceInput{Asset: c.id("PC-2"), Result: inventory.Missing}), "forbidden"},
			"opens a round": {agent, func(ctx context.Context) error {
				_, err := c.Open(ctx, inventory.OpenInput{Name: "Kiểm kê"})
				return err
			}, "forbidden"},
			"closes a round": {agent, func(ctx context.Context) error {
				_, err := c.Close(ctx, inventory.CloseInput{ID: c.live(t), ExpectedVersion: 1})
				return err
			}, "forbidden"},
			"looks after an asset": {agent, func(ctx context.Context) error {
				_, err := c.assets.Update(ctx, asset.UpdateInput{ID: c.id("PC-1"), ExpectedVersion: 1})
				return err
			}, "forbidden"},
		} {
			if got := kit.Told(x.do(x.as)); got != x.want {
				t.Errorf("%s: got %s, want %s", name, got, x.want)
			}
		}
		if got := c.lines(t, r); got != "MC-1 OPEN, PC-1 OPEN, PC-2 OPEN, PC-3 CONFIRMED" {
			t.Fatalf("what was refused is written: %s", got)
		}
		for name, do := range map[string]func(ctx context.Context) error{
			"confirms":        c.confirms("PC-1"),
			"finds elsewhere": c.differs(inventory.DifferenceInput{Asset: c.id("PC-2"), Result: inventory.Elsewhere, Place: "Kho"}),
			"finds more":      c.differs(inventory.DifferenceInput{Department: c.ward, Result: inventory.UnknownExtra, Description: "Máy in"}),
		} {
			if err := do(agent); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := c.lines(t, r); got != "MC-1 OPEN, Máy in UNKNOWN_EXTRA, PC-1 CONFIRMED, PC-2 ELSEWHERE, PC-3 CONFIRMED" {
			t.Errorf("got %s", got)
		}
		for _, l := range must(c.Lines(c.as(t, "director"), r, inventory.LineFilter{}, inventory.LineOrder{}, paging.Args{}))(t).Nodes() {
			if want := l.Label != "MC-1" && l.Label != "PC-3"; l.ByTool() != want || want && !l.Staff.IsZero() {
				t.Errorf("%s: by a tool %v, by %s", l.Label, l.ByTool(), l.Staff)
			}
		}
		if got := protected(); got != before {
			t.Errorf("the register changed:\n%s\n%s", before, got)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE service_account_id = ? AND staff_id IS NULL AND action LIKE 'inventory.%'", service); n != 3 {
			t.Errorf("%d acts are on record under the tool's name, want 3", n)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM asset_events WHERE service_account_id = ? AND action = 'CONFIRMED'", service); n != 1 {
			t.Errorf("%d lines of history name the tool, want 1", n)
		}
		// A person's word replaces a tool's.
		if err := c.confirms("PC-2")(c.as(t, "head")); err != nil {
			t.Error(err)
		}
		if err := c.differs(inventory.DifferenceInput{Asset: c.id("PC-1"), Result: inventory.Missing})(c.as(t, "head")); err != nil {
			t.Error(err)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM inventory_lines WHERE service_account_id IS NOT NULL"); n != 1 { // what is extra
			t.Errorf("%d lines are a tool's after a person looked", n)
		}
	})
}

func (c *centre) live(t testing.TB) string {
	return must(c.Live(c.as(t, "it")))(t).ID()
}

func (c *centre) confirms(code string) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		r, err := db.One[db.ID](ctx, c.DB.From(ctx), "SELECT id FROM inventory_rounds WHERE live = 1")
		if err == nil {
			_, err = c.Confirm(ctx, inventory.ConfirmInput{Round: db.GlobalID("inventory_round", r), Department: c.ward, Assets: []string{c.id(code)}})
		}
		return err
	}
}

func (c *centre) differs(in inventory.DifferenceInput) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		r, err := db.One[db.ID](ctx, c.DB.From(ctx), "SELECT id FROM inventory_rounds WHERE live = 1")
		if err == nil {
			in.Round = db.GlobalID("inventory_round", r)
			_, err = c.ReportDifference(ctx, in)
		}
		return err
	}
}
