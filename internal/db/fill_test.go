package db_test

import (
	"testing"

	"ttyt/internal/db"
)

// tagged is a row whose values could be shared between rows by mistake.
type tagged struct {
	named
	Words db.JSON[[]string] `db:"words"`
	Count *int64            `db:"count"`
	Raw   []byte            `db:"raw"`
	Heard heard             `db:"heard"`
}

// heard adds what it scans to what it holds.
type heard []any

func (h *heard) Scan(v any) error {
	*h = append(*h, v)
	return nil
}

type named struct {
	Name string // no tag: the column of the same name
}

func TestRowsAreFilledApart(t *testing.T) {
	two(t, func(t *testing.T, d, _ *db.DB) {
		const query = `SELECT 'a' AS name, '["x","y"]' AS words, 1 AS count, 'r' AS raw, 1 AS heard UNION ALL SELECT 'b', '["z"]', 2, 's', 2 UNION ALL SELECT 'c', NULL, NULL, NULL, 3`
		rows, err := db.All[tagged](t.Context(), d.From(t.Context()), query)
		if err != nil || len(rows) != 3 {
			t.Fatal(d.Dialect, err, rows)
		}
		a, b, c := rows[0], rows[1], rows[2]
		if a.Name != "a" || len(a.Words.V) != 2 || a.Words.V[0] != "x" || *a.Count != 1 || string(a.Raw) != "r" {
			t.Errorf("%s: the first row is %+v", d.Dialect, a)
		}
		if b.Name != "b" || len(b.Words.V) != 1 || *b.Count != 2 || string(b.Raw) != "s" || len(b.Heard) != 1 {
			t.Errorf("%s: the second row is %+v", d.Dialect, b)
		}
		if c.Name != "c" || c.Words.V != nil || c.Count != nil || c.Raw != nil {
			t.Errorf("%s: the third row is %+v", d.Dialect, c)
		}
		pointers, err := db.All[*named](t.Context(), d.From(t.Context()), "SELECT 'a' AS name UNION ALL SELECT 'b'")
		if err != nil || pointers[0].Name != "a" || pointers[1].Name != "b" {
			t.Errorf("%s: %v, %v", d.Dialect, pointers, err)
		}
		if _, err := db.All[named](t.Context(), d.From(t.Context()), "SELECT 'a' AS name, 1 AS nowhere"); err == nil {
			t.Errorf("%s: a column without a field was passed over", d.Dialect)
		}
		if _, err := db.All[int](t.Context(), d.From(t.Context()), "SELECT 1, 2"); err == nil {
			t.Errorf("%s: two columns went into one value", d.Dialect)
		}
	})
}
