package post_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// world is a small centre: two departments, one with a unit, and people in every role.
type world struct {
	*kit.Kit
	Posts      *post.Service
	Categories *category.Service

	board, internal, unit, surgical                                      db.ID
	author, colleague, head, unitStaff, outsider, editor, director, tech db.ID
}

func run(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	kit.Run(t, func(t *testing.T, k *kit.Kit) { test(t, newWorld(t, k)) })
}

func newWorld(t *testing.T, k *kit.Kit) *world {
	t.Helper()
	w := &world{Kit: k, Categories: category.New(k.DB, k.Audit, k.Feed)}
	w.Posts = newServices(t, k).posts
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	w.board = k.Department(t, "BOARD", "BGD", root)
	w.internal = k.Department(t, "CLINICAL", "NOI", root)
	w.unit = k.Department(t, "UNIT", "NOI1", w.internal)
	w.surgical = k.Department(t, "CLINICAL", "NGOAI", root)
	w.author = k.Staff(t, w.internal, "Lê Văn An")
	w.colleague = k.Staff(t, w.internal, "Trần Thị Bình")
	w.head = k.Staff(t, w.internal, "Phạm Cường")
	k.Position(t, w.head, w.internal, "HEAD")
	w.unitStaff = k.Staff(t, w.unit, "Đỗ Dung")
	w.outsider = k.Staff(t, w.surgical, "Vũ Giang")
	w.editor = k.Staff(t, w.board, "Bùi Sơn", access.WebEditor)
	w.director = k.Staff(t, w.board, "Vũ Khải", access.Director)
	w.tech = k.Staff(t, w.board, "Ngô Đăng", access.IT)
	return w
}

func ptr[T any](v T) *T { return &v }

