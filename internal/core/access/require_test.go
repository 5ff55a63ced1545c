package access_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// What a refused caller is told: to sign in, that they have no such right and by which article, or that only four eyes
// or the state stand in the way.
func TestRequireSaysWhy(t *testing.T) {
	const unauthenticated, forbidden, fourEyes, wrongState = string(fault.Unauthenticated), string(fault.Forbidden), string(fault.FourEyes), string(fault.WrongState)
	by := func(author, submitter, about string) []string { return []string{author, submitter, about} }
	cases := []struct {
		name, who, kind, action string
		on                      object
		code, article           string
	}{
		{"a stranger creates", "", "post", "create", object{department: "NOI"}, unauthenticated, ""},
		{"a stranger approves", "", "post", "approve", object{department: "NOI", told: true, working: "IN_REVIEW"}, unauthenticated, ""},
		{"a stranger reads the internal", "", "post", "read", object{department: "NOI", publication: "PUBLISHED", audience: "INTERNAL"}, unauthenticated, ""},
		{"a stranger reads the public", "", "post", "read", object{department: "NOI", publication: "PUBLISHED", audience: "PUBLIC"}, "", ""},
		{"a stranger opens the directory", "", "staff", "read_directory", object{department: "NOI"}, unauthenticated, ""},

		{"staff creates at home", "nhanvien", "post", "create", object{department: "NOI"}, "", ""},
		{"staff creates in a unit of home", "nhanvien", "post", "create", object{department: "NOI1"}, "", ""},
		{"staff creates elsewhere", "nhanvien", "post", "create", object{department: "NGOAI"}, forbidden, "11"},
		{"a unit's staff creates above", "nhanvien1", "post", "create", object{department: "NOI"}, forbidden, "11"},
		{"staff edits a colleague's", "nhanvien", "post", "update", object{department: "NOI", people: by("truongkhoa", "", "")}, forbidden, "11"},
		{"staff deletes what was submitted", "nhanvien", "post", "delete", object{people: by("nhanvien", "", ""), ever: true}, wrongState, "11"},
		{"staff deletes a colleague's", "nhanvien", "post", "delete", object{people: by("truongkhoa", "", ""), ever: true}, forbidden, "11"},

		{"staff endorses", "nhanvien", "post", "endorse", object{department: "NOI"}, forbidden, "12"},
		{"staff endorses their own", "nhanvien", "post", "endorse", object{department: "NOI", people: by("nhanvien", "", "")}, forbidden, "12"},
		{"a head endorses", "truongkhoa", "post", "endorse", object{department: "NOI1", people: by("nhanvien1", "nhanvien1", "")}, "", ""},
		{"a head endorses what they wrote", "truongkhoa", "post", "endorse", object{department: "NOI", people: by("truongkhoa", "nhanvien", "")}, fourEyes, "12"},
		{"a head endorses what they submitted", "truongkhoa", "post", "endorse", object{department: "NOI", people: by("nhanvien", "truongkhoa", "")}, fourEyes, "12"},
		{"a head endorses their own profile", "truongkhoa", "post", "endorse", object{department: "NOI", people: by("nhanvien", "nhanvien", "truongkhoa")}, fourEyes, "12"},
		{"a head endorses next door", "truongkhoa", "post", "endorse", object{department: "NGOAI"}, forbidden, "12"},
		{"a head endorses their own next door", "truongkhoa", "post", "endorse", object{department: "NGOAI", people: by("truongkhoa", "", "")}, forbidden, "12"},
		{"a delegate endorses what the lender wrote", "thaytruongkhoa", "post", "endorse", object{department: "NOI", people: by("truongkhoa", "", "")}, fourEyes, "12"},
		{"a delegate endorses what the lender submitted", "thaytruongkhoa", "post", "endorse", object{department: "NOI", people: by("nhanvien", "truongkhoa", "")}, fourEyes, "12"},
		{"a delegate endorses what they wrote", "thaytruongkhoa", "post", "endorse", object{department: "NOI", people: by("thaytruongkhoa", "", "")}, fourEyes, "12"},
		{"a delegate endorses a third person's", "thaytruongkhoa", "post", "endorse", object{department: "NOI", people: by("nhanvien", "", "")}, "", ""},
		{"a delegate of two endorses what one of them wrote", "thayhai", "post", "endorse", object{department: "NOI", people: by("truongkhoa", "", "")}, "", ""},
		{"a delegate of two endorses what both had a hand in", "thayhai", "post", "endorse", object{department: "NOI", people: by("truongkhoa", "phokhoa", "")}, fourEyes, "12"},
		{"a delegate with an office of their own endorses the lender's there", "haivai", "post", "endorse", object{department: "NGOAI", people: by("truongkhoa", "", "")}, "", ""},
		{"a head consents to their own internal post", "truongkhoa", "post", "consent", object{department: "NOI", people: by("truongkhoa", "", "")}, fourEyes, "12"},

		{"staff approves", "nhanvien", "post", "approve", object{}, forbidden, "11c"},
		{"a head approves", "truongkhoa", "post", "approve", object{department: "NOI"}, forbidden, "11c"},
		{"the website section approves", "bientap", "post", "approve", object{told: true}, forbidden, "11c"},
		{"IT approves", "cntt", "post", "approve", object{told: true}, forbidden, "11c"},
		{"a director approves", "phogiamdoc", "post", "approve", object{told: true, people: by("nhanvien", "truongkhoa", "")}, "", ""},
		{"a director approves what they wrote", "phogiamdoc", "post", "approve", object{people: by("phogiamdoc", "nhanvien", "")}, fourEyes, "11c"},
		{"a director approves what they submitted", "phogiamdoc", "post", "approve", object{people: by("nhanvien", "phogiamdoc", "")}, fourEyes, "11c"},
		{"a director approves their own profile", "phogiamdoc", "post", "approve", object{people: by("viet", "viet", "phogiamdoc")}, fourEyes, "11c"},
		{"a director rejects their own", "phogiamdoc", "post", "reject", object{people: by("phogiamdoc", "", "")}, fourEyes, "11c"},
		{"a director takes back consent to their own", "phogiamdoc", "post", "revoke", object{people: by("phogiamdoc", "", "")}, fourEyes, "11c"},
		{"a delegate approves the director's", "thaygiamdoc", "post", "approve", object{people: by("giamdoc", "", "")}, fourEyes, "11c"},
		{"a delegate approves another director's", "thaygiamdoc", "post", "approve", object{people: by("phogiamdoc", "", "")}, "", ""},
		{"a former director approves", "cuugiamdoc", "post", "approve", object{}, forbidden, "11c"},

		{"the website section returns a draft", "bientap", "post", "return", object{working: "DRAFT"}, wrongState, "10"},
		{"the website section returns at the Board step", "bientap", "post", "return", object{working: "IN_REVIEW", told: true}, "", ""},
		{"the website section returns its own", "bientap", "post", "return", object{working: "IN_REVIEW", told: true, people: by("bientap", "", "")}, fourEyes, "10"},
		{"the website section edits a draft", "bientap", "post", "update", object{working: "DRAFT"}, wrongState, "10"},
		{"the website section edits before the Board was told", "bientap", "post", "update", object{working: "IN_REVIEW"}, wrongState, "10"},
		{"the website section holds what is not approved", "bientap", "post", "hold", object{working: "IN_REVIEW", told: true}, wrongState, "10"},
		{"the website section publishes without consent", "bientap", "post", "publish", object{working: "IN_REVIEW", told: true}, wrongState, "11c"},
		{"the website section publishes", "bientap", "post", "publish", object{working: "APPROVED", told: true}, "", ""},
		{"a director publishes", "giamdoc", "post", "publish", object{working: "APPROVED", told: true}, forbidden, "11c"},
		{"a head takes down what is not up", "truongkhoa", "post", "unpublish", object{department: "NOI", publication: "SCHEDULED"}, wrongState, "11b"},
		{"a head takes down next door", "truongkhoa", "post", "unpublish", object{department: "NGOAI", publication: "PUBLISHED"}, forbidden, "11b"},
		{"staff takes down", "nhanvien", "post", "unpublish", object{department: "NOI", publication: "PUBLISHED"}, forbidden, "11b"},
		{"a director archives", "giamdoc", "post", "archive", object{publication: "UNPUBLISHED"}, forbidden, "10"},

		{"personnel edits their own record", "nhansu", "staff", "update", object{people: []string{"nhansu"}}, fourEyes, "1"},
		{"a director edits their own record", "phogiamdoc", "staff", "update", object{people: []string{"phogiamdoc"}}, fourEyes, "1"},
		{"a head edits a record", "truongkhoa", "staff", "update", object{department: "NOI", people: []string{"nhanvien"}}, forbidden, "1"},
		{"staff edits their own record", "nhanvien", "staff", "update", object{people: []string{"nhanvien"}}, forbidden, "1"},
		{"personnel appoints themselves", "nhansu", "position", "appoint", object{people: []string{"nhansu"}}, fourEyes, "12"},
		{"a delegate lends the lent", "thaytruongkhoa", "delegation", "create", object{department: "NOI", people: []string{"truongkhoa"}}, forbidden, "12"},
		{"a delegate lends in their own name", "thaytruongkhoa", "delegation", "create", object{department: "NOI", people: []string{"thaytruongkhoa"}}, forbidden, "12"},
		{"a head lends another's power", "truongkhoa", "delegation", "create", object{department: "NOI", people: []string{"phokhoa"}}, forbidden, "12"},
		{"a director grants themselves a role", "giamdoc", "role", "grant", object{people: []string{"giamdoc"}}, fourEyes, "3"},
		{"IT grants a role", "cntt", "role", "grant", object{people: []string{"nhanvien"}}, forbidden, "3"},
		{"personnel grants a role", "nhansu", "role", "grant", object{people: []string{"nhanvien"}}, forbidden, "3"},
		{"a director suspends themselves", "giamdoc", "account", "suspend", object{people: []string{"giamdoc"}}, fourEyes, "1"},
		{"personnel makes an account", "nhansu", "account", "create", object{people: []string{"nhanvien"}}, forbidden, "1"},
		{"IT reshapes the tree", "cntt", "department", "structure", object{department: "CNTT"}, forbidden, "3"},
		{"what the policy does not know", "giamdoc", "post", "burn", object{}, forbidden, ""},
	}
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := newWorld(t, k, fillCentre)
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				ctx := context.Background()
				if c.who != "" {
					ctx = k.As(t, w.ids[c.who])
				}
				code, article := told(k.Access.Require(ctx, c.kind, c.action, w.target(c.on)))
				if code != c.code || article != c.article {
					t.Errorf("got %q by Art. %q, want %q by Art. %q", code, article, c.code, c.article)
				}
			})
		}
	})
}

