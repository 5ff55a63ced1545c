package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"
	"modernc.org/sqlite"
)

const (
	// connectTimeout is how long the server may take to greet a new connection.
	connectTimeout = 5 * time.Second
	// commitTimeout is how long a COMMIT may take; after it nobody knows what became of the transaction. The driver sets no
	// bound, and a server that is stopped or cut off would hold the caller for ever.
	commitTimeout = 10 * time.Second
)

// guard hands out connections that go out of use once a transaction on them did not end as it was told to: the next BEGIN
// would commit what is left of it.
type guard struct {
	driver.Connector
	dialect Dialect
}

// driverConn is what both drivers' connections can do.
type driverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

func (g guard) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := g.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &guarded{driverConn: c.(driverConn), dialect: g.dialect}, nil
}

// guarded is a connection that knows how its transactions ended.
type guarded struct {
	driverConn
	dialect Dialect
	broken  bool
}

// IsValid tells the pool whether the connection may be used again.
func (c *guarded) IsValid() bool { return !c.broken && c.driverConn.IsValid() }

// CheckNamedValue leaves values to the driver where that checks them.
func (c *guarded) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.driverConn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

// BeginTx begins a transaction.
func (c *guarded) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx, err := c.driverConn.BeginTx(ctx, o)
	if err != nil {
		c.broken = c.broken || c.dialect == MySQL // a BEGIN whose answer got lost may have been done
		return nil, err
	}
	return guardedTx{tx, c}, nil
}

type guardedTx struct {
	driver.Tx
	conn *guarded
}

// Commit commits within commitTimeout.
func (t guardedTx) Commit() (err error) {
	if t.conn.dialect == SQLite {
		err = t.Tx.Commit() // ends with the context of BeginTx
	} else {
		ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
		defer cancel()
		if _, err = t.conn.driverConn.ExecContext(ctx, "COMMIT", nil); ofCaller(err) {
			err = fmt.Errorf("%w: no answer to COMMIT within %s", mysql.ErrInvalidConn, commitTimeout)
		}
	}
	t.conn.broken = t.conn.broken || err != nil
	return err
}

// Rollback rolls back. A connection that cannot leaves the pool, and the store then rolls back by itself.
func (t guardedTx) Rollback() error {
	err := t.Tx.Rollback()
	t.conn.broken = t.conn.broken || err != nil
	return err
}

// open makes a pool of guarded connections.
func open(d Dialect, c driver.Connector, o Options) *sql.DB {
	if o.Through != nil {
		c = o.Through(c)
	}
	return sql.OpenDB(guard{c, d})
}

func sqlitePool(dsn string, o Options) (*sqlx.DB, error) {
	connector, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sqlx.NewDb(open(SQLite, connector, o), "sqlite"), nil
}
