package inventory_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/test/kit"
)

// ways are how an asset comes to the ward: each makes one of a code, and returns its global id.
var ways = map[string]func(t *testing.T, c *centre, r *inventory.Round, code string) string{
	"registered": func(t *testing.T, c *centre, _ *inventory.Round, code string) string {
		return c.register(t, code, c.ward).ID()
	},
	"of a file": func(t *testing.T, c *centre, _ *inventory.Round, code string) string {
		d, err := db.ParseID("department", c.ward)
		a := &asset.Asset{Key: db.NewID(), Code: code, Name: "Máy", Kind: asset.Workstation, Department: d}
		if err == nil {
			err = c.DB.InTx(c.as(t, "it"), func(ctx context.Context) error {
				return c.assets.RegisterMany(ctx, []asset.Entry{{Asset: a}}, asset.Cause{Kind: asset.ByImport, Key: db.NewID(), Article: "2"})
			})
		}
		return must(a, err)(t).ID()
	},
	"found connected": func(t *testing.T, c *centre, r *inventory.Round, code string) string {
		must(c.ReportDifference(c.as(t, "head"), inventory.DifferenceInput{Round: r.ID(), Department: c.ward, Result: inventory.UnknownExtra, Description: "Lạ " + code, Connected: true}))(t)
		return must(c.RegisterFound(c.as(t, "it"), inventory.RegisterFoundInput{Round: r.ID(), Description: "Lạ " + code,
			Asset: asset.RegisterInput{Code: code, Name: "Máy", Kind: asset.Workstation, Department: c.ward, Connected: true}}))(t).ID()
	},
	"transferred": func(t *testing.T, c *centre, _ *inventory.Round, code string) string {
		a := c.register(t, code, c.section)
		return must(c.assets.Transfer(c.as(t, "it"), asset.TransferInput{ID: a.ID(), ExpectedVersion: 1, Department: c.ward}))(t).ID()
	},
	"transferred by a file": func(t *testing.T, c *centre, _ *inventory.Round, code string) string {
		before := c.register(t, code, c.section)
		after := *before
		var err error
		if after.Department, err = db.ParseID("department", c.ward); err == nil {
			err = c.DB.InTx(c.as(t, "it"), func(ctx context.Context) error {
				return c.assets.Rewrite(ctx, before, &after, asset.Cause{Kind: asset.ByImport, Key: db.NewID(), Article: "2"})
			})
		}
		return must(before, err)(t).ID()
	},
}

func (c *centre) register(t *testing.T, code, department string) *asset.Asset {
	t.Helper()
	return must(c.assets.Register(c.as(t, "it"), asset.RegisterInput{Code: code, Name: "Máy", Kind: asset.Workstation, Department: department}))(t)
}

// What comes to a department while a round is open is in it, however it came: the department that owns it now confirms it, or says
// that it is not there. What was there before and moves on after it was looked at stays with those who looked.
func TestArticle5b_WhatComesDuringARoundIsInIt(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		earlier := c.register(t, "PC-0", c.section)
		r := c.open(t)
		n := 0
		for name, come := range ways {
			for _, found := range []inventory.Result{inventory.Confirmed, inventory.Missing} {
				n++
				code := fmt.Sprintf("PC-CAME-%d", n)
				id := come(t, c, r, code)
				if got := c.lines(t, r); !strings.Contains(got, code+" OPEN") {
					t.Errorf("%s: no line among %s", name, got)
				}
				var err error
				if found == inventory.Confirmed {
					_, err = c.Confirm(c.as(t, "head"), inventory.ConfirmInput{Round: r.ID(), Department: c.ward, Assets: []string{id}})
				} else {
					_, err = c.ReportDifference(c.as(t, "head"), inventory.DifferenceInput{Round: r.ID(), Asset: id, Result: found})
				}
				if got := c.lines(t, r); err != nil || !strings.Contains(got, code+" "+string(found)) {
					t.Errorf("%s: %v, %s", name, err, got)
				}
			}
		}
		moved := must(c.assets.Transfer(c.as(t, "it"), asset.TransferInput{ID: earlier.ID(), ExpectedVersion: 1, Department: c.ward}))(t)
		must(c.Confirm(c.as(t, "head"), inventory.ConfirmInput{Round: r.ID(), Department: c.ward, Assets: []string{moved.ID()}}))(t)
		must(c.assets.Transfer(c.as(t, "it"), asset.TransferInput{ID: moved.ID(), ExpectedVersion: must(c.assets.Get(c.as(t, "it"), moved.ID()))(t).Version, Department: c.section}))(t)
		for _, p := range must(c.Progress(c.as(t, "director"), r))(t) {
			if want := c.count(t, "SELECT COUNT(*) FROM inventory_lines WHERE department_id = ? AND asset_id IS NOT NULL", p.Department); p.Expected != want {
				t.Errorf("expected %d, want %d", p.Expected, want)
			}
		}
		if got := c.lines(t, r); !strings.Contains(got, "PC-0 CONFIRMED") || strings.Count(got, "PC-0 ") != 1 {
			t.Errorf("what moved on after it was seen: %s", got)
		}
		lines := c.lines(t, c.close(t, r))
		c.register(t, "PC-LATE", c.ward)
		if got := c.lines(t, r); got != lines {
			t.Errorf("a closed round grew: %s", got)
		}
	})
}

// A round that is opened while something is registered has it, whichever comes first, and once; one that is closed meanwhile either
// has it, or was closed before.
func TestWhatIsRegisteredBesideTheOpeningOfARoundIsInIt(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for n := range 5 {
			var r *inventory.Round
			var errs [2]error
			it, director, code := c.as(t, "it"), c.as(t, "director"), fmt.Sprintf("PC-BESIDE-%d", n)
			var both sync.WaitGroup
			both.Go(func() { r, errs[0] = c.Open(director, inventory.OpenInput{Name: "Kiểm kê"}) })
			both.Go(func() {
				_, errs[1] = c.assets.Register(it, asset.RegisterInput{Code: code, Name: "Máy", Kind: asset.Workstation, Department: c.ward})
			})
			both.Wait()
			if errs[0] != nil || errs[1] != nil {
				t.Fatal(errs)
			}
			if got := c.lines(t, r); strings.Count(got, code+" OPEN") != 1 {
				t.Errorf("got %s", got)
			}
			both.Go(func() { _, errs[0] = c.Close(director, inventory.CloseInput{ID: r.ID(), ExpectedVersion: 1}) })
			both.Go(func() {
				_, errs[1] = c.assets.Register(it, asset.RegisterInput{Code: code + "B", Name: "Máy", Kind: asset.Workstation, Department: c.ward})
			})
			both.Wait()
			if errs[0] != nil || errs[1] != nil {
				t.Fatal(errs)
			}
		}
	})
}
