package category_test

import (
	"context"
	"fmt"
	"testing"

	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

func TestArticle10_OnlyTheWebsiteSectionShapesCategories(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := category.New(k.DB, k.Access, k.Audit, k.Feed)
		home := k.Department(t, "BOARD", "BGD", db.ID{})
		editor := k.As(t, k.Staff(t, home, "Biên tập", access.WebEditor))
		in := category.CreateInput{Name: "  Phòng chống  dịch "}
		for name, ctx := range map[string]context.Context{
			"a director": k.As(t, k.Staff(t, home, "Giám đốc", access.Director)),
			"staff":      k.As(t, k.Staff(t, home, "Nhân viên")),
		} {
			if _, err := s.Create(ctx, in); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s creates: %v", name, err)
			}
		}
		if _, err := s.Create(context.Background(), in); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a stranger creates: %v", err)
		}

		c, err := s.Create(editor, in)
		if err != nil {
			t.Fatal(err)
		}
		if c.Name != "Phòng chống dịch" || c.Slug != "phong-chong-dich" {
			t.Errorf("stored %q, %q", c.Name, c.Slug)
		}
		if _, err := s.Create(editor, in); !fault.HasCode(err, fault.Taken) {
			t.Errorf("the same slug again: %v", err)
		}
		for name, bad := range map[string]struct {
			in   category.CreateInput
			code fault.UserCode
		}{
			"no name":       {category.CreateInput{Name: " \u200b"}, fault.Required},
			"a long name":   {category.CreateInput{Name: longName}, fault.TooLong},
			"no letters":    {category.CreateInput{Name: "!!!"}, fault.Invalid},
			"a foreign one": {category.CreateInput{Name: "Tin", Slug: ptr("Tin Tức")}, fault.Invalid},
		} {
			if _, err := s.Create(editor, bad.in); !fault.HasCode(err, bad.code) {
				t.Errorf("%s: %v", name, err)
			}
		}

		renamed, err := s.Rename(editor, category.RenameInput{ID: c.ID(), ExpectedVersion: 1, Name: ptr("Phòng bệnh")})
		if err != nil || renamed.Slug != c.Slug || renamed.Version != 2 {
			t.Fatalf("renamed %+v, %v", renamed, err)
		}
		if _, err := s.Rename(editor, category.RenameInput{ID: c.ID(), ExpectedVersion: 1, Name: ptr("Khác")}); !fault.HasCode(err, fault.Conflict) {
			t.Errorf("renaming an older version: %v", err)
		}
		same, err := s.Rename(editor, category.RenameInput{ID: c.ID(), ExpectedVersion: 2, Name: ptr(norm.NFD.String(" Phòng bệnh")), Position: ptr(0)})
		if err != nil || same.Version != 2 {
			t.Errorf("the same name and place: %+v, %v", same, err)
		}
		placed, err := s.Rename(editor, category.RenameInput{ID: c.ID(), ExpectedVersion: 2, Name: ptr("Phòng bệnh"), Position: ptr(4)})
		if err != nil || placed.Version != 3 || placed.Position != 4 {
			t.Errorf("another place: %+v, %v", placed, err)
		}
		for action, want := range map[string]int{"category.rename": 1, "category.place": 1} {
			var n int
			if err := k.DB.From(t.Context()).Get(t.Context(), &n, "SELECT COUNT(*) FROM audit_log WHERE action = ?", action); err != nil || n != want {
				t.Errorf("%d times %s on record, %v", n, action, err)
			}
		}
		list, err := s.List(context.Background())
		if err != nil || len(list) != 1 || list[0].Name != "Phòng bệnh" {
			t.Errorf("a stranger lists %+v, %v", list, err)
		}
		if _, err := s.Delete(editor, category.DeleteInput{ID: c.ID(), ExpectedVersion: 3}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(editor, c.ID()); !fault.Is(err, fault.NotFound) {
			t.Errorf("a deleted category: %v", err)
		}
	})
}

const longName = "Một tên chuyên mục dài hơn mức cho phép, dài hơn mức cho phép, dài hơn mức cho phép, dài hơn mức cho phép, dài hơn mức cho phép"

func ptr[T any](v T) *T { return &v }

// Readers are shown every section, so the website has only so many.
func TestArticle10_SectionsHaveABound(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := category.New(k.DB, k.Access, k.Audit, k.Feed)
		editor := k.As(t, k.Staff(t, k.Department(t, "BOARD", "BGD", db.ID{}), "Biên tập", access.WebEditor))
		var rows []kit.Row
		for n := range 199 {
			rows = append(rows, kit.Row{"id": db.NewID(), "slug": fmt.Sprint("m-", n), "name": fmt.Sprint("Mục ", n), "version": 1})
		}
		k.InsertMany(t.Context(), t, "categories", rows)
		if _, err := s.Create(editor, category.CreateInput{Name: "Cuối"}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Create(editor, category.CreateInput{Name: "Quá nhiều"}); !fault.HasCode(err, fault.Invalid) {
			t.Errorf("a section beyond the bound: %v", err)
		}
	})
}
