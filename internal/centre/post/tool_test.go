package post_test

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
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

// tool is a service account that drafts.
type tool struct {
	account db.ID
	name    string
}

func (c *centre) tool(t *testing.T, name string) tool {
	t.Helper()
	account := db.NewID()
	c.Insert(t.Context(), t, "service_accounts", kit.Row{"id": account, "name": name, "name_key": name, "asset_id": c.asset(t, name), "responsible_id": c.other})
	return tool{account, name}
}

func (c *centre) asset(t *testing.T, code string) db.ID {
	t.Helper()
	id := db.NewID()
	c.Insert(t.Context(), t, "assets", kit.Row{"id": id, "code": code, "kind": "INTEGRATION", "department_id": c.office})
	return id
}

// of is the tool with a token for the department.
func (o tool) of(department db.ID, scopes ...string) context.Context {
	a := access.Tool(o.account, db.NewID(), db.NewID(), append(scopes, access.DraftScope))
	a.Name = o.name
	a.Confine(access.DraftScope, department)
	return access.With(context.Background(), a)
}

// drafts makes a draft of the department as a tool.
func (c *centre) drafts(t *testing.T, as context.Context, department db.ID, title string, adjust ...func(*post.CreateInput)) string {
	t.Helper()
	in := post.CreateInput{Type: post.TypeAnnouncement, Department: db.GlobalID("department", department), Edit: post.Edit{Title: &title, Body: ptr("<p>Tổng hợp tự động.</p>"), Tags: []string{"tong-hop"}}}
	for _, f := range adjust {
		f(&in)
	}
	p, err := c.posts.Create(as, in)
	must(t, err)
	return p.Common().ID()
}

// acts are all that a caller may try on one post, with what is right of the rest of the input.
func (c *centre) acts(t *testing.T, id string) map[string]func(ctx context.Context) error {
	h := c.headOf(t, id)
	reason := post.ReasonInput{ID: id, ExpectedVersion: h.Version, Reason: "Lý do"}
	version := post.VersionInput{ID: id, ExpectedVersion: h.Version}
	because := func(do func(context.Context, post.ReasonInput) (post.Post, error)) func(context.Context) error {
		return func(ctx context.Context) error { _, err := do(ctx, reason); return err }
	}
	return map[string]func(ctx context.Context) error{
		"UPDATE": func(ctx context.Context) error {
			_, err := c.posts.Update(ctx, post.UpdateInput{ID: id, ExpectedVersion: h.Version, Edit: post.Edit{Summary: ptr("Sửa")}})
			return err
		},
		"RESTORE": func(ctx context.Context) error {
			_, err := c.posts.Restore(ctx, post.RestoreInput{ID: id, ExpectedVersion: h.Version, Revision: db.GlobalID("revision", h.Shown())})
			return err
		},
		"DELETE": func(ctx context.Context) error {
			_, err := c.posts.Delete(ctx, post.DeleteInput{ID: id, ExpectedVersion: h.Version})
			return err
		},
		"SUBMIT": func(ctx context.Context) error {
			_, err := c.posts.Submit(ctx, post.SubmitInput{ID: id, ExpectedVersion: h.Version, Privacy: approval.NoPatient})
			return err
		},
		"PUBLISH": func(ctx context.Context) error {
			_, err := c.posts.Publish(ctx, post.PublishInput{ID: id, ExpectedVersion: h.Version})
			return err
		},
		"PIN": func(ctx context.Context) error {
			_, err := c.posts.Pin(ctx, post.PinInput{ID: id, ExpectedVersion: h.Version, Pinned: true})
			return err
		},
		"CHANGE_SLUG": func(ctx context.Context) error {
			_, err := c.posts.ChangeSlug(ctx, post.SlugInput{ID: id, ExpectedVersion: h.Version, Slug: "khac"})
			return err
		},
		"RELEASE":  func(ctx context.Context) error { _, err := c.posts.Release(ctx, version); return err },
		"WITHDRAW": because(c.posts.Withdraw), "HOLD": because(c.posts.Hold), "REVOKE": because(c.posts.Revoke),
		"UNPUBLISH": because(c.posts.Unpublish), "ARCHIVE": because(c.posts.Archive),
	}
}

