// Package db opens the store and runs transactions over it. It is the only importer of database drivers.
package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"
	"golang.org/x/sync/semaphore"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
)

// DB is the store: a pool for writing transactions and a pool for reads. On MySQL they are the same pool; on
// SQLite there is one writer, and a reader that cannot write.
type DB struct {
	Dialect Dialect

	writer, reader *sqlx.DB
	reads, writes  *prepared
	clock          func() time.Time

	ledger    Ledger // nil for none
	accounted accounted

	// queue admits as many transactions as the writer has connections, in order of arrival. The pool itself picks a waiter
	// at random, so that some wait many times as long as others.
	queue  *semaphore.Weighted
	health health
	// pointing keeps the references to each table, by its name.
	pointing sync.Map
	// yields gives way to other goroutines after each statement. A statement on SQLite never blocks, but starts two
	// goroutines that watch its context. On a single processor they pile up until its run queue overflows; what the runtime
	// then moves to the global queue, connections about to be read included, waits for up to seconds.
	yields bool
}

// Options adjust Open. The zero value is the production form.
type Options struct {
	Clock func() time.Time // time.Now when nil; tests set their own
	Conns int              // connections a pool may hold; 16 when 0
	// Lax skips the flush to disk at each commit (SQLite synchronous=OFF): for throw-away test stores.
	Lax bool
	// ReadOnly refuses every write, and leaves even an empty file as it is.
	ReadOnly bool
	// Through stands between the pools and the driver, where tests make faults; nil for nothing.
	Through func(driver.Connector) driver.Connector
}

// Open opens the store that the DSN names: "sqlite:FILE", or "mysql:" followed by a go-sql-driver/mysql DSN
// ("mysql:user:password@tcp(host:3306)/name"). It fails when the store cannot be reached.
func Open(ctx context.Context, dsn string, o Options) (*DB, error) {
	scheme, rest, _ := strings.Cut(dsn, ":")
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Conns == 0 {
		o.Conns = 16
	}
	d := &DB{Dialect: Dialect(scheme), clock: o.Clock, queue: semaphore.NewWeighted(int64(o.Conns))}
	var err error
	switch d.Dialect {
	case SQLite:
		err = d.openSQLite(rest, o)
	case MySQL:
		err = d.openMySQL(ctx, rest, o)
	default:
		return nil, fmt.Errorf("store %q: want sqlite:FILE or mysql:DSN", scheme)
	}
	if err != nil {
		return nil, err
	}
	d.reads = newPrepared(d.reader)
	if d.writes = d.reads; d.writer != d.reader {
		d.writes = newPrepared(d.writer)
	}
	if err := errors.Join(d.writer.PingContext(ctx), d.reader.PingContext(ctx)); err != nil {
		return nil, errors.Join(fmt.Errorf("open the %s store: %w", scheme, err), d.Close())
	}
	d.health.well = time.Now()
	return d, nil
}

// cacheKB is how many kilobytes of pages each connection to SQLite may keep. Beyond 8 MB, large stores gain a few percent
// more, for as much memory again on each connection.
const cacheKB = "8000"

func (d *DB) openSQLite(file string, o Options) (err error) {
	path := "file:" + (&url.URL{Path: file}).EscapedPath()
	if o.ReadOnly {
		d.reader, err = sqlitePool(path+"?mode=rw&_pragma=busy_timeout(10000)&_pragma=query_only(1)", o)
		d.writer = d.reader
		return err
	}
	q := url.Values{"_pragma": {"busy_timeout(10000)", "foreign_keys(1)", "journal_mode(WAL)", "temp_store(MEMORY)", "cache_size(-" + cacheKB + ")"}}
	if o.Lax {
		q.Add("_pragma", "synchronous(OFF)")
	} else {
		q.Add("_pragma", "synchronous(FULL)")
	}
	// The first to open the file makes it, for its owner alone; SQLite gives its companions the same mode.
	// An existing file stays closed: closing it would drop the locks that this process holds on it.
	if f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600); err == nil {
		if err := f.Close(); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if d.reader, err = sqlitePool(path+"?"+q.Encode()+"&_pragma=query_only(1)", o); err != nil {
		return err
	}
	q.Set("_txlock", "immediate")
	if d.writer, err = sqlitePool(path+"?"+q.Encode(), o); err != nil {
		return err
	}
	d.writer.SetMaxOpenConns(1)
	d.queue = semaphore.NewWeighted(1)
	d.yields = runtime.GOMAXPROCS(0) == 1
	readers := min(o.Conns, max(2, runtime.NumCPU()))
	d.reader.SetMaxOpenConns(readers)
	d.reader.SetMaxIdleConns(readers)
	return nil
}

