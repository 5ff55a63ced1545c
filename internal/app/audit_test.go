package app_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/test/kit"
)

var (
	keyA = []byte("the first key of a log, 32 bytes")
	keyB = []byte("the second key of it, 32 bytes!!")
	keyC = []byte("a key of something else, 32 byte")
)

// keyring is the keys of a start, over a log whose key was replaced so long ago; never where it is 0.
type keyring struct {
	name     string
	replaced time.Duration
	key      []byte
	old      [][]byte
}

// keyrings are all of them; within a kind, those that write come last.
var keyrings = []keyring{
	{"right", 0, keyA, nil},
	{"wrong", 0, keyC, nil},
	{"successor", 0, keyB, [][]byte{keyA}},
	{"rotated", 2 * time.Hour, keyB, [][]byte{keyA}},
	{"rotated, without the former key", 2 * time.Hour, keyB, nil},
	{"former", 2 * time.Hour, keyA, nil},
	{"former, while replicas restart", 30 * time.Minute, keyA, nil},
}

// history is a store with a log, and what anchors of it may hold.
type history struct {
	dsn                    string
	genesis, behind, right audit.Head
}

// begun reports whether the store holds a log.
func begun(store string) bool {
	return slices.Contains([]string{"whole", "cut", "backup", "other"}, store)
}

// fits reports whether the anchor's head is in the log of the store.
func fits(store, anchor string) bool {
	return anchor == "genesis" || map[string]bool{"whole behind": true, "whole right": true, "cut behind": true, "backup behind": true, "other foreign": true}[store+" "+anchor]
}

// refusal is what a start says, "" if it is not refused.
func refusal(store, anchor string, k keyring) string {
	knowsFirst := slices.ContainsFunc(append(k.old, k.key), func(key []byte) bool { return string(key) == string(keyA) })
	switch {
	case store == "emptied":
		return "it was emptied"
	case begun(store) && k.name == "wrong":
		return "AUDIT_KEY (-audit-key-file) is the key"
	case begun(store) && k.name == "former":
		return "was replaced at"
	case anchor == "missing" && begun(store):
		return "run ttyt audit anchor"
	case anchor == "missing":
		return ""
	case anchor == "corrupt":
		return "is no anchor file"
	case anchor == "genesis" && !knowsFirst:
		return "another AUDIT_KEY"
	case !begun(store) && anchor != "genesis":
		return "the store is empty"
	case !fits(store, anchor):
		return "does not hold the head"
	}
	return ""
}

// sound reports whether verify says that all is well; it fails where it cannot say.
func sound(store, anchor string, k keyring) (ok, fails bool) {
	if store == "void" || store == "zero" || anchor == "corrupt" {
		return false, true
	}
	if !begun(store) {
		return refusal(store, anchor, k) == "", false
	}
	return slices.Contains([]string{"right", "successor", "rotated"}, k.name) && fits(store, anchor), false
}

// Every store beside every anchor under every key starts, or is refused with what to do, and then nothing was written.
func TestArticle6b_AStartThatDoesNotFitIsRefused(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		for _, replaced := range []time.Duration{0, 30 * time.Minute, 2 * time.Hour} {
			t.Run(fmt.Sprint(s.Dialect, " ", replaced), func(t *testing.T) {
				t.Parallel()
				h, other := makeHistory(t, s, replaced), makeHistory(t, s, replaced)
				anchors := map[string]string{
					"missing": "", "corrupt": "7 hello\n", "genesis": line(h.genesis), "behind": line(h.behind), "right": line(h.right),
					"ahead": line(audit.Head{Seq: 20, MAC: h.right.MAC}), "foreign": line(other.right),
				}
				bare, empty := s.Bare(t), s.DSN(t)
				for _, state := range []struct {
					name, dsn string
					make      func()
				}{
					{"void", bare, func() {}},
					{"zero", bare, func() { hollow(t, s, bare) }},
					{"empty", empty, func() {}},
					{"whole", h.dsn, func() {}},
					{"other", other.dsn, func() {}},
					{"cut", h.dsn, func() { cutLog(t, h.dsn, 6) }},
					{"backup", h.dsn, func() { cutLog(t, h.dsn, 5) }},
					{"emptied", h.dsn, func() { cutLog(t, h.dsn, 0) }},
				} {
					state.make()
					for _, k := range keyrings {
						if k.replaced != replaced {
							continue
						}
						for anchor, content := range anchors {
							file := filepath.Join(t.TempDir(), "anchor")
							if anchor != "missing" {
								if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
									t.Fatal(err)
								}
							}
							c := config.Config{Data: t.TempDir(), DSN: state.dsn, PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, AuditKey: k.key, AuditKeysOld: k.old, AuditAnchor: file}
							what := fmt.Sprintf("%s store, %s anchor, %s key", state.name, anchor, k.name)
							want := refusal(state.name, anchor, k)
							verifies(t, what, c, state.name, anchor, k)
							if state.dsn == bare && want == "" {
								if k.name != "right" || anchor != "missing" {
									continue // migrating takes its time
								}
								c.DSN = s.Bare(t)
							}
							starts(t, s, what, c, want)
						}
					}
				}
			})
		}
	}
}