// A tool edits what it drafted itself for the department that its token names, and does nothing else, with that or with any other
// post; a hidden draft is answered like a missing one. Its actions say the same.
func TestArticle11a_AToolEditsItsOwnDraftsAndNothingElse(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		his, portal := c.tool(t, "HIS"), c.tool(t, "CONG")
		me := his.of(c.ward, "post.read_internal")
		taken := c.drafts(t, me, c.ward, "Đã tiếp nhận")
		must(t, c.acts(t, taken)["UPDATE"](c.As(t, c.head)))
		under := c.drafts(t, me, c.ward, "Đang xét duyệt")
		must(t, c.submit(t, c.head, under))
		for name, x := range map[string]struct {
			id    string
			as    context.Context
			edits string
			rest  string
		}{
			"its own":                       {c.drafts(t, me, c.ward, "Số liệu tuần"), me, "done", "forbidden"},
			"its own, by another token":     {c.drafts(t, me, c.ward, "Số liệu tháng"), his.of(c.ward), "done", "forbidden"},
			"its own, of another ward":      {c.drafts(t, his.of(c.office), c.office, "Số liệu phòng"), me, "not found", "not found"},
			"its own, without a department": {c.drafts(t, me, c.ward, "Số liệu quý"), his.of(db.ID{}), "not found", "not found"},
			"another tool's":                {c.drafts(t, portal.of(c.ward), c.ward, "Số liệu tuần"), me, "not found", "not found"},
			"its own, taken over":           {taken, me, "not found", "not found"},
			"its own, under review":         {under, me, "not found", "not found"},
			"a person's":                    {c.draft(t, c.writer).ID(), me, "not found", "not found"},
			"a person's, published":         {c.published(t), me, "forbidden", "forbidden"},
			"a person's, within the centre": {c.inside(t), me, "forbidden", "forbidden"},
		} {
			want := func(action string) string {
				if action == "UPDATE" {
					return x.edits
				}
				return x.rest
			}
			offered := map[string]bool{}
			if p, err := c.posts.Get(x.as, x.id); err == nil {
				list, err := p.Common().AvailableActions(x.as)
				must(t, err)
				for _, a := range list {
					offered[string(a.Action)] = a.Allowed
				}
			}
			for action := range c.acts(t, x.id) {
				if offered[action] != (want(action) == "done") {
					t.Errorf("%s: %s is offered: %v", name, action, offered[action])
				}
				if got := kit.Told(c.acts(t, x.id)[action](x.as)); got != want(action) {
					t.Errorf("%s: %s: %s, want %s", name, action, got, want(action))
				}
			}
			if h := c.headOf(t, x.id); x.edits != "done" && h.Service.IsZero() != strings.HasPrefix(name, "a person's") {
				t.Errorf("%s: drafted by %v", name, h.Service)
			}
		}
		if n, err := db.One[int](t.Context(), k.DB.From(t.Context()), "SELECT COUNT(*) FROM revisions JOIN posts ON posts.id = revisions.post_id WHERE posts.service_account_id IS NULL AND revisions.service_account_id IS NOT NULL"); err != nil || n != 0 {
			t.Errorf("a tool saved %d revisions of what people wrote, %v", n, err)
		}
	})
}

