package paging

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
)

// Wish is how a client wants a list sorted: by one of the list's fields, and in which direction. The zero wish is the list's
// own order.
type Wish[F ~string] struct {
	Field     F
	Direction Direction
}

// Orders are all the ways to sort a list: the column of each field, the column whose id breaks ties, and the order of a list
// whose client wishes none.
type Orders[F ~string] struct {
	ID      string
	Default Wish[F]
	By      map[F]Column
}

// Column is what a list is sorted by. It is never NULL, since nothing comes after a cursor by what is unknown, and it shows
// nothing that the reader of the list may not see: an order, and its cursors, tell the value.
type Column struct {
	sql  string
	kind kind
	// What the column is read from beside the tables of the list: a join, or the row of a kind that key names.
	join, linked, key string
}

// kind is what the values of a column are.
type kind int

const (
	unknown kind = iota
	text
	number
)

func (k kind) has(c *cursor) bool {
	return k == unknown || (k == number) == (c.Int != nil)
}

// Text sorts by a text that is never NULL, byte by byte: names by their sort keys, and not as they are written.
func Text(column string) Column { return Column{sql: column, kind: text} }

// Number sorts by a number or a moment that is never NULL.
func Number(column string) Column { return Column{sql: column, kind: number} }

// unknownDay stands for a day that is not on record.
const unknownDay = "9999-12-31"

// Day sorts by a day; what has none comes last when ascending.
func Day(column string) Column { return Text("COALESCE(" + column + ", '" + unknownDay + "')") }

// Moment sorts by when something happened or is to happen; what has not happened comes last when ascending.
func Moment(column string) Column {
	return Number("COALESCE(" + column + ", " + strconv.Itoa(math.MaxInt64) + ")")
}

// Since sorts by when something was last done; what never was comes first when ascending.
func Since(column string) Column { return Number("COALESCE(" + column + ", 0)") }

// Ranked sorts by the place that the column's value has among the values; anything else comes first.
func Ranked[V ~string](column string, values ...V) Column {
	sql := "CASE " + column
	for i, v := range values {
		sql += fmt.Sprintf(" WHEN '%s' THEN %d", v, i+1)
	}
	return Number(sql + " ELSE 0 END")
}

// Of says that the column is one of another row, which key names and which is there only for those who may see it.
func (c Column) Of(kind, key string) Column {
	c.sql, c.linked, c.key = "COALESCE("+c.sql+", '')", kind, key
	return c
}

// From says what the column is read from, beside the tables of the list: a join that leaves each row there once.
func (c Column) From(join string) Column {
	c.join = join
	return c
}

// Links joins to the tables of a list the row of a kind that key names, as far as the reader may see it.
type Links func(kind, key string) (join string, args []any)

// Is reports whether the wish is for the field in the direction, or leaves the order to a list that has this one.
func (o Orders[F]) Is(w Wish[F]) bool { return w == (Wish[F]{}) || w == o.Default }

// Order is the wish in terms of columns. links may be nil where no column is of another row.
func (o Orders[F]) Order(w Wish[F], links Links) Order {
	if w.Field == "" {
		w = o.Default
	}
	if w.Direction == "" {
		w.Direction = Ascending
	}
	by := o.By[w.Field]
	order := Order{Name: string(w.Field) + " " + string(w.Direction), Column: by.sql, ID: o.ID, Desc: w.Direction == Descending, kind: by.kind, join: by.join}
	if by.linked != "" {
		order.join, order.args = links(by.linked, by.key)
	}
	return order
}

// Plan checks the arguments of a page in the order that is wished for.
func (o Orders[F]) Plan(w Wish[F], links Links, a Args) (*Plan, error) {
	return New(a, o.Order(w, links))
}

// placed is a row with its place in an order.
type placed[T any] struct {
	row T
	at  db.Place
}

// Read reads one page in the plan's order, which is one of Orders: columns FROM from WHERE the conditions AND the keyset.
// It makes a connection whose totalCount runs only when asked.
func Read[T any](ctx context.Context, d *db.DB, p *Plan, columns, from, where string, args []any) (*Connection[T], error) {
	keyset, keyArgs := p.Where()
	sql := strings.Join([]string{"SELECT ", columns, ", ", p.order.Column, " AS sort_value, ", p.order.ID, " AS sort_id FROM ", from, p.order.join,
		" WHERE (", where, ") AND ", keyset, p.Tail()}, "")
	rows, places, err := db.Placed[T](ctx, d.From(ctx), p.order.kind == number, sql, slices.Concat(p.order.args, args, keyArgs)...)
	if err != nil {
		return nil, err
	}
	all := make([]placed[T], len(rows))
	for i := range rows {
		all[i] = placed[T]{rows[i], places[i]}
	}
	page := Connect(p, all, func(r placed[T]) (any, db.ID) { return r.at.Value, r.at.ID }, Rest{
		Total: func(ctx context.Context) (int, error) {
			return db.One[int](ctx, d.From(ctx), "SELECT COUNT(*) FROM "+from+" WHERE "+where, args...)
		},
		Any: func(ctx context.Context, sql string, values []any) (bool, error) {
			return Any(ctx, d, from+p.order.join, where, slices.Concat(p.order.args, args), sql, values)
		},
	})
	return Map(page, func(r placed[T]) T { return r.row }), nil
}
