package access_test

import (
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

func TestGrantsFollowPositionsAndRoles(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		root := k.Department(t, "CENTRE", "TTYT", db.ID{})
		office := k.Department(t, "OFFICE", "TCHC", root)
		unit := k.Department(t, "UNIT", "CNTT", office)
		head := k.Staff(t, office, "Trưởng phòng", access.Director)
		k.Position(t, head, office, "HEAD")

		a := access.Of(k.As(t, head))
		if g, ok := a.Grant(access.Manager, unit); !ok || g.Department != office {
			t.Errorf("a head manages the units below: got %+v, %v", g, ok)
		}
		if _, ok := a.Grant(access.Manager, root); ok {
			t.Error("a head does not manage what lies above")
		}
		if _, ok := a.Grant(access.Director, unit); !ok {
			t.Error("a granted role holds centre-wide")
		}
		if a.Is(access.IT) {
			t.Error("nobody holds what was not granted")
		}
	})
}
