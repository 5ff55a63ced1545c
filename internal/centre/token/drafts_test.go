package token_test

import (
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/token"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
)

// asked is the input for a token that drafts for the department.
func (o *office) asked(department string, scopes ...string) token.IssueInput {
	in := token.IssueInput{ServiceAccount: o.account.ID(), Name: "a", Reason: "b", Scopes: scopes, ExpiresAt: db.At(o.Clock.Now().Add(24 * time.Hour))}
	if department != "" {
		in.Department = &department
	}
	return in
}

// drafts reports what becomes of a draft that the tool of the secret makes for the department.
func (o *office) drafts(t *testing.T, secret string, of db.ID) string {
	t.Helper()
	title := "Số liệu tuần"
	_, err := o.Posts.Create(o.as(t, secret), post.CreateInput{Type: post.TypeNewsArticle, Department: db.GlobalID("department", of), Edit: post.Edit{Title: &title}})
	return kit.Told(err)
}

// The department goes with the scope, exists, and is one whose people can take a draft over.
func TestArticle11a_ADraftingTokenNamesItsDepartment(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		root, err := db.One[db.ID](t.Context(), k.DB.From(t.Context()), "SELECT id FROM departments WHERE kind = 'CENTRE'")
		if err != nil {
			t.Fatal(err)
		}
		ward := db.GlobalID("department", o.Ward)
		for name, x := range map[string]struct {
			in   token.IssueInput
			want string
		}{
			"no department":           {o.asked("", "post.draft"), "REQUIRED"},
			"a department alone":      {o.asked(ward, "asset.read"), "INVALID"},
			"without any scope":       {o.asked(ward), "INVALID"},
			"the centre as a whole":   {o.asked(db.GlobalID("department", root), "post.draft"), "INVALID"},
			"one that there is not":   {o.asked(db.GlobalID("department", db.NewID()), "post.draft"), "not found"},
			"something else":          {o.asked(o.account.ID(), "post.draft"), "not found"},
			"one department":          {o.asked(ward, "post.draft"), "done"},
			"with another scope":      {o.asked(ward, "asset.read", "post.draft"), "done"},
			"what is of no token":     {o.asked(ward, "post.submit", "post.draft"), "INVALID"},
			"publishing as if it was": {o.asked(ward, "post.publish"), "INVALID"},
		} {
			_, err := o.Tokens.Issue(o.As(t, o.IT), x.in)
			if kit.Told(err) != x.want {
				t.Errorf("%s: %v, want %s", name, err, x.want)
			}
		}
	})
}

// A director consents to the department with the scopes; until then, and once the token is over, nothing is drafted. Drafts outlive
// their token, and hold the department: it is not deleted while there is one. The token of one that is gone drafts nothing.
func TestArticle11a_WhereAToolDraftsIsConsentedTo(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		station := k.Department(t, "OFFICE", "TRAM", db.ID{})
		issue := func(of db.ID) *token.Issued {
			i, err := o.Tokens.Issue(o.As(t, o.IT), o.asked(db.GlobalID("department", of), "post.draft"))
			if err != nil {
				t.Fatal(err)
			}
			return i
		}
		i := issue(o.Ward)
		if got := o.drafts(t, i.Secret, o.Ward); got != "forbidden" {
			t.Errorf("before the consent: %s", got)
		}
		current := func(secret string) *token.Current {
			c, err := o.Tokens.Current(o.as(t, secret))
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		if c := current(i.Secret); !c.Department.IsZero() {
			t.Error("a tool is told of a department that nobody has consented to")
		}
		k.Exec(t, "UPDATE tokens SET draft_department_id = ? WHERE id = ?", station, i.Token.Key) // widened behind the director's back
		why := "Ý kiến"
		_, err := o.Approvals.Decide(o.As(t, o.Director), approval.DecideInput{ID: db.GlobalID("approval", i.Token.Approval), Verdict: approval.Approve, Comment: &why, ExpectedVersion: 1})
		if !fault.HasCode(err, fault.StaleHash) {
			t.Errorf("consented to something else: %v", err)
		}
		k.Exec(t, "UPDATE tokens SET draft_department_id = ? WHERE id = ?", o.Ward, i.Token.Key)
		o.decide(t, i.Token, approval.Approve)
		for of, want := range map[db.ID]string{o.Ward: "done", station: "forbidden"} {
			if got := o.drafts(t, i.Secret, of); got != want {
				t.Errorf("with the consent: %s, want %s", got, want)
			}
		}
		if c := current(i.Secret); c.Department != o.Ward {
			t.Errorf("a tool is told of %v", c.Department)
		}
		if _, err := o.Tokens.Revoke(o.As(t, o.IT), token.RevokeInput{ID: i.Token.ID(), Reason: "Hết việc"}); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Tokens.Verify(t.Context(), i.Secret, access.Anonymous("203.0.113.7", "test")); !fault.Is(err, fault.NotFound) {
			t.Errorf("the revoked token: %v", err)
		}
		if n, err := db.One[int](t.Context(), k.DB.From(t.Context()), "SELECT COUNT(*) FROM posts WHERE service_account_id = ? AND author_id IS NULL", o.account.Key); err != nil || n != 1 {
			t.Errorf("%d drafts outlive the token, %v", n, err)
		}

		i = issue(station)
		o.decide(t, i.Token, approval.Approve)
		gone := func() error {
			d, err := o.Departments.Get(o.As(t, o.Director), db.GlobalID("department", station))
			if err == nil {
				_, err = o.Departments.Delete(o.As(t, o.Director), department.DeleteInput{ID: d.ID(), ExpectedVersion: d.Version})
			}
			return err
		}
		if got := o.drafts(t, i.Secret, station); got != "done" {
			t.Fatal(got)
		}
		if err := gone(); err == nil {
			t.Error("a department goes, and leaves a draft that nobody can take over")
		}
		id, err := db.One[db.ID](t.Context(), k.DB.From(t.Context()), "SELECT id FROM posts WHERE department_id = ?", station)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Posts.Delete(o.As(t, o.Director), post.DeleteInput{ID: db.GlobalID("post", id), ExpectedVersion: 1}); err != nil {
			t.Fatalf("a director deletes what nobody manages: %v", err)
		}
		if err := gone(); err != nil {
			t.Fatal(err)
		}
		if got := o.drafts(t, i.Secret, station); got != "not found" {
			t.Errorf("for a department that is gone: %s", got)
		}
	})
}
