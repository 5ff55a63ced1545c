package db_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/migrations"
)

// A handle for reading tells the version and refuses every write; what is empty stays empty.
func TestReadOnlyWritesNothing(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			for dsn, migrated := range map[string]bool{s.Bare(t): false, s.DSN(t): true} {
				if file := filepath.Join(t.TempDir(), "empty.db"); !migrated && s.Dialect == db.SQLite {
					dsn = "sqlite:" + file
					if void, err := db.Void(dsn); !void || err != nil {
						t.Errorf("no file: %v, %v", void, err)
					}
					if err := os.WriteFile(file, nil, 0o600); err != nil {
						t.Fatal(err)
					}
					defer func() {
						if info, err := os.Stat(file); err != nil || info.Size() > 0 {
							t.Errorf("the empty file became %v, %v", info, err)
						}
					}()
				}
				if void, err := db.Void(dsn); err != nil || void != (!migrated && s.Dialect == db.SQLite) {
					t.Errorf("migrated %v: void %v, %v", migrated, void, err)
				}
				d, err := db.Open(t.Context(), dsn, db.Options{ReadOnly: true})
				if err != nil {
					t.Fatal(err)
				}
				if version, err := d.Version(t.Context()); err != nil || (version > 0) != migrated {
					t.Errorf("migrated %v: version %d, %v", migrated, version, err)
				}
				if err := d.Migrate(t.Context(), migrations.FS); err == nil {
					t.Error("it migrates")
				}
				err = d.InTx(t.Context(), func(ctx context.Context) error {
					_, err := d.From(ctx).Exec(ctx, "INSERT INTO locks (name, taken) VALUES ('x', 0)")
					return err
				})
				if err == nil {
					t.Error("it writes")
				}
				if err := d.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
