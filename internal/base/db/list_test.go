package db_test

import (
	"context"
	"fmt"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/test/kit"
)

// section is a row with a version.
type section struct {
	Key      db.ID  `db:"id"`
	Slug     string `db:"slug"`
	Name     string `db:"name"`
	Position int    `db:"position"`
	Version  int    `db:"version"`
}

// An update writes what is not fixed, and only over the version that was read.
func TestUpdateExpectsAVersion(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := section{Key: db.NewID(), Slug: "tin", Name: "Tin", Version: 1}
		update := func(s section, expected int) (saved bool) {
			err := k.DB.InTx(t.Context(), func(ctx context.Context) (err error) {
				saved, err = k.DB.From(ctx).Update(ctx, "categories", s, s.Key, expected, "id", "slug")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return saved
		}
		if update(s, 1) {
			t.Error("a row that is not there was updated")
		}
		if err := k.DB.InTx(t.Context(), func(ctx context.Context) error { return k.DB.From(ctx).Insert(ctx, "categories", s) }); err != nil {
			t.Fatal(err)
		}
		s.Slug, s.Name, s.Version = "khac", "Tin tức", 2
		if update(s, 2) || !update(s, 1) || update(s, 1) {
			t.Error("the version that was read is written over once, another never")
		}
		got, err := db.One[section](t.Context(), k.DB.From(t.Context()), "SELECT "+db.ColumnsOf("categories", section{})+" FROM categories")
		if s.Slug = "tin"; err != nil || got != s {
			t.Errorf("stored %+v, %v", got, err)
		}
	})
}

func TestConditionsOfALinkToAnObject(t *testing.T) {
	t.Parallel()
	var c db.Conditions
	c.Add("1 = 1")
	id := db.NewID()
	if err := c.Node("asset", "", "asset_id = ?"); err != nil {
		t.Error(err)
	}
	if err := c.Node("asset", db.GlobalID("asset", id), "asset_id = ?"); err != nil {
		t.Error(err)
	}
	if err := c.Node("asset", db.GlobalID("post", id), "other = ?"); !fault.Is(err, fault.BadInput) && !fault.Is(err, fault.NotFound) {
		t.Errorf("the id of another kind: %v", err)
	}
	if where, values := c.All(); where != "1 = 1 AND asset_id = ?" || fmt.Sprint(values) != fmt.Sprint([]any{id}) {
		t.Errorf("%s %v", where, values)
	}
}
