package audit_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/test/kit"
)

// The key of the kit's log, and others.
var (
	first  = []byte("an audit key of tests, 32 bytes!")
	second = bytes.Repeat([]byte("2"), 32)
	third  = bytes.Repeat([]byte("3"), 32)
)

// replica is another replica of the program, with keys of its own.
func replica(k *kit.Kit, key []byte, older ...[]byte) *audit.Log {
	return audit.New(k.Replica(), k.Access, key, older...)
}

// write records one event.
func write(t testing.TB, k *kit.Kit, l *audit.Log) {
	t.Helper()
	if err := tryWrite(l, k.DB); err != nil {
		t.Fatal(err)
	}
}

func tryWrite(l *audit.Log, d *db.DB) error {
	return d.InTx(context.Background(), func(ctx context.Context) error {
		return l.Record(ctx, audit.Event{Class: audit.Content, Action: "post.save"})
	})
}

// finds verifies with a log's keys and compares what is found, each by how it begins.
func finds(t testing.TB, l *audit.Log, anchor string, want ...string) string {
	t.Helper()
	var out bytes.Buffer
	ok, err := audit.VerifyCommand(context.Background(), l, anchor, &out)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	good := err == nil && ok == (len(want) == 0) && len(lines)-2 == len(want)
	for i, w := range want {
		good = good && strings.Contains(lines[i], w)
	}
	if !good {
		t.Errorf("want %q, got %v, %v\n%s", want, ok, err, &out)
	}
	return out.String()
}

// on gives replicas handles of the kit's own, so that write works through any of them.
func on(k *kit.Kit, key []byte, older ...[]byte) *audit.Log {
	return audit.New(k.DB, k.Access, key, older...)
}

func TestArticle6b_ANewKeyTakesOverByARowOfTheFormer(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		anchor := filepath.Join(t.TempDir(), "anchor")
		begin(t, k.Audit, anchor)
		write(t, k, k.Audit)
		next := on(k, second, first)
		s := begin(t, next, anchor)
		write(t, k, next)
		seal(t, s)
		finds(t, next, anchor)
		finds(t, on(k, second), anchor, "UNTRUSTED seq 1")
		finds(t, k.Audit, anchor, "UNTRUSTED seq 3")
		var rows []audit.Event
		if err := k.DB.From(t.Context()).Select(t.Context(), &rows, "SELECT action, key_id, next_key FROM audit_log ORDER BY id"); err != nil {
			t.Fatal(err)
		}
		for i, want := range []audit.Event{{Action: "post.save", KeyID: k.Audit.KeyID()}, {Action: "audit.rotate", KeyID: k.Audit.KeyID(), NextKey: next.KeyID()}, {Action: "post.save", KeyID: next.KeyID()}} {
			if got := rows[i]; got.Action != want.Action || got.KeyID != want.KeyID || got.NextKey != want.NextKey {
				t.Errorf("row %d: %+v, want %+v", i, got, want)
			}
		}
		begin(t, next, anchor) // again: it is the log's key now
		begin(t, on(k, second), anchor)
		k.Exec(t, "DELETE FROM audit_chain WHERE seq = 2")
		k.Exec(t, "DELETE FROM audit_log WHERE next_key IS NOT NULL")
		finds(t, next, anchor, "REMOVED seq 2", "which no earlier key introduced")
	})
}

// A thousand rows under a key that is not given are one finding, and none of them is said to be changed.
func TestAnUnknownKeyIsOneFinding(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		record(t, k, context.Background(), 30)
		seal(t, audit.NewSealer(k.Audit, ""))
		finds(t, on(k, second), "", "UNTRUSTED seq 1")
	})
}

