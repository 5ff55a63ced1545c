// Package role holds the powers of people: positions, from which a manager's follows (Art. 12), roles that a director
// grants (Art. 3, 10), and powers lent to a colleague for a time. Every power is a row with its dates and its
// decision; package access turns those in force into rights, once per request.
package role

import (
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// PositionKind is how a person leads a department.
type PositionKind string

// The kinds of positions. At most one HEAD or ACTING is in force per department.
const (
	Head   PositionKind = "HEAD"
	Acting PositionKind = "ACTING" // in charge until there is a head
	Deputy PositionKind = "DEPUTY"
)

// Position is a person's lead of a department, from one moment to another; zero for no end.
type Position struct {
	Key        db.ID        `db:"id"`
	Staff      db.ID        `db:"staff_id"`
	Department db.ID        `db:"department_id"`
	Kind       PositionKind `db:"kind"`
	DecisionNo string       `db:"decision_no"`
	From       db.Time      `db:"from_at"`
	To         db.Time      `db:"to_at"`
	CreatedAt  db.Time      `db:"created_at"`

	board *board // shared with those asked about together
}

// ID is the global id.
func (p *Position) ID() string { return db.GlobalID("position", p.Key) }

// Target is what permission rules look at.
func (p *Position) Target() access.Target {
	return access.Target{Department: p.Department, People: []db.ID{p.Staff}}
}

// Officer is what everybody may know of a person who leads a department: name, position and since when. People who are on leave
// or have left are not officers.
type Officer struct {
	Department db.ID        `db:"department_id"`
	Staff      db.ID        `db:"staff_id"`
	Kind       PositionKind `db:"kind"`
	Name       string       `db:"name"`
	Since      db.Time      `db:"from_at"`
}

// Assignment is a granted role. It is live until it is revoked.
type Assignment struct {
	Key       db.ID       `db:"id"`
	Staff     db.ID       `db:"staff_id"`
	Role      access.Role `db:"role"`
	GrantedBy db.ID       `db:"granted_by"` // zero where the program did it
	GrantedAt db.Time     `db:"granted_at"`
	RevokedBy db.ID       `db:"revoked_by"`
	RevokedAt db.Time     `db:"revoked_at"`
	Live      *bool       `db:"live"`      // true until it is revoked, then nil
	LastHeld  *bool       `db:"last_held"` // true if it was revoked while nobody else worked in it, see lastOfIT

	board *board // shared with those asked about together
}

// ID is the global id.
func (a *Assignment) ID() string { return db.GlobalID("role", a.Key) }

// Target is what permission rules look at.
func (a *Assignment) Target() access.Target { return access.Target{People: []db.ID{a.Staff}} }

// Delegation is a manager's or director's power lent to a colleague. It has effect while the lender has the power.
type Delegation struct {
	Key        db.ID       `db:"id"`
	FromStaff  db.ID       `db:"from_staff_id"`
	ToStaff    db.ID       `db:"to_staff_id"`
	Role       access.Role `db:"role"`
	Department db.ID       `db:"department_id"` // of a manager's power
	DecisionNo string      `db:"decision_no"`
	From       db.Time     `db:"from_at"`
	Until      db.Time     `db:"to_at"`
	RevokedAt  db.Time     `db:"revoked_at"`
	CreatedAt  db.Time     `db:"created_at"`
}

// ID is the global id.
func (d *Delegation) ID() string { return db.GlobalID("delegation", d.Key) }

// Target is what permission rules look at.
func (d *Delegation) Target() access.Target {
	return access.Target{Department: d.Department, People: []db.ID{d.FromStaff, d.ToStaff}}
}

// longestLoan is how long a power may be lent at once.
const longestLoan = 90 * 24 * time.Hour

// articles names what each role that a director grants rests on. A manager's power follows from a position, and nobody
// is granted any other role.
var articles = map[access.Role]string{access.IT: "3", access.WebEditor: "10", access.Director: "3", access.Personnel: "3"}

// excludes reports whether nobody may hold both: who consents neither runs the machines nor publishes.
func excludes(a, b access.Role) bool {
	apart := func(r access.Role) bool { return r == access.IT || r == access.WebEditor }
	return a == access.Director && apart(b) || b == access.Director && apart(a)
}

// together checks that the role goes with each of those held.
func together(role access.Role, held []access.Role) error {
	for _, h := range held {
		if excludes(role, h) {
			return fault.User(fault.RoleExclusive, rolesExclude, "input.role").By("11c")
		}
	}
	return nil
}
