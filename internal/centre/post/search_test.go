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
		const most, more, rare = 2_000, 100, 50 // what a search looks at, what there is besides, and each how-manieth post holds a rare word
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
