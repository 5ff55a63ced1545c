package kit

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync"

	"github.com/go-sql-driver/mysql"
)

// Fault makes the store fail at one place of what is done under a context: its BEGIN, each statement, its COMMIT, counted
// from 1 in their order.
type Fault struct {
	Err error
	// At is the place.
	At int
	// Lost closes the connection, and the store rolls back, as it does when a client goes.
	Lost bool
	// Undoes says that the store rolls the transaction back with this error, and would save a statement after it alone.
	Undoes bool
	// Done lets a COMMIT through, and only its answer gets lost.
	Done bool

	mu     sync.Mutex
	places int
	hit    string
}

// Hit is the statement at the place, "" if it was not reached.
func (f *Fault) Hit() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hit
}

// next counts a place and reports whether it is the one.
func (f *Fault) next(query string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.places++
	if f.places == f.At {
		f.hit = query
	}
	return f.places == f.At
}

type faultKey struct{}

// WithFault returns a context under which the store fails; its connections go through Faults.
func WithFault(ctx context.Context, f *Fault) context.Context {
	return context.WithValue(ctx, faultKey{}, f)
}

func faultOf(ctx context.Context) *Fault {
	f, _ := ctx.Value(faultKey{}).(*Fault)
	return f
}

// Faults is db.Options.Through for connections that fail where their context says so.
func Faults(c driver.Connector) driver.Connector { return faultyConnector{c} }

type faultyConnector struct{ driver.Connector }

func (c faultyConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &faultyConn{driverConn: conn.(driverConn)}, nil
}

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

type faultyConn struct {
	driverConn
	fault *Fault // of the open transaction
	lost  bool
}

// fail returns the error to answer instead of running the statement, nil where it runs.
func (c *faultyConn) fail(f *Fault, query string) error {
	if c.lost {
		return driver.ErrBadConn
	}
	if f == nil || !f.next(query) {
		return nil
	}
	if (f.Lost || f.Undoes) && c.fault != nil {
		_, _ = c.driverConn.ExecContext(context.Background(), "ROLLBACK", nil)
	}
	if f.Lost {
		c.lost = true
		_ = c.driverConn.Close()
	}
	return f.Err
}

func (c *faultyConn) IsValid() bool { return !c.lost && c.driverConn.IsValid() }

func (c *faultyConn) ResetSession(ctx context.Context) error {
	if c.lost {
		return driver.ErrBadConn
	}
	return c.driverConn.ResetSession(ctx)
}

func (c *faultyConn) Close() error {
	if c.lost {
		return nil
	}
	return c.driverConn.Close()
}

func (c *faultyConn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.driverConn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

func (c *faultyConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	if err := c.fail(faultOf(ctx), "BEGIN"); err != nil {
		return nil, err
	}
	tx, err := c.driverConn.BeginTx(ctx, o)
	if err == nil {
		c.fault = faultOf(ctx)
	}
	return &faultyTx{tx, c}, err
}

func (c *faultyConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if query == "COMMIT" { // without the context of its transaction
		return nil, c.commit(func() error {
			_, err := c.driverConn.ExecContext(ctx, query, args)
			return err
		})
	}
	if err := c.fail(faultOf(ctx), query); err != nil {
		return nil, err
	}
	return c.driverConn.ExecContext(ctx, query, args)
}

func (c *faultyConn) commit(do func() error) error {
	f := c.fault
	defer func() { c.fault = nil }()
	if f != nil && f.Done {
		f.mu.Lock()
		here := f.places+1 == f.At
		f.mu.Unlock()
		if here {
			if err := do(); err != nil {
				return errors.Join(errors.New("kit: the COMMIT that should succeed"), err)
			}
		}
	}
	if err := c.fail(f, "COMMIT"); err != nil {
		if !c.lost && !f.Done {
			_, _ = c.driverConn.ExecContext(context.Background(), "ROLLBACK", nil)
		}
		return err
	}
	return do()
}

func (c *faultyConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.fail(faultOf(ctx), query); err != nil {
		return nil, err
	}
	return c.driverConn.QueryContext(ctx, query, args)
}

func (c *faultyConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if err := c.fail(faultOf(ctx), query); err != nil {
		return nil, err
	}
	s, err := c.driverConn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return &faultyStmt{driverStmt: s.(driverStmt), conn: c, query: query}, nil
}

type faultyTx struct {
	driver.Tx
	conn *faultyConn
}

func (t *faultyTx) Commit() error { return t.conn.commit(t.Tx.Commit) }

func (t *faultyTx) Rollback() error {
	t.conn.fault = nil
	if t.conn.lost {
		return mysql.ErrInvalidConn
	}
	return t.Tx.Rollback()
}

type driverStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

type faultyStmt struct {
	driverStmt
	conn  *faultyConn
	query string
}

func (s *faultyStmt) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := s.driverStmt.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return s.conn.CheckNamedValue(v)
}

func (s *faultyStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	if err := s.conn.fail(faultOf(ctx), s.query); err != nil {
		return nil, err
	}
	return s.driverStmt.ExecContext(ctx, args)
}

func (s *faultyStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	if err := s.conn.fail(faultOf(ctx), s.query); err != nil {
		return nil, err
	}
	return s.driverStmt.QueryContext(ctx, args)
}

func (s *faultyStmt) Close() error {
	if s.conn.lost {
		return nil
	}
	return s.driverStmt.Close()
}
