package post

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
)

// listed is a head as a list reads it, in a search with its score, and in an order that no field of the head has with the key.
type listed struct {
	Head
	Score   int64  `db:"score"`
	SortKey string `db:"sort_key"`
}

// page is the statement that reads one page of a list.
type page struct {
	columns, from, index, where, keyset, tail string
	args, keyArgs                             []any
	size                                      int
}

// narrow adds a condition.
func (p *page) narrow(sql string, args ...any) {
	p.where, p.args = p.where+" AND "+sql, slices.Concat(p.args, args)
}

func (s *Service) rows(ctx context.Context, p page) ([]*listed, error) {
	return db.All[*listed](ctx, s.db.From(ctx), "SELECT "+p.columns+" FROM "+p.from+s.db.Dialect.InOrderOf(p.index)+" WHERE "+p.where+" AND "+p.keyset+p.tail,
		slices.Concat(p.args, p.keyArgs)...)
}

// number counts the rows that a list finds.
func (s *Service) number(ctx context.Context, from, where string, args []any) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM "+from+" WHERE "+where, args...)
}

// firstDeadline is the earliest deadline among them, zero if none has one.
func (s *Service) firstDeadline(ctx context.Context, from, where string, args []any) (next db.Time, err error) {
	return next, s.db.From(ctx).Get(ctx, &next, "SELECT MIN(posts.closes_at) FROM "+from+" WHERE "+where, args...)
}
