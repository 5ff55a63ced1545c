package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"path"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

// How long a replica may hold the migration lease without renewing it, how often it does, and how long others wait for it.
const (
	migrateLease = 6 * time.Second
	migrateRenew = 1500 * time.Millisecond
	migrateWait  = 5 * time.Minute
)

// ErrNewerStore says that the store was migrated by a newer binary than this one.
var ErrNewerStore = errors.New("the database is newer than this program: install the newer version")

// Migrate brings the tables up to date with the migrations in fsys, which has a folder per dialect. Of several
// replicas one migrates while the others wait. It refuses a store that is newer than the binary, or unreleased.
func (d *DB) Migrate(ctx context.Context, fsys fs.FS) error {
	if _, err := d.Version(ctx); err != nil {
		return err
	}
	sub, err := d.migrationsOf(ctx, fsys)
	if err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	if d.Dialect == MySQL {
		dialect = goose.DialectMySQL
	}
	ctx, release, err := d.claimMigration(ctx)
	if err != nil {
		return err
	}
	defer release()
	p, err := goose.NewProvider(dialect, d.writer.DB, sub, goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read the store's version: %w", err)
	}
	sources := p.ListSources()
	if newest := sources[len(sources)-1].Version; have > newest {
		return fmt.Errorf("%w (store %d, program %d)", ErrNewerStore, have, newest)
	}
	done, err := p.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if len(done) > 0 {
		slog.InfoContext(ctx, "migrated the store", "migrations", len(done))
	}
	return nil
}

// binaryToken stands in the migrations for the server's collation that compares bytes, trailing spaces included, as SQLite
// does. MariaDB and MySQL have different names for it.
const binaryToken = "{{binary}}"

// migrationsOf returns the folder of the store's dialect, in the store's own words.
func (d *DB) migrationsOf(ctx context.Context, fsys fs.FS) (fs.FS, error) {
	sub, err := fs.Sub(fsys, string(d.Dialect))
	if err != nil || d.Dialect != MySQL {
		return sub, err
	}
	binary, err := One[string](ctx, d.From(ctx), "SELECT @@collation_connection") // as openMySQL sets it
	if err != nil {
		return nil, fmt.Errorf("read the server's collation: %w", err)
	}
	return worded{sub, strings.NewReplacer(binaryToken, binary)}, nil
}

// worded replaces tokens in the SQL files of a folder.
type worded struct {
	fs.FS
	words *strings.Replacer
}

func (w worded) Open(name string) (fs.File, error) {
	f, err := w.FS.Open(name)
	if err != nil || path.Ext(name) != ".sql" {
		return f, err
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return wordedFile{f, strings.NewReader(w.words.Replace(string(text)))}, nil
}

type wordedFile struct {
	fs.File
	text *strings.Reader
}

func (f wordedFile) Read(p []byte) (int, error) { return f.text.Read(p) }

// claimMigration takes the one lease row, waiting while another replica renews it. It returns its release, and a context that
// ends once the lease is lost.
func (d *DB) claimMigration(ctx context.Context) (held context.Context, release func(), err error) {
	binary := "BLOB"
	if d.Dialect == MySQL {
		binary = "BINARY(16)"
	}
	for _, q := range []string{
		"CREATE TABLE IF NOT EXISTS migration_lease (id INT NOT NULL PRIMARY KEY, owner " + binary + ", until BIGINT NOT NULL)",
		d.Dialect.InsertIgnore() + " INTO migration_lease (id, until) VALUES (1, 0)",
	} {
		if _, err := d.direct(ctx, q); err != nil {
			return nil, nil, fmt.Errorf("prepare the migration lease: %w", err)
		}
	}
	me := NewID()
	if err := d.awaitMigration(ctx, me); err != nil {
		return nil, nil, err
	}
	held, lose := context.WithCancelCause(ctx)
	renewing, stop := context.WithCancel(context.WithoutCancel(ctx))
	go d.renewMigration(renewing, me, lose)
	return held, func() {
		stop()
		lose(nil)
		if _, err := d.direct(context.WithoutCancel(ctx), "UPDATE migration_lease SET owner = NULL, until = 0 WHERE owner = ?", me); err != nil {
			slog.Warn("release the migration lease", "err", err)
		}
	}, nil
}

// leaseRow is who migrates. Until changes whenever they renew the lease.
type leaseRow struct {
	Owner *ID   `db:"owner"`
	Until int64 `db:"until"`
}

// awaitMigration takes the lease once it is free, or its holder has not renewed it for its length. This machine's clock
// measures that, because the clocks of two machines differ.
func (d *DB) awaitMigration(ctx context.Context, me ID) error {
	deadline := time.Now().Add(migrateWait)
	var seen leaseRow
	var since time.Time
	for told := false; ; told = true {
		var now leaseRow
		if err := d.writer.GetContext(ctx, &now, "SELECT owner, until FROM migration_lease WHERE id = 1"); err != nil {
			return fmt.Errorf("read the migration lease: %w", err)
		}
		if now.Until != seen.Until || since.IsZero() {
			seen, since = now, time.Now()
		}
		if now.Owner == nil || time.Since(since) > migrateLease {
			n, err := d.direct(ctx, "UPDATE migration_lease SET owner = ?, until = ? WHERE id = 1 AND until = ?", me, until(), now.Until)
			if err != nil || n == 1 {
				return err
			}
		}
		if !told {
			slog.InfoContext(ctx, "the store is being migrated, or was when a program was killed: waiting", "at_most_if_killed", migrateLease)
		}
		if time.Now().After(deadline) {
			return errors.New("another replica has been migrating for too long")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// until is the end of a lease that is taken or renewed now.
func until() int64 { return time.Now().Add(migrateLease).UnixMicro() }

// renewMigration renews the lease until the context ends, and tells lose when another replica has taken it.
func (d *DB) renewMigration(ctx context.Context, me ID, lose context.CancelCauseFunc) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(migrateRenew):
		}
		switch n, err := d.direct(ctx, "UPDATE migration_lease SET until = ? WHERE id = 1 AND owner = ?", until(), me); {
		case ctx.Err() != nil:
			return
		case err != nil:
			slog.WarnContext(ctx, "renew the migration lease", "err", err)
		case n == 0:
			lose(errors.New("another replica has taken the migration over"))
			return
		}
	}
}

// direct runs one statement on the writer outside any transaction, again while the store is busy, and returns how many rows
// it matched.
func (d *DB) direct(ctx context.Context, query string, args ...any) (n int64, err error) {
	for attempt := range txAttempts {
		var done sql.Result
		if done, err = d.writer.ExecContext(ctx, query, args...); err == nil {
			return done.RowsAffected()
		}
		if classOf(err, atStatement) != again {
			return 0, err
		}
		time.Sleep(time.Duration(attempt+1) * 20 * time.Millisecond)
	}
	return 0, err
}
