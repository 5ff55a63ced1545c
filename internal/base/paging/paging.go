// Package paging turns Relay arguments into a keyset condition, and rows into a connection.
package paging

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// Bounds of a page.
const (
	DefaultSize = 20
	MaxSize     = 100
	MaxOffset   = 10_000
)

// Args are the arguments of every connection field.
type Args struct {
	First  *int
	After  *string
	Last   *int
	Before *string
	Offset *int // numbered pages: rows to pass over, instead of a cursor
}

// String tells the arguments apart.
func (a Args) String() string {
	var b strings.Builder
	for _, n := range []*int{a.First, a.Last, a.Offset} {
		if n != nil {
			b.WriteString(strconv.Itoa(*n))
		}
		b.WriteString(" ")
	}
	for _, s := range []*string{a.After, a.Before} {
		if s != nil {
			b.WriteString(strconv.Quote(*s))
		}
		b.WriteString(" ")
	}
	return b.String()
}

// Order sorts by one column, ties broken by the id column in the same direction. The column holds no NULL. Name goes
// into cursors, so that a cursor of one order is refused in another.
type Order struct {
	Name, Column, ID string
	Desc             bool

	kind kind // of the column's values; a cursor with one of another kind is refused where it is known
	join string
	args []any // of the placeholders in join
}

// Direction is which way a client wants a list sorted.
type Direction string

// The directions.
const (
	Ascending  Direction = "ASC"
	Descending Direction = "DESC"
)

// Plan is a checked request for one page.
type Plan struct {
	order         Order
	size, offset  int
	backwards     bool
	after, before *cursor
}

// cursor is a position between rows: the sort value (int64 or string) and the id of the row it stands at.
type cursor struct {
	Order string `json:"o"`
	Int   *int64 `json:"n,omitempty"`
	Text  string `json:"s,omitempty"`
	ID    []byte `json:"k"`
}

func (c *cursor) value() any {
	if c.Int != nil {
		return *c.Int
	}
	return c.Text
}

// New checks the arguments: PageTooLarge beyond the bounds, BadInput for what does not fit together.
func New(a Args, o Order) (*Plan, error) {
	p := &Plan{order: o, size: DefaultSize}
	if a.First != nil && a.Last != nil {
		return nil, fault.Bad(firstOrLast)
	}
	size := a.First
	if a.Last != nil {
		size, p.backwards = a.Last, true
	}
	if size != nil {
		p.size = *size
	}
	if p.size < 0 {
		return nil, fault.Bad(negativeSize)
	}
	if p.size > MaxSize {
		return nil, tooLarge(pageTooLarge.With(MaxSize))
	}
	if a.Offset != nil {
		if a.After != nil || a.Before != nil || p.backwards || *a.Offset < 0 {
			return nil, fault.Bad(offsetCombined)
		}
		if *a.Offset > MaxOffset {
			return nil, tooLarge(offsetTooLarge.With(MaxOffset))
		}
		p.offset = *a.Offset
	}
	var err error
	if p.after, err = o.parse(a.After); err != nil {
		return nil, err
	}
	p.before, err = o.parse(a.Before)
	return p, err
}

func tooLarge(t fault.Text) error {
	return &fault.Error{Code: fault.PageTooLarge, Text: t}
}

func (o Order) parse(s *string) (*cursor, error) {
	if s == nil {
		return nil, nil
	}
	var c cursor
	raw, err := base64.RawURLEncoding.DecodeString(*s)
	if err != nil || json.Unmarshal(raw, &c) != nil || c.Order != o.Name || len(c.ID) != len(db.ID{}) || !o.kind.has(&c) {
		return nil, fault.Bad(malformedCursor)
	}
	return &c, nil
}

// Where returns the keyset condition, to be joined to the list's own with AND.
func (p *Plan) Where() (sql string, args []any) {
	sql = "1 = 1"
	for _, b := range []struct {
		at      *cursor
		forward bool
	}{{p.after, true}, {p.before, false}} {
		if b.at == nil {
			continue
		}
		one, values := p.order.beyond(b.at, b.forward, "")
		sql, args = sql+" AND "+one, append(args, values...)
	}
	return sql, args
}

// beyond is the condition of the rows after the cursor, or before it; or is "=" where the row at the cursor is one of them.
func (o Order) beyond(at *cursor, after bool, or string) (sql string, args []any) {
	op := "<"
	if after != o.Desc {
		op = ">"
	}
	// Spelled with >= first, so that an index on (column, id) bounds the scan.
	return fmt.Sprintf("%[1]s %[3]s= ? AND (%[1]s %[3]s ? OR %[2]s %[3]s%[4]s ?)", o.Column, o.ID, op, or), []any{at.value(), at.value(), at.ID}
}

// Tail returns the ORDER BY and LIMIT clauses. One row more than the page is read, to know whether there are more.
func (p *Plan) Tail() string {
	dir := "ASC"
	if p.order.Desc != p.backwards {
		dir = "DESC"
	}
	return fmt.Sprintf(" ORDER BY %s %s, %s %s LIMIT %d OFFSET %d", p.order.Column, dir, p.order.ID, dir, p.size+1, p.offset)
}

// Leading returns, of rows that were read in parts, those that the page could hold, in the order that Connect expects.
// The comparison is that of the order's columns, ascending.
func Leading[T any](p *Plan, rows []T, compare func(a, b T) int) []T {
	slices.SortFunc(rows, compare)
	if p.order.Desc != p.backwards {
		slices.Reverse(rows)
	}
	return rows[:min(len(rows), p.size+1)]
}

