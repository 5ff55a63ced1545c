package token_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/malware"
	"ttyt.example/ttyt/internal/centre/token"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
)

// agent is the tool that holds a token for the range, once a director has consented.
func (o *office) agent(t *testing.T, r token.RangeInput) context.Context {
	t.Helper()
	i, err := o.Tokens.Issue(o.As(t, o.IT), token.IssueInput{ServiceAccount: o.account.ID(), Name: "a", Reason: "b", Scopes: []string{"scan.record", "asset.read"}[:1+len(r.Assets)%2],
		ScanRange: &r, ExpiresAt: db.At(o.Clock.Now().Add(24 * time.Hour))})
	if err != nil {
		t.Fatal(err)
	}
	o.decide(t, i.Token, approval.Approve)
	return o.as(t, i.Secret)
}

// as is the tool that comes with the secret.
func (o *office) as(t *testing.T, secret string) context.Context {
	t.Helper()
	a, err := o.Tokens.Verify(t.Context(), secret, access.Anonymous("203.0.113.7", "test"))
	if err != nil {
		t.Fatal(err)
	}
	return access.With(context.Background(), a)
}

// Whatever a token was consented to for, its tool reports on those assets alone, through every door and by id as by code; an
// asset outside its range is refused like one that does not exist.
func TestArticle7c_AToolReportsOnWhatItsTokenNames(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		pc, server, far := o.Asset(t, "PC-1", "WORKSTATION"), o.Asset(t, "MC-1", "SERVER"), o.Asset(t, "PC-2", "WORKSTATION")
		office := k.Department(t, "OFFICE", "KT", db.ID{})
		k.Exec(t, "UPDATE assets SET department_id = ? WHERE code = 'PC-2'", office)
		ids := map[string]string{"PC-1": pc, "MC-1": server, "PC-2": far, "NONE": db.GlobalID("asset", db.NewID())}
		ward := db.GlobalID("department", o.Ward)
		for name, x := range map[string]struct {
			of    token.RangeInput
			reach map[string]bool
		}{
			"one asset":             {token.RangeInput{Assets: []string{pc}}, map[string]bool{"PC-1": true}},
			"two assets":            {token.RangeInput{Assets: []string{pc, far}}, map[string]bool{"PC-1": true, "PC-2": true}},
			"a department":          {token.RangeInput{Department: ward}, map[string]bool{"PC-1": true, "MC-1": true}},
			"a kind":                {token.RangeInput{Kinds: []asset.Kind{asset.Workstation}}, map[string]bool{"PC-1": true, "PC-2": true}},
			"a kind in a ward":      {token.RangeInput{Department: ward, Kinds: []asset.Kind{asset.Server}}, map[string]bool{"MC-1": true}},
			"an asset, and a kind":  {token.RangeInput{Assets: []string{far}, Kinds: []asset.Kind{asset.Server}}, map[string]bool{"MC-1": true, "PC-2": true}},
			"another kind entirely": {token.RangeInput{Kinds: []asset.Kind{asset.Printer}}, nil},
		} {
			ctx := o.agent(t, x.of)
			for code, id := range ids {
				for _, n := range []malware.Named{{Asset: &id}, {Code: &code}} {
					for door, report := range map[string]func() error{
						"recordScan": func() error {
							_, err := o.Malware.RecordScan(ctx, malware.ScanInput{Named: n, Found: malware.Found{Result: malware.Clean}})
							return err
						},
						"recordPatchRun": func() error { _, err := o.Malware.RecordPatchRun(ctx, malware.PatchInput{Named: n}); return err },
						"recordAntivirus": func() error {
							_, err := o.Malware.RecordAntivirus(ctx, malware.AntivirusInput{Named: n, Product: "ClamAV"})
							return err
						},
						"recordScans": func() error {
							results, err := o.Malware.RecordScans(ctx, malware.ScansInput{Scans: []malware.ScanInput{{Named: n, Found: malware.Found{Result: malware.Clean}}}})
							if err == nil && results[0].UserErrors != nil {
								if results[0].UserErrors[0].UserCode() != fault.Unknown {
									t.Errorf("%s: %v", name, results[0].UserErrors[0])
								}
								return fault.ErrNotFound
							}
							return err
						},
					} {
						err := report()
						if refused := fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden); err != nil && !refused || refused == x.reach[code] {
							t.Errorf("%s, %s of %s: %v", name, door, code, err)
						}
					}
				}
			}
		}
	})
}

