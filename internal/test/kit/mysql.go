package kit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"ttyt.example/ttyt/internal/base/db"
)

var errNoServer = errors.New("neither mariadbd nor mysqld is on the PATH, and TEST_MYSQL_DSN is not set")

// server is the process's throw-away server (or the one of TEST_MYSQL_DSN) with its migrated, empty databases.
var server struct {
	once  sync.Once
	err   error
	base  *mysql.Config
	admin *sql.DB
	stop  func() error

	mu    sync.Mutex
	free  []string
	made  []string
	names int
}

func startMySQL() error {
	server.once.Do(func() {
		server.stop = func() error { return nil }
		if dsn := os.Getenv("TEST_MYSQL_DSN"); dsn != "" {
			server.base, server.err = mysql.ParseDSN(strings.TrimPrefix(dsn, "mysql:"))
		} else {
			server.base, server.stop, server.err = throwAway()
		}
		if server.err != nil {
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
		server.err = awaitServer(server.admin)
	})
	return server.err
}

func stopMySQL() error {
	if server.stop == nil {
		return nil
	}
	if server.admin != nil {
		for _, name := range server.made {
			_, _ = server.admin.Exec("DROP DATABASE " + name)
		}
		_ = server.admin.Close()
	}
	return server.stop()
}

func awaitServer(d *sql.DB) (err error) {
	for range 300 {
		if err = d.Ping(); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("the server does not answer: %w", err)
}

// throwAway starts a server of its own on a socket in a temporary folder. It ends with this process, also when that
// is killed: the shell around it waits for the end of its standard input.
func throwAway() (*mysql.Config, func() error, error) {
	binary := findServer()
	if binary == "" {
		return nil, nil, errNoServer
	}
	dir, err := os.MkdirTemp("", "kit-mysql-")
	if err != nil {
		return nil, nil, err
	}
	clean := func(err error) (*mysql.Config, func() error, error) {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	data, socket := filepath.Join(dir, "data"), filepath.Join(dir, "s")
	me, err := user.Current()
	if err != nil {
		return clean(err)
	}
	if err := initialise(binary, me.Username, data); err != nil {
		return clean(err)
	}
	cmd := exec.Command("sh", "-c", `"$@" & pid=$!; cat >/dev/null; kill -9 $pid; wait`, "sh",
		binary, "--no-defaults", "--user="+me.Username, "--datadir="+data, "--socket="+socket, "--pid-file="+filepath.Join(dir, "pid"),
		"--skip-networking", "--skip-grant-tables", "--log-error="+filepath.Join(dir, "log"), "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0",
		"--innodb-buffer-pool-size=64M", "--innodb-log-file-size=8M", "--max-connections=400", "--skip-log-bin")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return clean(err)
	}
	if err := cmd.Start(); err != nil {
		return clean(err)
	}
	c := mysql.NewConfig()
	c.User, c.Net, c.Addr = "root", "unix", socket
	return c, func() error {
		_ = stdin.Close()
		_ = cmd.Wait()
		return os.RemoveAll(dir)
	}, nil
}

// findServer looks in the folders of system daemons too, which a user's PATH may not name.
func findServer() string {
	for _, name := range []string{"mariadbd", "mysqld"} {
		for _, dir := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/sbin", "/usr/local/sbin") {
			if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
				return path
			}
		}
	}
	return ""
}

// initialise prepares an empty data folder. MariaDB starts on a bare one, since grants are off; MySQL wants its
// dictionary first.
func initialise(binary, account, data string) error {
	version, err := exec.Command(binary, "--version").Output()
	if err != nil || strings.Contains(string(version), "MariaDB") {
		return errors.Join(err, os.Mkdir(data, 0o700))
	}
	out, err := exec.Command(binary, "--no-defaults", "--initialize-insecure", "--user="+account, "--datadir="+data).CombinedOutput()
	if err != nil {
		return fmt.Errorf("initialise %s: %w\n%s", binary, err, out)
	}
	return nil
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
	name := fmt.Sprintf("kit_%d_%d", os.Getpid(), server.names)
	server.made = append(server.made, name)
	server.mu.Unlock()
	_, err := server.admin.Exec("CREATE DATABASE " + name + " CHARACTER SET utf8mb4")
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
func empty(name string) error {
	ctx := context.Background()
	conn, err := server.admin.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
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
	defer conn.ExecContext(ctx, "SET SESSION foreign_key_checks = 1")
	for _, table := range tables {
		if _, err := conn.ExecContext(ctx, "DELETE FROM "+name+"."+table); err != nil {
			return err
		}
	}
	return nil
}
