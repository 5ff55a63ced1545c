package app_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/test/kit"
)

// filled is the store of the demonstration, and how to verify it.
type filled struct {
	*app.App
	c     config.Config
	thief *sql.DB
}

func fill(t *testing.T, s kit.Store) filled {
	t.Helper()
	c := config.Config{Data: t.TempDir(), DSN: s.DSN(t), AuditKey: keyA, AuditAnchor: filepath.Join(t.TempDir(), "anchor"), PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"},
		Demo: true, MediaDir: t.TempDir(), MediaMax: 32 << 20, MediaQuota: 1 << 30, DemoPassword: "Vân Sơn xanh 2026"}
	a, err := app.OpenDemo(t.Context(), c, app.Options{Cost: auth.Cost{Memory: 64, Time: 1, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if err := audit.NewSealer(a.Audit, "").Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	return filled{a, c, thiefOf(t, c.DSN)}
}

// findings are the lines about rows that verify prints.
func (f filled) findings(t *testing.T) (lines []string) {
	t.Helper()
	var out bytes.Buffer
	sound, err := app.VerifyAudit(t.Context(), f.c, &out)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if word, _, _ := strings.Cut(line, " "); word == strings.ToUpper(word) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	if sound != (len(lines) == 0) {
		t.Errorf("sound is %t: %s", sound, out.String())
	}
	return lines
}

// past runs a statement past the program, as somebody with the password of the database does.
func (f filled) past(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := f.thief.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// thiefOf opens the store with nothing of the program between, and without checks.
func thiefOf(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	scheme, rest, _ := strings.Cut(dsn, ":")
	source := "file:" + rest + "?_pragma=busy_timeout(10000)"
	if scheme == string(db.MySQL) {
		join := "?"
		if strings.Contains(rest, "?") {
			join = "&"
		}
		source = rest + join + "foreign_key_checks=0"
	}
	pool, err := sql.Open(scheme, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}

// other is another value of the same kind.
func other(value any) any {
	switch value := value.(type) {
	case int64:
		return value + 100
	case string:
		return text(value)
	case []byte:
		if len(value) == 16 || len(value) == 32 { // a key or a hash
			changed := slices.Clone(value)
			changed[len(changed)-1] ^= 1
			return changed
		}
		return text(string(value))
	}
	return 1
}

// text is another text, no longer and nobody else's.
func text(s string) string {
	if s == "" || s[len(s)-1] >= 0x80 {
		return "~"
	}
	return s[:len(s)-1] + "~"
}

// Whatever column of whatever row is rewritten in the store, verify names the row; and what it does not digest may change.
func TestArticle6b_VerifyNamesEveryRewrittenColumn(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			f := fill(t, s)
			if found := f.findings(t); len(found) > 0 {
				t.Fatalf("the demonstration is not whole: %d findings\n%s", len(found), strings.Join(found[:min(len(found), 20)], "\n"))
			}
			tried := 0
			for n := range 60 { // the n-th column of every table at once
				var all []rewritten
				for _, table := range app.Kept() {
					columns := slices.Concat(table.Versions[len(table.Versions)-1], table.Beside)
					if n >= len(columns) || slices.Contains(table.Key, columns[n]) || columns[n] == "id" {
						continue // another key is a row removed and one inserted
					}
					if columns[n] == "sort_audience" {
						continue // MariaDB computes it, and lets nobody write it
					}
					if r, ok := f.rewrite(t, table, columns[n]); ok {
						all = append(all, r)
					}
				}
				f.named(t, all)
				tried += len(all)
			}
			if tried < 150 {
				t.Errorf("%d columns were tried", tried)
			}
			f.besides(t)
		})
	}
}

// rewritten is a column of a row that was rewritten past the program.
type rewritten struct {
	table   *audit.Table
	column  string
	restore func()
}

// rewrite changes one column of one row of a table; false where the demonstration has none.
func (f filled) rewrite(t *testing.T, table *audit.Table, column string) (rewritten, bool) {
	t.Helper()
	key := []string{"id"}
	if table.Key != nil {
		key = table.Key
	}
	rows, err := f.DB.From(t.Context()).Raw(t.Context(), "SELECT "+strings.Join(append(slices.Clone(key), column), ", ")+" FROM "+table.Name+" ORDER BY "+key[0]+" DESC LIMIT 1")
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		return rewritten{}, false
	}
	was, ids := rows[0][len(key)], rows[0][:len(key)]
	set := func(value any) {
		f.past(t, "UPDATE "+table.Name+" SET "+column+" = ? WHERE "+strings.Join(key, " = ? AND ")+" = ?", append([]any{value}, ids...)...)
	}
	set(other(was))
	return rewritten{table, column, func() { set(was) }}, true
}

// named checks that verify names each row of which a digested column was rewritten, and no other, and puts them back.
func (f filled) named(t *testing.T, all []rewritten) {
	t.Helper()
	found := f.findings(t)
	for _, r := range all {
		r.restore()
		name := fmt.Sprintf("CHANGED %s ", r.table.Kind)
		i := slices.IndexFunc(found, func(line string) bool { return strings.HasPrefix(line, name) })
		if (i >= 0) == slices.Contains(r.table.Beside, r.column) {
			t.Errorf("%s.%s was rewritten: found is %t", r.table.Name, r.column, i >= 0)
		}
		if i >= 0 {
			found = slices.Delete(found, i, i+1)
		}
	}
	if len(found) > 0 {
		t.Errorf("found besides: %q", found)
	}
}

// besides inserts, deletes and puts back rows, and tampers with what the log says of them.
func (f filled) besides(t *testing.T) {
	t.Helper()
	var decision, entry []byte
	if err := f.thief.QueryRowContext(t.Context(), "SELECT id FROM decisions ORDER BY id LIMIT 1").Scan(&decision); err != nil {
		t.Fatal(err)
	}
	const columns = "approval_id, step, verdict, staff_id, on_behalf_of, role, comment, hash, at"
	forged := db.NewID()
	for _, c := range []struct {
		name    string
		do      func()
		want    []string // how the findings begin
		restore func()
	}{
		{"a decision is added", func() {
			f.past(t, "INSERT INTO decisions (id, "+columns+") SELECT ?, "+columns+" FROM decisions WHERE id = ?", forged[:], decision)
		}, []string{"INSERTED decision "}, func() { f.past(t, "DELETE FROM decisions WHERE id = ?", forged[:]) }},
		{"what the log says of a decision is changed", func() {
			if err := f.thief.QueryRowContext(t.Context(), "SELECT digest FROM audit_digests WHERE table_name = 'decisions' AND row_key = ?", decision).Scan(&entry); err != nil {
				t.Fatal(err)
			}
			f.past(t, "UPDATE audit_digests SET digest = ? WHERE table_name = 'decisions' AND row_key = ?", make([]byte, 32), decision)
		}, []string{"CHANGED seq ", "CHANGED decision "}, func() {
			f.past(t, "UPDATE audit_digests SET digest = ? WHERE table_name = 'decisions' AND row_key = ?", entry, decision)
		}},
		{"the log is made to say nothing of a decision", func() {
			f.past(t, "UPDATE audit_digests SET table_name = 'nothing' WHERE table_name = 'decisions' AND row_key = ?", decision)
		}, []string{"CHANGED seq ", "INSERTED decision "}, func() {
			f.past(t, "UPDATE audit_digests SET table_name = 'decisions' WHERE table_name = 'nothing'")
		}},
		{"a decision is taken away", func() { f.past(t, "DELETE FROM decisions WHERE id = ?", decision) }, []string{"REMOVED decision "}, func() {}},
	} {
		c.do()
		found := f.findings(t)
		c.restore()
		ok := len(found) == len(c.want)
		for i := range min(len(found), len(c.want)) {
			ok = ok && strings.HasPrefix(found[i], c.want[i])
		}
		if !ok {
			t.Errorf("%s: %q", c.name, found)
		}
	}
}

// Every column of a table whose rows are digested is digested, or said to lie beside.
func TestEveryColumnIsDigestedOrBeside(t *testing.T) {
	t.Parallel()
	f := filled{thief: thiefOf(t, kit.Stores(t)[0].DSN(t))}
	for _, table := range app.Kept() {
		rows, err := f.thief.QueryContext(t.Context(), "SELECT * FROM "+table.Name+" LIMIT 0")
		if err != nil {
			t.Fatal(err)
		}
		have, err := rows.Columns()
		if err := errors.Join(err, rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		said := slices.Concat(table.Versions[len(table.Versions)-1], table.Beside)
		slices.Sort(said)
		slices.Sort(have)
		if !slices.Equal(said, have) {
			t.Errorf("%s has the columns %q; a new one is digested by one more list of its Table in kept.go, or lies beside: %q are spoken of", table.Name, have, said)
		}
	}
}
