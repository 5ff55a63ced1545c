package paging_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/test/kit"
)

type field string

var orders = paging.Orders[field]{ID: "departments.id", Default: paging.Wish[field]{Field: "CODE", Direction: paging.Ascending}, By: map[field]paging.Column{
	"CODE":  paging.Text("departments.code"),
	"MADE":  paging.Number("departments.created_at"),
	"KIND":  paging.Ranked("departments.kind", "OFFICE", "CENTRE"),
	"ABOVE": paging.Text("above.code").Of("above", "departments.parent_id"),
}}

// above is the department over another, except one that the reader may not see.
func above(kind, key string) (string, []any) {
	return " LEFT JOIN departments above ON above.id = " + key + " AND above.code <> ?", []any{"HIDDEN"}
}

// A cursor that somebody made up is refused where its value is of another kind than the column: the stores compare a number with a
// text each in its own way.
func TestACursorOfAnotherKindIsRefused(t *testing.T) {
	id := db.NewID()
	made := func(order, value string) *string {
		s := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `{"o":%q,%s"k":%q}`, order, value, base64.StdEncoding.EncodeToString(id[:])))
		return &s
	}
	for _, c := range []struct {
		field field
		value string
		taken bool
	}{{"CODE", `"s":"K1",`, true}, {"CODE", `"n":1,`, false}, {"CODE", ``, true}, {"MADE", `"n":1,`, true}, {"MADE", `"s":"1",`, false}, {"MADE", ``, false}, {"KIND", `"n":0,`, true}, {"KIND", `"s":"OFFICE",`, false}} {
		_, err := orders.Plan(paging.Wish[field]{Field: c.field}, nil, paging.Args{After: made(string(c.field)+" ASC", c.value)})
		if c.taken == fault.Is(err, fault.BadInput) {
			t.Errorf("%s {%s}: %v", c.field, c.value, err)
		}
	}
	for _, w := range []paging.Wish[field]{{}, {Field: "CODE"}, {Field: "CODE", Direction: paging.Ascending}} { // one order
		if _, err := orders.Plan(w, nil, paging.Args{After: made("CODE ASC", `"s":"K1",`)}); err != nil {
			t.Errorf("%v: %v", w, err)
		}
	}
}

// A column of another row is blank where the reader does not see that row, in the order and in the cursor.
func TestAnOrderByAnotherRowHidesWhatTheReaderMayNotSee(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		root := k.Department(t, "CENTRE", "ROOT", db.ID{})
		hidden := k.Department(t, "OFFICE", "HIDDEN", root)
		k.Department(t, "OFFICE", "A", hidden)
		k.Department(t, "OFFICE", "B", root)
		plan, err := orders.Plan(paging.Wish[field]{Field: "ABOVE"}, above, paging.Args{})
		if err != nil {
			t.Fatal(err)
		}
		c, err := paging.Read[*row](context.Background(), k.DB, plan, "departments.id, departments.code, departments.kind", "departments", "departments.kind = ?", []any{"OFFICE"})
		if err != nil {
			t.Fatal(err)
		}
		if got := codes(c); got[0] != "A" || len(got) != 3 || !slices.Contains(got[1:], "B") {
			t.Errorf("got %v", got)
		}
		for _, e := range c.Edges {
			if raw, _ := base64.RawURLEncoding.DecodeString(e.Cursor()); strings.Contains(string(raw), "HIDDEN") {
				t.Errorf("%s", raw)
			}
		}
		if n, err := c.TotalCount(context.Background()); n != 3 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	})
}