// starts opens the program, which wants to be refused with the text, or not at all.
func starts(t *testing.T, s kit.Store, what string, c config.Config, want string) {
	t.Helper()
	before := content(t, s, c)
	a, err := app.Open(t.Context(), c, app.Options{})
	switch {
	case err == nil:
		if err := a.Close(); err != nil {
			t.Error(err)
		}
		if want != "" {
			t.Errorf("%s: it starts, want %q", what, want)
		}
		if _, err := audit.ReadAnchor(c.AuditAnchor); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	case want == "" || !errors.Is(err, audit.ErrRefused) || !strings.Contains(err.Error(), want):
		t.Errorf("%s: %v, want %q", what, err, want)
	default:
		if after := content(t, s, c); after != before {
			t.Errorf("%s: refused, but %s became %s", what, before, after)
		}
	}
}

// verifies verifies the log, which writes nothing.
func verifies(t *testing.T, what string, c config.Config, store, anchor string, k keyring) {
	t.Helper()
	var out strings.Builder
	ok, fails := sound(store, anchor, k)
	if got, err := app.VerifyAudit(t.Context(), c, &out); got != ok || (err != nil) != fails {
		t.Errorf("%s: verified %v, %v, want %v\n%s", what, got, err, ok, &out)
	}
}

func line(h audit.Head) string { return fmt.Sprintln(h, "2026-03-02T02:00:00Z") }