// What a tool finds, counts and reads is what is public and its own drafts, whichever way it asks; nor do slugs, words or counts
// tell it of what it does not see.
func TestArticle11a_AToolSeesItsOwnDraftsAlone(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		his, portal := c.tool(t, "HIS"), c.tool(t, "CONG")
		me := his.of(c.ward)
		mine, public := c.drafts(t, me, c.ward, "Số liệu tuần"), c.published(t)
		hidden := []string{c.drafts(t, his.of(c.office), c.office, "Số liệu tuần"), c.drafts(t, portal.of(c.ward), c.ward, "Số liệu tuần"),
			c.draft(t, c.writer, func(in *post.CreateInput) { in.Title = ptr("Số liệu tuần"); in.Tags = []string{"tong-hop"} }).ID(), c.inside(t)}
		if got := c.headOf(t, mine).Slug; got != "so-lieu-tuan" {
			t.Errorf("its slug is %q", got)
		}
		second := c.drafts(t, me, c.ward, "Số liệu tuần")
		if got := c.headOf(t, second).Slug; got != "so-lieu-tuan-2" {
			t.Errorf("the slug of its second is %q: only what it sees is in the way", got)
		}
		none, draft := post.PublicationNone, post.WorkingDraft
		for name, x := range map[string]struct {
			f    post.Filter
			o    *post.Order
			want []string
		}{
			"all":                     {post.Filter{}, nil, []string{mine, second, public}},
			"by the latest save":      {post.Filter{}, &post.Order{Field: post.ByUpdatedAt}, []string{mine, second}},
			"drafts":                  {post.Filter{Working: &draft}, nil, []string{mine, second}},
			"never on the site":       {post.Filter{Publication: &none}, nil, []string{mine, second}},
			"mine":                    {post.Filter{Mine: ptr(true)}, nil, []string{mine, second}},
			"by words":                {post.Filter{Text: ptr("số liệu"), Working: &draft}, nil, []string{mine, second}},
			"by words on the site":    {post.Filter{Text: ptr("số liệu")}, nil, nil},
			"by a tag":                {post.Filter{Tag: ptr("tong-hop"), Working: &draft}, nil, []string{mine, second}},
			"of its department":       {post.Filter{Department: ptr(db.GlobalID("department", c.ward))}, nil, []string{mine, second, public}},
			"of another department":   {post.Filter{Department: ptr(db.GlobalID("department", c.office))}, nil, nil},
			"within the centre":       {post.Filter{Audience: ptr(post.AudienceInternal)}, nil, nil},
			"by title, newest drafts": {post.Filter{Working: &draft}, &post.Order{Field: post.ByTitle}, []string{mine, second}},
		} {
			list, err := c.posts.List(me, &x.f, x.o, paging.Args{First: ptr(50)})
			must(t, err)
			var got []string
			for _, p := range list.Nodes() {
				got = append(got, p.Common().ID())
			}
			total, err := list.TotalCount(me)
			must(t, err)
			slices.Sort(got)
			slices.Sort(x.want)
			if !slices.Equal(got, x.want) || total != len(x.want) {
				t.Errorf("%s: %d of %d, want %d", name, len(got), total, len(x.want))
			}
		}
		for _, id := range append(hidden, mine) {
			h, see := c.headOf(t, id), id == mine
			found, err := c.posts.ByIDs(me, []db.ID{h.Key})
			must(t, err)
			_, one := c.posts.Get(me, id)
			_, rev := c.posts.Revision(me, db.GlobalID("revision", h.WorkingRevision))
			if h.WorkingRevision.IsZero() {
				_, rev = c.posts.Revision(me, db.GlobalID("revision", h.PublishedRevision))
			}
			at, slug := c.posts.One(me, nil, &h.Slug)
			if (one == nil) != see || (rev == nil) != see || (len(found) == 1) != see || slug == nil && at.Common().ID() != mine {
				t.Errorf("%s: by id %v, its revision %v, in a batch %d, by slug %v", h.Title, one, rev, len(found), slug)
			}
		}
		p, err := c.posts.Get(me, mine)
		must(t, err)
		e := p.Common()
		author, err := e.Author(me)
		name, err2 := e.Tool(me)
		under, err3 := e.WorkingCopy(me)
		if err != nil || err2 != nil || err3 != nil || author != nil || name == nil || *name != "HIS" || e.Version(me) == nil || under == nil {
			t.Errorf("it meets its draft as by %v, %v, version %v, copy %v; %v %v %v", author, name, e.Version(me), under, err, err2, err3)
		}
		if p, err = c.posts.Get(me, public); err != nil || p.Common().Version(me) != nil {
			t.Errorf("what it may not change tells of no version: %v", err)
		}
		if state, err := p.Common().Working(me); err != nil || state != nil {
			t.Errorf("nor of a working copy: %v, %v", state, err)
		}
	})
}

// A person answers for what a tool drafted (Art. 6b, 12, 13): a manager of the department, who is told, or where nobody manages it a
// director. The first person who edits or submits it is its author, before every flow and for four eyes; to the tool it is gone.
func TestArticle6b_APersonTakesTheDraftOfAToolOver(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		his := c.tool(t, "HIS")
		me := his.of(c.ward)
		lent := k.Staff(t, c.office, "Người được ủy quyền")
		k.Insert(t.Context(), t, "delegations", kit.Row{"id": db.NewID(), "from_staff_id": c.head, "to_staff_id": lent, "role": "manager", "department_id": c.ward,
			"from_at": db.At(k.Clock.Now().Add(-time.Hour)), "to_at": db.At(k.Clock.Now().AddDate(0, 1, 0))})
		for name, x := range map[string]struct {
			by, of db.ID
			act    string
			want   string
		}{
			"a manager edits":                {c.head, c.ward, "UPDATE", "done"},
			"a manager submits":              {c.head, c.ward, "SUBMIT", "done"},
			"a manager brings text back":     {c.head, c.ward, "RESTORE", "done"},
			"a lent power edits":             {lent, c.ward, "UPDATE", "done"},
			"somebody of the department":     {c.writer, c.ward, "UPDATE", "not found"},
			"somebody of another department": {c.other, c.ward, "SUBMIT", "not found"},
			"the website section":            {c.editor, c.ward, "UPDATE", "not found"},
			"a director beside the manager":  {c.director, c.ward, "UPDATE", "not found"},
			"a director where nobody is":     {c.director, c.office, "SUBMIT", "done"},
		} {
			heir := map[db.ID]db.ID{c.ward: c.head, c.office: c.director}[x.of]
			before := c.told(t, heir, inbox.ToTakeOver)
			id := c.drafts(t, his.of(x.of), x.of, name)
			if n := c.told(t, heir, inbox.ToTakeOver); n != before+1 {
				t.Errorf("%s: the manager, or the Board, has %d notices of it", name, n-before)
			}
			if got := kit.Told(c.acts(t, id)[x.act](c.As(t, x.by))); got != x.want {
				t.Errorf("%s: %s, want %s", name, got, x.want)
			}
			h := c.headOf(t, id)
			if x.want != "done" {
				if !h.Author.IsZero() || h.Version != 1 {
					t.Errorf("%s: its author is %v", name, h.Author)
				}
				continue
			}
			if h.Author != x.by || h.Service != his.account {
				t.Errorf("%s: its author is %v, by the tool %v", name, h.Author, h.Service)
			}
			if got := kit.Told(c.acts(t, id)["UPDATE"](his.of(x.of))); got != "not found" {
				t.Errorf("%s: the tool edits on: %s", name, got)
			}
			if n, err := db.One[int](t.Context(), k.DB.From(t.Context()), "SELECT COUNT(*) FROM audit_log WHERE subject_id = ? AND staff_id = ? AND detail = 'Tiếp nhận bản nháp do công cụ soạn'", h.Key, x.by); err != nil || n != 1 {
				t.Errorf("%s: %d rows of the record tell of it, %v", name, n, err)
			}
		}

		// Four eyes: who took it over decides on it no more than on any text of theirs.
		id := c.drafts(t, me, c.ward, "Trong nội bộ", audience(post.AudienceInternal))
		must(t, c.submit(t, c.head, id))
		if err := c.decide(t, c.head, id, approval.Approve, ""); err == nil {
			t.Error("who took a draft over consents to it")
		}
		// The whole way onto the site: the author is told, the alias is the publisher's, and the tool stays on record.
		id = c.drafts(t, me, c.ward, "Lên trang")
		must(t, c.submit(t, c.head, id))
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		must(t, c.publish(t, c.editor, id))
		h := c.headOf(t, id)
		state(t, h, post.PublicationPublished, post.WorkingNone)
		if h.Author != c.head || h.PosterAlias != "Biên tập viên" || h.Service != his.account {
			t.Errorf("by %v under %q", h.Author, h.PosterAlias)
		}
	})
}

