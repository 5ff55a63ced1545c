package kit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
)

// ours matches the names of tests' databases; what comes before the last number is their process's.
var ours = regexp.MustCompile(`^(ttyt_test_[0-9]+_[0-9a-f]{8})_[0-9]+$`)

// claim takes the lock of a process's name. The server gives it back once the connection is gone, also when the process
// was killed, so a process whose lock is free no longer needs its databases.
func claim(ctx context.Context, admin *sql.DB, name string) (*sql.Conn, error) {
	conn, err := admin.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var got sql.NullBool
	_, err = conn.ExecContext(ctx, "SET SESSION wait_timeout = 2000000") // a walk of hours asks nothing of this connection
	if err == nil {
		err = conn.QueryRowContext(ctx, "SELECT GET_LOCK(?, 0)", name).Scan(&got)
	}
	if err == nil && !got.Bool {
		err = fmt.Errorf("the lock %s is taken", name)
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// sweep drops the databases of processes that ended without doing so themselves.
func sweep(ctx context.Context, admin *sql.DB) error {
	names, err := databases(ctx, admin)
	if err != nil {
		return err
	}
	for _, name := range names {
		owner := ours.FindStringSubmatch(name)
		if owner == nil {
			continue
		}
		var free sql.NullBool
		if err := admin.QueryRowContext(ctx, "SELECT IS_FREE_LOCK(?)", owner[1]).Scan(&free); err != nil {
			return err
		}
		if free.Bool {
			if err := drop(ctx, admin, name); err != nil {
				return err
			}
		}
	}
	return nil
}

func databases(ctx context.Context, admin *sql.DB) (names []string, err error) {
	rows, err := admin.QueryContext(ctx, "SELECT schema_name FROM information_schema.schemata")
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		names = append(names, name)
	}
	return names, errors.Join(rows.Err(), rows.Close())
}

func drop(ctx context.Context, admin *sql.DB, name string) error {
	_, err := admin.ExecContext(ctx, "DROP DATABASE IF EXISTS "+name)
	return err
}