// Of several replicas that bring the same new key, one writes the row.
func TestArticle6b_ReplicasRotateOnce(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		record(t, k, context.Background(), 600) // more than are sealed at once
		var all sync.WaitGroup
		for range 4 {
			l := replica(k, second, first)
			all.Go(func() {
				if err := audit.NewSealer(l, "").Begin(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		n, err := db.One[int](t.Context(), k.DB.From(t.Context()), "SELECT COUNT(*) FROM audit_log WHERE action = 'audit.rotate'")
		if n != 1 || err != nil {
			t.Errorf("%d rotations, %v", n, err)
		}
		finds(t, on(k, second, first), "")
	})
}

// While replicas restart, both keys sign and seal in any order. After an hour the former key is worth nothing.
func TestArticle6b_AReplacedKeySignsForAnHour(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		write(t, k, k.Audit)
		left := begin(t, k.Audit, "") // a replica that is not restarted
		next := on(k, second, first)
		s := begin(t, next, "")
		for range 3 {
			k.Clock.Advance(19 * time.Minute)
			for _, l := range []*audit.Log{k.Audit, next, k.Audit} {
				write(t, k, l)
			}
			seal(t, left)
			write(t, k, k.Audit)
			seal(t, s)
		}
		finds(t, next, "")
		begin(t, on(k, first), "") // one that restarts with the former key, a little too early
		k.Clock.Advance(3 * time.Minute)
		if _, err := left.Wanted(t.Context()); err != nil {
			t.Fatal(err)
		}
		k.Clock.Advance(time.Minute)
		if err := tryWrite(k.Audit, k.DB); !fault.Is(err, fault.Unavailable) {
			t.Errorf("it still signs: %v", err)
		}
		if err := left.Seal(t.Context()); !fault.Is(err, fault.Unavailable) {
			t.Errorf("it still seals: %v", err)
		}
		if err := audit.NewSealer(on(k, first), "").Begin(t.Context()); !errors.Is(err, audit.ErrRefused) || !strings.Contains(err.Error(), "was replaced at") {
			t.Errorf("it starts again: %v", err)
		}
		if err := audit.NewSealer(on(k, first, second), "").Begin(t.Context()); !errors.Is(err, audit.ErrRefused) || !strings.Contains(err.Error(), "not taken up again") {
			t.Errorf("it is rotated back to: %v", err)
		}
		write(t, k, next)
		seal(t, s)
		finds(t, next, "")
	})
}

// Somebody who has the database and a former key, but not the program, gains nothing by it.
func TestArticle6b_AStolenFormerKeyIsWorthless(t *testing.T) {
	for name, c := range map[string]struct {
		does func(t *testing.T, k *kit.Kit, thief *audit.Log)
		want []string
	}{
		"a row": {func(t *testing.T, k *kit.Kit, thief *audit.Log) { write(t, k, thief) },
			[]string{"the row is signed"}},
		"a row from before": {func(t *testing.T, k *kit.Kit, thief *audit.Log) {
			k.Clock.Advance(-3 * time.Hour)
			write(t, k, thief)
			k.Clock.Advance(3 * time.Hour)
		}, []string{"the row is signed"}},
		"a row in the old form": {func(t *testing.T, k *kit.Kit, _ *audit.Log) { write(t, k, audit.NewOld(k.DB, k.Access, first)) },
			[]string{"the row is signed"}},
		"a row and a link from before": {func(t *testing.T, k *kit.Kit, thief *audit.Log) {
			k.Clock.Advance(-3 * time.Hour)
			write(t, k, thief)
			seal(t, audit.NewSealer(thief, ""))
			k.Clock.Advance(3 * time.Hour)
		}, []string{"the row is signed", "the link is signed"}},
		"a key of their own": {func(t *testing.T, k *kit.Kit, thief *audit.Log) {
			own := on(k, third)
			if err := own.Usurp(t.Context(), thief); err != nil {
				t.Fatal(err)
			}
			write(t, k, own)
			seal(t, audit.NewSealer(own, ""))
		}, []string{"hands over to", "the link is signed", "neither AUDIT_KEY nor among AUDIT_KEYS_OLD"}},
		"a key of their own, by its own word": {func(t *testing.T, k *kit.Kit, _ *audit.Log) {
			own := on(k, third)
			if err := own.Usurp(t.Context(), own); err != nil {
				t.Fatal(err)
			}
		}, []string{"hands over to", "neither AUDIT_KEY nor among AUDIT_KEYS_OLD"}},
		"the former key once more": {func(t *testing.T, k *kit.Kit, thief *audit.Log) {
			if err := thief.Usurp(t.Context(), thief); err != nil {
				t.Fatal(err)
			}
		}, []string{"hands over to", "the link is signed"}},
	} {
		t.Run(name, func(t *testing.T) {
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				write(t, k, k.Audit)
				seal(t, audit.NewSealer(k.Audit, ""))
				next := on(k, second, first)
				s := begin(t, next, "")
				seal(t, s)
				k.Clock.Advance(2 * time.Hour) // in which nothing happens
				for _, want := range []bool{true, false} {
					if wanted, err := s.Wanted(t.Context()); wanted != want || err != nil {
						t.Errorf("the hour is over: wanted %v, %v", wanted, err)
					}
					seal(t, s)
				}
				c.does(t, k, on(k, first))
				seal(t, s)
				finds(t, next, "", c.want...)
				write(t, k, next) // the program goes on
				seal(t, begin(t, on(k, second, first), ""))
			})
		})
	}
}

