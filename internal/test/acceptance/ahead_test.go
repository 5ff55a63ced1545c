package acceptance

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// What a list loads ahead for all of its rows is what each row would have loaded alone: a directive on a field keeps it from
// being loaded ahead and changes nothing else. Statements do not grow with the rows.
func TestListsLoadAhead(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		reader, _ := w.person(t, w.Department(t, "BOARD", "BGD", root), "ban.doc", access.Director)
		for i := range 4 {
			ward := w.Department(t, "CLINICAL", fmt.Sprintf("K%d", i), root)
			for n := range i { // none in the first
				w.Staff(t, ward, fmt.Sprintf("Người %d của khoa %d", n, i))
			}
		}
		const most = 6 // session, person, roles, staff; and the tree after a change
		for _, c := range []struct{ query, variables string }{
			{query: `{ departments { code parent# { code } } }`},
			{query: `{ departments { code children# { code children# { code } } ancestors# { code } earlierNames# { name } } }`},
			{query: `{ departments { code staff(first: 2)# { nodes { name } } } }`},
			{query: `{ departments { staff(first: 1)# { edges { cursor node { name title } } pageInfo { hasNextPage endCursor } } } }`},
			{query: `{ departments { staff(last: 2)# { nodes { name department# { code parent# { code } } } } } }`},
			{query: `query($n: Int!) { departments { staff(first: $n)# { nodes { id } } } }`, variables: `{"n": 3}`},
			{query: `{ departments { a: staff(first: 1)# { nodes { id } } b: staff(first: 3)# { nodes { name } } } }`},
			{query: `{ departments { staff(first: 2)# { nodes { name } } ...More } } fragment More on Department { staff(first: 2)# { nodes { title } } }`},
			{query: `{ departments { ... on Department { staff(first: 2)# { nodes { name } } } } }`},
			{query: `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Department { code parent# { code } } ... on StaffMember { name } } }`,
				variables: fmt.Sprintf(`{"ids": [%q, "bm9uZTo"]}`, db.GlobalID("department", root))},
		} {
			answer := func(directive string) (string, int32) {
				t.Helper()
				var statements atomic.Int32
				ctx := db.Observe(t.Context(), db.OnStatement(func(string, []any) { statements.Add(1) }))
				body := fmt.Sprintf(`{"query": %q, "variables": %s}`, strings.ReplaceAll(c.query, "#", directive), cmp.Or(c.variables, "{}"))
				r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(body))
				r.Header = reader.header.Clone()
				r.Header.Set("Content-Type", "application/json")
				out := httptest.NewRecorder()
				w.App.Handler().ServeHTTP(out, r)
				return out.Body.String(), statements.Load()
			}
			ahead, n := answer("")
			alone, _ := answer(" @include(if: true)")
			if ahead != alone || strings.Contains(ahead, `"message"`) && !strings.Contains(c.query, "nodes(ids") {
				t.Errorf("%s: ahead\n%s\nrow by row\n%s", c.query, ahead, alone)
			}
			if n > most {
				t.Errorf("%s: %d statements", c.query, n)
			}
		}
	})
}
