package db_test

import (
	"context"
	"maps"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// What refers to a row is what keeps the store from deleting it.
func TestReferred(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		ctx := t.Context()
		root := k.Department(t, "CENTRE", "GOC", db.ID{})
		bare, home, owner := k.Department(t, "OFFICE", "TRONG", root), k.Department(t, "OFFICE", "CO-NGUOI", root), k.Department(t, "OFFICE", "CO-TAI-SAN", root)
		k.Staff(t, home, "an")
		k.Insert(ctx, t, "assets", kit.Row{"id": db.NewID(), "code": "A-1", "name": "Máy", "kind": "PRINTER", "state": "IN_USE", "department_id": owner, "version": 1})
		all := []db.ID{root, bare, home, owner}
		for range 2 { // read from the store, then remembered
			got, err := k.DB.Referred(ctx, "departments", all, "department_paths", "department_names")
			if want := map[db.ID]bool{root: true, home: true, owner: true}; err != nil || !maps.Equal(got, want) {
				t.Fatalf("%v %v, want %v", got, err, want)
			}
		}
		for _, id := range all { // the store agrees
			err := k.DB.InTx(ctx, func(ctx context.Context) error {
				if _, err := k.DB.From(ctx).Exec(ctx, "DELETE FROM department_paths WHERE descendant_id = ?", id); err != nil {
					return err
				}
				_, err := k.DB.From(ctx).Exec(ctx, "DELETE FROM departments WHERE id = ?", id)
				return err
			})
			if kept := db.IsForeignKey(err); kept != (id != bare) {
				t.Errorf("%s: %v", id, err)
			}
		}
	})
}