// A range goes with the scope, names something, and is what a director consents to.
func TestArticle7c_WhatAScannerMayReportOnIsConsentedTo(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		pc := o.Asset(t, "PC-1", "WORKSTATION")
		many := make([]string, 201)
		for i := range many {
			many[i] = pc
		}
		for i, x := range []struct {
			scopes []string
			of     *token.RangeInput
			want   fault.UserCode
		}{
			{[]string{"scan.record"}, nil, fault.Required},
			{[]string{"scan.record"}, &token.RangeInput{}, fault.Invalid},
			{[]string{"asset.read"}, &token.RangeInput{Assets: []string{pc}}, fault.Invalid},
			{[]string{"scan.record"}, &token.RangeInput{Assets: many}, fault.Invalid},
		} {
			_, err := o.Tokens.Issue(o.As(t, o.IT), token.IssueInput{ServiceAccount: o.account.ID(), Name: "a", Reason: "b", Scopes: x.scopes, ScanRange: x.of,
				ExpiresAt: db.At(o.Clock.Now().Add(24 * time.Hour))})
			if !fault.HasCode(err, x.want) {
				t.Errorf("%d: %v, want %s", i, err, x.want)
			}
		}
		tok := o.issue(t, "scan.record")
		k.Exec(t, "UPDATE tokens SET scan_kinds = 'SERVER' WHERE id = ?", tok.Key) // widened behind the director's back
		why := "Ý kiến"
		_, err := o.Approvals.Decide(o.As(t, o.Director), approval.DecideInput{ID: db.GlobalID("approval", tok.Approval), Verdict: approval.Approve, Comment: &why, ExpectedVersion: 1})
		if !fault.HasCode(err, fault.StaleHash) {
			t.Errorf("consented to something else: %v", err)
		}
	})
}

// What an agent finds on its own system does not lock it out; IT's isolation does, and its end lets it in again.
func TestArticle7c_AnAgentDoesNotLockItselfOut(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		i, err := o.Tokens.Issue(o.As(t, o.IT), token.IssueInput{ServiceAccount: o.account.ID(), Name: "a", Reason: "b", Scopes: []string{"scan.record"},
			ScanRange: &token.RangeInput{Kinds: asset.Kinds}, ExpiresAt: db.At(o.Clock.Now().Add(24 * time.Hour))})
		if err != nil {
			t.Fatal(err)
		}
		o.decide(t, i.Token, approval.Approve)
		own := db.GlobalID("asset", o.account.Asset)
		if _, err := o.Malware.RecordScan(o.as(t, i.Secret), malware.ScanInput{Named: malware.Named{Asset: &own}, Found: malware.Found{Result: malware.Infected}}); err != nil {
			t.Fatal(err)
		}
		stands := func() bool {
			_, err := o.Tokens.Verify(t.Context(), i.Secret, access.Anonymous("203.0.113.7", "test"))
			return err == nil
		}
		it := k.As(t, o.IT)
		open, err := o.Malware.OpenOf(it, []db.ID{o.account.Asset})
		if err != nil || open[o.account.Asset] == nil || !stands() {
			t.Fatal("suspected by itself: ", fmt.Sprint(open, err))
		}
		x := open[o.account.Asset]
		if x, err = o.Malware.Isolate(it, malware.IsolateInput{ID: x.ID(), ExpectedVersion: x.Version}); err != nil || stands() {
			t.Fatal("isolated by IT: ", err)
		}
		if x, err = o.Malware.RecordRescan(it, malware.RescanInput{ID: x.ID(), ExpectedVersion: x.Version, Found: malware.Found{Result: malware.Clean}}); err == nil {
			_, err = o.Malware.Reconnect(it, malware.ReconnectInput{ID: x.ID(), ExpectedVersion: x.Version})
		}
		if err != nil || !stands() {
			t.Error("in use again: ", err)
		}
	})
}
