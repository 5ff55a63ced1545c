package db_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
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
// in the primary key, for an index whether it is unique and its columns. Columns that a store computes count, hidden ones of virtual
// tables do not.
var columnsOf = map[db.Dialect]string{
	db.SQLite: `SELECT m.name AS of_table, c.name AS name, c.type AS kind, CONCAT(c."notnull", ' ', c.pk) AS rest
		FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND c.hidden <> 1`,
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

func parts(t testing.TB, d *db.DB, query string, describe func(part) string) map[string]string {
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

// shape is what a store's tables are made of.
type shape struct{ columns, indexes map[string]string }

func shapeOf(t testing.TB, d *db.DB) shape {
	t.Helper()
	return shape{
		columns: parts(t, d, columnsOf[d.Dialect], func(p part) string { return affinity(p.Type) + " " + p.Rest }),
		indexes: parts(t, d, indexesOf[d.Dialect], func(p part) string { return p.Type + " " + p.Rest }),
	}
}

// compare tells where two stores differ.
func (s shape) compare(t *testing.T, mine string, other shape, theirs string) {
	t.Helper()
	if len(s.columns) < 150 || len(s.indexes) < 30 {
		t.Fatalf("only %d columns and %d indexes: the question is wrong", len(s.columns), len(s.indexes))
	}
	for what, pair := range map[string][2]map[string]string{"column": {s.columns, other.columns}, "index": {s.indexes, other.indexes}} {
		names := slices.Sorted(maps.Keys(pair[0]))
		names = slices.AppendSeq(names, maps.Keys(pair[1]))
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			if pair[0][name] != pair[1][name] {
				t.Errorf("%s %s: %q with %s, %q with %s", what, name, pair[0][name], mine, pair[1][name], theirs)
			}
		}
	}
}

// Both stores have the same tables, columns, keys and indexes.
func TestStoresHaveEqualTables(t *testing.T) {
	t.Parallel()
	stores := kit.Stores(t)
	for _, s := range stores[1:] {
		wholeStore(t, stores[0].Dialect).compare(t, string(stores[0].Dialect), wholeStore(t, s.Dialect), string(s.Dialect))
	}
}

// A migration with its statements, in the store's own words.
type migration struct {
	path       string
	content    []byte
	statements []string
}

// history is the store's migrations in order.
func history(t testing.TB, d *db.DB) (all []migration) {
	t.Helper()
	own, err := db.MigrationsOf(d, context.Background(), migrations.FS)
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(own, "*.sql")
	if err != nil || len(names) == 0 {
		t.Fatal("no migrations", err)
	}
	for _, name := range names {
		content, err := fs.ReadFile(own, name)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for line := range strings.Lines(string(content)) {
			if !strings.HasPrefix(line, "--") {
				lines = append(lines, line)
			}
		}
		m := migration{path: string(d.Dialect) + "/" + name, content: content}
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
	err := d.InTx(context.Background(), func(ctx context.Context) error {
		for _, s := range statements {
			if _, err := d.From(ctx).Exec(ctx, s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return errCut
	})
	if !errors.Is(err, errCut) {
		t.Fatal(err)
	}
}

// A migration that was cut after any of its statements, before it was noted as done, is repeated without harm, and the store
// ends with the tables of one that was migrated in one go.
func TestMigrateRepeatsACutMigration(t *testing.T) {
	bare(t, func(t *testing.T, open func(int) *db.DB) {
		d := open(4)
		so := fstest.MapFS{}
		all := history(t, d)
		for _, m := range all {
			for n := range m.statements {
				cut(t, d, m.statements[:n+1])
			}
			so[m.path] = &fstest.MapFile{Data: m.content}
			migrate(t, d, so)
		}
		var done int
		if err := d.From(context.Background()).Get(context.Background(), &done, "SELECT COUNT(*) FROM goose_db_version WHERE version_id > 0"); err != nil || done != len(all) {
			t.Errorf("%d of %d migrations noted as done, %v", done, len(all), err)
		}
		migrate(t, d, migrations.FS)
		wholeStore(t, d.Dialect).compare(t, "one go", shapeOf(t, d), "cuts")
	})
}

// addColumn is how a column is added after the baseline, as CONTRIBUTING.md has it: MySQL has no ADD COLUMN IF NOT EXISTS.
var addColumn = map[db.Dialect]string{
	db.SQLite: "ALTER TABLE locks ADD COLUMN room TEXT NOT NULL DEFAULT '';",
	db.MySQL: `SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE locks ADD COLUMN room VARCHAR(20) NOT NULL DEFAULT ""', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'locks' AND column_name = 'room');
PREPARE change_it FROM @change;
EXECUTE change_it;`,
}

func TestAColumnIsAddedRepeatably(t *testing.T) {
	bare(t, func(t *testing.T, open func(int) *db.DB) {
		d := open(4)
		later := fstest.MapFS{}
		for _, m := range history(t, d) {
			later[m.path] = &fstest.MapFile{Data: m.content}
		}
		migrate(t, d, later)
		statements := strings.Split(strings.TrimSuffix(addColumn[d.Dialect], ";"), ";")
		for n := range statements {
			cut(t, d, statements[:n+1])
		}
		later[string(d.Dialect)+"/9999_room.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + addColumn[d.Dialect] + "\n")}
		migrate(t, d, later)
		exec(t, d, "INSERT INTO locks (name, taken, room) VALUES ('a', 0, 'b')")
	})
}

// endOfBaseline follows the numbers of the baseline.
const endOfBaseline = "0122"

// Each statement of the baseline, by itself, does nothing where its work is done.
func TestStatementsOfTheBaselineAreRepeatable(t *testing.T) {
	bare(t, func(t *testing.T, open func(int) *db.DB) {
		d := open(4)
		for _, m := range history(t, d) {
			if path.Base(m.path) < endOfBaseline {
				for _, s := range m.statements {
					exec(t, d, s)
					exec(t, d, s)
				}
			}
		}
		migrate(t, d, migrations.FS)
		wholeStore(t, d.Dialect).compare(t, "once", shapeOf(t, d), "twice")
	})
}

// onlyMariaDB is what MySQL refuses, or takes for a comment.
var onlyMariaDB = regexp.MustCompile(`/\*|\b(COLUMN|INDEX|KEY|CONSTRAINT|MODIFY|CHANGE) IF (NOT )?EXISTS|\b(nopad|0900)\b`)

func TestMigrationsAreForMySQLAndMariaDB(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(migrations.FS, "mysql/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		content, err := fs.ReadFile(migrations.FS, f)
		if err != nil {
			t.Fatal(err)
		}
		if found := onlyMariaDB.FindString(string(content)); found != "" {
			t.Errorf("%s: %s", f, found)
		}
		if n := strings.Count(string(content), "COLLATE={{binary}};"); n != strings.Count(string(content), "CREATE TABLE") {
			t.Errorf("%s: %d tables say COLLATE={{binary}}", f, n)
		}
	}
}

// textsOf names the columns whose texts do not compare byte by byte.
const textsOf = `SELECT CONCAT(table_name, '.', column_name, ' ', collation_name) FROM information_schema.columns
	WHERE table_schema = DATABASE() AND collation_name NOT IN ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin')`

// Both stores compare texts byte by byte: in columns, and where there is none.
func TestTextsCompareByteByByte(t *testing.T) {
	t.Parallel()
	texts := []string{"", " ", "\t", "a", "a ", "a\t", "a\u00a0", "A", "á", "a\u0301", "đ", "Đ", "z", "ｚ", "🦟", "\u200b"}
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			d := s.Open(t, nil)(nil)
			if s.Dialect == db.MySQL {
				if others, err := db.All[string](ctx, d.From(ctx), textsOf); err != nil || len(others) > 0 {
					t.Errorf("%q, %v", others, err)
				}
			}
			if n, err := db.One[int](ctx, d.From(ctx), "SELECT ('a' = 'a ') + (CONCAT('a', ?) = ?) + (? = 'A')", "", "a ", "a"); err != nil || n != 0 {
				t.Errorf("%d of three are equal, %v", n, err)
			}
			for _, text := range texts {
				exec(t, d, "INSERT INTO locks (name, taken) VALUES (?, 0)", text)
			}
			for _, text := range texts {
				if found, err := db.All[string](ctx, d.From(ctx), "SELECT name FROM locks WHERE name IN (?)", []string{text}); err != nil || !slices.Equal(found, []string{text}) {
					t.Errorf("%q finds %q, %v", text, found, err)
				}
				want := 0
				for _, other := range texts {
					if other > text {
						want++
					}
				}
				if n, err := db.One[int](ctx, d.From(ctx), "SELECT COUNT(*) FROM locks WHERE name > ?", text); err != nil || n != want {
					t.Errorf("%d of %d come after %q, %v", n, want, text, err)
				}
			}
			sorted, err := db.All[string](ctx, d.From(ctx), "SELECT name FROM locks ORDER BY name")
			if err != nil || !slices.Equal(sorted, slices.Sorted(slices.Values(texts))) {
				t.Errorf("sorted %q, %v", sorted, err)
			}
		})
	}
}

// A store of the series of migrations before the baseline is refused, and stays as it is.
func TestMigrateRefusesAnUnreleasedStore(t *testing.T) {
	bare(t, func(t *testing.T, open func(int) *db.DB) {
		d := open(2)
		unreleased := fstest.MapFS{}
		for _, name := range []string{"0001_locks", "0098_derive_anew"} {
			unreleased[string(d.Dialect)+"/"+name+".sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE IF NOT EXISTS jobs (id INT NOT NULL PRIMARY KEY);\n")}
		}
		migrate(t, d, unreleased)
		err := d.Migrate(t.Context(), migrations.FS)
		if !errors.Is(err, db.ErrUnreleasedStore) || !strings.Contains(err.Error(), "start this one with a new, empty store") {
			t.Errorf("got %v", err)
		}
		if _, err := d.Version(t.Context()); !errors.Is(err, db.ErrUnreleasedStore) {
			t.Errorf("the version: %v", err)
		}
		if columns := slices.Sorted(maps.Keys(shapeOf(t, d).columns)); !slices.Equal(columns, []string{"jobs.id", "migration_lease.id", "migration_lease.owner", "migration_lease.until"}) {
			t.Errorf("its columns have become %q", columns)
		}
		exec(t, d, "DROP TABLE jobs")
		exec(t, d, "DELETE FROM goose_db_version WHERE version_id > 0") // a program that was ended before its first migration
		migrate(t, d, migrations.FS)
	})
}

// wholeStore is the shape of a store that was migrated in one go.
func wholeStore(t testing.TB, dialect db.Dialect) shape {
	t.Helper()
	stores := kit.Stores(t)
	i := slices.IndexFunc(stores, func(s kit.Store) bool { return s.Dialect == dialect })
	return shapeOf(t, stores[i].Open(t, nil)(nil))
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
			newer[m.path] = &fstest.MapFile{Data: m.content}
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

// The others wait for a migration for as long as its claim is renewed, whatever its clock says; a dead claim holds them up for the
// length of the lease.
func TestMigrateTakesOverADeadClaim(t *testing.T) {
	bare(t, func(t *testing.T, open func(int) *db.DB) {
		d := open(2)
		migrate(t, d, migrations.FS)
		claim := func(until time.Time) {
			exec(t, d, "UPDATE migration_lease SET owner = ?, until = ? WHERE id = 1", db.NewID(), until.UnixMicro())
		}
		far := time.Now().Add(time.Hour) // by a clock that runs ahead
		claim(far)
		started, alive := time.Now(), 3*time.Second
		var renewing sync.WaitGroup
		renewing.Go(func() {
			for time.Since(started) < alive {
				time.Sleep(time.Second)
				far = far.Add(time.Second)
				claim(far)
			}
		})
		migrate(t, open(2), migrations.FS)
		if took := time.Since(started); took < alive+5*time.Second || took > alive+15*time.Second {
			t.Errorf("it took %s", took)
		}
		renewing.Wait()
	})
}