// told is the code and the article of an answer.
func told(err error) (code, article string) {
	var top *fault.Error
	var user *fault.RuleError
	switch {
	case errors.As(err, &user):
		return string(user.Code), user.Rule
	case errors.As(err, &top):
		return string(top.Code), top.Rule
	}
	return "", ""
}

// A lent power begins and ends with its dates, and with the office of the lender.
func TestDelegation(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		var lent db.ID
		w := newWorld(t, k, func(w *world) {
			w.department("TTYT", "CENTRE", "")
			w.department("NOI", "CLINICAL", "TTYT")
			w.department("NOI1", "UNIT", "NOI")
			w.department("NGOAI", "CLINICAL", "TTYT")
			for _, name := range []string{"truongkhoa", "nhanvien"} {
				w.person(name, "NOI", "ACTIVE")
			}
			w.person("thay", "NGOAI", "ACTIVE")
			w.position("truongkhoa", "NOI", "HEAD", -10, 20)
			w.delegation("truongkhoa", "thay", access.Manager, "NOI", 1, 30, false)
			lent = w.objects["delegation"][0].id
		})
		theirs := w.target(object{department: "NOI1", people: []string{"nhanvien"}})
		may := func(want bool) {
			t.Helper()
			ctx, err := k.Access.Refresh(k.As(t, w.ids["thay"]))
			if err != nil {
				t.Fatal(err)
			}
			g, ok := k.Access.AllowedGrant(ctx, "post", "endorse", theirs)
			if ok != want {
				t.Errorf("%s: allowed %v, want %v", k.Clock.Now().Format(time.RFC3339), ok, want)
			}
			if want && (g.Role != access.Manager || g.Department != w.ids["NOI"] || g.OnBehalfOf != w.ids["truongkhoa"]) {
				t.Errorf("endorses under %+v, want on behalf of the head", g)
			}
		}
		may(false) // not begun
		k.Clock.Advance(time.Hour - time.Microsecond)
		may(false)
		k.Clock.Advance(time.Microsecond)
		may(true)
		k.Clock.Advance(19*time.Hour - time.Microsecond)
		may(true)
		k.Clock.Advance(time.Microsecond)
		may(false) // the head's own term ends
		k.Exec(t, "UPDATE positions SET to_at = NULL")
		may(true)
		k.Clock.Advance(10 * time.Hour)
		may(false) // the delegation ends
		k.Clock.Advance(-time.Microsecond)
		may(true)
		k.Exec(t, "UPDATE positions SET department_id = ?", w.ids["NGOAI"])
		may(false) // the head moved to another department
		k.Exec(t, "UPDATE positions SET department_id = ?", w.ids["NOI"])
		may(true)
		k.Exec(t, "UPDATE delegations SET revoked_at = ? WHERE id = ?", k.DB.Now(context.Background()), lent)
		may(false)
	})
}

