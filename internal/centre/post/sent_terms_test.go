package post_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
)

// held is what a copy of a post holds, as a reader is shown it.
type held struct {
	title            string
	tags, categories []string
}

func (h held) has(f post.Filter) bool {
	return (f.Text == nil || strings.Contains(strings.ToLower(h.title), *f.Text)) && (f.Tag == nil || slices.Contains(h.tags, *f.Tag)) && (f.Category == nil || slices.Contains(h.categories, *f.Category))
}

// knows is what one reader is shown of one post.
type knows struct {
	onSite, meets bool // meets: reads it by any right
	publication   *post.Publication
	working       *post.Working
	department    string
	shown         held
	copied        *held // of the working copy
}

// finds tells, without any index, whether a list of the filter holds the post for the reader: the states are those that the reader is
// shown, and the words those of the working copy where the list is of working copies or of what is off the site and the reader reads
// it, else of what is shown.
func (k knows) finds(f post.Filter) bool {
	off := f.Publication != nil && *f.Publication != post.PublicationPublished
	switch {
	case !k.meets, f.Department != nil && *f.Department != k.department:
		return false
	case off && (k.publication == nil || *k.publication != *f.Publication), f.Publication != nil && !off && !k.onSite:
		return false
	case f.Working != nil && (k.working == nil || *k.working != *f.Working):
		return false
	case f.Text == nil && f.Tag == nil && f.Category == nil:
		return true
	case !off && (f.Working == nil || *f.Working == post.WorkingNone):
		return k.onSite && k.shown.has(f)
	case k.copied != nil:
		return k.copied.has(f)
	}
	return k.shown.has(f)
}

// known reads a post by itself, as the reader is shown it.
func (c *centre) known(t *testing.T, ctx context.Context, id string) (k knows) {
	t.Helper()
	h := c.headOf(t, id)
	if _, err := c.posts.Head(ctx, id); fault.Is(err, fault.NotFound) {
		return k
	}
	p, err := c.posts.Get(ctx, id)
	must(t, err)
	e := p.Common()
	k.meets, k.onSite, k.department = true, h.Publication == post.PublicationPublished, db.GlobalID("department", h.Department)
	k.publication, err = e.Publication(ctx)
	must(t, err)
	k.working, err = e.Working(ctx)
	must(t, err)
	slugs := func(all []*category.Category, err error) (found []string) {
		must(t, err)
		for _, one := range all {
			found = append(found, one.Slug)
		}
		return found
	}
	k.shown = held{e.Title(), e.Tags(), slugs(e.Categories(ctx))}
	if w, err := e.WorkingCopy(ctx); err != nil || w != nil {
		must(t, err)
		k.copied = &held{w.Title(), w.Tags(), slugs(w.Categories(ctx))}
	}
	return k
}

// ways brings posts of old words to every state, with a newer version of new words where there can be one.
func (c *centre) ways(t *testing.T, older, newer string) map[string]string {
	t.Helper()
	first := func(in *post.CreateInput) {
		in.Title, in.Tags, in.Categories = ptr("Bài cũ"), []string{"cu"}, []string{older}
	}
	revise := func(id string) {
		_, err := c.posts.Update(c.As(t, c.writer), post.UpdateInput{ID: id, ExpectedVersion: c.seen(t, c.writer, id),
			Edit: post.Edit{Title: ptr("Bài mới"), Tags: []string{"moi"}, Categories: []string{newer}}})
		must(t, err)
	}
	endorse := func(id string) { must(t, c.decide(t, c.head, id, approval.Approve, "")) }
	found := map[string]string{}
	for _, state := range []string{"PUBLISHED", "UNPUBLISHED", "ARCHIVED"} {
		for _, version := range []string{"none", "draft", "with the department", "with the Board", "approved"} {
			id := c.published(t, first)
			if version != "none" && state == "PUBLISHED" {
				revise(id)
			}
			switch state {
			case "UNPUBLISHED":
				must(t, c.unpublish(t, c.editor, id, because))
			case "ARCHIVED":
				_, err := c.posts.Archive(c.As(t, c.editor), c.reasoned(t, id, because))
				must(t, err)
			}
			if version != "none" && state != "PUBLISHED" {
				revise(id)
			}
			if version != "none" && version != "draft" {
				must(t, c.submit(t, c.writer, id))
			}
			if version == "with the Board" || version == "approved" {
				endorse(id)
			}
			if version == "approved" {
				must(t, c.decide(t, c.director, id, approval.Approve, ""))
			}
			found[state+", a version "+version] = id
		}
	}
	returned := c.published(t, first)
	must(t, c.unpublish(t, c.editor, returned, because))
	revise(returned)
	_, err := c.posts.Publish(c.As(t, c.editor), post.PublishInput{ID: returned, ExpectedVersion: c.seen(t, c.editor, returned)})
	must(t, err)
	found["back on the site beside a draft"] = returned
	down := c.published(t, first)
	revise(down)
	must(t, c.unpublish(t, c.editor, down, because))
	found["taken down beside a draft"] = down
	never := c.draft(t, c.writer, first).ID()
	found["never on the site"] = never
	return found
}

