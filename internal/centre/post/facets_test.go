package post_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
)

// miscounted is how many kinds of posts are counted otherwise than they stand under facets.
const miscounted = `SELECT COUNT(*) FROM (
	SELECT facet, audience, department_id, type, SUM(n) AS n FROM (
		SELECT facet, audience, department_id, type, n FROM post_counts
		UNION ALL SELECT facet, audience, department_id, type, -1 FROM post_facets) each_of
	GROUP BY facet, audience, department_id, type HAVING SUM(n) <> 0) wrong`

// shown is what the test knows of a post on the site.
type shown struct {
	title, category, tag string
	audience             post.Audience
}

// Whatever is done to posts, strangers get those that are on the site, and their number.
func TestListsAndCountsAgreeWithWhatWasDone(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		random := rand.New(rand.NewPCG(1, 2))
		var categories []*category.Category
		for i := range 3 {
			c := w.section(t, fmt.Sprintf("Mục %d", i))
			categories = append(categories, c)
		}
		tags := []string{"Dịch", "Dích", "DỊCH ", "Tiêm", "O+", "O-"} // the first and the third are one
		posts, onSite := []post.Post{}, map[string]shown{}
		for step := range 60 {
			w.Clock.Advance(time.Minute)
			s := shown{fmt.Sprintf("Bài %d", step), categories[random.IntN(3)].ID(), tags[random.IntN(len(tags))], []post.Audience{post.AudiencePublic, post.AudienceInternal}[random.IntN(2)]}
			edit := post.Edit{Title: &s.title, Audience: &s.audience, Categories: []string{s.category}, Tags: []string{s.tag}}
			n := random.IntN(len(posts) + 3)
			switch {
			case n >= len(posts):
				p := w.published(t, post.CreateInput{Type: post.TypeNewsArticle, Department: ofDepartment(w.internal), Edit: edit})
				posts, onSite[p.ID()] = append(posts, p), s
			case random.IntN(3) == 0:
				if _, on := onSite[posts[n].ID()]; !on {
					continue
				}
				p, err := w.Posts.ForceUnpublish(w.As(t, w.editor), posts[n])
				if err != nil {
					t.Fatal(err)
				}
				posts[n] = p
				delete(onSite, p.ID())
			default:
				p, err := w.update(t, w.As(t, w.author), posts[n], edit)
				if err != nil {
					t.Fatal(err)
				}
				posts[n] = w.publish(t, p)
				onSite[p.ID()] = s
			}
			if step%10 != 9 {
				continue
			}
			for _, c := range categories {
				slug := c.Slug
				w.agree(t, &post.Filter{Category: &slug}, onSite, func(s shown) bool { return s.category == c.ID() })
			}
			for tag, found := range map[string]string{"dịch": "Dịch, DỊCH ", "dích": "Dích", "dich": "Dịch, Dích, DỊCH ", "o+": "O+", "o-": "O-", "O": "O+, O-", "tiếm": ""} {
				w.agree(t, &post.Filter{Tag: &tag}, onSite, func(s shown) bool { return slices.Contains(strings.Split(found, ", "), s.tag) })
			}
			w.agree(t, &post.Filter{Type: []post.Type{post.TypeNewsArticle}}, onSite, func(shown) bool { return true })
			w.agree(t, &post.Filter{}, onSite, func(shown) bool { return true })
		}
		if n, err := db.One[int](everybody, w.DB.From(everybody), miscounted); err != nil || n > 0 {
			t.Errorf("%d kinds are miscounted: %v", n, err)
		}
	})
}

// agree compares the stranger's list and its count with what is known.
func (w *world) agree(t *testing.T, f *post.Filter, onSite map[string]shown, keep func(shown) bool) {
	t.Helper()
	var want, got []string
	for _, s := range onSite {
		if s.audience == post.AudiencePublic && keep(s) {
			want = append(want, s.title)
		}
	}
	c, err := w.Posts.List(everybody, f, nil, paging.Args{First: ptr(100)})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Nodes() {
		got = append(got, p.Common().Title())
	}
	slices.Sort(want)
	slices.Sort(got)
	if n, err := c.TotalCount(everybody); err != nil || n != len(want) || !slices.Equal(got, want) {
		t.Errorf("%d %v %q, want %q", n, err, got, want)
	}
}

func TestTwoWhoPublishAtOnceAreBothCounted(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		c := w.section(t, "Tin tức")
		const each = 8
		var drafts [2][]post.Post
		for i := range 2 * each {
			in := w.news(fmt.Sprintf("Tin %d", i))
			in.Categories, in.Tags = []string{c.ID()}, []string{"tin"}
			drafts[i%2] = append(drafts[i%2], w.draft(t, in))
		}
		ctx := w.As(t, w.editor)
		var both sync.WaitGroup
		for _, some := range drafts {
			both.Go(func() {
				for _, p := range some {
					if _, err := w.Posts.ForcePublish(ctx, p); err != nil {
						t.Error(err)
					}
				}
			})
		}
		both.Wait()
		list, err := w.Posts.List(everybody, &post.Filter{Category: &c.Slug}, nil, paging.Args{})
		if err != nil {
			t.Fatal(err)
		}
		n, err := list.TotalCount(everybody)
		if err != nil || n != 2*each || len(list.Nodes()) != 2*each {
			t.Errorf("%d of %d are counted, %d listed: %v", n, 2*each, len(list.Nodes()), err)
		}
	})
}

