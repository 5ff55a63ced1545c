package changerequest

import (
	"bytes"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
)

// What nobody knows the model of is like nothing else.
func TestUnknownModelsAreNotLikeForLike(t *testing.T) {
	t.Parallel()
	for model, want := range map[string]string{"400": becauseLikeForLike, "": ""} {
		c := &Request{Kind: Replace}
		c.foreseen(&Values{Asset: asset.Technical{Model: model, State: asset.InUse, Connected: true}, Replacement: &asset.Technical{Model: model, State: asset.InStock}})
		if got := c.withoutBoard(asset.Workstation, limit); got != want {
			t.Errorf("model %q by the same: %q, want %q", model, got, want)
		}
	}
}

// Each kind of change touches its own fields alone, and says by which article.
func TestArticle5e_WhatEachKindMayTouch(t *testing.T) {
	t.Parallel()
	name, on, stock, retired, quarantined := "a", true, asset.InStock, asset.Retired, asset.Quarantined
	patches := map[string]asset.Patch{
		"identity": {Model: &name}, "state": {State: &stock}, "connected": {Connected: &on}, "interfaces": {Interfaces: &[]*asset.Interface{}},
		"retired": {State: &retired}, "quarantined": {State: &quarantined},
	}
	allowed := map[Kind]string{Repair: " identity state ", Replace: "", Install: " identity state interfaces ", Connect: " connected ", Configure: " interfaces "}
	for kind, fields := range allowed {
		for field, p := range patches {
			err := kind.fits(p)
			if want := bytes.Contains([]byte(fields), []byte(" "+field+" ")); (err == nil) != want {
				t.Errorf("%s of %s: got %v, want it allowed: %v", kind, field, err, want)
			}
		}
	}
	if err := Connect.fits(asset.Patch{Connected: &on, State: &stock, Interfaces: &[]*asset.Interface{}}); err != nil {
		t.Errorf("a CONNECT with all it may touch: %v", err)
	}
	if err := Connect.fits(asset.Patch{State: &stock}); !fault.HasCode(err, fault.Required) {
		t.Errorf("a CONNECT that does not say whether on or off: %v", err)
	}
}

// Whatever a decision rests on makes another hash; what happens later does not.
func TestHashCoversWhatIsDecidedOn(t *testing.T) {
	t.Parallel()
	hash := func(change func(c *Request)) string {
		c := &Request{Kind: Connect, Title: "a", Reason: "b", Plan: "c", RollBackPlan: "d", Risk: LowRisk}
		change(c)
		h, err := c.Hash()
		if err != nil {
			t.Fatal(err)
		}
		return string(h)
	}
	plain := hash(func(*Request) {})
	model := "X"
	for what, change := range map[string]func(c *Request){
		"kind": func(c *Request) { c.Kind = Install }, "asset": func(c *Request) { c.Asset = db.NewID() }, "replacement": func(c *Request) { c.Replacement = db.NewID() },
		"incident": func(c *Request) { c.Incident = db.NewID() }, "title": func(c *Request) { c.Title = "x" }, "reason": func(c *Request) { c.Reason = "x" },
		"risk": func(c *Request) { c.Risk = HighRisk }, "cost": func(c *Request) { c.Cost = 1 }, "plan": func(c *Request) { c.Plan = "x" },
		"roll-back plan": func(c *Request) { c.RollBackPlan = "x" }, "wanted": func(c *Request) { c.Wanted.V.Model = &model },
		"before": func(c *Request) { c.Before.V = &Values{} }, "after": func(c *Request) { c.After.V = &Values{} }, "director": func(c *Request) { c.Director = db.NewID() },
		"planned": func(c *Request) { c.PlannedFrom = db.At(time.Unix(1, 0)) },
	} {
		if hash(change) == plain {
			t.Errorf("another %s makes no other hash", what)
		}
	}
	for what, change := range map[string]func(c *Request){
		"state": func(c *Request) { c.State = Executed }, "version": func(c *Request) { c.Version = 9 }, "outcome": func(c *Request) { c.Outcome = "x" }, "board": func(c *Request) { c.AtBoard = true },
	} {
		if hash(change) != plain {
			t.Errorf("another %s makes another hash", what)
		}
	}
}
