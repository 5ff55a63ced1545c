package category_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

func ptr[T any](v T) *T { return &v }

// shelf is a website whose categories change.
type shelf struct {
	*kit.Kit
	*category.Service
	t *testing.T
}

func onShelf(t *testing.T, test func(t *testing.T, s shelf)) {
	t.Helper()
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) { test(t, shelf{k, category.New(k.DB, k.Audit, k.Feed), t}) })
}

// shaped are the two sides of a change, and the paths of its mistakes.
func (s shelf) shaped(given ...*category.Input) (was, is []*category.Entry, wrong string) {
	s.t.Helper()
	var f input.Form
	was, is, err := s.Shape(s.t.Context(), &f, given)
	if err != nil {
		s.t.Fatal(err)
	}
	errs, err := fault.Split(f.Err())
	if err != nil {
		s.t.Fatal(err)
	}
	var paths []string
	for _, e := range errs {
		rule, ok := errors.AsType[*fault.RuleError](e.(error))
		if !ok {
			s.t.Fatal(e)
		}
		paths = append(paths, string(rule.Code)+" "+strings.TrimPrefix(strings.Join(rule.Path, "."), "input.categories."))
	}
	return was, is, strings.Join(paths, ", ")
}

func (s shelf) makes(was, is []*category.Entry) error {
	return s.DB.InTx(s.As(s.t, s.editor()), func(ctx context.Context) error { return s.Make(ctx, was, is) })
}

// editor is somebody who acts: the changes of the website ask for the right.
func (s shelf) editor() db.ID {
	return s.Staff(s.t, s.Department(s.t, "UNIT", db.NewID().String()[30:], db.ID{}), "Biên tập")
}

// becomes carries a change out that has no mistake.
func (s shelf) becomes(given ...*category.Input) {
	s.t.Helper()
	was, is, wrong := s.shaped(given...)
	if wrong != "" {
		s.t.Fatal(wrong)
	}
	if err := s.makes(was, is); err != nil {
		s.t.Fatal(err)
	}
}

