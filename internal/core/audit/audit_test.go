package audit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// record writes n events as the actor of the context and returns their keys in order.
func record(t testing.TB, k *kit.Kit, ctx context.Context, n int) []db.ID {
	t.Helper()
	var ids []db.ID
	for i := range n {
		err := k.DB.InTx(ctx, func(ctx context.Context) error {
			return k.Audit.Record(ctx, audit.Event{Class: audit.Content, Action: "post.save", SubjectKind: "post", SubjectID: db.NewID(),
				Before: audit.Digest([]byte("before")), After: audit.Digest([]byte{byte(i)}), Article: "6b", Detail: fmt.Sprintf("lần %d", i+1)})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := k.DB.From(ctx).Select(ctx, &ids, "SELECT id FROM audit_log ORDER BY id"); err != nil {
		t.Fatal(err)
	}
	return ids[len(ids)-n:]
}

// begin starts a replica that keeps its anchor in the file.
func begin(t testing.TB, l *audit.Log, anchor string) *audit.Sealer {
	t.Helper()
	s := audit.NewSealer(l, anchor)
	if err := s.Begin(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

func seal(t testing.TB, s *audit.Sealer) {
	t.Helper()
	if err := s.Seal(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// verify runs the command and returns its verdict and what it printed.
func verify(t testing.TB, k *kit.Kit, anchor string) (bool, string) {
	t.Helper()
	var out bytes.Buffer
	ok, err := audit.VerifyCommand(context.Background(), k.Audit, anchor, &out)
	if err != nil {
		t.Fatal(err)
	}
	return ok, out.String()
}

func TestArticle6b_RecordNamesWhoActed(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		root := k.Department(t, "CENTRE", "TTYT", db.ID{})
		person := k.Staff(t, root, "Lê Thị Hoa")
		actor := access.Of(k.As(t, person))
		actor.AccountID, actor.SessionID, actor.Address = db.NewID(), db.NewID(), "10.1.2.3"+strings.Repeat("x", 100)
		ctx := access.With(context.Background(), actor)
		record(t, k, ctx, 1)
		c, err := k.Audit.Events(ctx, audit.Filter{}, audit.Order{}, pageOf(10))
		if err != nil || len(c.Edges) != 1 {
			t.Fatalf("%v, %v", c, err)
		}
		e := c.Edges[0].Node
		if e.StaffID != person || e.AccountID != actor.AccountID || e.SessionID != actor.SessionID || e.At != k.DB.Now(ctx) || len(e.Address) != 64 {
			t.Errorf("got %+v", e)
		}
		if ok, out := verify(t, k, ""); !ok || !strings.Contains(out, "0 rows sealed, 1 waiting") {
			t.Error(out)
		}
	})
}

func TestArticle6b_RecordStandsAndFallsWithItsTransaction(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		undo, ctx := errors.New("undo"), context.Background()
		err := k.DB.InTx(ctx, func(ctx context.Context) error {
			return errors.Join(k.Audit.Record(ctx, audit.Event{Class: audit.Security, Action: "x"}), undo)
		})
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
		if err := k.Audit.Record(ctx, audit.Event{Class: audit.Security, Action: "x"}); err == nil {
			t.Error("recorded outside a transaction")
		}
		err = k.DB.InTx(ctx, func(ctx context.Context) error {
			return k.Audit.Record(ctx, audit.Event{Class: audit.Security, Action: "x", After: []byte("short")})
		})
		if err == nil {
			t.Error("recorded what is no digest")
		}
		if ok, out := verify(t, k, ""); !ok || !strings.Contains(out, "0 rows sealed, 0 waiting") {
			t.Error(out)
		}
	})
}

// One attack after the other on a record of eight sealed and two waiting rows; each is named. The attacker has the
// database but neither the key nor the anchor.
func TestArticle6b_VerifyNamesWhatWasDone(t *testing.T) {
	type attack struct {
		name    string
		do      func(t *testing.T, k *kit.Kit, ids []db.ID)
		want    []string
		without bool // noticed without the anchor too
	}
	exec := func(query string, args ...func(ids []db.ID) any) func(t *testing.T, k *kit.Kit, ids []db.ID) {
		return func(t *testing.T, k *kit.Kit, ids []db.ID) {
			var values []any
			for _, a := range args {
				values = append(values, a(ids))
			}
			k.Exec(t, query, values...)
		}
	}
	row := func(n int) func(ids []db.ID) any { return func(ids []db.ID) any { return ids[n-1] } }
	forged := db.NewID()
	attacks := []attack{
		{"nothing", func(*testing.T, *kit.Kit, []db.ID) {}, nil, true},
		{"row changed", exec("UPDATE audit_log SET detail = 'khác' WHERE id = ?", row(3)), []string{"CHANGED seq 3 row %3"}, true},
		{"row changed with a signature of another", exec("UPDATE audit_log SET mac = (SELECT row_mac FROM audit_chain WHERE seq = 4) WHERE id = ?", row(3)), []string{"CHANGED seq 3 row %3"}, true},
		{"row back-dated", exec("UPDATE audit_log SET at = at - 1 WHERE id = ?", row(8)), []string{"CHANGED seq 8 row %8"}, true},
		{"row said to be of no key", exec("UPDATE audit_log SET key_id = NULL WHERE id = ?", row(8)), []string{"CHANGED seq 8 row %8"}, true},
		{"row made to hand over to another key", exec("UPDATE audit_log SET next_key = id WHERE id = ?", row(8)), []string{"CHANGED seq 8 row %8"}, true},
		{"link back-dated", exec("UPDATE audit_chain SET sealed_at = sealed_at - 1 WHERE row_id = ?", row(3)), []string{"REORDERED seq 3 row %3"}, true},
		{"link said to be of no key", exec("UPDATE audit_chain SET key_id = NULL WHERE row_id = ?", row(3)), []string{"REORDERED seq 3 row %3"}, true},
		{"row removed", exec("DELETE FROM audit_log WHERE id = ?", row(5)), []string{"REMOVED seq 5 row %5"}, true},
		{"row and its link removed", func(t *testing.T, k *kit.Kit, ids []db.ID) {
			k.Exec(t, "DELETE FROM audit_log WHERE id = ?", ids[4])
			k.Exec(t, "DELETE FROM audit_chain WHERE row_id = ?", ids[4])
		}, []string{"REMOVED seq 5:"}, true},
		{"row and its link removed, the rest moved up", func(t *testing.T, k *kit.Kit, ids []db.ID) {
			k.Exec(t, "DELETE FROM audit_log WHERE id = ?", ids[4])
			k.Exec(t, "DELETE FROM audit_chain WHERE row_id = ?", ids[4])
			for seq := 6; seq <= 8; seq++ {
				k.Exec(t, "UPDATE audit_chain SET seq = ? WHERE seq = ?", seq-1, seq)
			}
		}, []string{"TRUNCATED seq 8", "REORDERED seq 5 row %6", "REORDERED seq 6 row %7", "REORDERED seq 7 row %8"}, true},
		{"row inserted", forge(forged, ""), []string{"INSERTED row " + forged.String()}, true},
		{"row inserted and queued for sealing", forge(forged, "INSERT INTO audit_pending (row_id, row_mac) SELECT id, mac FROM audit_log WHERE id = ?"),
			[]string{"INSERTED row " + forged.String()}, true},
		{"row inserted with a link", forge(forged, "INSERT INTO audit_chain (seq, row_id, row_mac, mac) SELECT 9, id, mac, mac FROM audit_log WHERE id = ?"),
			[]string{"REORDERED seq 9 row " + forged.String(), "CHANGED seq 9 row " + forged.String()}, true},
		{"row inserted with a link before the first", forge(forged, "INSERT INTO audit_chain (seq, row_id, row_mac, mac) SELECT -1, id, mac, mac FROM audit_log WHERE id = ?"),
			[]string{"INSERTED row " + forged.String()}, true},
		{"two rows swapped", func(t *testing.T, k *kit.Kit, ids []db.ID) {
			swap(t, k, "row_id", ids[1], ids[2])
		}, []string{"REORDERED seq 2 row %3", "CHANGED seq 2 row %3", "REORDERED seq 3 row %2", "CHANGED seq 3 row %2"}, true},
		{"two links swapped", func(t *testing.T, k *kit.Kit, _ []db.ID) {
			for _, step := range [][2]int{{2, 99}, {3, 2}, {99, 3}} {
				k.Exec(t, "UPDATE audit_chain SET seq = ? WHERE seq = ?", step[1], step[0])
			}
		}, []string{"REORDERED seq 2 row %3", "REORDERED seq 3 row %2", "REORDERED seq 4 row %4"}, true},
		{"end cut off, rows too", func(t *testing.T, k *kit.Kit, ids []db.ID) {
			k.Exec(t, "DELETE FROM audit_chain WHERE seq > 6")
			k.Exec(t, "DELETE FROM audit_log WHERE id IN (?)", ids[6:])
			k.Exec(t, "DELETE FROM audit_pending")
		}, []string{"TRUNCATED seq 8"}, false},
		{"end cut off, new rows sealed in its place", func(t *testing.T, k *kit.Kit, ids []db.ID) {
			k.Exec(t, "DELETE FROM audit_chain WHERE seq > 6")
			k.Exec(t, "DELETE FROM audit_log WHERE id IN (?)", ids[6:8])
			seal(t, audit.NewSealer(k.Audit, ""))
		}, []string{"TRUNCATED seq 8"}, false},
		{"seals taken off the end", exec("DELETE FROM audit_chain WHERE seq > 6"), []string{"TRUNCATED seq 8", "INSERTED row %7", "INSERTED row %8"}, true},
		{"everything emptied", func(t *testing.T, k *kit.Kit, _ []db.ID) {
			for _, table := range []string{"audit_log", "audit_chain", "audit_pending"} {
				k.Exec(t, "DELETE FROM "+table)
			}
		}, []string{"TRUNCATED seq 8"}, false},
		{"waiting row removed", exec("DELETE FROM audit_log WHERE id = ?", row(10)), []string{"REMOVED row %10"}, true},
		{"waiting row changed", exec("UPDATE audit_log SET action = 'post.read' WHERE id = ?", row(10)), []string{"INSERTED row %10"}, true},
		{"old row put back in", func(t *testing.T, k *kit.Kit, ids []db.ID) {
			k.Exec(t, "DELETE FROM audit_pending WHERE row_id = ?", ids[9])
		}, []string{"INSERTED row %10"}, true},
	}
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				anchor := filepath.Join(t.TempDir(), "anchor")
				s := begin(t, k.Audit, anchor)
				ids := record(t, k, context.Background(), 8)
				seal(t, s)
				ids = append(ids, record(t, k, context.Background(), 2)...)
				a.do(t, k, ids)
				ok, out := verify(t, k, anchor)
				if ok != (a.want == nil) {
					t.Errorf("verdict %v", ok)
				}
				lines := strings.Split(strings.TrimSpace(out), "\n")
				if got := len(lines) - 2; got != len(a.want) {
					t.Errorf("%d findings, want %d", got, len(a.want))
				}
				for i, want := range a.want {
					for n := len(ids); n > 0; n-- {
						want = strings.ReplaceAll(want, fmt.Sprintf("%%%d", n), ids[n-1].String())
					}
					if i >= len(lines) || !strings.HasPrefix(lines[i], want) {
						t.Errorf("line %d is not %q", i+1, want)
					}
				}
				if ok, _ := verify(t, k, ""); ok != (a.want == nil || !a.without) {
					t.Errorf("without the anchor: verdict %v", ok)
				}
				if t.Failed() {
					t.Log(out)
				}
			})
		})
	}
}

