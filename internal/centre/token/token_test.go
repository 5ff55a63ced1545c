package token_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/token"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

func TestMain(m *testing.M) { kit.Main(m) }

// office is a centre with a service account.
type office struct {
	*product.Centre
	account *token.Account
}

func newOffice(t *testing.T, k *kit.Kit) *office {
	t.Helper()
	o := &office{Centre: product.NewCentre(t, k)}
	var err error
	o.account, err = o.Tokens.CreateAccount(k.As(t, o.IT), token.CreateAccountInput{Asset: o.Asset(t, "PM-1", "SOFTWARE_SYSTEM"), Name: "Quét mã độc", Purpose: "Báo lượt quét",
		Responsible: db.GlobalID("staff", o.IT)})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) issue(t *testing.T, scopes ...string) *token.Token {
	t.Helper()
	i, err := o.Tokens.Issue(o.As(t, o.IT), token.IssueInput{ServiceAccount: o.account.ID(), Name: "a", Reason: "b", Scopes: scopes, ScanRange: o.reports(scopes),
		ExpiresAt: db.At(o.Clock.Now().Add(24 * time.Hour))})
	if err != nil {
		t.Fatal(err)
	}
	return i.Token
}

// reports is what a token with the scopes reports scans of.
func (o *office) reports(scopes []string) *token.RangeInput {
	if slices.Contains(scopes, "scan.record") {
		return &token.RangeInput{Kinds: []asset.Kind{asset.Workstation}}
	}
	return nil
}

func (o *office) decide(t *testing.T, tok *token.Token, v approval.Verdict) {
	t.Helper()
	why := "Ý kiến"
	if _, err := o.Approvals.Decide(o.As(t, o.Director), approval.DecideInput{ID: db.GlobalID("approval", tok.Approval), Verdict: v, Comment: &why, ExpectedVersion: 1}); err != nil {
		t.Fatal(err)
	}
}

// A service account is switched off and on again, each once.
func TestArticle4_AServiceAccountIsSwitchedOffAndOn(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		version, it := 1, k.As(t, o.IT)
		for i, x := range []struct {
			do   func(context.Context, token.SwitchAccountInput) (*token.Account, error)
			want string
		}{
			{o.Tokens.EnableAccount, "WRONG_STATE"}, {o.Tokens.DisableAccount, "done"}, {o.Tokens.DisableAccount, "WRONG_STATE"},
			{o.Tokens.EnableAccount, "done"}, {o.Tokens.EnableAccount, "WRONG_STATE"},
		} {
			a, err := x.do(it, token.SwitchAccountInput{ID: o.account.ID(), ExpectedVersion: version, Reason: "Bảo trì"})
			if kit.Told(err) != x.want {
				t.Errorf("step %d: %v, want %s", i, err, x.want)
			}
			if a != nil {
				version = a.Version
			}
		}
	})
}

// What becomes of a token, and whether it can be rotated and revoked then.
func TestArticle4_TheStatesOfATokenAndTheirWayOut(t *testing.T) {
	revoke := func(o *office, t *testing.T, tok *token.Token) {
		if _, err := o.Tokens.Revoke(o.As(t, o.Director), token.RevokeInput{ID: tok.ID(), Reason: "Lộ mã"}); err != nil {
			t.Fatal(err)
		}
	}
	for name, x := range map[string]struct {
		scopes []string
		then   func(o *office, t *testing.T, tok *token.Token)
		state  token.State
		rotate bool
		revoke bool
	}{
		"of what is public": {nil, nil, token.Standing, true, true},
		"awaiting consent":  {[]string{"scan.record"}, nil, token.AwaitingConsent, true, true},
		"consented to":      {[]string{"scan.record"}, func(o *office, t *testing.T, tok *token.Token) { o.decide(t, tok, approval.Approve) }, token.Standing, true, true},
		"refused":           {[]string{"scan.record"}, func(o *office, t *testing.T, tok *token.Token) { o.decide(t, tok, approval.Reject) }, token.Revoked, false, false},
		"revoked":           {nil, revoke, token.Revoked, false, false},
		"expired":           {nil, func(o *office, _ *testing.T, _ *token.Token) { o.Clock.Advance(25 * time.Hour) }, token.Expired, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				o := newOffice(t, k)
				tok := o.issue(t, x.scopes...)
				if x.then != nil {
					x.then(o, t, tok)
				}
				it := k.As(t, o.IT)
				now, err := o.Tokens.Get(it, tok.ID())
				if err != nil || now.State != x.state {
					t.Fatalf("%v, %v; want %s", now, err, x.state)
				}
				rotated, err := o.Tokens.Rotate(it, token.RotateInput{ID: tok.ID(), ExpectedVersion: now.Version})
				if (err == nil) != x.rotate || err != nil && !fault.HasCode(err, fault.WrongState) {
					t.Errorf("rotate: %v", err)
				}
				if rotated != nil {
					if _, err := o.Tokens.Rotate(it, token.RotateInput{ID: tok.ID(), ExpectedVersion: now.Version}); !fault.HasCode(err, fault.Conflict) {
						t.Errorf("rotate on the version before: %v", err)
					}
				}
				if _, err := o.Tokens.Revoke(it, token.RevokeInput{ID: tok.ID(), Reason: "a"}); (err == nil) != x.revoke || err != nil && !fault.HasCode(err, fault.WrongState) {
					t.Errorf("revoke: %v", err)
				}
			})
		})
	}
}

