package db_test

import (
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestAnalyse(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		k.Department(t, "CENTRE", "TTYT", db.ID{})
		if err := k.DB.Analyse(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnalyseKeepsNoSamples(t *testing.T) {
	kit.RunOn(t, db.SQLite, func(t *testing.T, k *kit.Kit) {
		ctx := t.Context()
		k.Department(t, "CENTRE", "TTYT", db.ID{})
		if err := k.DB.Analyse(ctx); err != nil {
			t.Fatal(err)
		}
		n, err := db.One[int](ctx, k.DB.From(ctx), "SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = 'departments'")
		if err != nil || n == 0 {
			t.Errorf("%d indexes are known, %v", n, err)
		}
		if n, err := db.One[int](ctx, k.DB.From(ctx), "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'sqlite_stat4'"); err == nil && n > 0 {
			if n, err = db.One[int](ctx, k.DB.From(ctx), "SELECT COUNT(*) FROM sqlite_stat4"); err != nil || n > 0 {
				t.Errorf("%d samples, %v", n, err)
			}
		}
	})
}
