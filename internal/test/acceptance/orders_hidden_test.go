package acceptance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// No order tells what a reader may not see: what is hidden may change in any way, and every list of every reader keeps its
// elements, their order and their cursors. Who left the centre, who reported a matter of security and from which department, an asset
// that went to another department, what only IT reads, the private record, and when a record or asset was changed.
func TestNoOrderTellsWhatIsHidden(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newSortable(t, w)
		it, _ := w.person(t, s.departments[0], "it1", access.IT)
		nurse, nurseKey := w.person(t, s.departments[0], "nurse")
		// The nurse asked for what concerns assets of another department now, and for support that others answer.
		w.Exec(t, "UPDATE change_requests SET requester_id = ?, department_id = ?", nurseKey, s.departments[0])
		w.Exec(t, "UPDATE approvals SET author_id = ?", nurseKey)
		w.Exec(t, "UPDATE support_requests SET requester_id = ?", nurseKey)
		w.Exec(t, "UPDATE incidents SET confidential = 1 WHERE category = 'SECURITY'")
		w.Exec(t, "UPDATE incidents SET reporter_id = ? WHERE confidential = 0", nurseKey)
		w.Exec(t, "UPDATE staff SET state = 'LEFT' WHERE id IN (?)", s.people[:6])
		readers := map[string]*client{"it": it, "nurse": nurse}

		read := func() map[string]string {
			seen, schema := map[string]string{}, generated.NewExecutableSchema(generated.Config{}).Schema()
			for name, l := range listsOf(s) {
				l.document = strings.ReplaceAll(l.document, "{ id ", "{ id #")
				before, after, _ := strings.Cut(l.document, "#")
				_, after, _ = strings.Cut(after, "} } pageInfo")
				l.document = before + "} } pageInfo" + after // nothing but ids and cursors
				for _, order := range schema.Types[l.order+"Field"].EnumValues {
					for who, reader := range readers {
						r := reader.do(t, fmt.Sprintf(l.document, fmt.Sprintf("first: 50, orderBy: {field: %s, direction: ASC}", order.Name)), nil)
						seen[who+" reads "+name+" by "+order.Name] = r.Body
					}
				}
			}
			return seen
		}
		before := read()
		for what, statement := range map[string]struct {
			sql  string
			args []any
		}{
			"the names of leavers":            {"UPDATE staff SET sort_name = CONCAT('z', code), name = code WHERE state = 'LEFT'", nil},
			"private records":                 {"UPDATE staff SET ends_on = '2040-01-01', started_on = code, updated_at = 7 WHERE id IN (?)", []any{s.people}},
			"the reporters and departments":   {"UPDATE incidents SET reporter_id = ?, department_id = ? WHERE confidential = 1", []any{s.people[7], s.departments[2]}},
			"what IT reads of scans":          {"UPDATE scans SET tool = 'x', threat = 'x', note = 'x', signatures_at = 5, recorded_by = ?", []any{s.people[3]}},
			"what IT reads of infections":     {"UPDATE infections SET description = 'x', cleaning = 'x', switch_port = 'x'", nil},
			"the plans of requests":           {"UPDATE change_requests SET plan = 'x', roll_back_plan = 'x'", nil},
			"the technical sides of requests": {`UPDATE change_requests SET wanted = '{}', reason = 'y'`, nil},
		} {
			w.Exec(t, statement.sql, statement.args...)
			for asked, answer := range read() {
				if answer != before[asked] {
					t.Errorf("%s: %s\nbefore %s\nafter  %s", what, asked, before[asked], answer)
				}
			}
		}
		// What is out of the nurse's sight alone: IT sees these, so that its lists do change.
		out := maps.Collect(func(yield func(int, db.ID) bool) {
			for i, a := range s.assets {
				if i%3 != 0 && !yield(i, a) {
					return
				}
			}
		})
		w.Exec(t, "UPDATE assets SET code = CONCAT('Z', code), updated_at = updated_at + 1000000 WHERE id IN (?)", slices.Collect(maps.Values(out)))
		told := 0
		for asked, answer := range read() {
			switch changed := answer != before[asked]; {
			case changed && strings.HasPrefix(asked, "nurse"):
				t.Errorf("codes out of sight: %s\nbefore %s\nafter  %s", asked, before[asked], answer)
			case changed:
				told++
			}
		}
		if told == 0 {
			t.Error("nobody's lists follow the codes")
		}
		for _, order := range []string{"STARTED_ON", "ENDS_ON"} {
			for who, reader := range readers {
				r := reader.do(t, fmt.Sprintf("{ staffMembers(orderBy: {field: %s, direction: ASC}) { totalCount } }", order), nil)
				r.want(t, `{"data":{"staffMembers":{"totalCount":1}}}`)
				if !strings.Contains(before[who+" reads Query.assets by UPDATED_AT"], "FORBIDDEN") == (who == "nurse") {
					t.Errorf("%s sorts the register by its latest changes", who)
				}
			}
		}
	})
}
