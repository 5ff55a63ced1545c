package audit_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/test/kit"
)

func pageOf(n int) paging.Args { return paging.Args{First: &n} }

// actions lists what the actor of the context sees, newest first.
func actions(t testing.TB, k *kit.Kit, ctx context.Context, f audit.Filter) (got []string) {
	t.Helper()
	c, err := k.Audit.Events(ctx, f, audit.Order{}, pageOf(100))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range c.Nodes() {
		got = append(got, e.Action)
	}
	total, err := c.TotalCount(ctx)
	if err != nil || total != len(got) {
		t.Errorf("totalCount %d of %d, %v", total, len(got), err)
	}
	return got
}

func TestArticle6d_WhoReadsWhichEvents(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		root := k.Department(t, "CENTRE", "TTYT", db.ID{})
		one, other := k.Department(t, "CLINICAL", "A", root), k.Department(t, "CLINICAL", "B", root)
		people := map[string]db.ID{
			"nurse": k.Staff(t, one, "Y tá"), "head": k.Staff(t, one, "Trưởng khoa"), "it": k.Staff(t, other, "CNTT", access.IT),
			"editor": k.Staff(t, other, "Biên tập", access.WebEditor), "director": k.Staff(t, root, "Giám đốc", access.Director),
			"personnel": k.Staff(t, other, "Nhân sự", access.Personnel),
		}
		k.Position(t, people["head"], one, "HEAD")
		as := func(who string) context.Context {
			if who == "stranger" {
				return context.Background()
			}
			ctx := k.As(t, people[who])
			access.Of(ctx).Address, access.Of(ctx).SessionID = "10.0.0.1", db.NewID()
			return ctx
		}
		put := func(who, action string, class audit.Class, department db.ID) {
			ctx := as(who)
			k.Clock.Advance(time.Second)
			err := k.DB.InTx(ctx, func(ctx context.Context) error {
				return k.Audit.Record(ctx, audit.Event{Class: class, Action: action, Department: department, SubjectKind: "post", SubjectID: people[who]})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		put("nurse", "post.save", audit.Content, one)
		put("head", "post.endorse", audit.Content, one)
		put("stranger", "session.fail", audit.Security, db.ID{})
		put("nurse", "session.start", audit.Security, db.ID{})
		put("director", "role.grant", audit.Administration, other)
		all := []string{"role.grant", "session.start", "session.fail", "post.endorse", "post.save"}
		for who, want := range map[string]struct{ sees, origin []string }{
			"stranger":  {nil, nil},
			"nurse":     {[]string{"session.start", "post.save"}, []string{"session.start", "post.save"}},
			"head":      {[]string{"post.endorse", "post.save"}, []string{"post.endorse"}},
			"it":        {[]string{"session.start", "session.fail"}, []string{"session.start"}},
			"editor":    {nil, nil}, // of posts that they may not read
			"personnel": {nil, nil},
			"director":  {all, []string{"role.grant", "session.start", "post.endorse", "post.save"}},
		} {
			ctx := as(who)
			if got := actions(t, k, ctx, audit.Filter{}); !slices.Equal(got, want.sees) {
				t.Errorf("%s sees %v, want %v", who, got, want.sees)
			}
			// session.fail has no origin here, so it proves nothing about who sees one.
			c, err := k.Audit.Events(ctx, audit.Filter{}, audit.Order{}, pageOf(100))
			if err != nil {
				t.Fatal(err)
			}
			var origin []string
			for _, e := range c.Nodes() {
				if e.Address != "" || e.Session() != nil {
					origin = append(origin, e.Action)
				}
			}
			if !slices.Equal(origin, want.origin) {
				t.Errorf("%s sees the origin of %v, want %v", who, origin, want.origin)
			}
		}

		// One event by id follows the same rule, and what is hidden is as unknown.
		everything, err := k.Audit.Events(as("director"), audit.Filter{}, audit.Order{}, pageOf(100))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range everything.Nodes() {
			for who := range people {
				_, err := k.Audit.Get(as(who), e.ID())
				seen := slices.Contains(actions(t, k, as(who), audit.Filter{}), e.Action)
				if seen && err != nil || !seen && !fault.Is(err, fault.NotFound) {
					t.Errorf("%s reads %s: %v", who, e.Action, err)
				}
			}
		}

		board := as("director")
		for name, c := range map[string]struct {
			f    audit.Filter
			want []string
		}{
			"class":      {audit.Filter{Class: audit.Security}, []string{"session.start", "session.fail"}},
			"action":     {audit.Filter{Action: "role.grant"}, []string{"role.grant"}},
			"staff":      {audit.Filter{Staff: db.GlobalID("staff", people["nurse"])}, []string{"session.start", "post.save"}},
			"subject":    {audit.Filter{Subject: db.GlobalID("post", people["head"])}, []string{"post.endorse"}},
			"department": {audit.Filter{Department: db.GlobalID("department", root)}, []string{"role.grant", "post.endorse", "post.save"}},
			"time": {audit.Filter{From: db.At(kit.Start.Add(2 * time.Second)), To: db.At(kit.Start.Add(4 * time.Second))},
				[]string{"session.fail", "post.endorse"}},
			"together": {audit.Filter{Class: audit.Content, Department: db.GlobalID("department", other)}, nil},
		} {
			if got := actions(t, k, board, c.f); !slices.Equal(got, c.want) {
				t.Errorf("filter by %s: %v, want %v", name, got, c.want)
			}
		}
		for name, f := range map[string]audit.Filter{
			"staff": {Staff: db.GlobalID("post", root)}, "department": {Department: db.GlobalID("staff", root)},
		} {
			if _, err := k.Audit.Events(board, f, audit.Order{}, pageOf(1)); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s filter with another kind's id: %v", name, err)
			}
		}
		if _, err := k.Audit.Events(board, audit.Filter{Subject: "?"}, audit.Order{}, pageOf(1)); !fault.Is(err, fault.BadInput) {
			t.Errorf("malformed id: %v", err)
		}
	})
}

