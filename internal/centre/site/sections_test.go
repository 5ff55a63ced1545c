package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/product"
)

// sections are the categories in their order.
func (d desk) sections() (all []string) {
	d.t.Helper()
	list, err := d.Categories.List(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, c := range list {
		all = append(all, c.Name)
	}
	return all
}

func (d desk) section(slug string) *string {
	d.t.Helper()
	c, err := d.Categories.Find(d.t.Context(), slug)
	if err != nil {
		d.t.Fatal(err)
	}
	return as(c.ID())
}

func at(n int) *int { return &n }

// Names of categories state something: the first ones of a new centre are proposed together, and take one director's consent.
func TestArticle10_ACategorysNameTakesADirectorsConsent(t *testing.T) {
	atDesk(t, func(d desk) {
		c := d.changes(d.editor, site.ChangeInput{Categories: []*category.Input{{Name: as("Tin tức")}, {Name: as("Tiêm chủng"), Position: at(1)}, {Name: as("Tuyển dụng"), Position: at(2)}}})
		if c.State != site.Waiting || fmt.Sprint(c.Fields()) != "[CATEGORIES]" || len(c.Before().Categories) != 0 || len(c.After().Categories) != 3 || d.sections() != nil {
			t.Fatalf("proposed: %+v, and there are %q", c, d.sections())
		}
		if err := d.decides(d.editor, c, approval.Approve); err == nil {
			t.Error("the website section consents to itself")
		}
		d.approves(d.Deputy, c)
		if got := d.sections(); !slices.Equal(got, []string{"Tin tức", "Tiêm chủng", "Tuyển dụng"}) || d.site().Number != 2 || d.site().Content.Categories != nil {
			t.Errorf("consented: %q, %+v", got, d.site())
		}
		renamed := d.changes(d.Director, site.ChangeInput{Categories: []*category.Input{{ID: d.section("tin-tuc"), Name: as("Tin hoạt động"), Position: at(3)}}})
		if err := d.decides(d.Director, renamed, approval.Approve); !fault.HasCode(err, fault.FourEyes) {
			t.Errorf("a director on their own proposal: %v", err)
		}
		d.approves(d.Deputy, renamed)
		if got := d.sections(); !slices.Equal(got, []string{"Tiêm chủng", "Tuyển dụng", "Tin hoạt động"}) {
			t.Errorf("renamed: %q", got)
		}
		if _, err := d.tries(d.Nurse, site.ChangeInput{Categories: []*category.Input{{Name: as("Khác")}}}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("anybody else: %v", err)
		}
	})
}

// Places of categories are the website section's alone, and so is the end of one that no post is in.
func TestArticle10_TheWebsiteSectionArrangesCategories(t *testing.T) {
	atDesk(t, func(d desk) {
		for _, name := range []string{"A", "B", "C"} {
			d.Category(t, name)
		}
		places := site.ChangeInput{Categories: []*category.Input{{ID: d.section("a"), Position: at(2)}, {ID: d.section("b"), Position: at(1)}}}
		if _, err := d.tries(d.Director, places); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a director arranges: %v", err)
		}
		if c := d.changes(d.editor, places); !c.Arranged || c.State != site.Made || !slices.Equal(d.sections(), []string{"C", "B", "A"}) {
			t.Errorf("arranged: %+v, %q", c, d.sections())
		}
		gone := true
		mixed := site.ChangeInput{Hotline: as("115"), Categories: []*category.Input{{ID: d.section("a"), Position: at(7)}, {ID: d.section("b"), Remove: &gone}}}
		if _, err := d.tries(d.editor, mixed); !fault.HasCode(err, fault.Invalid) || !strings.Contains(fmt.Sprint(pathsOf(err)), "input.categories.1.remove") {
			t.Errorf("removed together with what waits: %v", err)
		}
		c := d.changes(d.editor, site.ChangeInput{Categories: []*category.Input{{ID: d.section("b"), Remove: &gone}}})
		if !c.Arranged || len(c.Before().Categories) != 1 || len(c.After().Categories) != 0 || !slices.Equal(d.sections(), []string{"C", "A"}) {
			t.Errorf("removed: %+v, %q", c, d.sections())
		}
	})
}

// pathsOf are the paths of the mistakes.
func pathsOf(err error) (paths []string) {
	errs, _ := fault.Split(err)
	for _, e := range errs {
		paths = append(paths, strings.Join(e.(*fault.RuleError).Path, "."))
	}
	return paths
}

