package audit_test

import (
	"context"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/test/kit"
)

// thing is a row of a table that the record digests.
type thing struct {
	Key      db.ID  `db:"id"`
	Slug     string `db:"slug"`
	Name     string `db:"name"`
	Position int    `db:"position"`
	Version  int    `db:"version"`
}

var things = &audit.Table{Name: "categories", Kind: "category", Versions: []audit.Columns{{"id", "slug", "name", "version"}}, Beside: audit.Columns{"position"}}

// No statement gets past the record: it says which rows it wrote, and an event of its transaction covers them.
func TestArticle6b_NoRowIsWrittenPastTheRecord(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		k.Audit.Keep(things)
		one := &thing{Key: db.NewID(), Slug: "mot", Name: "Một", Version: 1}
		record := func(ctx context.Context, k *kit.Kit) error {
			return k.Audit.Record(ctx, audit.Event{Class: audit.Content, Action: "thing.change"})
		}
		rename := func(ctx context.Context, h db.Handle) error {
			one.Name, one.Version = one.Name+"!", one.Version+1
			_, err := h.Exec(ctx, "UPDATE categories SET name = ?, version = ? WHERE id = ?", one.Name, one.Version, one.Key)
			return err
		}
		for _, c := range []struct {
			name string
			do   func(ctx context.Context, h db.Handle) error
			want string // of the error
		}{
			{"inserted and not recorded", func(ctx context.Context, h db.Handle) error { return h.Insert(ctx, "categories", one) }, "nothing recorded"},
			{"inserted", func(ctx context.Context, h db.Handle) error {
				if err := h.Insert(ctx, "categories", one); err != nil {
					return err
				}
				return record(ctx, k)
			}, ""},
			{"updated and not told", func(ctx context.Context, h db.Handle) error {
				if err := record(ctx, k); err != nil {
					return err
				}
				_, err := h.Exec(ctx, "UPDATE categories SET name = 'Khác' WHERE id = ?", one.Key)
				return err
			}, "not told which rows"},
			{"counted", func(ctx context.Context, h db.Handle) error {
				_, err := h.Exec(ctx, "UPDATE categories SET position = 7 WHERE id = ?", one.Key)
				return err
			}, ""},
			{"updated", func(ctx context.Context, h db.Handle) error {
				if err := rename(ctx, h); err != nil {
					return err
				}
				if err := record(ctx, k); err != nil {
					return err
				}
				return h.Saved("categories", one)
			}, ""},
			{"updated, to be read again", func(ctx context.Context, h db.Handle) error {
				if err := rename(ctx, h); err != nil {
					return err
				}
				h.Touched("categories", one.Key)
				return record(ctx, k)
			}, ""},
			{"deleted and not told", func(ctx context.Context, h db.Handle) error {
				_, err := h.Exec(ctx, "DELETE FROM categories WHERE id = ?", one.Key)
				return err
			}, "not told which rows"},
			{"deleted", func(ctx context.Context, h db.Handle) error {
				_, err := h.Exec(ctx, "DELETE FROM categories WHERE id = ?", one.Key)
				h.Gone("categories", one.Key)
				if err != nil {
					return err
				}
				return record(ctx, k)
			}, ""},
		} {
			err := k.DB.InTx(t.Context(), func(ctx context.Context) error { return c.do(ctx, k.DB.From(ctx)) })
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v", c.name, err)
			}
			if ok, out := verify(t, k, ""); !ok {
				t.Errorf("%s: %s", c.name, out)
			}
		}
	})
}