// Counts follow a post through the flow, and a department that moves takes its posts along.
func TestCountsFollowTheFlowAndTheTree(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		unit := k.Department(t, "UNIT", "NHI1", c.ward)
		// counted checks how many posts strangers get of the unit, of the ward with its units, and of the office with its.
		counted := func(after string, ofUnit, ofWard, ofOffice int) {
			t.Helper()
			for id, want := range map[db.ID]int{unit: ofUnit, c.ward: ofWard, c.office: ofOffice} {
				department, units := ofDepartment(id), id != unit
				list, err := c.posts.List(everybody, &post.Filter{Department: &department, IncludeUnits: &units}, nil, paging.Args{})
				must(t, err)
				if n, err := list.TotalCount(everybody); err != nil || n != want || len(list.Nodes()) != want {
					t.Errorf("%s: %d are counted and %d listed, want %d: %v", after, n, len(list.Nodes()), want, err)
				}
			}
			if n, err := db.One[int](everybody, c.DB.From(everybody), miscounted); err != nil || n > 0 {
				t.Errorf("%s: %d kinds are miscounted: %v", after, n, err)
			}
		}
		with := func(id string) post.ReasonInput {
			return post.ReasonInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Reason: "Thông tin đã cũ"}
		}
		edit := func(id string, department *string, e post.Edit) {
			t.Helper()
			_, err := c.posts.Update(c.As(t, c.head), post.UpdateInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Department: department, Edit: e})
			must(t, err)
		}
		toConsent := func(id string) {
			t.Helper()
			must(t, c.submit(t, c.head, id)) // a head's own submission is endorsed with it
			must(t, c.decide(t, c.director, id, approval.Approve, ""))
		}

		first := c.draft(t, c.head).ID()
		edit(first, ptr(ofDepartment(unit)), post.Edit{Tags: []string{"Dịch"}})
		counted("a draft that moved to the unit", 0, 0, 0)
		toConsent(first)
		counted("the consent", 0, 0, 0)
		must(t, c.publish(t, c.editor, first))
		counted("publication", 1, 1, 0)

		second := c.consented(t)
		in := post.PublishInput{ID: second, ExpectedVersion: c.headOf(t, second).Version, UnpublishAt: graphql.OmittableOf(db.At(k.Clock.Now().Add(time.Hour)))}
		_, err := c.posts.Publish(c.As(t, c.editor), in)
		must(t, err)
		counted("a second one, of the ward", 1, 2, 0)
		k.Clock.Advance(2 * time.Hour)
		runDue(t, c)
		counted("the time of its removal", 1, 1, 0)

		edit(first, nil, post.Edit{Tags: []string{"Tiêm"}, Title: ptr("Lịch tiêm")})
		counted("a newer version in the drawer", 1, 1, 0)
		toConsent(first)
		must(t, c.publish(t, c.editor, first))
		counted("its publication", 1, 1, 0)

		d, err := c.units.Get(c.As(t, c.director), ofDepartment(unit))
		must(t, err)
		_, err = c.units.Move(c.As(t, c.director), department.MoveInput{ID: ofDepartment(unit), ExpectedVersion: d.Version, Parent: ofDepartment(c.office)})
		must(t, err)
		counted("the unit's move to the office", 1, 0, 1)

		_, err = c.posts.Unpublish(c.As(t, c.director), with(first))
		must(t, err)
		counted("a director's take-down", 0, 0, 0)
		_, err = c.posts.Archive(c.As(t, c.editor), with(first))
		must(t, err)
		counted("what was down already goes to the archive", 0, 0, 0)

		third := c.consented(t)
		must(t, c.publish(t, c.editor, third))
		counted("a third one, of the ward", 0, 1, 0)
		_, err = c.posts.Archive(c.As(t, c.editor), with(third))
		must(t, err)
		counted("the archive", 0, 0, 0)
	})
}

// Signed-in people reach more than the stored counts cover: drafts, and posts for a unit that they manage.
func TestCountsOfThoseWhoReachWorkingCopies(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		c := w.section(t, "Tin tức")
		for _, owner := range []db.ID{w.internal, w.unit} {
			for _, a := range []post.Audience{post.AudiencePublic, post.AudienceInternal, post.AudienceDepartment} {
				for i, state := range []string{"draft", "published", "taken down"} {
					in := w.news(fmt.Sprintf("Tin %d %s", i, a))
					in.Department, in.Audience, in.Categories = ofDepartment(owner), &a, []string{c.ID()}
					p, err := w.Posts.Create(w.As(t, w.head), in)
					must(t, err)
					if state != "draft" {
						p = w.publish(t, p)
					}
					if state == "taken down" {
						_, err = w.Posts.ForceUnpublish(w.As(t, w.editor), p)
						must(t, err)
					}
				}
			}
		}
		unit := ofDepartment(w.unit)
		for _, f := range []*post.Filter{{}, {Category: &c.Slug}, {Department: &unit}, {Department: &unit, Category: &c.Slug},
			{Type: []post.Type{post.TypeNewsArticle}}, {Audience: ptr(post.AudienceDepartment)}, {Publication: ptr(post.PublicationPublished)}} {
			for _, r := range w.readers(t) {
				if n := len(w.titles(t, r.ctx, f, nil)); n == 0 && r.name == "the head" { // titles compares the total with the list
					t.Errorf("%s finds nothing by %+v", r.name, f)
				}
			}
		}
	})
}
