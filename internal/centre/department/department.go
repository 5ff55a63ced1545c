// Package department is the organisation tree of the centre (Art. 3): who lies below whom, in which order, and under
// which names over time.
package department

import (
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// Kind says what a department is, and with that what may lie above it.
type Kind string

// The kinds of departments.
const (
	Centre     Kind = "CENTRE"     // the root, where nobody holds a department role
	Board      Kind = "BOARD"      // the Board of Directors
	Office     Kind = "OFFICE"     // phòng
	Clinical   Kind = "CLINICAL"   // khoa
	Preventive Kind = "PREVENTIVE" // khoa
	Station    Kind = "STATION"    // trạm y tế xã
	Unit       Kind = "UNIT"       // bộ phận, tổ
)

// fits reports whether a department of the kind may lie below one of the kind above: the Board below the centre,
// units below anything but the centre, and the rest below the centre or the Board that leads them.
func (k Kind) fits(above Kind) bool {
	switch k {
	case Centre:
		return false
	case Board:
		return above == Centre
	case Unit:
		return above != Centre
	}
	return above == Centre || above == Board
}

// single reports whether there is at most one of the kind.
func (k Kind) single() bool { return k == Centre || k == Board }

// Department is a node of the tree. Its slug is its address for life, so a new name leaves it as it is.
type Department struct {
	Key       db.ID   `db:"id"`
	ParentKey db.ID   `db:"parent_id"` // zero at the root
	Kind      Kind    `db:"kind"`
	Code      string  `db:"code"`
	Slug      string  `db:"slug"`
	Name      string  `db:"name"`
	Position  int     `db:"position"` // among those below the same parent
	Version   int     `db:"version"`
	CreatedAt db.Time `db:"created_at"`
	UpdatedAt db.Time `db:"updated_at"`
}

// ID is the global id.
func (d *Department) ID() string { return db.GlobalID("department", d.Key) }

// Target is what permission rules look at.
func (d *Department) Target() access.Target { return access.Target{Department: d.Key} }

// Name is a name that the department bore before.
type Name struct {
	Key        db.ID   `db:"id"`
	Department db.ID   `db:"department_id"`
	Name       string  `db:"name"`
	From       db.Time `db:"from_at"`
	To         db.Time `db:"to_at"`
}

// below checks that a department of the kind may lie below the parent, nil for none.
func (k Kind) below(parent *Department) error {
	switch {
	case k == Centre && parent != nil:
		return fault.User(fault.Invalid, rootIsTop, "input.parent")
	case k != Centre && parent == nil:
		return fault.User(fault.Required, chooseParent, "input.parent")
	case parent != nil && !k.fits(parent.Kind):
		return fault.User(fault.Invalid, wrongParent, "input.parent")
	}
	return nil
}

// place puts a department at a place among its siblings, at the end when there are not as many, or place is nil.
func place(siblings []*Department, d *Department, at *int) []*Department {
	siblings = slices.DeleteFunc(siblings, func(s *Department) bool { return s.Key == d.Key })
	i := len(siblings)
	if at != nil {
		i = min(max(*at, 0), i)
	}
	return slices.Insert(siblings, i, d)
}

// inOrder sorts departments as the tree reads: each before those below it, siblings by position. A department whose
// parent is not among them starts a tree of its own.
func inOrder(all []*Department) []*Department {
	below, known := map[db.ID][]*Department{}, map[db.ID]bool{}
	for _, d := range all {
		known[d.Key] = true
	}
	for _, d := range all {
		parent := d.ParentKey
		if !known[parent] {
			parent = db.ID{}
		}
		below[parent] = append(below[parent], d)
	}
	sorted := make([]*Department, 0, len(all))
	var walk func(parent db.ID)
	walk = func(parent db.ID) {
		slices.SortFunc(below[parent], func(a, b *Department) int { return a.Position - b.Position })
		for _, d := range below[parent] {
			sorted = append(sorted, d)
			walk(d.Key)
		}
	}
	walk(db.ID{})
	return sorted
}