// A decision is recorded under the decider's own power if that suffices, otherwise under the lent one with the lender's name.
func TestOwnPowerComesBeforeALentOne(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := newWorld(t, k, fillCentre)
		for _, c := range []struct{ who, department, lender string }{
			{"haivai", "NGOAI", ""}, {"haivai", "NOI", "truongkhoa"}, {"haivai", "NOI1", "truongkhoa"}, {"phokhoa", "NOI1", ""},
		} {
			ctx := k.As(t, w.ids[c.who])
			target := w.target(object{department: c.department, people: []string{"nhanvien"}})
			for range 2 {
				g, ok := k.Access.AllowedGrant(ctx, "post", "endorse", target)
				if !ok || g.OnBehalfOf != w.ids[c.lender] {
					t.Errorf("%s in %s: endorses under %+v (%v), want on behalf of %q", c.who, c.department, g, ok, c.lender)
				}
				if g, ok := access.Of(ctx).Grant(access.Manager, w.ids[c.department]); !ok || g.OnBehalfOf != w.ids[c.lender] {
					t.Errorf("%s in %s: manages under %+v (%v), want on behalf of %q", c.who, c.department, g, ok, c.lender)
				}
				slices.Reverse(access.Of(ctx).Grants) // in whatever order they were read
			}
		}
		ctx := k.As(t, w.ids["haivai"])
		if g, ok := k.Access.AllowedGrant(ctx, "post", "endorse", w.target(object{department: "TCHC"})); ok {
			t.Errorf("endorses elsewhere under %+v", g)
		}
	})
}

