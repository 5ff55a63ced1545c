package db

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"

	"github.com/jmoiron/sqlx"
)

// maxPrepared bounds how many statements of one pool stay prepared, on each of its connections.
const maxPrepared = 256

// prepared keeps the prepared statements of a pool by their text. The texts are few: values are bound, and lists come
// in a few lengths.
type prepared struct {
	pool *sqlx.DB

	mu  sync.RWMutex
	own map[string]*sqlx.Stmt
}

// find returns the statement, nil where it is not prepared.
func (p *prepared) find(query string) *sqlx.Stmt {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.own[query]
}

// prepare returns the statement, nil where there are too many. It takes a connection of the pool for a moment.
func (p *prepared) prepare(ctx context.Context, query string) (*sqlx.Stmt, error) {
	if s := p.find(query); s != nil {
		return s, nil
	}
	p.mu.RLock()
	full := len(p.own) >= maxPrepared
	p.mu.RUnlock()
	if full {
		return nil, nil
	}
	s, err := p.pool.PreparexContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if first, ok := p.own[query]; ok { // somebody was faster
		return first, s.Close()
	}
	if p.own == nil {
		p.own = map[string]*sqlx.Stmt{}
	}
	p.own[query] = s
	return s, nil
}

// runner runs one statement.
type runner interface {
	GetContext(ctx context.Context, dest any, args ...any) error
	SelectContext(ctx context.Context, dest any, args ...any) error
	ExecContext(ctx context.Context, args ...any) (sql.Result, error)
}

// runner returns what runs the statement: prepared where it pays. On MySQL a transaction takes any connection of the
// pool, where preparing would cost more journeys than it saves.
func (h Handle) runner(ctx context.Context, query string) (runner, error) {
	d := h.db
	if h.tx == nil {
		if s, err := d.reads.prepare(ctx, query); s != nil || err != nil {
			return s, err
		}
		return unprepared{d.reader, query}, nil
	}
	if d.Dialect == SQLite {
		if s := d.writes.find(query); s != nil {
			return h.tx.sql.StmtxContext(ctx, s), nil
		}
		h.tx.new = append(h.tx.new, query)
	}
	return unprepared{h.tx.sql, query}, nil
}

// prepareFor prepares, once the transaction is over, what it had to run unprepared: it held the one connection.
func (d *DB) prepareFor(ctx context.Context, t *tx) {
	for _, query := range t.new {
		if _, err := d.writes.prepare(ctx, query); err != nil {
			slog.WarnContext(ctx, "prepare a statement", "err", err)
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

func (u unprepared) ExecContext(ctx context.Context, args ...any) (sql.Result, error) {
	return u.ExtContext.ExecContext(ctx, u.query, args...)
}
