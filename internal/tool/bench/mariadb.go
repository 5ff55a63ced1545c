package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"time"
)

// The stores that are measured.
const (
	onSQLite  = "sqlite"
	onMariaDB = "mysql"
)

// startMariaDB runs a server of its own on a socket, flushing at each commit, beside the measured server on its core.
func startMariaDB(ctx context.Context, dir string) (*process, error) {
	binary, err := exec.LookPath("mariadbd")
	if err != nil {
		binary, err = exec.LookPath("/usr/sbin/mariadbd")
	}
	if err != nil {
		return nil, fmt.Errorf("%w; on Debian: apt-get install mariadb-server-core", err)
	}
	me, err := user.Current()
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "mariadb")
	if err := os.Mkdir(data, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, err
	}
	return launch(ctx, filepath.Join(dir, "mariadb.log"), nil, binary, "--no-defaults", "--user="+me.Username, "--datadir="+data, "--socket="+filepath.Join(dir, "s"),
		"--pid-file="+filepath.Join(dir, "mariadb.pid"), "--skip-networking", "--skip-grant-tables", "--skip-log-bin",
		"--innodb-flush-log-at-trx-commit=1", "--transaction-isolation=READ-COMMITTED", "--innodb-buffer-pool-size=1G", "--innodb-log-file-size=256M")
}

// createDatabase makes a database where there is none, waiting for the server, and returns its DSN.
func createDatabase(ctx context.Context, dir, name string) (dsn string, err error) {
	dsn = "mysql:root@unix(" + filepath.Join(dir, "s") + ")/"
	pool, err := open(dsn)
	if err != nil {
		return "", err
	}
	defer pool.Close()
	for start := time.Now(); ; {
		_, err := pool.ExecContext(ctx, "CREATE DATABASE IF NOT EXISTS "+name+" CHARACTER SET utf8mb4")
		if err == nil || ctx.Err() != nil || time.Since(start) > time.Minute {
			return dsn + name, err
		}
		time.Sleep(100 * time.Millisecond)
	}
}