// section makes a section of the website.
func (w *world) section(t *testing.T, name string) *category.Category {
	t.Helper()
	c, err := w.Categories.Get(t.Context(), db.GlobalID("category", w.Category(t, name)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ofDepartment(id db.ID) string { return db.GlobalID("department", id) }

// news is the input of a plain article of the author's department.
func (w *world) news(title string) post.CreateInput {
	return post.CreateInput{Type: post.TypeNewsArticle, Department: ofDepartment(w.internal), Edit: post.Edit{Title: &title}}
}

// draft makes a post as the author.
func (w *world) draft(t *testing.T, in post.CreateInput) post.Post {
	t.Helper()
	p, err := w.Posts.Create(w.As(t, w.author), in)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// published makes a post and puts it on the site.
func (w *world) published(t *testing.T, in post.CreateInput) post.Post {
	t.Helper()
	return w.publish(t, w.draft(t, in))
}

func (w *world) publish(t *testing.T, p post.Post) post.Post {
	t.Helper()
	p, err := w.Posts.ForcePublish(w.As(t, w.editor), p)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (w *world) update(t *testing.T, ctx context.Context, p post.Post, e post.Edit) (post.Post, error) {
	t.Helper()
	return w.Posts.Update(ctx, post.UpdateInput{ID: p.ID(), ExpectedVersion: version(t, w, p), Edit: e})
}

func version(t *testing.T, w *world, p post.Post) int {
	t.Helper()
	return *p.Common().Version(w.As(t, w.author))
}

// titles lists the titles that the caller gets.
func (w *world) titles(t *testing.T, ctx context.Context, f *post.Filter, o *post.Order) []string {
	t.Helper()
	c, err := w.Posts.List(ctx, f, o, paging.Args{First: ptr(100)})
	if err != nil {
		t.Fatal(err)
	}
	titles := []string{}
	for _, p := range c.Nodes() {
		titles = append(titles, p.Common().Title())
	}
	if n, err := c.TotalCount(ctx); err != nil || n != len(titles) {
		t.Errorf("totalCount %d, %v, for %d posts", n, err, len(titles))
	}
	return titles
}

func code(err error) string {
	if errs, _ := fault.Split(err); len(errs) > 0 {
		return string(errs[0].UserCode())
	}
	for _, c := range fault.Codes() {
		if fault.Is(err, c) {
			return string(c)
		}
	}
	return ""
}

// pathOf lists the input paths of the user errors.
func pathOf(err error) string {
	var paths []string
	errs, _ := fault.Split(err)
	for _, e := range errs {
		if r, ok := e.(*fault.RuleError); ok {
			paths = append(paths, strings.Join(r.Path, "."))
		}
	}
	return strings.Join(paths, " ")
}

func TestArticle11a_WhoMayWriteForADepartment(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		in := w.news("Tin của khoa")
		for _, c := range []struct {
			who  string
			ctx  context.Context
			want string
		}{
			{"a stranger", context.Background(), "UNAUTHENTICATED"},
			{"a colleague of another department", w.As(t, w.outsider), "FORBIDDEN"},
			{"staff of a unit below", w.As(t, w.unitStaff), "FORBIDDEN"},
			{"IT", w.As(t, w.tech), "FORBIDDEN"},
			{"a director", w.As(t, w.director), "FORBIDDEN"},
			{"the website section", w.As(t, w.editor), "FORBIDDEN"},
			{"staff", w.As(t, w.author), ""},
			{"the head", w.As(t, w.head), ""},
		} {
			if _, err := w.Posts.Create(c.ctx, in); code(err) != c.want || (err == nil) != (c.want == "") {
				t.Errorf("%s: %v", c.who, err)
			}
		}
		in.Department = ofDepartment(db.NewID())
		if _, err := w.Posts.Create(w.As(t, w.author), in); !fault.Is(err, fault.NotFound) {
			t.Errorf("an unknown department: %v", err)
		}

		p := w.draft(t, w.news("Bản nháp"))
		edit := post.Edit{Title: ptr("Sửa")}
		for _, c := range []struct {
			who  string
			ctx  context.Context
			want string
		}{
			{"a stranger", context.Background(), "NOT_FOUND"},
			{"a colleague", w.As(t, w.colleague), "NOT_FOUND"},
			{"the website section before submission", w.As(t, w.editor), "NOT_FOUND"},
			{"a director before submission", w.As(t, w.director), "NOT_FOUND"},
			{"the head", w.As(t, w.head), ""},
		} {
			if _, err := w.update(t, c.ctx, p, edit); code(err) != c.want || (err == nil) != (c.want == "") {
				t.Errorf("%s edits: %v", c.who, err)
			}
		}
		if _, err := w.update(t, w.As(t, w.author), p, edit); code(err) != "CONFLICT" {
			t.Errorf("an edit of an older version: %v", err)
		}
	})
}

func TestEverySaveMakesARevision(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		ctx := w.As(t, w.author)
		p := w.draft(t, w.news("Một"))
		for _, title := range []string{"Hai", "Ba"} {
			var err error
			if p, err = w.update(t, ctx, p, post.Edit{Title: &title}); err != nil {
				t.Fatal(err)
			}
		}
		revisions, err := p.Common().Revisions(ctx, nil, nil, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range revisions.Nodes() {
			got = append(got, r.Title())
		}
		if !slices.Equal(got, []string{"Ba", "Hai", "Một"}) {
			t.Fatalf("revisions %v", got)
		}
		first := revisions.Nodes()[2]
		p, err = w.Posts.Restore(ctx, post.RestoreInput{ID: p.ID(), ExpectedVersion: version(t, w, p), Revision: first.ID()})
		if err != nil {
			t.Fatal(err)
		}
		working, err := p.Common().WorkingCopy(ctx)
		if err != nil || working.Title() != "Một" || working.Number() != 4 || *working.RestoredFrom() != first.ID() || working.Hash() != first.Hash() {
			t.Errorf("restored %+v, %v", working, err)
		}
		other := w.draft(t, w.news("Bài khác"))
		_, err = w.Posts.Restore(ctx, post.RestoreInput{ID: other.ID(), ExpectedVersion: 1, Revision: first.ID()})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("a revision of another post: %v", err)
		}
		diff, err := p.Common().Diff(ctx, ptr(2), ptr(3))
		if err != nil || len(diff.Title) != 2 || diff.Title[0] != (post.Span{Kind: post.SpanDeleted, Text: "Hai"}) || diff.Title[1] != (post.Span{Kind: post.SpanInserted, Text: "Ba"}) {
			t.Errorf("diff %+v, %v", diff, err)
		}
	})
}

func TestWhatIsUnderReviewIsNotEdited(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		ctx := w.As(t, w.author)
		for _, state := range []post.Working{post.WorkingInReview, post.WorkingApproved} {
			p, err := w.Posts.Set(ctx, w.draft(t, w.news("Đang xét")), state, false)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.update(t, ctx, p, post.Edit{Title: ptr("Khác")}); code(err) != "WRONG_STATE" {
				t.Errorf("%s: %v", state, err)
			}
			if _, err := w.Posts.Delete(ctx, post.DeleteInput{ID: p.ID(), ExpectedVersion: version(t, w, p)}); code(err) != "WRONG_STATE" {
				t.Errorf("delete in %s: %v", state, err)
			}
		}
		// A published post gets a working copy based on what is published, which stays on the site.
		p := w.published(t, w.news("Đã đăng"))
		p, err := w.update(t, ctx, p, post.Edit{Summary: ptr("Thêm tóm tắt")})
		if err != nil {
			t.Fatal(err)
		}
		working, err := p.Common().WorkingCopy(ctx)
		if err != nil || working.Title() != "Đã đăng" || working.Summary() != "Thêm tóm tắt" || p.Common().Summary() != "" {
			t.Errorf("working copy %+v, %v; the site shows %q", working, err, p.Common().Summary())
		}
	})
}

func TestANeverSubmittedDraftIsDeleted(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		c := w.section(t, "Tin tức")
		in := w.news("Bỏ đi")
		in.Categories = []string{c.ID()}
		p := w.draft(t, in)
		remove := func() error {
			return w.DB.InTx(w.As(t, w.editor), func(ctx context.Context) error {
				return w.Categories.Make(ctx, []*category.Entry{{Key: c.Key, Slug: c.Slug, Name: c.Name}}, nil)
			})
		}
		if err := remove(); code(err) != "IN_USE" {
			t.Errorf("a category of a draft: %v", err)
		}
		if _, err := w.Posts.Delete(w.As(t, w.colleague), post.DeleteInput{ID: p.ID(), ExpectedVersion: 1}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a colleague deletes: %v", err)
		}
		if _, err := w.Posts.Delete(w.As(t, w.author), post.DeleteInput{ID: p.ID(), ExpectedVersion: 1}); err != nil {
			t.Fatal(err)
		}
		if err := remove(); err != nil {
			t.Errorf("a category that no post is in any more: %v", err)
		}
		if _, err := w.Posts.Get(w.As(t, w.author), p.ID()); !fault.Is(err, fault.NotFound) {
			t.Errorf("a deleted post: %v", err)
		}
		if again := w.draft(t, w.news("Bỏ đi")); again.Common().Slug() != "bo-di" {
			t.Errorf("the slug of a deleted draft is free again, got %q", again.Common().Slug())
		}
	})
}