// A log from before there were key ids goes on under the same key, and a new one takes over.
func TestALogWithoutKeyIDsGoesOn(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		old := audit.NewOld(k.DB, k.Access, first)
		for range 3 {
			write(t, k, old)
		}
		seal(t, audit.NewSealer(old, ""))
		k.Exec(t, "UPDATE audit_chain SET sealed_at = NULL")
		write(t, k, old)
		if err := audit.NewSealer(on(k, second), "").Begin(t.Context()); !errors.Is(err, audit.ErrRefused) {
			t.Errorf("another key starts: %v", err)
		}
		finds(t, k.Audit, "")
		seal(t, begin(t, k.Audit, ""))
		write(t, k, k.Audit)
		next := on(k, second, first)
		s := begin(t, next, "")
		write(t, k, next)
		seal(t, s)
		finds(t, next, "")
		k.Exec(t, "UPDATE audit_log SET key_id = NULL WHERE id = (SELECT row_id FROM audit_chain WHERE seq = 5)")
		finds(t, next, "", "CHANGED seq 5")
	})
}

// Who lost the key goes on with a new one, and the log says so for ever.
func TestArticle6b_ALostKeyIsAFinding(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		anchor := filepath.Join(t.TempDir(), "anchor")
		s := begin(t, k.Audit, anchor)
		write(t, k, k.Audit)
		seal(t, s)
		next := on(k, second)
		taken := audit.NewSealer(next, anchor)
		for _, accept := range []audit.Acceptance{{}, {LostKey: true}, {Loss: "máy chủ cháy"}} {
			if err := taken.Anchor(t.Context(), accept, &bytes.Buffer{}); err == nil {
				t.Errorf("%+v is enough", accept)
			}
		}
		if err := taken.Anchor(t.Context(), audit.Acceptance{Loss: "máy chủ cháy", LostKey: true}, &bytes.Buffer{}); err != nil {
			t.Fatal(err)
		}
		s = begin(t, next, anchor)
		write(t, k, next)
		seal(t, s)
		finds(t, next, anchor, "UNTRUSTED seq 1", "took over without the signature")
		if err := audit.NewSealer(on(k, third), anchor).Begin(t.Context()); !errors.Is(err, audit.ErrRefused) {
			t.Errorf("any key starts now: %v", err)
		}
		newer := on(k, third, second)
		seal(t, begin(t, newer, anchor))
		finds(t, newer, anchor, "UNTRUSTED seq 1", "took over without the signature")
	})
}

// A missing anchor is made of a log that is whole, and of no other.
func TestArticle6b_AnAnchorIsMadeOfAWholeLog(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		record(t, k, context.Background(), 8)
		seal(t, audit.NewSealer(k.Audit, ""))
		anchor := filepath.Join(t.TempDir(), "anchor")
		s := audit.NewSealer(k.Audit, anchor)
		if err := s.Begin(t.Context()); !errors.Is(err, audit.ErrRefused) || !strings.Contains(err.Error(), "run ttyt audit anchor") {
			t.Errorf("it starts without an anchor: %v", err)
		}
		k.Exec(t, "UPDATE audit_log SET detail = CONCAT(detail, '.') WHERE id = (SELECT row_id FROM audit_chain WHERE seq = 4)")
		if err := s.Anchor(t.Context(), audit.Acceptance{}, &bytes.Buffer{}); !errors.Is(err, audit.ErrRefused) {
			t.Errorf("a damaged log is anchored: %v", err)
		}
		if _, err := audit.ReadAnchor(anchor); err == nil {
			t.Error("there is a file")
		}
		k.Exec(t, "UPDATE audit_log SET detail = 'lần 4' WHERE id = (SELECT row_id FROM audit_chain WHERE seq = 4)")
		if err := s.Anchor(t.Context(), audit.Acceptance{Loss: "không có"}, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), "nothing is lost") {
			t.Errorf("a loss of nothing is accepted: %v", err)
		}
		if err := s.Anchor(t.Context(), audit.Acceptance{}, &bytes.Buffer{}); err != nil {
			t.Fatal(err)
		}
		if h, err := audit.ReadAnchor(anchor); err != nil || h.Seq != 8 {
			t.Error(h, err)
		}
		begin(t, k.Audit, anchor)
		finds(t, k.Audit, anchor)
	})
}

