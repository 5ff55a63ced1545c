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
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/test/kit"
)

const secretDraft = "Bí mật của bản sau"

// ended brings a post of the writer's to each outcome of an approval that the head, the director and the website section had a
// part in; live tells whether a version is on the site, numbers which revisions were decided on.
type ended struct {
	state   approval.State
	name    string
	live    bool
	numbers []int
	reach   func(t *testing.T) string
}

func (c *centre) outcomes() []ended {
	atBoard := func(t *testing.T) string {
		id := c.draft(t, c.writer).ID()
		must(t, c.submit(t, c.writer, id))
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		must(t, c.edits(t, c.editor, id, post.Edit{Summary: ptr("Bản ban biên tập sửa")}))
		return id
	}
	renewed := func(t *testing.T, v approval.Verdict) string {
		id := c.published(t)
		c.revised(t, id, post.Edit{Title: ptr("Bản mới")})
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		must(t, c.edits(t, c.editor, id, post.Edit{Summary: ptr("Bản ban biên tập sửa")}))
		if v != "" {
			must(t, c.decide(t, c.director, id, v, "Sửa lại"))
		}
		return id
	}
	approved := func(t *testing.T) string {
		id := atBoard(t)
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		return id
	}
	revoke := func(t *testing.T, id string) string {
		_, err := c.posts.Revoke(c.As(t, c.director), c.reasoned(t, id, "Sai"))
		must(t, err)
		return id
	}
	withdraw := func(t *testing.T, id string) string {
		_, err := c.posts.Withdraw(c.As(t, c.writer), c.reasoned(t, id, "Cần sửa"))
		must(t, err)
		return id
	}
	decided := func(v approval.Verdict) func(t *testing.T) string {
		return func(t *testing.T) string {
			id := atBoard(t)
			must(t, c.decide(t, c.director, id, v, "Sửa lại"))
			return id
		}
	}
	onSite := func(t *testing.T) string {
		id := approved(t)
		must(t, c.publish(t, c.editor, id))
		return id
	}
	return []ended{
		{approval.Returned, "returned by the Board", false, []int{1, 2}, decided(approval.Return)},
		{approval.Rejected, "rejected by the Board", false, []int{1, 2}, decided(approval.Reject)},
		{approval.Withdrawn, "withdrawn at the Board", false, []int{1, 2}, func(t *testing.T) string { return withdraw(t, atBoard(t)) }},
		{approval.Withdrawn, "withdrawn once approved", false, []int{1, 2}, func(t *testing.T) string { return withdraw(t, approved(t)) }},
		{approval.Revoked, "revoked before publication", false, []int{1, 2}, func(t *testing.T) string { return revoke(t, approved(t)) }},
		{approval.Revoked, "revoked once on the site", false, []int{1, 2}, func(t *testing.T) string { return revoke(t, onSite(t)) }},
		{approval.Approved, "taken down", false, []int{1, 2}, func(t *testing.T) string {
			id := onSite(t)
			must(t, c.unpublish(t, c.editor, id, "Sai"))
			return id
		}},
		{approval.Approved, "on the site", true, []int{1, 2}, onSite},
		{approval.Returned, "a newer version returned", true, []int{1, 2, 3}, func(t *testing.T) string { return renewed(t, approval.Return) }},
		{approval.Withdrawn, "a newer version withdrawn", true, []int{1, 2, 3}, func(t *testing.T) string { return withdraw(t, renewed(t, "")) }},
	}
}

// Who took part in a decision keeps reading what was decided on, whatever became of it, and never what is written later.
func TestArticle11c_WhatWasDecidedOnStaysReadable(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for _, o := range c.outcomes() {
			id := o.reach(t)
			pages, err := c.approvals.History(c.As(t, c.writer), "post", []db.ID{keyOf(t, id)}, paging.Args{})
			must(t, err)
			a := pages[keyOf(t, id)].Nodes()
			if a[0].State != o.state {
				t.Fatalf("%s: the approval is %s", o.name, a[0].State)
			}
			must(t, c.edits(t, c.writer, id, post.Edit{Title: ptr(secretDraft), Summary: ptr(secretDraft), Body: ptr("<p>" + secretDraft + "</p>")}))
			// The head goes to another department: they read it no more by their position, but they endorsed it.
			k.Exec(t, "UPDATE positions SET to_at = ? WHERE staff_id = ?", k.DB.Now(context.Background()), c.head)
			k.Exec(t, "UPDATE staff SET department_id = ? WHERE id = ?", c.office, c.head)
			first := o.numbers[:1]
			if len(o.numbers) == 3 { // the former version, and the newer one as the department sent it
				first = o.numbers[:2]
			}
			for name, who := range map[string]struct {
				person  db.ID
				numbers []int
			}{
				"the former head": {c.head, first}, "the director": {c.director, o.numbers}, "a director who took no part": {c.deputy, o.numbers},
				"the website section": {c.editor, o.numbers}, "somebody else": {c.other, nil},
			} {
				c.keeps(t, o.name+", "+name, c.As(t, who.person), id, o.live, who.numbers)
			}
			c.keeps(t, o.name+", an anonymous client", context.Background(), id, o.live, nil)
			for name, person := range map[string]db.ID{"the director": c.director, "the website section": c.editor} {
				list, err := c.approvals.List(c.As(t, person), nil, approval.ListOrder{}, paging.Args{})
				must(t, err)
				if !slices.ContainsFunc(list.Nodes(), func(l *approval.Approval) bool { return l.Key == a[0].Key }) {
					t.Errorf("%s, %s: the approval is not listed", o.name, name)
				}
			}
			k.Exec(t, "UPDATE positions SET to_at = NULL WHERE staff_id = ?", c.head)
			k.Exec(t, "UPDATE staff SET department_id = ? WHERE id = ?", c.ward, c.head)
		}
	})
}