// Every combination of words, tag, category, department and states finds for each reader what the posts show that reader one by one: off
// the site too, where some read what is written and others only what was published.
func TestEverySearchFindsWhatIsShown(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		posts := c.ways(t, db.GlobalID("category", k.Category(t, "Cũ")), db.GlobalID("category", k.Category(t, "Mới")))
		if wrong, err := c.posts.Misfound(t.Context()); err != nil || len(wrong) > 0 {
			t.Errorf("the words of %q are not their own: %v", wrong, err)
		}
		readers := map[string]context.Context{"a stranger": context.Background(), "the writer": c.As(t, c.writer), "staff elsewhere": c.As(t, c.other),
			"the head": c.As(t, c.head), "the website section": c.As(t, c.editor), "a director": c.As(t, c.deputy)}
		c.searches(t, "as indexed at once", posts, readers)

		k.Exec(t, "DELETE FROM post_working_terms WHERE term LIKE '<%'")
		must(t, c.posts.IndexWorking(t.Context()))
		if wanted, err := c.posts.WordsWanted(t.Context()); wanted || err != nil {
			t.Errorf("words are wanted twice: %v", err)
		}
		if wrong, err := c.posts.Misfound(t.Context()); err != nil || len(wrong) > 0 {
			t.Errorf("indexed by the job, the words of %q are not their own: %v", wrong, err)
		}
	})
}

func (c *centre) searches(t *testing.T, state string, posts map[string]string, readers map[string]context.Context) {
	t.Helper()
	texts := []*string{nil, ptr("cũ"), ptr("mới"), ptr("bài cũ"), ptr("bài mới")}
	publications := []*post.Publication{nil, ptr(post.PublicationNone), ptr(post.PublicationPublished), ptr(post.PublicationUnpublished), ptr(post.PublicationArchived)}
	workings := []*post.Working{nil, ptr(post.WorkingNone), ptr(post.WorkingDraft), ptr(post.WorkingInReview)}
	orders := []*post.Order{nil, {Field: post.ByTitle, Direction: paging.Ascending}, {Field: post.ByPublishedAt, Direction: paging.Descending}}
	departments := []*string{nil, ptr(db.GlobalID("department", c.ward)), ptr(db.GlobalID("department", c.office))}
	asked := 0
	for who, ctx := range readers {
		shown := map[string]knows{}
		for name, id := range posts {
			shown[name] = c.known(t, ctx, id)
		}
		for _, words := range texts {
			for _, tag := range []*string{nil, ptr("cu"), ptr("moi")} {
				for _, section := range []*string{nil, ptr("cu"), ptr("moi")} {
					for _, publication := range publications {
						for _, working := range workings {
							f := post.Filter{Text: words, Tag: tag, Category: section, Publication: publication, Working: working, Department: departments[asked%3]}
							order := orders[asked/3%3]
							asked++
							list, err := c.posts.List(ctx, &f, order, paging.Args{First: ptr(100)}, "title")
							must(t, err)
							got := idsOf(list.Nodes())
							total, err := list.TotalCount(ctx)
							must(t, err)
							if total != len(got) {
								t.Errorf("%s, %s: %s: %d of %d", state, who, described(f), len(got), total)
							}
							for name, id := range posts {
								if in, want := slices.Contains(got, id), shown[name].finds(f); in != want {
									t.Errorf("%s, %s: %s: %s is found %v", state, who, described(f), name, in)
								}
							}
						}
					}
				}
			}
		}
	}
}

func described(f post.Filter) string {
	var parts []string
	add := func(name string, is bool, value func() string) {
		if is {
			parts = append(parts, name+" "+value())
		}
	}
	add("text", f.Text != nil, func() string { return *f.Text })
	add("tag", f.Tag != nil, func() string { return *f.Tag })
	add("category", f.Category != nil, func() string { return *f.Category })
	add("publication", f.Publication != nil, func() string { return string(*f.Publication) })
	add("working", f.Working != nil, func() string { return string(*f.Working) })
	return fmt.Sprint(parts)
}