// IT issues and rotates, a director revokes too, and nobody else sees that there are tokens.
func TestArticle4_WhoRunsTokens(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		tok := o.issue(t)
		forbidden := func(err error) bool { return fault.Is(err, fault.Forbidden) }
		unseen := func(err error) bool { return fault.Is(err, fault.NotFound) }
		for name, x := range map[string]struct {
			by              db.ID
			issue, rotate   func(error) bool
			revoke, disable func(error) bool
		}{
			"a director": {o.Director, forbidden, forbidden, func(err error) bool { return fault.HasCode(err, fault.Required) }, forbidden},
			"a head":     {o.Head, forbidden, unseen, unseen, unseen},
		} {
			ctx := k.As(t, x.by)
			if _, err := o.Tokens.Issue(ctx, token.IssueInput{ServiceAccount: o.account.ID()}); !x.issue(err) {
				t.Errorf("%s issues: %v", name, err)
			}
			if _, err := o.Tokens.Rotate(ctx, token.RotateInput{ID: tok.ID()}); !x.rotate(err) {
				t.Errorf("%s rotates: %v", name, err)
			}
			if _, err := o.Tokens.Revoke(ctx, token.RevokeInput{ID: tok.ID()}); !x.revoke(err) { // the right before the input
				t.Errorf("%s revokes: %v", name, err)
			}
			if _, err := o.Tokens.DisableAccount(ctx, token.SwitchAccountInput{ID: o.account.ID()}); !x.disable(err) {
				t.Errorf("%s disables: %v", name, err)
			}
		}
	})
}

// Names are told apart, and a version is taken, by one of two who act at once.
func TestOneOfTwoGetsTheName(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		of := o.Asset(t, "PM-2", "INTEGRATION")
		create := func(by db.ID, name string) func() error {
			ctx := k.As(t, by)
			return func() error {
				_, err := o.Tokens.CreateAccount(ctx, token.CreateAccountInput{Asset: of, Name: name, Purpose: "a", Responsible: db.GlobalID("staff", o.IT)})
				return err
			}
		}
		if done, refused := product.Race(create(o.IT, "Bảng điện tử"), create(o.OtherIT, "bảng  điện tử")); done != 1 || !fault.HasCode(refused[0], fault.Taken) {
			t.Errorf("%d were created, the other got %v", done, refused)
		}
		disable := func(by db.ID) func() error {
			ctx := k.As(t, by)
			return func() error {
				_, err := o.Tokens.DisableAccount(ctx, token.SwitchAccountInput{ID: o.account.ID(), ExpectedVersion: 1, Reason: "a"})
				return err
			}
		}
		if done, refused := product.Race(disable(o.IT), disable(o.OtherIT)); done != 1 || !fault.HasCode(refused[0], fault.Conflict) {
			t.Errorf("%d disabled it, the other got %v", done, refused)
		}
		if _, err := o.Tokens.Issue(k.As(t, o.IT), token.IssueInput{ServiceAccount: o.account.ID(), Name: "a", Reason: "b", ExpiresAt: db.At(k.Clock.Now().Add(time.Hour))}); !fault.HasCode(err, fault.WrongState) {
			t.Errorf("a token of a disabled account: %v", err)
		}
	})
}

// A token shows the latest of its secrets, however often it was rotated.
func TestATokenShowsItsLatestSecrets(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		one := o.issue(t)
		var rows []kit.Row
		for n := range 30 {
			rows = append(rows, kit.Row{"id": db.NewID(), "token_id": one.Key, "hash": fmt.Appendf(nil, "%032d", n), "prefix": fmt.Sprint(n), "created_at": n + 1, "valid_until": n + 2})
		}
		k.InsertMany(t.Context(), t, "token_secrets", rows)
		of, err := o.Tokens.Secrets(k.As(t, o.IT), []db.ID{one.Key})
		if err != nil || len(of[one.Key]) != 20 || of[one.Key][1].Prefix != "29" || of[one.Key][19].Prefix != "11" {
			t.Errorf("%d secrets, %v", len(of[one.Key]), err)
		}
	})
}