// Connection is a page of a list.
type Connection[T any] struct {
	Edges    []*Edge[T]
	PageInfo Info

	total func(ctx context.Context) (int, error)
}

// Edge is one element of a page.
type Edge[T any] struct {
	Node T
	at   place
}

// Cursor is the place of the element.
func (e *Edge[T]) Cursor() string { return e.at.cursor() }

// place is where an element stands in an order. Its cursor is made when it is asked for.
type place struct {
	order Order
	value any // int64, db.Time or string
	id    db.ID
}

// Info tells where a page lies in its list.
type Info struct {
	next, previous side
	start, end     *place
}

// side is what lies beyond one end of a page: known, or looked for when it is asked for.
type side struct {
	some bool
	look func(ctx context.Context) (bool, error)
}

func (s side) any(ctx context.Context) (bool, error) {
	if s.some || s.look == nil {
		return s.some, nil
	}
	return s.look(ctx)
}

// HasNextPage reports whether more follows the page.
func (i Info) HasNextPage(ctx context.Context) (bool, error) { return i.next.any(ctx) }

// HasPreviousPage reports whether there is more before the page.
func (i Info) HasPreviousPage(ctx context.Context) (bool, error) { return i.previous.any(ctx) }

// StartCursor is the place of the first element, nil on an empty page.
func (i Info) StartCursor() *string { return i.start.optional() }

// EndCursor is the place of the last element, nil on an empty page.
func (i Info) EndCursor() *string { return i.end.optional() }

func (p *place) optional() *string {
	if p == nil {
		return nil
	}
	cursor := p.cursor()
	return &cursor
}

// Nodes returns the elements without their cursors.
func (c *Connection[T]) Nodes() []T {
	nodes := make([]T, len(c.Edges))
	for i, e := range c.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// TotalCount counts the whole list, when it is asked for.
func (c *Connection[T]) TotalCount(ctx context.Context) (int, error) { return c.total(ctx) }

// Rest is what a connection asks of its list beside the page, when it is selected.
type Rest struct {
	Total func(ctx context.Context) (int, error)
	// Any reports whether a row of the list fulfils the condition.
	Any func(ctx context.Context, sql string, args []any) (bool, error)
}

// Connect makes a connection of the rows that the plan's SQL returned. at gives a row's sort value (int64 or string)
// and id.
func Connect[T any](p *Plan, rows []T, at func(T) (value any, id db.ID), rest Rest) *Connection[T] {
	more := len(rows) > p.size
	if more {
		rows = rows[:p.size]
	}
	if p.backwards {
		slices.Reverse(rows)
	}
	c := &Connection[T]{Edges: make([]*Edge[T], len(rows)), total: rest.Total}
	edges := make([]Edge[T], len(rows))
	for i, row := range rows {
		value, id := at(row)
		edges[i] = Edge[T]{row, place{p.order, value, id}}
		c.Edges[i] = &edges[i]
	}
	c.PageInfo.next = p.side(more && !p.backwards, p.before, true, rest)
	c.PageInfo.previous = p.side(more && p.backwards, p.after, false, rest)
	if p.offset > 0 { // which a page past the end of its list has passed over too, if there is anything
		c.PageInfo.previous = side{len(rows) > 0, func(ctx context.Context) (bool, error) { return rest.Any(ctx, "1 = 1", nil) }}
	}
	if n := len(c.Edges); n > 0 {
		c.PageInfo.start, c.PageInfo.end = &edges[0].at, &edges[n-1].at
	}
	return c
}

// side is what lies beyond an end of the page. A cursor that bounds it there tells nothing: its row may be gone, or have
// stood in another list.
func (p *Plan) side(more bool, bound *cursor, after bool, rest Rest) side {
	if more || bound == nil {
		return side{some: more}
	}
	return side{look: func(ctx context.Context) (bool, error) {
		sql, args := p.order.beyond(bound, after, "=")
		return rest.Any(ctx, sql, args)
	}}
}

func (p place) cursor() string {
	c := cursor{Order: p.order.Name, ID: p.id[:]}
	switch v := p.value.(type) {
	case int64:
		c.Int = &v
	case db.Time:
		n := v.UnixMicro()
		c.Int = &n
	case string:
		c.Text = v
	}
	raw, _ := json.Marshal(c) // a struct of plain fields cannot fail
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Query reads one page: columns FROM from WHERE the conditions AND the keyset, in the plan's order, and makes a
// connection whose totalCount runs only when asked.
func Query[T any](ctx context.Context, d *db.DB, p *Plan, columns, from, where string, args []any, at func(T) (any, db.ID)) (*Connection[T], error) {
	keyset, keyArgs := p.Where()
	var rows []T
	if err := d.From(ctx).Select(ctx, &rows, "SELECT "+columns+" FROM "+from+" WHERE ("+where+") AND "+keyset+p.Tail(), slices.Concat(args, keyArgs)...); err != nil {
		return nil, err
	}
	return Connect(p, rows, at, Rest{
		Total: func(ctx context.Context) (int, error) {
			return db.One[int](ctx, d.From(ctx), "SELECT COUNT(*) FROM "+from+" WHERE "+where, args...)
		},
		Any: func(ctx context.Context, sql string, values []any) (bool, error) {
			return Any(ctx, d, from, where, args, sql, values)
		},
	}), nil
}

// Any reports whether a row of a list fulfils a condition too.
func Any(ctx context.Context, d *db.DB, from, where string, args []any, sql string, values []any) (bool, error) {
	found, err := db.All[int](ctx, d.From(ctx), "SELECT 1 FROM "+from+" WHERE ("+where+") AND "+sql+" LIMIT 1", slices.Concat(args, values)...)
	return len(found) > 0, err
}
