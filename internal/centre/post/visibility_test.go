package post_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/post"
)

// reader is somebody who asks, and what the rules say of them in plain words.
type reader struct {
	name            string
	ctx             context.Context
	inside, central bool // within the owner's subtree; website section or Board
	owner           bool // wrote it, or heads the owning department
}

func (w *world) readers(t *testing.T) []reader {
	return []reader{
		{name: "a stranger", ctx: context.Background()},
		{name: "the author", ctx: w.As(t, w.author), inside: true, owner: true},
		{name: "a colleague", ctx: w.As(t, w.colleague), inside: true},
		{name: "the head", ctx: w.As(t, w.head), inside: true, owner: true},
		{name: "staff of a unit below", ctx: w.As(t, w.unitStaff), inside: true},
		{name: "staff of another department", ctx: w.As(t, w.outsider)},
		{name: "the website section", ctx: w.As(t, w.editor), central: true},
		{name: "a director", ctx: w.As(t, w.director), central: true},
		{name: "IT", ctx: w.As(t, w.tech)},
	}
}

func (r reader) signedIn() bool { return r.name != "a stranger" }

// TestArticle9_WhoSeesWhichPost asks for every state and audience through every door.
func TestArticle9_WhoSeesWhichPost(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		for _, state := range []string{"draft", "endorsement", "Board step", "approved", "published", "published, newer draft", "unpublished"} {
			for _, audience := range []post.Audience{post.AudiencePublic, post.AudienceInternal, post.AudienceDepartment} {
				p := w.inState(t, state, audience)
				live := state == "published" || state == "published, newer draft"
				for _, r := range w.readers(t) {
					working := r.owner || r.central && slices.Contains([]string{"Board step", "approved", "published", "unpublished"}, state)
					reads := working || live && (r.central || audience == post.AudiencePublic ||
						audience == post.AudienceInternal && r.signedIn() || audience == post.AudienceDepartment && r.inside)
					w.asks(t, fmt.Sprintf("%s, %s, %s", state, audience, r.name), r.ctx, p, reads, working, live)
				}
			}
		}
	})
}

// inState makes a post of the audience in the state.
func (w *world) inState(t *testing.T, state string, audience post.Audience) post.Post {
	t.Helper()
	in := w.news(fmt.Sprintf("Bài %s %s", state, audience))
	in.Audience = &audience
	p, err := w.draft(t, in), error(nil)
	ctx := w.As(t, w.author)
	switch state {
	case "endorsement":
		p, err = w.Posts.Set(ctx, p, post.WorkingInReview, false)
	case "Board step":
		p, err = w.Posts.Set(ctx, p, post.WorkingInReview, true)
	case "approved":
		p, err = w.Posts.Set(ctx, p, post.WorkingApproved, true)
	case "published":
		p = w.publish(t, p)
	case "published, newer draft":
		p, err = w.update(t, ctx, w.publish(t, p), post.Edit{Summary: ptr("bí mật")})
	case "unpublished":
		p, err = w.Posts.ForceUnpublish(ctx, w.publish(t, p))
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// asks goes through every door.
func (w *world) asks(t *testing.T, label string, ctx context.Context, p post.Post, reads, working, live bool) {
	t.Helper()
	e := p.Common()
	key, _ := post.Keys(p)
	found := func(got post.Post, err error) bool {
		if err != nil && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", label, err)
		}
		return err == nil && got.ID() == p.ID()
	}
	listed := func(f *post.Filter) bool { return slices.Contains(w.titles(t, ctx, f, nil), e.Title()) }
	batch, err := w.Posts.ByIDs(ctx, []db.ID{key})
	if err != nil {
		t.Fatal(err)
	}
	route, err := w.Posts.Route(ctx, e.Path())
	for door, got := range map[string]bool{
		"id":     found(w.Posts.Get(ctx, p.ID())),
		"slug":   found(w.Posts.One(ctx, nil, ptr(e.Slug()))),
		"route":  err == nil && route.Node.ID() == p.ID(),
		"list":   listed(nil),
		"loader": batch[key] != nil,
	} {
		if got != reads {
			t.Errorf("%s: %s answers %v", label, door, got)
		}
	}
	if got := listed(&post.Filter{Text: ptr(e.Title())}); got != (reads && live) {
		t.Errorf("%s: search answers %v", label, got)
	}
	publication, err := e.Publication(w.As(t, w.author))
	if err != nil {
		t.Fatal(err)
	}
	state, err := e.Working(w.As(t, w.author))
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]*post.Filter{
		"working state":     {Working: state},
		"publication state": {Publication: publication},
	} {
		want := working || reads && *publication == post.PublicationPublished && name == "publication state"
		if got := listed(f); got != want {
			t.Errorf("%s: filtered by %s answers %v", label, name, got)
		}
	}
	if got := slices.Contains(w.titles(t, ctx, nil, &post.Order{Field: post.ByUpdatedAt}), e.Title()); got != working {
		t.Errorf("%s: sorted by the latest save answers %v", label, got)
	}
	if !reads {
		return
	}
	again, err := w.Posts.Get(ctx, p.ID())
	if err != nil {
		t.Fatal(err)
	}
	e = again.Common()
	revisions, err1 := e.Revisions(ctx, nil, nil, nil, nil)
	diff, err2 := e.Diff(ctx, ptr(1), ptr(1))
	publication, err = e.Publication(ctx)
	if err != nil {
		t.Fatal(err)
	}
	state, err = e.Working(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for field, got := range map[string]bool{
		"working":     state != nil,
		"publication": publication != nil,
		"scheduledAt": e.ScheduledAt(ctx) != nil,
		"revisions":   revisions != nil,
		"diff":        diff != nil,
	} {
		if got != working {
			t.Errorf("%s: %s answers %v (%v, %v)", label, field, got, err1, err2)
		}
	}
	if copy, err := e.WorkingCopy(ctx); err != nil || copy != nil && !working {
		t.Errorf("%s: reads the working copy %v, %v", label, copy, err)
	}
	_, revision := post.Keys(p)
	if _, err := w.Posts.Revision(ctx, db.GlobalID("revision", revision)); (err == nil) != working {
		t.Errorf("%s: node of a revision: %v", label, err)
	}
	if live && e.Summary() != "" {
		t.Errorf("%s: the site shows %q of a draft", label, e.Summary())
	}
}