func TestEventsPageInOrder(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		ctx := k.As(t, k.Staff(t, k.Department(t, "CENTRE", "TTYT", db.ID{}), "Giám đốc", access.Director))
		record(t, k, ctx, 5)
		var got []string
		a := pageOf(2)
		for {
			c, err := k.Audit.Events(ctx, audit.Filter{}, audit.Order{}, a)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range c.Nodes() {
				got = append(got, e.Detail)
			}
			if more, err := c.PageInfo.HasNextPage(ctx); err != nil || !more {
				break
			}
			a.After = c.PageInfo.EndCursor()
		}
		if want := "[lần 5 lần 4 lần 3 lần 2 lần 1]"; fmt.Sprint(got) != want {
			t.Errorf("got %v, want %s", got, want)
		}
	})
}

// The website section reads of content what happened to what it may read.
func TestArticle10_WhoReadsWhichEventsOfContent(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		root := k.Department(t, "CENTRE", "TTYT", db.ID{})
		editor, writer := k.Staff(t, root, "Biên tập", access.WebEditor), k.Staff(t, root, "Người viết")
		for _, c := range []struct {
			kind  string
			row   kit.Row
			event string
			seen  bool
		}{
			{"post", kit.Row{"publication": "NONE", "working": "DRAFT"}, "post.create", false},
			{"post", kit.Row{"publication": "NONE", "working": "IN_REVIEW"}, "post.submit", false},
			{"post", kit.Row{"publication": "NONE", "working": "IN_REVIEW", "at_board": 1}, "post.create", true},
			{"post", kit.Row{"publication": "NONE", "working": "APPROVED", "at_board": 1}, "post.submit", true},
			{"post", kit.Row{"publication": "PUBLISHED", "working": "DRAFT", "audience": "PUBLIC"}, "post.update", false},
			{"post", kit.Row{"publication": "PUBLISHED", "working": "DRAFT", "audience": "DEPARTMENT"}, "post.publish", true},
			{"post", kit.Row{"publication": "UNPUBLISHED", "working": "DRAFT", "audience": "DEPARTMENT"}, "post.unpublish", false},
			{"post", nil, "post.delete", false},
			{"incident", kit.Row{"queue": "WEBSITE"}, "incident.report", true},
			{"incident", kit.Row{"queue": "IT"}, "incident.report", false},
			{"incident", kit.Row{"queue": "WEBSITE", "confidential": 1}, "incident.report", false},
			{"category", kit.Row{"name": "Tin tức"}, "category.create", true},
		} {
			ctx, id := k.As(t, writer), db.NewID()
			if c.row != nil {
				c.row["id"], c.row["slug"], c.row["department_id"], c.row["author_id"], c.row["reporter_id"] = id, id.String(), root, writer, writer
				for column, kinds := range map[string]string{"slug": "post category", "department_id": "post incident", "author_id": "post", "reporter_id": "incident"} {
					if !slices.Contains(strings.Fields(kinds), c.kind) {
						delete(c.row, column)
					}
				}
				k.Insert(ctx, t, map[string]string{"post": "posts", "incident": "incidents", "category": "categories"}[c.kind], c.row)
			}
			err := k.DB.InTx(ctx, func(ctx context.Context) error {
				return k.Audit.Record(ctx, audit.Event{Class: audit.Content, Action: c.event, Department: root, SubjectKind: c.kind, SubjectID: id})
			})
			if err != nil {
				t.Fatal(err)
			}
			of := audit.Filter{Subject: db.GlobalID(c.kind, id)}
			if got := actions(t, k, k.As(t, editor), of); (got != nil) != c.seen {
				t.Errorf("%s of %v: the website section reads %v", c.event, c.row, got)
			}
			if got := actions(t, k, ctx, of); len(got) != 1 {
				t.Errorf("%s of %v: its actor reads %v", c.event, c.row, got)
			}
		}
	})
}