// forge inserts a row that the program did not sign, and does what the query says with its id.
func forge(id db.ID, query string) func(t *testing.T, k *kit.Kit, ids []db.ID) {
	return func(t *testing.T, k *kit.Kit, ids []db.ID) {
		k.Exec(t, `INSERT INTO audit_log (id, at, class, action, role, address, subject_kind, article, detail, mac)
			SELECT ?, at, class, action, role, address, subject_kind, article, detail, mac FROM audit_log WHERE id = ?`, id, ids[0])
		if query != "" {
			k.Exec(t, query, id)
		}
	}
}

// swap lets two links name each other's row.
func swap(t *testing.T, k *kit.Kit, column string, a, b db.ID) {
	for _, step := range [][2]db.ID{{a, db.NewID()}, {b, a}} {
		k.Exec(t, "UPDATE audit_chain SET "+column+" = ? WHERE "+column+" = ?", step[1], step[0])
	}
	k.Exec(t, "UPDATE audit_chain SET "+column+" = ? WHERE seq = 2", b)
}

func TestSealingIsRepeatableAndAnchored(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		anchor := filepath.Join(t.TempDir(), "anchor")
		s := begin(t, k.Audit, anchor)
		wanted := func(want bool) {
			t.Helper()
			if got, err := s.Wanted(context.Background()); got != want || err != nil {
				t.Errorf("wanted: %v, %v", got, err)
			}
		}
		wanted(false) // an empty record has a head too, anchored before its first row
		if h, err := audit.ReadAnchor(anchor); err != nil || h.Seq != 0 {
			t.Fatal(h, err)
		}
		record(t, k, context.Background(), 3)
		wanted(true)
		seal(t, s)
		wanted(false)
		seal(t, s)
		if ok, out := verify(t, k, anchor); !ok || !strings.Contains(out, "3 rows sealed, 0 waiting, anchored at 3") {
			t.Error(out)
		}
		old, err := os.ReadFile(anchor)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(anchor); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the anchor's mode is %v, %v", info.Mode(), err)
		}
		// An older anchor holds still: what it stands for is in the chain.
		record(t, k, context.Background(), 2)
		seal(t, audit.NewSealer(k.Audit, ""))
		if ok, out := verify(t, k, anchor); !ok || !strings.Contains(out, "5 rows sealed, 0 waiting, anchored at 3") {
			t.Error(out)
		}
		// Once rows are cut off, the anchor stays as evidence, whatever is written after.
		k.Exec(t, "DELETE FROM audit_chain WHERE seq > 2")
		k.Exec(t, "DELETE FROM audit_log")
		record(t, k, context.Background(), 4)
		for range 2 {
			if err := audit.NewSealer(k.Audit, anchor).Seal(context.Background()); err == nil || !strings.Contains(err.Error(), "cut off") {
				t.Errorf("want an alarm, got %v", err)
			}
		}
		if now, _ := os.ReadFile(anchor); !bytes.Equal(now, old) {
			t.Error("the evidence was overwritten")
		}
	})
}

