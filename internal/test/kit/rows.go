package kit

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/migrations"
)

// Row is what a test has to say about a row of a table.
type Row map[string]any

// Insert writes a row, in the open transaction where the context has one. Columns that have to be filled and are not
// given get an empty value.
func (k *Kit) Insert(ctx context.Context, t testing.TB, table string, r Row) {
	t.Helper()
	k.InsertMany(ctx, t, table, []Row{r})
}

// InsertMany writes rows by one statement, each as Insert does; a column that may be NULL is, where a row does not name it.
func (k *Kit) InsertMany(ctx context.Context, t testing.TB, table string, rows []Row) {
	t.Helper()
	whole := maps.Clone(columns()[table])
	if whole == nil {
		t.Fatalf("no table %s", table)
	}
	for _, r := range rows {
		for name := range r {
			if _, ok := whole[name]; !ok {
				whole[name] = nil
			}
		}
	}
	names := slices.Sorted(maps.Keys(whole))
	var values []any
	for _, r := range rows {
		for _, n := range names {
			if v, ok := r[n]; ok {
				values = append(values, v)
			} else {
				values = append(values, whole[n])
			}
		}
	}
	row := "(?" + strings.Repeat(", ?", len(names)-1) + ")"
	statement := fmt.Sprintf("INSERT INTO %s (%s) VALUES %s%s", table, strings.Join(names, ", "), row, strings.Repeat(", "+row, len(rows)-1))
	err := k.DB.InTx(ctx, func(ctx context.Context) error {
		_, err := k.DB.From(ctx).Exec(db.Beside(ctx), statement, values...)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", table, err)
	}
}

// columns are those of each table that may not be NULL, with an empty value of their type.
var columns = sync.OnceValue(func() map[string]Row {
	table, column := regexp.MustCompile(`(?s)CREATE TABLE IF NOT EXISTS (\w+) \((.*?)\n\)`), regexp.MustCompile(`(?m)^  (\w+) (\w+) NOT NULL`)
	empty := map[string]any{"TEXT": "", "INTEGER": 0, "BLOB": make([]byte, 16)}
	all := map[string]Row{}
	files, err := fs.Glob(migrations.FS, "sqlite/*.sql")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		text, err := fs.ReadFile(migrations.FS, f)
		if err != nil {
			panic(err)
		}
		for _, t := range table.FindAllStringSubmatch(string(text), -1) {
			all[t[1]] = Row{}
			for _, c := range column.FindAllStringSubmatch(t[2], -1) {
				all[t[1]][c[1]] = empty[c[2]]
			}
		}
	}
	return all
})