// What bounds people bounds tools: their department, the rules of content, and how many drafts wait; a key makes one draft.
func TestArticle11a_WhatAToolMayDraft(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		his := c.tool(t, "HIS")
		me := his.of(c.ward)
		unit := k.Department(t, "UNIT", "NHI1", c.ward)
		for name, x := range map[string]struct {
			as   context.Context
			in   func(*post.CreateInput)
			want string
		}{
			"another department":   {me, of(c.office), "forbidden"},
			"a unit of its own":    {me, of(unit), "forbidden"},
			"the centre":           {me, of(c.root), "forbidden"},
			"no department at all": {me, of(db.NewID()), "not found"},
			"without a department": {his.of(db.ID{}), of(c.ward), "forbidden"},
			"a profile":            {me, profileOf(c.writer), "INVALID"},
			"a department page":    {me, func(in *post.CreateInput) { in.Type, in.Body = post.TypeDepartmentPage, nil }, "INVALID"},
			"a long title":         {me, func(in *post.CreateInput) { in.Title = ptr(strings.Repeat("a", 1000)) }, "TOO_LONG"},
			"no title":             {me, func(in *post.CreateInput) { in.Title = ptr(" ") }, "REQUIRED"},
			"an older site":        {me, func(in *post.CreateInput) { in.Origin = &post.Origin{PostedBy: "Ai đó"} }, "INVALID"},
		} {
			in := post.CreateInput{Type: post.TypeAnnouncement, Department: db.GlobalID("department", c.ward), Edit: post.Edit{Title: ptr("Tin")}}
			x.in(&in)
			if _, err := c.posts.Create(x.as, in); kit.Told(err) != x.want {
				t.Errorf("%s: %v, want %s", name, err, x.want)
			}
		}
		key := func(in *post.CreateInput) { in.IdempotencyKey = ptr("tuan-49") }
		first := c.drafts(t, me, c.ward, "Tin", key)
		if again := c.drafts(t, me, c.ward, "Tin", key); again != first {
			t.Error("a key made two drafts")
		}
		if c.drafts(t, c.tool(t, "CONG").of(c.ward), c.ward, "Tin", key) == first {
			t.Error("another tool's key gives its draft")
		}
		_, err := c.posts.Update(me, post.UpdateInput{ID: first, ExpectedVersion: 1, Department: ptr(db.GlobalID("department", c.office))})
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("moved to another department: %v", err)
		}
		for i := range 49 {
			c.drafts(t, me, c.ward, fmt.Sprint("Tin ", i))
		}
		_, err = c.posts.Create(me, post.CreateInput{Type: post.TypeAnnouncement, Department: db.GlobalID("department", c.ward), Edit: post.Edit{Title: ptr("Tin")}})
		wantCode(t, "one too many", err, fault.WrongState)
		must(t, c.acts(t, first)["DELETE"](c.As(t, c.head)))
		c.drafts(t, me, c.ward, "Tin")
	})
}