func keyOf(t *testing.T, id string) db.ID {
	t.Helper()
	key, err := db.ParseID("post", id)
	must(t, err)
	return key
}

// keeps goes through every door of the post as somebody who keeps the revisions with the numbers.
func (c *centre) keeps(t *testing.T, label string, ctx context.Context, id string, live bool, numbers []int) {
	t.Helper()
	batch, err := c.posts.ByIDs(ctx, []db.ID{keyOf(t, id)})
	must(t, err)
	one, errOne := c.posts.Get(ctx, id)
	named, errNamed := c.posts.One(ctx, &id, nil, "title", "publication")
	reads := live || numbers != nil
	for door, got := range map[string]bool{"subject": batch[keyOf(t, id)] != nil, "node": errOne == nil, "post": errNamed == nil} {
		if got != reads {
			t.Errorf("%s: %s answers %v", label, door, got)
		}
	}
	if !reads {
		if !fault.Is(errOne, fault.NotFound) || !fault.Is(errNamed, fault.NotFound) {
			t.Errorf("%s: %v, %v", label, errOne, errNamed)
		}
	}
	all, err := c.posts.Get(c.As(t, c.writer), id)
	must(t, err)
	every, err := all.Common().Revisions(c.As(t, c.writer), nil, nil, nil, nil)
	must(t, err)
	for _, r := range every.Nodes() {
		_, err := c.posts.Revision(ctx, r.ID())
		if want := slices.Contains(numbers, r.Number()); (err == nil) != want || err != nil && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: node of revision %d answers %v", label, r.Number(), err)
		}
	}
	if !reads {
		return
	}
	for door, p := range map[string]post.Post{"subject": batch[keyOf(t, id)].Post(), "node": one, "post": named} {
		e := p.Common()
		body, err := e.Body(ctx)
		must(t, err)
		copied, err := e.WorkingCopy(ctx)
		must(t, err)
		working, err := e.Working(ctx)
		must(t, err)
		if said := fmt.Sprint(e.Title(), e.Summary(), e.Excerpt(), body); strings.Contains(said, secretDraft) || copied != nil || working != nil && *working != post.WorkingNone {
			t.Errorf("%s: %s tells of the later draft: %s", label, door, said)
		}
		publication, err := e.Publication(ctx)
		must(t, err)
		revisions, err := e.Revisions(ctx, nil, nil, nil, nil)
		must(t, err)
		if (publication != nil) != (numbers != nil) || (revisions != nil) != (numbers != nil) {
			t.Errorf("%s: %s: publication %v, revisions %v", label, door, publication, revisions)
		}
		if numbers == nil {
			continue
		}
		var got []int
		for _, r := range revisions.Nodes() {
			got = append(got, r.Number())
		}
		slices.Reverse(got)
		if n, err := revisions.TotalCount(ctx); err != nil || n != len(numbers) || !slices.Equal(got, numbers) {
			t.Errorf("%s: %s lists revisions %v of %d, want %v (%v)", label, door, got, n, numbers, err)
		}
		last := numbers[len(numbers)-1]
		d, err := e.Diff(ctx, &numbers[0], nil)
		// Those to whom it was sent are answered as if there were no working copy to compare with.
		alone := c.headOf(t, id).PublishedAtBoard && !strings.Contains(label, "the former head")
		if err != nil || (d == nil) != alone || d != nil && strings.Contains(fmt.Sprint(d.Title, d.Summary, d.Body), secretDraft) {
			t.Errorf("%s: %s compares %v, %v", label, door, d, err)
		}
		if d, err := e.Diff(ctx, &numbers[0], ptr(last+1)); d != nil || !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %s compares with the later draft: %v, %v", label, door, d, err)
		}
	}
}

// The record shows the website section what happened to what it may read, up to the last decision on it, and nothing of a draft.
func TestArticle10_TheRecordTellsOfNoHiddenDraft(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		reader := k.As(t, k.Staff(t, c.web, "Biên tập khác", access.WebEditor))
		events := func(id string) (actions []string) {
			list, err := k.Audit.Events(reader, audit.Filter{Subject: id}, audit.Order{}, paging.Args{})
			must(t, err)
			for _, e := range list.Nodes() {
				actions = append(actions, e.Action)
			}
			slices.Reverse(actions)
			return actions
		}
		want := func(what, id string, actions ...string) {
			t.Helper()
			if got := events(id); !slices.Equal(got, actions) {
				t.Errorf("%s: %v, want %v", what, got, actions)
			}
		}
		id := c.draft(t, c.writer).ID()
		want("a draft", id)
		must(t, c.submit(t, c.writer, id))
		want("at the department", id)
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		want("at the Board", id, "post.create", "post.submit", "approval.approve")
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		k.Clock.Advance(time.Minute)
		must(t, c.publish(t, c.editor, id))
		all := []string{"post.create", "post.submit", "approval.approve", "approval.approve", "post.publish"}
		want("on the site", id, all...)
		k.Clock.Advance(time.Minute)
		must(t, c.edits(t, c.writer, id, post.Edit{Title: ptr(secretDraft)}))
		want("with a newer draft", id, all...)
		must(t, c.submit(t, c.writer, id))
		want("with one at the department", id, all...)
		must(t, c.unpublish(t, c.head, id, "Sai"))
		want("taken down", id, append(all, "post.unpublish")...)
		gone := c.draft(t, c.writer).ID()
		_, err := c.posts.Delete(c.As(t, c.writer), post.DeleteInput{ID: gone, ExpectedVersion: 1})
		must(t, err)
		want("a draft that is gone", gone)
		inside := c.inside(t)
		want("within the centre, past the Board", inside)
	})
}
