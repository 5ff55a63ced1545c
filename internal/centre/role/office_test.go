package role_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

func TestManagersAreThoseInOfficeNearest(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := newService(k)
		centre := k.Department(t, "CENTRE", "TTYT", db.ID{})
		board := k.Department(t, "BOARD", "BGD", centre)
		office := k.Department(t, "OFFICE", "TCHC", board)
		unit := k.Department(t, "UNIT", "CNTT", office)
		ward := k.Department(t, "CLINICAL", "NOI", centre)

		director := k.Staff(t, board, "Giám đốc", access.Director)
		k.Position(t, director, board, "HEAD")
		head := k.Staff(t, office, "Trưởng phòng")
		k.Position(t, head, office, "HEAD")
		deputy := k.Staff(t, office, "Phó phòng")
		k.Position(t, deputy, office, "DEPUTY")
		delegate := k.Staff(t, ward, "Người được ủy quyền")
		former := k.Staff(t, unit, "Tổ trưởng cũ")
		k.Position(t, former, unit, "HEAD")
		k.Exec(t, "UPDATE positions SET to_at = ? WHERE staff_id = ?", k.DB.Now(t.Context()), former)
		away := k.Staff(t, unit, "Tổ phó nghỉ phép")
		k.Position(t, away, unit, "DEPUTY")
		k.Exec(t, "UPDATE staff SET state = 'ON_LEAVE' WHERE id = ?", away)

		check := func(what string, department db.ID, except []db.ID, wantAt db.ID, want ...db.ID) {
			t.Helper()
			at, got, err := s.Managers(t.Context(), department, except...)
			slices.SortFunc(got, compare)
			slices.SortFunc(want, compare)
			if err != nil || at != wantAt || !slices.Equal(got, want) {
				t.Errorf("%s: got %v at %v (%v), want %v at %v", what, got, at, err, want, wantAt)
			}
		}
		check("nobody stands in the nearest department", unit, nil, office, head, deputy)
		check("the author is left out", office, []db.ID{head}, office, deputy)
		check("nobody is left below the Board", office, []db.ID{head, deputy}, db.ID{})
		check("the Board has no endorsing manager", board, nil, db.ID{})
		check("a department without managers", ward, nil, db.ID{})

		now := k.Clock.Now()
		k.Exec(t, "INSERT INTO delegations (id, from_staff_id, to_staff_id, role, department_id, decision_no, from_at, to_at, created_at) VALUES (?, ?, ?, 'manager', ?, '2/QĐ', ?, ?, ?)",
			db.NewID(), head, delegate, office, db.At(now), db.At(now.Add(time.Hour)), db.At(now))
		check("a delegate stands in for the lender", office, []db.ID{deputy}, office, head, delegate)
		check("but not over the lender's own text", office, []db.ID{head}, office, deputy)
		k.Exec(t, "INSERT INTO role_assignments (id, staff_id, role, live, granted_at) VALUES (?, ?, 'director', 1, 0)", db.NewID(), deputy)
		check("a director decides at the Board's step", office, nil, office, head, delegate)
		k.Clock.Advance(time.Hour)
		check("a lent power ends with its time", office, nil, office, head)
	})
}

func TestHoldersAreActiveAndGranted(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := newService(k)
		centre := k.Department(t, "CENTRE", "TTYT", db.ID{})
		unit := k.Department(t, "OFFICE", "TCHC", centre)
		editor := k.Staff(t, unit, "Biên tập", access.WebEditor)
		away := k.Staff(t, unit, "Biên tập nghỉ phép", access.WebEditor)
		k.Exec(t, "UPDATE staff SET state = 'ON_LEAVE' WHERE id = ?", away)
		revoked := k.Staff(t, unit, "Biên tập cũ", access.WebEditor)
		k.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", revoked)
		k.Staff(t, unit, "Công nghệ thông tin", access.IT)

		got, err := s.Holders(context.Background(), access.WebEditor)
		if err != nil || !slices.Equal(got, []db.ID{editor}) {
			t.Errorf("got %v, %v; want %v", got, err, editor)
		}
	})
}

func compare(a, b db.ID) int { return slices.Compare(a[:], b[:]) }