// makeHistory makes a log of eight sealed and two waiting rows. The fourth replaces the key, where it was replaced.
func makeHistory(t *testing.T, s kit.Store, replaced time.Duration) (h history) {
	t.Helper()
	h.dsn = s.DSN(t)
	now, anchor := time.Now().Add(-3*time.Hour), filepath.Join(t.TempDir(), "anchor")
	d, err := db.Open(t.Context(), h.dsn, db.Options{Lax: true, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	log := audit.New(d, nil, keyA)
	sealer := audit.NewSealer(log, anchor)
	head := func(do ...error) audit.Head {
		h, err := audit.ReadAnchor(anchor)
		if err := errors.Join(append(do, err)...); err != nil {
			t.Fatal(err)
		}
		return h
	}
	write := func(n int) (err error) {
		for range n {
			err = errors.Join(err, d.InTx(t.Context(), func(ctx context.Context) error {
				return log.Record(ctx, audit.Event{Class: audit.Content, Action: "post.save"})
			}))
		}
		return err
	}
	h.genesis = head(sealer.Begin(t.Context()))
	h.behind = head(write(3), sealer.Seal(t.Context()))
	if replaced == 0 {
		h.right = head(write(5), sealer.Seal(t.Context()))
	} else {
		now = time.Now().Add(-replaced)
		log = audit.New(d, nil, keyB, keyA)
		sealer = audit.NewSealer(log, anchor)
		h.right = head(sealer.Begin(t.Context()), write(4), sealer.Seal(t.Context()))
	}
	if err := errors.Join(write(2), d.Close()); err != nil || h.right.Seq != 8 {
		t.Fatal(h, err)
	}
	return h
}

// hollow leaves a file of no bytes. A server's store without tables is all the same.
func hollow(t *testing.T, s kit.Store, dsn string) {
	t.Helper()
	if file, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// cutLog takes everything off the log after a place in the chain, as if it had never been written. With nothing left, there
// is a centre still.
func cutLog(t *testing.T, dsn string, after int) {
	t.Helper()
	d, err := db.Open(t.Context(), dsn, db.Options{Lax: true})
	if err != nil {
		t.Fatal(err)
	}
	statements := []string{
		"DELETE FROM audit_log WHERE id NOT IN (SELECT row_id FROM audit_chain WHERE seq <= ?)",
		"DELETE FROM audit_chain WHERE seq > ?",
		"DELETE FROM audit_pending WHERE ? >= 0",
	}
	if after == 0 {
		statements = append(statements, `INSERT INTO departments (id, kind, code, slug, name, position, version, created_at, updated_at)
			SELECT 'sixteen bytes id', 'CENTRE', 'TTYT', 'ttyt', 'Trung tâm', 0, 1, 1, 1 WHERE ? = 0`)
	}
	err = d.InTx(t.Context(), func(ctx context.Context) error {
		for _, s := range statements {
			if _, err := d.From(ctx).Exec(ctx, s, after); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, d.Close()); err != nil {
		t.Fatal(err)
	}
}

// content is what a refused start may not change: every byte of a file's store, the anchor and the data folder; a
// server's tables by their checksums.
func content(t *testing.T, s kit.Store, c config.Config) string {
	t.Helper()
	var b strings.Builder
	files, err := filepath.Glob(filepath.Join(c.Data, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(files, c.AuditAnchor, strings.TrimPrefix(c.DSN, "sqlite:")) {
		bytes, err := os.ReadFile(f) // what is missing has to stay so
		fmt.Fprintf(&b, "%s: %v, %d bytes, %x; ", filepath.Base(f), err == nil, len(bytes), sha256.Sum256(bytes))
	}
	if s.Dialect == db.SQLite {
		return b.String()
	}
	d, err := db.Open(t.Context(), c.DSN, db.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	var tables []struct {
		Table    string `db:"Table"`
		Checksum *int64 `db:"Checksum"`
	}
	err = d.From(t.Context()).Select(t.Context(), &tables, "CHECKSUM TABLE audit_log, audit_chain, audit_pending, departments, locks, jobs, migration_lease, goose_db_version")
	if err := errors.Join(err, d.Close()); err != nil {
		t.Fatal(err)
	}
	for _, x := range tables {
		sum := "no table"
		if x.Checksum != nil {
			sum = fmt.Sprint(*x.Checksum)
		}
		b.WriteString(x.Table[strings.LastIndex(x.Table, ".")+1:] + ": " + sum + "; ")
	}
	return b.String()
}

// Every command refuses a store of an unreleased version, and leaves it as it is.
func TestAnUnreleasedStoreIsRefused(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			c := config.Config{Data: t.TempDir(), DSN: s.Bare(t), AuditKey: keyA, AuditAnchor: filepath.Join(t.TempDir(), "anchor"), PublicURL: &url.URL{Scheme: "https", Host: "ttyt.example"}}
			d, err := db.Open(t.Context(), c.DSN, db.Options{Lax: true})
			if err != nil {
				t.Fatal(err)
			}
			err = d.Migrate(t.Context(), fstest.MapFS{string(s.Dialect) + "/0002_departments.sql": {Data: []byte("-- +goose Up\nCREATE TABLE departments (id INT NOT NULL);\n")}})
			if err := errors.Join(err, d.Close()); err != nil {
				t.Fatal(err)
			}
			before := content(t, s, c)
			for name, command := range map[string]func() error{
				"open":         func() error { _, err := app.Open(t.Context(), c, app.Options{}); return err },
				"demo":         func() error { _, err := app.OpenDemo(t.Context(), c, app.Options{}); return err },
				"migrate":      func() error { return app.Migrate(t.Context(), c) },
				"audit verify": func() error { _, err := app.VerifyAudit(t.Context(), c, io.Discard); return err },
				"audit anchor": func() error { return new(app.Anchor).Run(t.Context(), c, io.Discard) },
			} {
				if err := command(); !errors.Is(err, db.ErrUnreleasedStore) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if after := content(t, s, c); after != before {
				t.Errorf("%s became %s", before, after)
			}
		})
	}
}
