package kit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/mysqld"
)

// server is the server of TEST_MYSQL_DSN, which many test processes share, or the process's own, with the migrated, empty
// databases of this process.
var server struct {
	once  sync.Once
	err   error
	base  *mysql.Config
	admin *sql.DB
	alive *sql.Conn // holds the lock that tells other processes that this one lives
	stop  func() error

	mu    sync.Mutex
	free  []string
	made  []string
	names int
}

// mine begins the names of this process's databases. No other process has it, on this machine or on another.
var mine = fmt.Sprintf("ttyt_test_%d_%08x", os.Getpid(), rand.Uint32())

func startMySQL() error {
	ctx := context.Background()
	server.once.Do(func() {
		if server.base, server.stop, server.err = reach(); server.err != nil {
			return
		}
		c := server.base.Clone()
		c.DBName = ""
		connector, err := mysql.NewConnector(c)
		if err != nil {
			server.err = err
			return
		}
		server.admin = sql.OpenDB(connector)
		if server.err = awaitServer(ctx, server.admin); server.err != nil {
			return
		}
		if server.alive, server.err = claim(ctx, server.admin, mine); server.err == nil {
			server.err = sweep(ctx, server.admin)
		}
	})
	return server.err
}

func shared() bool { return os.Getenv("TEST_MYSQL_DSN") != "" }

// reach returns how to sign in at the server that tests share, or at one of this process's own.
func reach() (*mysql.Config, func() error, error) {
	if shared() {
		c, err := mysql.ParseDSN(strings.TrimPrefix(os.Getenv("TEST_MYSQL_DSN"), "mysql:"))
		return c, func() error { return nil }, err
	}
	own, err := mysqld.Start()
	if err != nil {
		return nil, nil, err
	}
	c := mysql.NewConfig()
	c.User, c.Net, c.Addr = "root", "unix", own.Socket
	return c, own.Stop, nil
}

func stopMySQL() error {
	if server.stop == nil {
		return nil
	}
	var err error
	if server.admin != nil {
		if shared() {
			for _, name := range server.made {
				err = errors.Join(err, drop(context.Background(), server.admin, name))
			}
		}
		if server.alive != nil {
			err = errors.Join(err, server.alive.Close())
		}
		err = errors.Join(err, server.admin.Close())
	}
	return errors.Join(err, server.stop())
}

func awaitServer(ctx context.Context, d *sql.DB) (err error) {
	for range 300 {
		if err = d.PingContext(ctx); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("the server does not answer: %w", err)
}

// mysqlDSN hands out a migrated, empty database, and empties it for the next test when this one ends.
func mysqlDSN(t testing.TB) string {
	t.Helper()
	name, err := takeDatabase()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := empty(name); err != nil {
			t.Errorf("kit: empty %s: %v", name, err)
			return
		}
		server.mu.Lock()
		defer server.mu.Unlock()
		server.free = append(server.free, name)
	})
	return dsnOf(name)
}

func dsnOf(name string) string {
	c := server.base.Clone()
	c.DBName = name
	return "mysql:" + c.FormatDSN()
}

func takeDatabase() (string, error) {
	server.mu.Lock()
	if n := len(server.free); n > 0 {
		name := server.free[n-1]
		server.free = server.free[:n-1]
		server.mu.Unlock()
		return name, nil
	}
	server.mu.Unlock()
	name, err := makeDatabase()
	if err != nil {
		return "", err
	}
	d, err := db.Open(context.Background(), dsnOf(name), db.Options{Conns: 2})
	if err != nil {
		return "", err
	}
	return name, errors.Join(migrate(d), d.Close())
}

// makeDatabase makes a database without tables.
func makeDatabase() (string, error) {
	server.mu.Lock()
	server.names++
	name := fmt.Sprintf("%s_%d", mine, server.names)
	server.made = append(server.made, name)
	server.mu.Unlock()
	_, err := server.admin.ExecContext(context.Background(), "CREATE DATABASE "+name+" CHARACTER SET utf8mb4")
	return name, err
}

func bareMySQL(t testing.TB) string {
	t.Helper()
	name, err := makeDatabase()
	if err != nil {
		t.Fatal(err)
	}
	return dsnOf(name)
}

// empty deletes every row but the migrations' own.
func empty(name string) (err error) {
	ctx := context.Background()
	conn, err := server.admin.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	rows, err := conn.QueryContext(ctx, "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_name NOT IN ('goose_db_version', 'migration_lease')", name)
	if err != nil {
		return err
	}
	var tables []string
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			return err
		}
		tables = append(tables, table)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "SET SESSION foreign_key_checks = 0"); err != nil {
		return err
	}
	defer func() {
		_, on := conn.ExecContext(ctx, "SET SESSION foreign_key_checks = 1")
		err = errors.Join(err, on)
	}()
	for _, table := range tables {
		if _, err := conn.ExecContext(ctx, "DELETE FROM "+name+"."+table); err != nil {
			return err
		}
	}
	return nil
}
