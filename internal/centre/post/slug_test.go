package post_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/post"
)

func TestSlugs(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		for _, c := range []struct{ title, want string }{
			{"Đẩy mạnh phòng, chống sốt xuất huyết!", "day-manh-phong-chong-sot-xuat-huyet"},
			{"Đẩy mạnh phòng chống sốt xuất huyết", "day-manh-phong-chong-sot-xuat-huyet-2"},
			{"Tìm kiếm", "tim-kiem-2"}, // reserved
			{"健康", "news-article"},
		} {
			if got := w.draft(t, w.news(c.title)).Common().Slug(); got != c.want {
				t.Errorf("%q gets %q, want %q", c.title, got, c.want)
			}
		}
		// A draft's slug follows its title.
		p := w.draft(t, w.news("Tên tạm"))
		p, err := w.update(t, w.As(t, w.author), p, post.Edit{Title: ptr("Tên thật")})
		if err != nil || p.Common().Slug() != "ten-that" {
			t.Fatalf("got %q, %v", p.Common().Slug(), err)
		}
		if again := w.draft(t, w.news("Tên tạm")); again.Common().Slug() != "ten-tam" {
			t.Errorf("the slug of the earlier title is free, got %q", again.Common().Slug())
		}
	})
}

func TestArticle10_TheWebsiteSectionChangesAddresses(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		p, other := w.published(t, w.news("Lịch khám")), w.published(t, w.news("Lịch trực"))
		editor, reader := w.As(t, w.editor), context.Background()
		in := post.SlugInput{ID: p.ID(), ExpectedVersion: version(t, w, p), Slug: "lich-kham-benh"}
		for name, ctx := range map[string]context.Context{"the author": w.As(t, w.author), "a director": w.As(t, w.director)} {
			if _, err := w.Posts.ChangeSlug(ctx, in); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for slug, want := range map[string]string{"Lịch": "INVALID", "lich--kham": "INVALID", "": "INVALID", "tim-kiem": "INVALID", other.Common().Slug(): "TAKEN"} {
			if _, err := w.Posts.ChangeSlug(editor, post.SlugInput{ID: p.ID(), ExpectedVersion: in.ExpectedVersion, Slug: slug}); code(err) != want {
				t.Errorf("%q: %v", slug, err)
			}
		}
		p, err := w.Posts.ChangeSlug(editor, in)
		if err != nil {
			t.Fatal(err)
		}
		for path, redirect := range map[string]bool{"/bai-viet/lich-kham": true, "/bai-viet/lich-kham-benh": false} {
			r, err := w.Posts.Route(reader, path)
			if err != nil || r.Redirect != redirect || r.Path != "/bai-viet/lich-kham-benh" || r.Node.ID() != p.ID() {
				t.Errorf("%s leads to %+v, %v", path, r, err)
			}
		}
		// Spellings of one path lead to the canonical one, whatever follows it; what is hidden in an encoding leads nowhere.
		for canonical, spellings := range map[string][]string{
			"/bai-viet/lich-kham-benh": {"/bai-viet/lich-kham-benh", "/bai-viet/lich-kham"},
			"/khoa-phong/khoa-NOI":     {"/khoa-phong/khoa-NOI"},
		} {
			for _, path := range spellings {
				encoded := strings.Replace(path, "-", "%2D", 1)
				for spelling, same := range map[string]bool{
					path: true, path + "?utm_source=zalo": true, path + "#muc-2": true, path + "?a=/b/#c/?d": true, path + "/": false, path + "//": false, path + "/?a": false, "/" + path: false,
					strings.Replace(path, "/k", "//k", 1) + "/": false, strings.ReplaceAll(path, "/", "//"): false, encoded: false, encoded + "/": false,
				} {
					r, err := w.Posts.Route(reader, spelling)
					if err != nil || r.Path != canonical || r.Redirect != !(same && path == canonical) {
						t.Errorf("%q leads to %+v, %v", spelling, r, err)
					}
				}
				for _, spelling := range []string{strings.TrimPrefix(path, "/"), path + "%", path + "%2", path + "%zz", path + "%00", path + "%20", path + "%ff", strings.Replace(path, "/khoa", "%2Fkhoa", 1) + "x",
					path[:3] + "%2F" + path[4:], path + "%3Fa", path + "%23a", path + "/.", path + " ", path + "\u200b", "/." + path} {
					if r, err := w.Posts.Route(reader, spelling); !fault.Is(err, fault.NotFound) {
						t.Errorf("%q leads to %+v, %v", spelling, r, err)
					}
				}
			}
		}
		for _, path := range []string{"/bai-viet/", "/bai-viet/khong-co", "/", "", "/bai-viet/lich-kham/x", "/khoa-phong/khong-co"} {
			if r, err := w.Posts.Route(reader, path); !fault.Is(err, fault.NotFound) {
				t.Errorf("%q leads to %+v, %v", path, r, err)
			}
		}
		if d, err := w.Posts.Route(reader, "/khoa-phong/khoa-NOI"); err != nil || d.Redirect || d.Node.ID() != ofDepartment(w.internal) {
			t.Errorf("a department: %+v, %v", d, err)
		}
		// A new post never takes an earlier slug, and its own post may have it back.
		if again := w.draft(t, w.news("Lịch khám")); again.Common().Slug() != "lich-kham-2" {
			t.Errorf("a new post got %q", again.Common().Slug())
		}
		p, err = w.Posts.ChangeSlug(editor, post.SlugInput{ID: p.ID(), ExpectedVersion: version(t, w, p), Slug: "lich-kham"})
		if err != nil || p.Common().Slug() != "lich-kham" {
			t.Errorf("back to the earlier slug: %v", err)
		}
	})
}

func TestADoublePressMakesOnePost(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		ctx := w.As(t, w.author)
		in := w.news("Một lần thôi")
		in.IdempotencyKey = ptr("bam-hai-lan")
		var group sync.WaitGroup
		ids := make([]string, 4)
		for i := range ids {
			group.Go(func() {
				p, err := w.Posts.Create(ctx, in)
				if err != nil {
					t.Error(err)
					return
				}
				ids[i] = p.ID()
			})
		}
		group.Wait()
		if slices.Sort(ids); len(slices.Compact(ids)) != 1 {
			t.Errorf("made %v", ids)
		}
		in.Title = ptr("Bài khác")
		if _, err := w.Posts.Create(ctx, in); code(err) != "INVALID" || pathOf(err) != "input.idempotencyKey" {
			t.Errorf("the key with another request: %v", err)
		}
	})
}