// listed are the categories in their order, as everybody gets them.
func (s shelf) listed() (all []string) {
	s.t.Helper()
	list, err := s.List(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range list {
		all = append(all, fmt.Sprint(c.Slug, " ", c.Name, " ", c.Position))
	}
	return all
}

func (s shelf) id(slug string) *string {
	s.t.Helper()
	c, err := s.Find(context.Background(), slug)
	if err != nil {
		s.t.Fatal(err)
	}
	return ptr(c.ID())
}

func TestCategoriesAreMadeRenamedPlacedAndRemoved(t *testing.T) {
	onShelf(t, func(t *testing.T, s shelf) {
		s.becomes(&category.Input{Name: ptr("  Phòng chống  dịch "), Position: ptr(1)}, &category.Input{Name: ptr("Tin tức"), Slug: ptr("tin")})
		if got := s.listed(); !slices.Equal(got, []string{"tin Tin tức 0", "phong-chong-dich Phòng chống dịch 1"}) {
			t.Errorf("made: %q", got)
		}
		s.becomes(&category.Input{ID: s.id("tin"), Position: ptr(5)}, &category.Input{ID: s.id("phong-chong-dich"), Name: ptr("Phòng bệnh")})
		if got := s.listed(); !slices.Equal(got, []string{"phong-chong-dich Phòng bệnh 1", "tin Tin tức 5"}) {
			t.Errorf("changed: %q", got)
		}
		if was, is, wrong := s.shaped(&category.Input{ID: s.id("tin"), Name: ptr(" Tin tức"), Position: ptr(5)}); was != nil || is != nil || wrong != "" {
			t.Errorf("the same name and place: %v, %v, %s", was, is, wrong)
		}
		s.becomes(&category.Input{ID: s.id("tin"), Name: ptr("Phòng bệnh")}, &category.Input{ID: s.id("phong-chong-dich"), Name: ptr("Tin tức")}) // two that swap
		s.becomes(&category.Input{ID: s.id("tin"), Remove: ptr(true)})
		if got := s.listed(); !slices.Equal(got, []string{"phong-chong-dich Tin tức 1"}) {
			t.Errorf("removed: %q", got)
		}
		for action, want := range map[string]int{"category.create": 2, "category.rename": 3, "category.place": 1, "category.delete": 1} {
			n, err := db.One[int](t.Context(), s.DB.From(t.Context()), "SELECT COUNT(*) FROM audit_log WHERE action = ?", action)
			if err != nil || n != want {
				t.Errorf("%d times %s on record, %v", n, action, err)
			}
		}
	})
}

const longName = "Một tên chuyên mục dài hơn mức cho phép, dài hơn mức cho phép, dài hơn mức cho phép, dài hơn mức cho phép, dài hơn mức cho phép"

func TestEachMistakeInCategoriesIsToldAtItsField(t *testing.T) {
	onShelf(t, func(t *testing.T, s shelf) {
		s.Category(t, "Sởi")
		s.Category(t, "Tin tức")
		soi, news := s.id("soi"), s.id("tin-tuc")
		for name, c := range map[string]struct {
			given []*category.Input
			wrong string
		}{
			"no name":                   {[]*category.Input{{Name: ptr(" \u200b")}}, "REQUIRED 0.name"},
			"nothing":                   {[]*category.Input{{}}, "REQUIRED 0.name"},
			"a long name":               {[]*category.Input{{Name: ptr(longName)}}, "TOO_LONG 0.name"},
			"no letters":                {[]*category.Input{{Name: ptr("!!!")}}, "INVALID 0.name"},
			"a foreign slug":            {[]*category.Input{{Name: ptr("Tin"), Slug: ptr("Tin Tức")}}, "INVALID 0.slug"},
			"a slug in use":             {[]*category.Input{{Name: ptr("Mới")}, {Name: ptr("Tin"), Slug: ptr("tin-tuc")}}, "TAKEN 1.slug"},
			"a name in use":             {[]*category.Input{{Name: ptr(" TIN  TỨC")}}, "TAKEN 0.name"},
			"one name twice":            {[]*category.Input{{Name: ptr("Mới")}, {Name: ptr("mới")}}, "TAKEN 0.name, TAKEN 1.name"},
			"another's name":            {[]*category.Input{{ID: soi, Name: ptr("Tin tức")}}, "TAKEN 0.name"},
			"one that differs by marks": {[]*category.Input{{Name: ptr("Sỏi")}}, ""},
			"a name that becomes free":  {[]*category.Input{{ID: soi, Name: ptr("Bệnh sởi")}, {Name: ptr("Sởi")}}, ""},
			"an empty name":             {[]*category.Input{{ID: soi, Name: ptr("")}}, "REQUIRED 0.name"},
			"another slug":              {[]*category.Input{{ID: soi, Slug: ptr("khac")}}, "INVALID 0.slug"},
			"one twice":                 {[]*category.Input{{ID: soi, Position: ptr(1)}, {ID: soi, Position: ptr(2)}}, "UNKNOWN 1.id"},
			"an unknown one":            {[]*category.Input{{ID: ptr(db.GlobalID("category", db.NewID())), Position: ptr(1)}}, "UNKNOWN 0.id"},
			"a new one to remove":       {[]*category.Input{{Remove: ptr(true)}}, "INVALID 0.remove"},
			"removed with a name":       {[]*category.Input{{ID: news, Name: ptr("Tin"), Remove: ptr(true)}}, "INVALID 0.remove"},
			"kept":                      {[]*category.Input{{ID: news, Remove: ptr(false)}}, ""},
		} {
			if _, _, wrong := s.shaped(c.given...); wrong != c.wrong {
				t.Errorf("%s: %q, want %q", name, wrong, c.wrong)
			}
		}
		_, is, _ := s.shaped(&category.Input{Name: ptr("Sỏi")}, &category.Input{Name: ptr("Sói")})
		if is[0].Slug != "soi-2" || is[1].Slug != "soi-3" {
			t.Errorf("slugs of their own: %s, %s", is[0].Slug, is[1].Slug)
		}
		var f input.Form
		if _, _, err := s.Shape(t.Context(), &f, []*category.Input{{ID: ptr("x")}}); !fault.Is(err, fault.BadInput) {
			t.Errorf("no id: %v", err)
		}
	})
}

// What was proposed stands as long as the categories that it touches are as they were, and nobody else has what it gives.
func TestAChangeOfCategoriesStandsUntilOthersMoved(t *testing.T) {
	onShelf(t, func(t *testing.T, s shelf) {
		s.Category(t, "Tin tức")
		s.Category(t, "Tiêm chủng")
		wasA, isA, _ := s.shaped(&category.Input{ID: s.id("tin-tuc"), Name: ptr("Tin hoạt động")}, &category.Input{Name: ptr("Sởi")})
		for _, other := range []struct {
			name  string
			given *category.Input
			want  bool
		}{
			{"another category", &category.Input{ID: s.id("tiem-chung"), Position: ptr(3)}, true},
			{"its place", &category.Input{ID: s.id("tin-tuc"), Position: ptr(2)}, false},
			{"its old place", &category.Input{ID: s.id("tin-tuc"), Position: ptr(0)}, true},
			{"the name it gives", &category.Input{ID: s.id("tiem-chung"), Name: ptr("tin hoạt động")}, false},
			{"another name", &category.Input{ID: s.id("tiem-chung"), Name: ptr("Tiêm chủng")}, true},
			{"the slug it gives", &category.Input{Name: ptr("Sói")}, false},
		} {
			s.becomes(other.given)
			if got, err := s.Stand(t.Context(), wasA, isA); err != nil || got != other.want {
				t.Errorf("after %s it stands: %t, %v", other.name, got, err)
			}
		}
	})
}

// Readers are shown every section, so the website has only so many.
func TestArticle10_SectionsHaveABound(t *testing.T) {
	onShelf(t, func(t *testing.T, s shelf) {
		var rows []kit.Row
		for n := range 199 {
			rows = append(rows, kit.Row{"id": db.NewID(), "slug": fmt.Sprint("m-", n), "name": fmt.Sprint("Mục ", n), "version": 1})
		}
		s.InsertMany(t.Context(), t, "categories", rows)
		was, is, wrong := s.shaped(&category.Input{Name: ptr("Cuối")})
		if wrong != "" {
			t.Error(wrong)
		}
		if _, _, wrong := s.shaped(&category.Input{Name: ptr("Cuối")}, &category.Input{Name: ptr("Quá nhiều")}); wrong != "INVALID input.categories" {
			t.Errorf("a section beyond the bound: %s", wrong)
		}
		s.becomes(&category.Input{Name: ptr("Khác")})
		if stands, err := s.Stand(t.Context(), was, is); err != nil || stands {
			t.Errorf("one of two for the last place: %t, %v", stands, err)
		}
	})
}
