package incident_test

import (
	"fmt"
	"slices"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// Notes are in the history for those who handle the incident alone, page by page, and are not counted for others: of two
// incidents read together the web editor handles one and has reported the other.
func TestArticle5c_NotesAreNeitherShownNorCounted(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		editor := k.Staff(t, c.ward, "Biên tập", access.WebEditor)
		own, site := db.NewID(), db.NewID()
		for key, r := range map[db.ID]kit.Row{own: {"category": "COMPUTER", "queue": "IT", "reporter_id": editor}, site: {"category": "WEBSITE", "queue": "WEBSITE", "reporter_id": c.people["nurse"]}} {
			r["id"], r["department_id"], r["state"], r["live"], r["version"] = key, c.ward, "NEW", 1, 1
			c.Insert(t.Context(), t, "incidents", r)
			for n := range 9 {
				kind := []string{"REPORTED", "NOTED", "FOLLOWED_UP"}[n%3]
				c.Insert(t.Context(), t, "incident_events", kit.Row{"id": db.NewID(), "incident_id": key, "kind": kind, "detail": fmt.Sprint(n), "at": n / 2})
			}
		}
		for who, counts := range map[db.ID][2]int{editor: {6, 9}, c.people["it"]: {9, 9}, c.people["director"]: {6, 6}, c.people["colleague"]: {-1, -1}} {
			ctx, two := k.As(t, who), 2
			for i, key := range []db.ID{own, site} {
				var read []string
				args := paging.Args{First: &two}
				for {
					pages, err := c.History(ctx, []db.ID{own, site}, args)
					if err != nil {
						t.Fatal(err)
					}
					page := pages[key]
					if page == nil {
						if counts[i] >= 0 {
							t.Errorf("person %d reads nothing of incident %d", who, i)
						}
						break
					}
					if n, err := page.TotalCount(ctx); n != counts[i] || err != nil {
						t.Errorf("%d steps of incident %d are counted, %v, want %d", n, i, err, counts[i])
					}
					for _, e := range page.Nodes() {
						read = append(read, e.Detail)
						one, err := c.Event(ctx, e.ID())
						if err != nil || one.Detail != e.Detail {
							t.Errorf("step %s of incident %d: %v", e.Detail, i, err)
						}
					}
					more, err := page.PageInfo.HasNextPage(ctx)
					if err != nil || len(read) > 9 {
						t.Fatalf("%v after %v", err, read)
					}
					if !more {
						break
					}
					args.After = page.PageInfo.EndCursor()
				}
				if len(read) != max(counts[i], 0) || !slices.IsSorted(read) {
					t.Errorf("incident %d: read %v, want %d", i, read, counts[i])
				}
			}
		}
		note, err := db.One[db.ID](t.Context(), k.DB.From(t.Context()), "SELECT id FROM incident_events WHERE incident_id = ? AND detail = '1'", own)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Event(k.As(t, editor), db.GlobalID("incident_event", note)); !fault.Is(err, fault.NotFound) {
			t.Errorf("a note: %v, want NOT_FOUND", err)
		}
	})
}

// Joined reports are in pages too, for their handlers alone.
func TestJoinedReportsInPages(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		var reports []db.ID
		for n := range 5 {
			key := db.NewID()
			c.Insert(t.Context(), t, "incidents", kit.Row{"id": key, "category": "COMPUTER", "queue": "IT", "reporter_id": c.people["nurse"], "department_id": c.ward, "title": fmt.Sprint(n),
				"state": "NEW", "live": 1, "version": 1, "created_at": n + 1})
			reports = append(reports, key)
			c.Insert(t.Context(), t, "incident_joins", kit.Row{"incident_id": key, "group_id": reports[0]})
		}
		c.Exec(t, "UPDATE incidents SET confidential = 1 WHERE id = ?", reports[3])
		two := 2
		pages, err := c.JoinedWith(c.as(t, "it"), reports, paging.Args{First: &two})
		if err != nil {
			t.Fatal(err)
		}
		for n, want := range map[int][2]string{0: {"1", "2"}, 2: {"0", "1"}, 4: {"0", "1"}} {
			page := pages[reports[n]]
			if total, err := page.TotalCount(t.Context()); total != 3 || err != nil || page.Nodes()[0].Title != want[0] || page.Nodes()[1].Title != want[1] {
				t.Errorf("report %d: %d others, %v", n, total, err)
			}
		}
		if pages[reports[3]] != nil {
			t.Error("a matter of security is joined")
		}
		for _, who := range []string{"nurse", "head", "director"} {
			if pages, err := c.JoinedWith(c.as(t, who), reports, paging.Args{}); err != nil || len(pages) != 0 {
				t.Errorf("%s: %d, %v", who, len(pages), err)
			}
		}
	})
}