func TestVerifyRefusesWhatIsNoAnchor(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		dir := t.TempDir()
		for name, content := range map[string]string{"empty": "", "text": "hello", "hex": "1 zz 2026\n", "negative": "-1 00 2026\n"} {
			file := filepath.Join(dir, name)
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := audit.VerifyCommand(context.Background(), k.Audit, file, &bytes.Buffer{}); err == nil {
				t.Errorf("%s passed for an anchor", name)
			}
			if err := audit.NewSealer(k.Audit, file).Seal(context.Background()); err == nil {
				t.Errorf("%s was overwritten", name)
			}
		}
		missing := filepath.Join(dir, "missing")
		if ok, out := verify(t, k, missing); !ok { // a log that nobody has begun
			t.Error(out)
		}
		record(t, k, context.Background(), 1)
		if ok, out := verify(t, k, missing); ok || !strings.HasPrefix(out, "UNHELD: there is no anchor "+missing) {
			t.Error(out)
		}
		if err := audit.NewSealer(k.Audit, missing).Seal(context.Background()); !errors.Is(err, audit.ErrRefused) {
			t.Errorf("sealing made a missing anchor: %v", err)
		}
	})
}

// More rows than one batch, sealed by two sealers at once, are each in the chain once.
func TestConcurrentSealersKeepOneChain(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		err := k.DB.InTx(context.Background(), func(ctx context.Context) error {
			for range 1200 {
				if err := k.Audit.Record(ctx, audit.Event{Class: audit.Security, Action: "x"}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error)
		for range 2 {
			go func() { done <- audit.NewSealer(k.Audit, "").Seal(context.Background()) }()
		}
		if err := errors.Join(<-done, <-done); err != nil { // they take turns
			t.Fatal(err)
		}
		if ok, out := verify(t, k, ""); !ok || !strings.Contains(out, "1200 rows sealed, 0 waiting") {
			t.Error(out)
		}
	})
}

func BenchmarkRecord(b *testing.B) {
	for _, s := range kit.Stores(b) {
		b.Run(string(s.Dialect), func(b *testing.B) {
			k := kit.New(b, s.Open(b, nil))
			for b.Loop() {
				err := k.DB.InTx(context.Background(), func(ctx context.Context) error {
					return k.Audit.Record(ctx, audit.Event{Class: audit.Content, Action: "post.save", SubjectKind: "post", SubjectID: db.NewID()})
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	for _, s := range kit.Stores(b) {
		b.Run(string(s.Dialect), func(b *testing.B) {
			k := kit.New(b, s.Open(b, nil))
			for range 20 {
				err := k.DB.InTx(context.Background(), func(ctx context.Context) error {
					for range 500 {
						if err := k.Audit.Record(ctx, audit.Event{Class: audit.Content, Action: "post.save"}); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			seal(b, audit.NewSealer(k.Audit, ""))
			b.ReportAllocs()
			for b.Loop() { // of ten thousand rows
				if r, err := k.Audit.Verify(context.Background(), nil, func(f audit.Finding) { b.Error(f) }); err != nil || r.Head.Seq != 10_000 {
					b.Fatal(r, err)
				}
			}
		})
	}
}
