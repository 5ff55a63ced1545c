package db_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/migrations"
)

// bare opens a database without tables on each store; opening it again is another replica.
func bare(t *testing.T, test func(t *testing.T, open func(conns int) *db.DB)) {
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			dsn := s.Bare(t)
			test(t, func(conns int) *db.DB {
				d, err := db.Open(context.Background(), dsn, db.Options{Lax: true, Conns: conns})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = d.Close() })
				return d
			})
		})
	}
}

func migrate(t testing.TB, d *db.DB, fsys fs.FS) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := d.Migrate(ctx, fsys); err != nil {
		t.Fatal(err)
	}
}

func exec(t testing.TB, d *db.DB, query string, args ...any) {
	t.Helper()
	err := d.InTx(context.Background(), func(ctx context.Context) error {
		_, err := d.From(ctx).Exec(ctx, query, args...)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// A column or an index as both stores describe it.
type part struct {
	Table string `db:"of_table"`
	Name  string `db:"name"`
	Type  string `db:"kind"`
	Rest  string `db:"rest"`
}

// columnsOf and indexesOf ask each store in its own way for the same: for a column whether it may be NULL and its place
// in the primary key, for an index whether it is unique and its columns.
var columnsOf = map[db.Dialect]string{
	db.SQLite: `SELECT m.name AS of_table, c.name AS name, c.type AS kind, CONCAT(c."notnull", ' ', c.pk) AS rest
		FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`,
	db.MySQL: `SELECT c.table_name AS of_table, c.column_name AS name, c.data_type AS kind,
		CONCAT(IF(c.is_nullable = 'NO', 1, 0), ' ', COALESCE(k.ordinal_position, 0)) AS rest
		FROM information_schema.columns c LEFT JOIN information_schema.key_column_usage k
		ON k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name AND k.constraint_name = 'PRIMARY'
		WHERE c.table_schema = DATABASE()`,
}

var indexesOf = map[db.Dialect]string{
	db.SQLite: `SELECT m.name AS of_table, i.name AS name, i."unique" AS kind,
		(SELECT group_concat(x.name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno) x) AS rest
		FROM sqlite_master m JOIN pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin = 'c'`,
	db.MySQL: `SELECT table_name AS of_table, index_name AS name, IF(MAX(non_unique), 0, 1) AS kind,
		GROUP_CONCAT(column_name ORDER BY seq_in_index) AS rest
		FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name <> 'PRIMARY' GROUP BY table_name, index_name`,
}

// affinity says what a column type holds.
func affinity(kind string) string {
	switch k := strings.ToLower(kind); {
	case strings.Contains(k, "int"):
		return "number"
	case strings.Contains(k, "char"), strings.Contains(k, "text"):
		return "text"
	case strings.Contains(k, "binary"), strings.Contains(k, "blob"):
		return "bytes"
	default:
		return kind
	}
}

func parts(t *testing.T, d *db.DB, query string, describe func(part) string) map[string]string {
	t.Helper()
	var rows []part
	if err := d.From(context.Background()).Select(context.Background(), &rows, query); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, p := range rows {
		if p.Table != "goose_db_version" && !strings.HasPrefix(p.Table, "sqlite_") {
			out[p.Table+"."+p.Name] = describe(p)
		}
	}
	return out
}

// Both stores have the same tables, columns, keys and indexes.
func TestStoresHaveEqualTables(t *testing.T) {
	t.Parallel()
	type shape struct{ columns, indexes map[string]string }
	shapes := map[db.Dialect]shape{}
	for _, s := range kit.Stores(t) {
		d := s.Open(t, nil)(nil)
		shapes[s.Dialect] = shape{
			columns: parts(t, d, columnsOf[s.Dialect], func(p part) string { return affinity(p.Type) + " " + p.Rest }),
			indexes: parts(t, d, indexesOf[s.Dialect], func(p part) string { return p.Type + " " + p.Rest }),
		}
	}
	lite := shapes[db.SQLite]
	if len(lite.columns) < 150 || len(lite.indexes) < 30 {
		t.Fatalf("only %d columns and %d indexes: the question is wrong", len(lite.columns), len(lite.indexes))
	}
	for dialect, other := range shapes {
		for what, pair := range map[string][2]map[string]string{"column": {lite.columns, other.columns}, "index": {lite.indexes, other.indexes}} {
			names := slices.Sorted(maps.Keys(pair[0]))
			names = slices.AppendSeq(names, maps.Keys(pair[1]))
			slices.Sort(names)
			for _, name := range slices.Compact(names) {
				if pair[0][name] != pair[1][name] {
					t.Errorf("%s %s: %q on sqlite, %q on %s", what, name, pair[0][name], pair[1][name], dialect)
				}
			}
		}
	}
}

// history is the store's migrations in order, each with its statements.
type migration struct {
	path       string
	statements []string
}

func history(t testing.TB, d *db.DB) (all []migration) {
	t.Helper()
	paths, err := fs.Glob(migrations.FS, string(d.Dialect)+"/*.sql")
	if err != nil || len(paths) == 0 {
		t.Fatal("no migrations", err)
	}
	for _, path := range paths {
		content, err := fs.ReadFile(migrations.FS, path)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for line := range strings.Lines(string(content)) {
			if !strings.HasPrefix(line, "--") {
				lines = append(lines, line)
			}
		}
		m := migration{path: path}
		for s := range strings.SplitSeq(strings.Join(lines, ""), ";") {
			if strings.TrimSpace(s) != "" {
				m.statements = append(m.statements, s)
			}
		}
		all = append(all, m)
	}
	return all
}

// errCut takes back what a cut migration did, where the store changes tables in a transaction.
var errCut = errors.New("cut")

// cut leaves what a migration leaves that ended after the statements: on SQLite its transaction is undone, MySQL and
// MariaDB keep each statement.
func cut(t testing.TB, d *db.DB, statements []string) {
	t.Helper()
	if d.Dialect == db.MySQL {
		for _, s := range statements {
			exec(t, d, s)
		}
		return
	}
	err := d.InTx(context.Background(), func(ctx context.Context) error {
		for _, s := range statements {
			if _, err := d.From(ctx).Exec(ctx, s); err != nil {
				return err
			}
		}
		return errCut
	})
	if !errors.Is(err, errCut) {
		t.Fatal(err)
	}
}

// A migration that was cut after any of its statements, before it was noted as done, is repeated without harm.
func TestMigrateRepeatsACutMigration(t *testing.T) {
	bare(t, func(t *testing.T, open func(int) *db.DB) {
		d := open(4)
		so := fstest.MapFS{}
		all := history(t, d)
		for i, m := range all {
			if i > 0 { // the first run prepares the notes
				for n := range m.statements {
					cut(t, d, m.statements[:n+1])
				}
			}
			content, err := fs.ReadFile(migrations.FS, m.path)
			if err != nil {
				t.Fatal(err)
			}
			so[m.path] = &fstest.MapFile{Data: content}
			migrate(t, d, so)
		}
		var done int
		if err := d.From(context.Background()).Get(context.Background(), &done, "SELECT COUNT(*) FROM goose_db_version WHERE version_id > 0"); err != nil || done != len(all) {
			t.Errorf("%d of %d migrations noted as done, %v", done, len(all), err)
		}
		migrate(t, d, migrations.FS)
	})
}

func TestMigrateBySeveralReplicasAtOnce(t *testing.T) {
	bare(t, func(t *testing.T, open func(int) *db.DB) {
		var replicas sync.WaitGroup
		errs := make([]error, 3)
		for i := range errs {
			d := open(2)
			replicas.Go(func() { errs[i] = d.Migrate(context.Background(), migrations.FS) })
		}
		replicas.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		d := open(2)
		var done []int64
		if err := d.From(context.Background()).Select(context.Background(), &done, "SELECT version_id FROM goose_db_version WHERE version_id > 0 ORDER BY version_id"); err != nil {
			t.Fatal(err)
		}
		if got, want := len(done), len(history(t, d)); got != want || len(slices.Compact(done)) != want {
			t.Errorf("migrations done: %v", done)
		}
	})
}

func TestMigrateRefusesANewerStore(t *testing.T) {
	bare(t, func(t *testing.T, open func(int) *db.DB) {
		d := open(2)
		newer := fstest.MapFS{}
		for _, m := range history(t, d) {
			content, err := fs.ReadFile(migrations.FS, m.path)
			if err != nil {
				t.Fatal(err)
			}
			newer[m.path] = &fstest.MapFile{Data: content}
		}
		newer[string(d.Dialect)+"/9999_next.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE next_version (id INT);\n")}
		migrate(t, d, newer)
		err := d.Migrate(context.Background(), migrations.FS)
		if !errors.Is(err, db.ErrNewerStore) || !strings.Contains(err.Error(), "9999") {
			t.Errorf("want a refusal that names the version, got %v", err)
		}
		migrate(t, d, newer) // the lease is free again
	})
}

func TestMigrateWithOneConnection(t *testing.T) {
	bare(t, func(t *testing.T, open func(int) *db.DB) { migrate(t, open(1), migrations.FS) })
}

func TestOpenNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for dsn, want := range map[string]string{
		"":                            `store ""`,
		"postgres:host=x":             `store "postgres"`,
		"mysql:no-slash":              "store mysql",
		"sqlite:/no/such/folder/x.db": "/no/such/folder/x.db",
		"mysql:u:secret@tcp(127.0.0.1:1)/x?timeout=1s": "open the mysql store",
	} {
		d, err := db.Open(context.Background(), dsn, db.Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", dsn, err, want)
		}
		if d != nil {
			t.Errorf("%s: opened", dsn)
		}
		if strings.Contains(fmt.Sprint(err), "secret") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}
