package asset_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/test/kit"
)

// IT alone puts licences on record and takes them off, of what is not retired. The department reads them without the key,
// which goes into no history either.
func TestArticle5a_LicencesAreITs(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		a, gone := c.register(t, "PC-01", nil), c.register(t, "PC-02", nil)
		foreign := c.register(t, "MC-01", func(in *asset.RegisterInput) { in.Department = unit(c.section) })
		must(c.Retire(c.As(t, c.it), asset.RetireInput{ID: gone.ID(), ExpectedVersion: 1, Reason: "Hỏng."}))(t)
		for name, x := range map[string]struct {
			as   db.ID
			in   asset.LicenceInput
			want func(error) bool
		}{
			"not seen":    {c.head, asset.LicenceInput{Asset: foreign.ID()}, func(err error) bool { return fault.Is(err, fault.NotFound) }},
			"no right":    {c.head, asset.LicenceInput{Asset: gone.ID()}, func(err error) bool { return fault.Is(err, fault.Forbidden) }},
			"retired":     {c.it, asset.LicenceInput{Asset: gone.ID()}, func(err error) bool { return fault.HasCode(err, fault.WrongState) }},
			"no product":  {c.it, asset.LicenceInput{Asset: a.ID(), Product: " "}, func(err error) bool { return fault.HasCode(err, fault.Required) }},
			"a long name": {c.it, asset.LicenceInput{Asset: a.ID(), Product: strings.Repeat("a", 201)}, func(err error) bool { return fault.HasCode(err, fault.TooLong) }},
		} {
			if l, err := c.AddLicence(c.As(t, x.as), x.in); !x.want(err) || l != nil {
				t.Errorf("%s: got %+v, %v", name, l, err)
			}
		}
		l := must(c.AddLicence(c.As(t, c.it), asset.LicenceInput{Asset: a.ID(), Product: "Windows", Key: "AAAA-BBBB"}))(t)
		for as, key := range map[db.ID]string{c.it: "AAAA-BBBB", c.head: "", c.nurse: ""} {
			ctx := c.As(t, as)
			of := must(c.Licences(ctx, []db.ID{a.Key}))(t)[a.Key]
			if len(of) != 1 || of[0].Product != "Windows" {
				t.Fatalf("got %+v", of)
			}
			if got := c.KeyOf(ctx, of[0]); (got != nil) != (key != "") || got != nil && *got != key {
				t.Errorf("the key is %v, want %q", got, key)
			}
		}
		if _, err := c.RemoveLicence(c.As(t, c.head), asset.RemoveLicenceInput{ID: l.ID()}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("taken off by a manager: %v", err)
		}
		must(c.RemoveLicence(c.As(t, c.it), asset.RemoveLicenceInput{ID: l.ID()}))(t)
		var told []asset.Action
		for _, e := range must(c.History(c.As(t, c.it), a, paging.Args{}))(t).Nodes() {
			told = append(told, e.Action)
			if strings.Contains(e.Before+e.After, "AAAA") {
				t.Errorf("the history tells the key: %+v", e)
			}
		}
		slices.Sort(told) // they happen in one moment
		if want := []asset.Action{asset.FirstRegistration, asset.LicenceRemoved, asset.Licensed}; !slices.Equal(told, want) {
			t.Errorf("got %v, want %v", told, want)
		}
	})
}

// Two take one licence off at once: one does, and the history tells of it once.
func TestTwoRemoveALicenceAtOnce(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		a, ctx := c.register(t, "PC-01", nil), c.As(t, c.it)
		for range 4 {
			l := must(c.AddLicence(ctx, asset.LicenceInput{Asset: a.ID(), Product: "Windows"}))(t)
			errs := make([]error, 2)
			var both sync.WaitGroup
			for i := range errs {
				both.Go(func() { _, errs[i] = c.RemoveLicence(ctx, asset.RemoveLicenceInput{ID: l.ID()}) })
			}
			both.Wait()
			if won := slices.Index(errs, nil); won < 0 || !fault.Is(errs[1-won], fault.NotFound) {
				t.Errorf("got %v, want one of them to do it and NOT_FOUND for the other", errs)
			}
		}
		if n := c.count(t, "SELECT COUNT(*) FROM asset_events WHERE action = 'LICENCE_REMOVED'"); n != 4 {
			t.Errorf("the history tells of %d, want 4", n)
		}
	})
}

// What is shown with an asset as a whole ends at a number: its licences, and what it depends on by a link.
func TestArticle2_WhatHangsOnAnAssetHasABound(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		a, it := c.register(t, "PC-01", nil), c.As(t, c.it)
		var licences, assets, links []kit.Row
		for n := range 101 {
			to := db.NewID()
			assets = append(assets, kit.Row{"id": to, "code": fmt.Sprint("B-", n), "name": "b", "kind": "SERVER", "state": "IN_USE", "version": 1, "department_id": c.ward})
			licences = append(licences, kit.Row{"id": db.NewID(), "asset_id": a.Key, "product": "Office"})
			links = append(links, kit.Row{"id": db.NewID(), "from_id": a.Key, "to_id": to})
		}
		k.InsertMany(t.Context(), t, "assets", assets)
		k.InsertMany(t.Context(), t, "asset_licences", licences[:99])
		k.InsertMany(t.Context(), t, "asset_links", links[:99])
		for n, more := range []bool{true, false} {
			refused := func(err error) bool { return fault.HasCode(err, fault.Invalid) }
			if _, err := c.AddLicence(it, asset.LicenceInput{Asset: a.ID(), Product: "Windows"}); more && err != nil || !more && !refused(err) {
				t.Errorf("licence %d: %v", 100+n, err)
			}
			to := db.GlobalID("asset", assets[99+n]["id"].(db.ID))
			if _, err := c.Link(it, asset.LinkInput{Asset: a.ID(), DependsOn: to}); more && err != nil || !more && !refused(err) {
				t.Errorf("link %d: %v", 100+n, err)
			}
		}
	})
}