// Two proposals for one name, and a category that moved or went in the meantime: each takes effect as it was shown, or not at all.
func TestArticle10_CategoriesThatChangedMeanwhileAreNotOverwritten(t *testing.T) {
	atDesk(t, func(d desk) {
		d.Category(t, "Tin tức")
		d.Category(t, "Khác")
		rename := func(slug, name string) *site.Change {
			return d.changes(d.editor, site.ChangeInput{Categories: []*category.Input{{ID: d.section(slug), Name: as(name)}}})
		}
		one, other, apart := rename("tin-tuc", "Sởi"), d.changes(d.mai, site.ChangeInput{Categories: []*category.Input{{Name: as("Sởi")}}}), rename("khac", "Mục khác")
		moved := rename("tin-tuc", "Tin")
		d.approves(d.Deputy, one)
		if d.told(d.mai, "SUPERSEDED") != 1 {
			t.Error("who proposed the same name is told")
		}
		for name, c := range map[string]*site.Change{"the same name": other, "the same category": moved} {
			if err := d.decides(d.Deputy, c, approval.Approve); !fault.HasCode(err, fault.Superseded) || !strings.Contains(err.Error(), "the categories") {
				t.Errorf("%s: %v", name, err)
			}
			if got := d.offered(d.Deputy, c); slices.Contains(got, site.ActionApprove) {
				t.Errorf("%s: a director may %v", name, got)
			}
		}
		gone := true
		d.changes(d.editor, site.ChangeInput{Categories: []*category.Input{{ID: d.section("khac"), Remove: &gone}}})
		if err := d.decides(d.Deputy, apart, approval.Approve); !fault.HasCode(err, fault.Superseded) {
			t.Errorf("a name for what is gone: %v", err)
		}
		if got := d.sections(); !slices.Equal(got, []string{"Sởi"}) {
			t.Errorf("in the end: %q", got)
		}
	})
}

// Two replicas consent to one name for two categories at once: one gets it.
func TestArticle10_TwoReplicasNameCategoriesAtOnce(t *testing.T) {
	atDesk(t, func(d desk) {
		propose := func(by db.ID) *approval.Approval {
			return d.approval(d.changes(by, site.ChangeInput{Categories: []*category.Input{{Name: as("Sởi")}}}))
		}
		a, b := propose(d.editor), propose(d.mai)
		decide := func(by db.ID, a *approval.Approval) func() error {
			ctx := d.As(t, by)
			return func() error {
				_, err := d.Approvals.Decide(ctx, approval.DecideInput{ID: a.ID(), Verdict: approval.Approve, ExpectedVersion: a.Version})
				return err
			}
		}
		done, refused := product.Race(decide(d.Director, a), decide(d.Deputy, b))
		if done != 1 || len(refused) != 1 || !fault.HasCode(refused[0], fault.Superseded) && !fault.HasCode(refused[0], fault.Conflict) {
			t.Errorf("%d took effect, and %v", done, refused)
		}
		if got := d.sections(); !slices.Equal(got, []string{"Sởi"}) {
			t.Errorf("in the end: %q", got)
		}
	})
}

// A category that a post is in stays.
func TestArticle10_ACategoryWithPostsStays(t *testing.T) {
	atDesk(t, func(d desk) {
		key := d.Category(t, "Tin tức")
		post := db.NewID()
		d.Insert(t.Context(), t, "posts", map[string]any{"id": post, "type": "NEWS_ARTICLE", "department_id": d.Ward, "author_id": d.Nurse, "version": 1})
		d.Insert(t.Context(), t, "post_categories", map[string]any{"post_id": post, "category_id": key})
		gone := true
		_, err := d.tries(d.editor, site.ChangeInput{Categories: []*category.Input{{ID: d.section("tin-tuc"), Remove: &gone}}})
		if !fault.HasCode(err, fault.InUse) || !slices.Equal(d.sections(), []string{"Tin tức"}) || d.site().Number != 1 {
			t.Errorf("removed under its posts: %v, %q", err, d.sections())
		}
	})
}

// The only director's own names wait for a second person, as all that the website states does.
func TestArticle10_ASoleDirectorsCategoryTakesASecondPerson(t *testing.T) {
	atDesk(t, func(d desk) {
		d.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", d.Deputy)
		c := d.changes(d.Director, site.ChangeInput{Categories: []*category.Input{{Name: as("Sởi")}}})
		if c.State != site.Consented || d.sections() != nil {
			t.Fatalf("proposed: %+v", c)
		}
		if got := d.offered(d.editor, c); !slices.Contains(got, act.Action("CONFIRM")) {
			t.Errorf("an editor may %v", got)
		}
		if _, err := d.Sites.Confirm(d.As(t, d.editor), site.ConfirmInput{ID: c.ID(), ExpectedVersion: d.seen(c).Version}); err != nil || !slices.Equal(d.sections(), []string{"Sởi"}) {
			t.Errorf("confirmed: %v, %q", err, d.sections())
		}
	})
}
