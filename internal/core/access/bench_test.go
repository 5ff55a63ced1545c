package access_test

import (
	"context"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

func benchActors() map[string]*access.Actor {
	home, me := db.NewID(), db.NewID()
	grant := func(r access.Role) access.Grant { return access.Grant{Role: r} }
	staff := access.Grant{Role: access.Staff, Department: home, Reach: []db.ID{home}}
	return map[string]*access.Actor{
		"staff":    {StaffID: me, Home: home, HomeLine: []db.ID{home, db.NewID()}, Grants: []access.Grant{grant(access.Public), staff}},
		"director": {StaffID: me, Home: home, HomeLine: []db.ID{home, db.NewID()}, Grants: []access.Grant{grant(access.Public), staff, grant(access.Director)}},
	}
}

func BenchmarkAccess(b *testing.B) {
	a, err := access.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	for name, actor := range benchActors() {
		ctx := access.With(context.Background(), actor)
		submitted := access.Target{Department: db.NewID(), People: []db.ID{db.NewID(), db.NewID(), {}}, Submitted: true, AtBoard: true, Ever: true}
		b.Run("Require/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = a.Require(ctx, "post", "approve", submitted)
			}
		})
		b.Run("RequireRead/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = a.Require(ctx, "post", "read_working", submitted)
			}
		})
		b.Run("Reach/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = a.Reach(ctx, "post", "read", "read_working")
			}
		})
	}
}
