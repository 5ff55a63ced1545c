package acceptance

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// computing are documents that ask so many times for the most expensive that there may be of each field that computes.
var computing = map[string]func(n int) string{
	"Post.diff": func(n int) string {
		return `query($post: ID!) { post(id: $post) { ` + each(n, "d%d: diff(from: 1, to: 2) { body { kind text } fields { field spans { text } } } ") + `} }`
	},
	"Revision.privacyFindings": func(n int) string {
		return `query($post: ID!) { post(id: $post) { ` + each(n, "r%d: revisions(first: 100) { nodes { privacyFindings { kind } } } ") + `} }`
	},
	"Asset.impact": func(n int) string {
		return `query { ` + each(min(n, 20), "a%d: assets(first: 100) { nodes { impact { total hidden } } } ") + `}`
	},
}

// resting is how many assets depend on one.
const resting = 500

func each(n int, part string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(part, "%d", fmt.Sprint(i)))
	}
	return b.String()
}

// Every field that computes has its most expensive input here, and does not look at more than a request may, however often
// it is asked for.
func TestComputingIsBounded(t *testing.T) {
	t.Parallel()
	sdl := gqlparser.MustLoadSchema(&ast.Source{Input: app.SDL()})
	var marked []string
	for _, d := range sdl.Types {
		for _, f := range d.Fields {
			if f.Directives.ForName("computes") != nil {
				marked = append(marked, d.Name+"."+f.Name)
			}
		}
	}
	slices.Sort(marked)
	if had := slices.Sorted(maps.Keys(computing)); !slices.Equal(had, marked) {
		t.Fatalf("%v compute, %v have their most expensive input here", marked, had)
	}
	runUnhurried(t, func(t *testing.T, w *world) {
		post, it := expensive(t, w)
		for field, query := range computing {
			t.Run(field, func(t *testing.T) {
				var last costReport
				for n := 60; n > 0; n-- { // as often as it is within the cost
					if last = askCost(t, it, query(n), post); last.Requested <= last.Available && last.Computable > 0 {
						break
					}
				}
				if last.Computable == 0 || last.Computed == 0 || last.Computed > last.Computable {
					t.Errorf("%+v", last)
				}
				for _, code := range last.codes {
					if code != "QUERY_TOO_COMPLEX" && code != "ANSWER_TOO_LARGE" {
						t.Errorf("answered %s", code)
					}
				}
			})
		}
	})
}

type costReport struct {
	Available, Requested, Computed, Computable int
	codes                                      []string
}

func askCost(t *testing.T, c *client, query, post string) (r costReport) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"post": post}, "extensions": map[string]any{"cost": true}})
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Errors     []struct{ Extensions struct{ Code string } }
		Extensions struct{ Cost costReport }
	}
	got := c.send(t, "POST", "/graphql", "application/json", body)
	if err := json.Unmarshal([]byte(got.Body), &answer); err != nil {
		t.Fatalf("%v in %.300s", err, got.Body)
	}
	r = answer.Extensions.Cost
	for _, e := range answer.Errors {
		r.codes = append(r.codes, e.Extensions.Code)
	}
	return r
}

// expensive fills the store with what takes the most to compute, and returns the post and a caller who may read everything.
func expensive(t *testing.T, w *world) (post string, it *client) {
	t.Helper()
	ctx := t.Context()
	home := w.Department(t, "CENTRE", "TTYT", db.ID{})
	unit := w.Department(t, "OFFICE", "CNTT", home)
	it, author := w.person(t, unit, "cntt", access.IT, access.WebEditor)
	draft := it.do(t, createPost, map[string]any{"input": map[string]any{
		"type": "NEWS_ARTICLE", "department": db.GlobalID("department", unit), "title": "Nháp", "body": "<p>Nháp.</p>"}})
	post = draft.at(t, "data.createPost.post.id")
	_, key, err := db.SplitID(post)
	if err != nil {
		t.Fatal(err)
	}
	bodies := []string{full("0912345678, "), full("a b "), full("b c a ")}
	w.Exec(t, "UPDATE revisions SET body = ?, findings_rules = 0 WHERE post_id = ?", bodies[1], key)
	var rows []kit.Row
	for n := range 99 {
		rows = append(rows, kit.Row{"id": db.NewID(), "post_id": key, "number": n + 2, "editor_id": author, "content": "{}", "audience": "PUBLIC",
			"body": bodies[(n+2)%3], "findings_rules": 0, "created_at": w.DB.Now(ctx)})
	}
	for some := range slices.Chunk(rows, 20) {
		w.InsertMany(ctx, t, "revisions", some)
	}
	var assets, links []kit.Row
	for n := range resting + 1 {
		id := db.NewID()
		assets = append(assets, kit.Row{"id": id, "code": fmt.Sprintf("MC-%04d", n), "name": "Máy", "kind": "SERVER", "department_id": unit, "state": "IN_USE",
			"source": "REGISTERED", "version": 1, "created_at": w.DB.Now(ctx)})
		if n > 0 { // a chain, at the end of which everything hangs
			links = append(links, kit.Row{"id": db.NewID(), "from_id": id, "to_id": assets[min(n-1, 5)]["id"], "created_at": w.DB.Now(ctx)})
		}
	}
	w.InsertMany(ctx, t, "assets", assets)
	w.InsertMany(ctx, t, "asset_links", links)
	return post, it
}

// full is a text as long as there may be.
func full(part string) string {
	return "<p>" + strings.Repeat(part, (richtext.MaxBytes-8)/len(part)) + "</p>"
}
