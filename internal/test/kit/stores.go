package kit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/mysqld"
)

// Store is a kind of store that tests can open.
type Store struct {
	Dialect db.Dialect
	// DSN returns the DSN of a fresh migrated database that lives as long as the test.
	DSN func(t testing.TB) string
	// Bare returns the DSN of a fresh database without any tables.
	Bare func(t testing.TB) string
}

// Open returns an opener of one fresh database; opening it twice gives two handles on the same database, as two
// replicas have.
func (s Store) Open(t testing.TB, adjust func(*db.Options)) func(clock func() time.Time) *db.DB {
	t.Helper()
	dsn := s.DSN(t)
	return func(clock func() time.Time) *db.DB {
		o := db.Options{Clock: clock, Lax: true, Conns: 8}
		if adjust != nil {
			adjust(&o)
		}
		d, err := db.Open(context.Background(), dsn, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		return d
	}
}

// Stores returns the stores to test on: SQLite always, MySQL or MariaDB where there is one. TEST_STORE, sqlite or mysql, names the
// only one that counts.
func Stores(t testing.TB) []Store {
	t.Helper()
	only := db.Dialect(os.Getenv("TEST_STORE"))
	var stores []Store
	switch only {
	case "", db.SQLite, db.MySQL:
	default:
		t.Fatalf("kit: TEST_STORE is %q, neither %s nor %s", only, db.SQLite, db.MySQL)
	}
	if only != db.MySQL {
		stores = append(stores, Store{db.SQLite, sqliteDSN, bareSQLite})
	}
	if only == db.SQLite {
		return stores
	}
	switch err := startMySQL(); {
	case err == nil:
		stores = append(stores, Store{db.MySQL, mysqlDSN, bareMySQL})
	case !errors.Is(err, mysqld.ErrNone):
		t.Fatalf("kit: the MySQL half cannot run: %v", err)
	case os.Getenv("REQUIRE_MYSQL") != "", only == db.MySQL:
		t.Fatalf("kit: MySQL is asked for, but TEST_MYSQL_DSN is not set and %v", err)
	default:
		notice.Do(func() {
			fmt.Fprintln(os.Stderr, "kit: the MySQL half did not run:", err, "and TEST_MYSQL_DSN is not set")
		})
	}
	return stores
}

var notice sync.Once

// template is a migrated SQLite file, made once per process and copied for each test.
var template = sync.OnceValues(func() (content []byte, err error) {
	dir, err := os.MkdirTemp("", "kit-sqlite-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "template.db")
	d, err := db.Open(context.Background(), "sqlite:"+file, db.Options{Lax: true})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(migrate(d), d.Close()); err != nil {
		return nil, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
})

func sqliteDSN(t testing.TB) string {
	t.Helper()
	content, err := template()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + file
}

func bareSQLite(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "bare.db") }