// Whatever was lost, there is a way on that is on record: the log says what is gone, and why.
func TestArticle6b_AnAcceptedLossIsOnRecord(t *testing.T) {
	const reason = "khôi phục bản sao lưu ngày 01/3"
	for name, c := range map[string]struct {
		lose func(t *testing.T, k *kit.Kit)
		left []string // what verify goes on finding
	}{
		"an older backup": {func(t *testing.T, k *kit.Kit) {
			k.Exec(t, "DELETE FROM audit_log WHERE id IN (SELECT row_id FROM audit_chain WHERE seq > 5)")
			k.Exec(t, "DELETE FROM audit_chain WHERE seq > 5")
		}, nil},
		"everything": {func(t *testing.T, k *kit.Kit) {
			for _, table := range []string{"audit_log", "audit_chain", "audit_pending"} {
				k.Exec(t, "DELETE FROM "+table)
			}
		}, nil},
		"everything of a log that has a centre": {func(t *testing.T, k *kit.Kit) {
			for _, table := range []string{"audit_log", "audit_chain", "audit_pending"} {
				k.Exec(t, "DELETE FROM "+table)
			}
			k.Department(t, "CENTRE", "TTYT", db.ID{})
		}, nil},
		"a row, and the end": {func(t *testing.T, k *kit.Kit) {
			k.Exec(t, "DELETE FROM audit_log WHERE id IN (SELECT row_id FROM audit_chain WHERE seq = 3)")
			k.Exec(t, "DELETE FROM audit_log WHERE id IN (SELECT row_id FROM audit_chain WHERE seq > 7)")
			k.Exec(t, "DELETE FROM audit_chain WHERE seq > 7")
		}, []string{"REMOVED seq 3"}},
		"the rotation": {func(t *testing.T, k *kit.Kit) { // a backup from before it
			k.Exec(t, "DELETE FROM audit_log WHERE id IN (SELECT row_id FROM audit_chain WHERE seq > 2)")
			k.Exec(t, "DELETE FROM audit_chain WHERE seq > 2")
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				anchor := filepath.Join(t.TempDir(), "anchor")
				begin(t, k.Audit, anchor)
				record(t, k, context.Background(), 8)
				next := on(k, second, first)
				write(t, k, k.Audit)
				s := begin(t, next, anchor)
				write(t, k, next)
				seal(t, s)
				was, err := audit.ReadAnchor(anchor)
				if err != nil {
					t.Fatal(err)
				}
				c.lose(t, k)
				s = audit.NewSealer(next, anchor)
				if err := s.Begin(t.Context()); !errors.Is(err, audit.ErrRefused) {
					t.Errorf("it starts: %v", err)
				}
				if err := s.Anchor(t.Context(), audit.Acceptance{}, &bytes.Buffer{}); !errors.Is(err, audit.ErrRefused) || !strings.Contains(err.Error(), "-accept-loss") {
					t.Errorf("it is anchored without a word: %v", err)
				}
				if err := s.Anchor(t.Context(), audit.Acceptance{Loss: reason}, &bytes.Buffer{}); err != nil {
					t.Fatal(err)
				}
				detail, err := db.One[string](t.Context(), k.DB.From(t.Context()), "SELECT detail FROM audit_log WHERE action = 'audit.accept_loss'")
				if err != nil || !strings.Contains(detail, reason) || !strings.Contains(detail, was.String()) {
					t.Errorf("%q, %v", detail, err)
				}
				s = begin(t, next, anchor)
				write(t, k, next)
				seal(t, s)
				if out := finds(t, next, anchor, c.left...); !strings.Contains(out, "losses accepted: 1 ") {
					t.Error(out)
				}
			})
		})
	}
}
