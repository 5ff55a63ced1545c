package db

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/jmoiron/sqlx"
)

// maxPrepared bounds how many statements of one pool stay prepared, on each of its connections: those used last.
const maxPrepared = 256

// closeAfter is how long a statement that has to go may still be in use: longer than any transaction or request takes.
const closeAfter = time.Minute

// prepared keeps the prepared statements of a pool by their text. Values are bound, and lists come in a few lengths, so
// that there are few texts; a caller who combines filters in every way pushes out what is used seldom.
type prepared struct {
	pool *sqlx.DB

	mu  sync.Mutex
	own *simplelru.LRU[string, *sqlx.Stmt]
}

func newPrepared(pool *sqlx.DB) *prepared {
	own, err := simplelru.NewLRU(maxPrepared, func(_ string, s *sqlx.Stmt) {
		time.AfterFunc(closeAfter, func() { _ = s.Close() }) // the connection may be gone
	})
	if err != nil {
		panic(err) // of a size that is not positive
	}
	return &prepared{pool: pool, own: own}
}

// find returns the statement, nil if it is not prepared.
func (p *prepared) find(query string) *sqlx.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, _ := p.own.Get(query)
	return s
}

// prepare returns the statement. It takes a connection of the pool for a moment where it is not prepared yet.
func (p *prepared) prepare(ctx context.Context, query string) (*sqlx.Stmt, error) {
	if s := p.find(query); s != nil {
		return s, nil
	}
	s, err := p.pool.PreparexContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if first, ok := p.own.Get(query); ok { // somebody was faster
		return first, s.Close()
	}
	p.own.Add(query, s)
	return s, nil
}

// runner runs one statement.
type runner interface {
	GetContext(ctx context.Context, dest any, args ...any) error
	SelectContext(ctx context.Context, dest any, args ...any) error
	ExecContext(ctx context.Context, args ...any) (sql.Result, error)
	QueryxContext(ctx context.Context, args ...any) (*sqlx.Rows, error)
}

// runner returns what runs the statement: a prepared one, except on a transaction's first use of it. On MySQL each connection
// prepares a statement when it first runs it, even if another connection has done so.
func (h Handle) runner(ctx context.Context, query string) (runner, error) {
	d := h.db
	if h.tx == nil {
		return d.reads.prepare(ctx, query)
	}
	if s := d.writes.find(query); s != nil {
		return h.tx.sql.StmtxContext(ctx, s), nil
	}
	h.tx.new = append(h.tx.new, query)
	return unprepared{h.tx.sql, query}, nil
}

// prepareFor prepares, once the transaction is over, what it had to run unprepared: it held the one connection.
func (d *DB) prepareFor(ctx context.Context, t *tx) {
	for _, query := range t.new {
		if _, err := d.writes.prepare(ctx, query); err != nil {
			slog.Log(ctx, Level(d.observe(ctx, query, time.Now(), err), slog.LevelWarn), "prepare a statement", "err", err)
			return
		}
	}
}

// unprepared runs a statement by its text.
type unprepared struct {
	sqlx.ExtContext
	query string
}

func (u unprepared) GetContext(ctx context.Context, dest any, args ...any) error {
	return sqlx.GetContext(ctx, u.ExtContext, dest, u.query, args...)
}

func (u unprepared) SelectContext(ctx context.Context, dest any, args ...any) error {
	return sqlx.SelectContext(ctx, u.ExtContext, dest, u.query, args...)
}

func (u unprepared) QueryxContext(ctx context.Context, args ...any) (*sqlx.Rows, error) {
	return u.ExtContext.QueryxContext(ctx, u.query, args...)
}

func (u unprepared) ExecContext(ctx context.Context, args ...any) (sql.Result, error) {
	return u.ExtContext.ExecContext(ctx, u.query, args...)
}
