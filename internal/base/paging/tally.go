package paging

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// Tally is how many rows a list holds, of one department or of all, and since when the oldest stands there.
type Tally struct {
	Department db.ID   `db:"department_id"` // zero for all
	Count      int     `db:"n"`
	Since      db.Time `db:"since"` // zero if there is none
}

// Plus is both together.
func (t Tally) Plus(other Tally) Tally {
	t.Count += other.Count
	if t.Since.IsZero() || !other.Since.IsZero() && other.Since.Before(t.Since.Time) {
		t.Since = other.Since
	}
	return t
}

// Count returns how many rows Query would page through. since is the column that tells since when a row stands there. With
// a column to count by there is a tally for each of its values that has rows, else one for all.
func Count(ctx context.Context, d *db.DB, by, since, from, where string, args []any) ([]Tally, error) {
	counted := "COUNT(*) AS n, MIN(" + since + ") AS since FROM " + from + " WHERE " + where
	if by == "" {
		return db.All[Tally](ctx, d.From(ctx), "SELECT "+counted, args...)
	}
	return db.All[Tally](ctx, d.From(ctx), "SELECT "+by+" AS department_id, "+counted+" GROUP BY "+by, args...)
}

// Map is the same page with something else made of each element.
func Map[T, U any](c *Connection[T], of func(T) U) *Connection[U] {
	edges := make([]*Edge[U], len(c.Edges))
	for i, e := range c.Edges {
		edges[i] = &Edge[U]{of(e.Node), e.at}
	}
	return &Connection[U]{edges, c.PageInfo, c.total}
}

// Empty is a page of a list that holds nothing.
func Empty[T any]() *Connection[T] {
	return &Connection[T]{Edges: []*Edge[T]{}, total: func(context.Context) (int, error) { return 0, nil }}
}