// driverLog passes on what the driver says of connections. The caller gets the error itself, and logs it.
type driverLog struct{}

func (driverLog) Print(v ...any) { slog.Debug("mysql driver", "says", fmt.Sprint(v...)) }

func (d *DB) openMySQL(ctx context.Context, dsn string, o Options) error {
	c, err := mysql.ParseDSN(dsn)
	if err != nil {
		return fmt.Errorf("store mysql: %w", err) // the driver's message does not repeat the DSN
	}
	c.Logger = driverLog{}
	binary, err := binaryCollation(ctx, c)
	if err != nil {
		return fmt.Errorf("open the mysql store: %w", err)
	}
	c.ClientFoundRows = true    // an UPDATE counts the rows it matched, as SQLite does
	c.InterpolateParams = true  // one round trip instead of prepare, execute, close
	c.Collation = "utf8mb4_bin" // until the session has the binary one, whose number does not fit into a handshake
	c.RejectReadOnly = true
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return err
	}
	pool := sqlx.NewDb(open(MySQL, session{connector, binary, o.ReadOnly}, o), "mysql")
	pool.SetMaxOpenConns(o.Conns)
	pool.SetMaxIdleConns(o.Conns)
	pool.SetConnMaxLifetime(5 * time.Minute)
	d.writer, d.reader = pool, pool
	return nil
}

// binaryCollation asks the server which collation compares bytes, as SQLite does. MySQL and MariaDB have none of one name:
// utf8mb4_bin, which both know, ignores trailing spaces.
func binaryCollation(ctx context.Context, c *mysql.Config) (name string, err error) {
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return "", err
	}
	pool := sql.OpenDB(connector)
	err = pool.QueryRowContext(ctx, "SELECT IF(VERSION() LIKE '%MariaDB%', 'utf8mb4_nopad_bin', 'utf8mb4_0900_bin')").Scan(&name)
	return name, errors.Join(err, pool.Close())
}

// session prepares each new connection. The isolation level has no variable of one name on both MySQL and
// MariaDB, so it is set by statement.
type session struct {
	driver.Connector
	collation string // of literals and parameters, as of columns: else they do not mix
	readOnly  bool
}

func (s session) Connect(ctx context.Context) (driver.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	conn, err := s.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	statements := []string{
		"SET NAMES utf8mb4 COLLATE " + s.collation,
		"SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
		"SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
	}
	if s.readOnly {
		statements = append(statements, "SET SESSION TRANSACTION READ ONLY")
	}
	for _, q := range statements {
		if _, err := conn.(driver.ExecerContext).ExecContext(ctx, q, nil); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return conn, nil
}

// Close closes the pools.
func (d *DB) Close() error {
	d.health.mu.Lock()
	d.health.closed = true
	d.health.mu.Unlock()
	if d.reader == d.writer {
		return d.writer.Close()
	}
	return errors.Join(d.reader.Close(), d.writer.Close())
}

func (d *DB) isClosed() bool {
	d.health.mu.Lock()
	defer d.health.mu.Unlock()
	return d.health.closed
}

// slow is the duration from which a statement is logged.
const slow = 250 * time.Millisecond

// observe logs a slow statement and turns a fault of the store into Unavailable. Arguments are never logged.
func (d *DB) observe(ctx context.Context, query string, start time.Time, err error) error {
	metrics.Statements.Inc()
	c := classOf(err, atStatement)
	if err != nil && d.isClosed() {
		c = away
	}
	if c == away {
		err = d.noticed(err)
	}
	if took := time.Since(start); took > slow {
		metrics.SlowStatements.Inc()
		slog.Log(ctx, Level(err, slog.LevelWarn), "slow statement", "took", took, "sql", strings.Join(strings.Fields(query), " "))
	}
	if c != away {
		return err
	}
	if d.open(ctx) != nil || query == "BEGIN" {
		return unavailable(err, fault.NotSaved)
	}
	return unavailable(err, "")
}
