package post_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/test/kit"
)

// A word that more posts hold than a search looks at finds the latest of them, wherever it stands among the words; with a
// rarer word nothing is left out, however many hold the other.
func TestASearchLooksAtTheLatestWithTheRarestWord(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		const most, more, rare = 2_000, 100, 50 // what a search looks at, how many posts there are besides, and the distance between posts with a rare word
		ids := make([]db.ID, most+more)
		for i := range ids {
			ids[i] = db.NewID() // in order of time
		}
		start := kit.Start.UnixMicro()
		fill := func(table string, n int, row func(i int) kit.Row) {
			rows := make([]kit.Row, n)
			for i := range rows {
				rows[i] = row(i)
			}
			must(t, w.DB.InTx(context.Background(), func(ctx context.Context) error {
				for part := range slices.Chunk(rows, 300) {
					w.InsertMany(ctx, t, table, part)
				}
				return nil
			}))
		}
		fill("posts", len(ids), func(i int) kit.Row {
			return kit.Row{"id": ids[i], "type": "ANNOUNCEMENT", "department_id": w.internal, "author_id": w.author, "publication": "PUBLISHED", "audience": "PUBLIC", "working": "NONE",
				"slug": fmt.Sprint("bai-", i), "title": fmt.Sprint("Bài ", i), "published_at": start + int64(i), "published_revision_id": ids[i], "version": 1}
		})
		for _, word := range []string{"benh", "=bệnh", "=viện"} {
			fill("post_terms", len(ids), func(i int) kit.Row { return kit.Row{"term": word, "post_id": ids[i], "weight": 1} })
		}
		// Common too, and in the oldest posts alone.
		fill("post_terms", len(ids)-more/2, func(i int) kit.Row { return kit.Row{"term": "=xưa", "post_id": ids[i], "weight": 1} })
		fill("post_terms", len(ids)/rare, func(i int) kit.Row { return kit.Row{"term": "=hiếm", "post_id": ids[i*rare], "weight": 1} })

		for text, want := range map[string]int{
			"bệnh": most, "benh": most, "benh viện": most, "bệnh viện": most, "viện bệnh": most, "bện": most, "bệnh xưa": most, "bệnh xưa viện": most,
			"hiếm bệnh": len(ids) / rare, "bệnh hiếm viện": len(ids) / rare, "hiế": len(ids) / rare, "bệnh không": 0,
		} {
			list, err := w.Posts.List(everybody, &post.Filter{Text: &text}, &post.Order{Field: post.ByPublishedAt, Direction: paging.Descending}, paging.Args{First: ptr(100)}, "title")
			must(t, err)
			n, err := list.TotalCount(everybody)
			if err != nil || n != want {
				t.Errorf("%q finds %d, want %d: %v", text, n, want, err)
			}
			if want == most && text != "bện" && !strings.Contains(text, "xưa") && list.Nodes()[0].Common().Title() != fmt.Sprint("Bài ", len(ids)-1) {
				t.Errorf("%q finds %s first, want the latest", text, list.Nodes()[0].Common().Title())
			}
		}
	})
}

// Whether a page is read from the newest posts or collected and sorted, it shows the same: with words on either side of the
// threshold, filters, cursors, and words that are common apart but rare together.
func TestASearchByDateAnswersAlikeOnBothWays(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		const posts = 900
		ids := make([]db.ID, posts)
		for i := range ids {
			ids[i] = db.NewID()
		}
		words := map[string]func(i int) bool{ // which posts hold the word
			"chung": func(int) bool { return true },
			"ngay":  func(i int) bool { return i%3 == 0 }, // at the threshold
			"=sát":  func(i int) bool { return i%3 == 0 && i > 0 },
			"=xưa":  func(i int) bool { return i < posts/2 },
			"nay":   func(i int) bool { return i >= posts/2-2 },
			"=hiếm": func(i int) bool { return i%100 == 7 },
			"nayla": func(i int) bool { return i == 3 },                 // begins with another word
			"=rải":  func(i int) bool { return i < 5 || i >= posts-10 }, // some within what is walked, some beyond
		}
		must(t, w.DB.InTx(context.Background(), func(ctx context.Context) error {
			var heads, terms []kit.Row
			for i, id := range ids {
				audience := "PUBLIC"
				if i%10 == 0 {
					audience = "INTERNAL"
				}
				heads = append(heads, kit.Row{"id": id, "type": "ANNOUNCEMENT", "department_id": w.internal, "author_id": w.author, "publication": "PUBLISHED", "audience": audience,
					"working": "NONE", "slug": fmt.Sprint("bai-", i), "title": fmt.Sprint("Bài ", i), "published_at": kit.Start.UnixMicro() + int64(i/2), "published_revision_id": id, "version": 1, "pinned": i % 2})
				for word, holds := range words {
					if holds(i) {
						terms = append(terms, kit.Row{"term": word, "post_id": id, "weight": 1})
					}
				}
			}
			for part := range slices.Chunk(heads, 300) {
				w.InsertMany(ctx, t, "posts", part)
			}
			for part := range slices.Chunk(terms, 300) {
				w.InsertMany(ctx, t, "post_terms", part)
			}
			return nil
		}))
		// all is every page of the search, and how many were read from the newest posts.
		all := func(ctx context.Context, f *post.Filter, walkFrom int) (titles []string, walked int) {
			w.Posts.WalkFrom(walkFrom)
			ctx = db.Observe(ctx, db.OnStatement(func(query string, _ []any) {
				if strings.Contains(query, "LIMIT 1) = 1") {
					walked++
				}
			}))
			var after *string
			for {
				list, err := w.Posts.List(ctx, f, &post.Order{Field: post.ByPublishedAt, Direction: paging.Descending}, paging.Args{First: ptr(20), After: after}, "title")
				must(t, err)
				for _, p := range list.Nodes() {
					titles = append(titles, p.Common().Title())
				}
				if more, err := list.PageInfo.HasNextPage(ctx); err != nil || !more {
					return titles, walked
				}
				after = list.PageInfo.EndCursor()
			}
		}
		for _, c := range []struct {
			text  string
			walks bool // by itself
		}{
			{"chung", true}, {"chun", true}, {"ngay", true}, {"sát", false}, {"chung ngay", true}, {"chung sát", false}, {"sát chung", false},
			{"xưa nay", true}, {"nay xưa", true}, {"hiếm", false}, {"chung hiếm", false}, {"chung không", false}, {"không", false}, {"chung nayla", false},
			{"rải", false},
		} {
			for name, f := range map[string]post.Filter{"all": {}, "pinned": {Pinned: ptr(true)}} {
				for who, ctx := range map[string]context.Context{"everybody": everybody, "author": w.As(t, w.author)} {
					f.Text = &c.text
					collected, none := all(ctx, &f, 1<<30)
					walked, some := all(ctx, &f, 0)
					itself, by := all(ctx, &f, 300)
					if none > 0 || some == 0 || by > 0 != c.walks {
						t.Errorf("%q, %s, %s: %d, %d and %d pages from the newest posts", c.text, name, who, none, some, by)
					}
					if !slices.Equal(collected, walked) || !slices.Equal(collected, itself) {
						t.Errorf("%q, %s, %s:\ncollected %q\nwalked    %q\nby itself %q", c.text, name, who, collected, walked, itself)
					}
				}
			}
		}
	})
}