// Refresh reads roles again, so that a transaction that decides sees what was revoked a moment ago.
func TestRefreshSeesWhatChanged(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := newWorld(t, k, func(w *world) {
			w.department("BGD", "BOARD", "")
			w.person("giamdoc", "BGD", "ACTIVE")
			w.grant("giamdoc", access.Director, true)
		})
		before := access.Of(k.As(t, w.ids["giamdoc"]))
		before.SessionID, before.AccountID, before.Address, before.UserAgent = db.NewID(), db.NewID(), "192.0.2.7", "app/1"
		ctx := access.With(context.Background(), before)

		k.Exec(t, "UPDATE role_assignments SET live = NULL")
		fresh, err := k.Access.Refresh(ctx)
		if err != nil {
			t.Fatal(err)
		}
		a := access.Of(fresh)
		if a.Is(access.Director) || !before.Is(access.Director) {
			t.Error("a revoked role is still held, or never was")
		}
		if a.SessionID != before.SessionID || a.AccountID != before.AccountID || a.Address != before.Address || a.UserAgent != before.UserAgent {
			t.Errorf("Refresh lost how the caller came in: %+v", a)
		}
		k.Exec(t, "UPDATE staff SET state = 'LEFT'")
		if _, err := k.Access.Refresh(ctx); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("somebody who left: %v", err)
		}
		for _, nobody := range []context.Context{context.Background(), access.AsSystem(context.Background())} {
			if same, err := k.Access.Refresh(nobody); err != nil || access.Of(same) != access.Of(nobody) {
				t.Errorf("a context without a person changed: %v", err)
			}
		}
	})
}
