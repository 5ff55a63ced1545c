package approval

import (
	"context"
	"slices"
	"sync"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// Seat is somebody who may manage a department now, and whose power it is where it was lent.
type Seat struct {
	Department db.ID
	Staff      db.ID
	Lender     db.ID
}

// Directory knows who holds which office now.
type Directory interface {
	// Managers returns those in office of the department, else of the nearest above it (the Board excluded).
	Managers(ctx context.Context, department db.ID, except ...db.ID) (at db.ID, managers []db.ID, err error)
	// Seats returns, for each department, who may manage it, those of the nearest department first. Directors are not
	// among them, nor whom a director lent a manager's power: a director decides at the Board's step.
	Seats(ctx context.Context, departments ...db.ID) (map[db.ID][]Seat, error)
	// Holders returns the active staff holding a granted role.
	Holders(ctx context.Context, role access.Role) ([]db.ID, error)
	// Heads returns the active staff who head the Board.
	Heads(ctx context.Context) ([]db.ID, error)
}

// desk is the present holders of offices, loaded as far as needed. Deciders are looked up there, never remembered.
type desk struct {
	directory Directory
	mu        sync.Mutex
	seats     map[db.ID][]Seat
	holders   map[access.Role][]db.ID
}

func newDesk(directory Directory) *desk {
	return &desk{directory: directory, seats: map[db.ID][]Seat{}, holders: map[access.Role][]db.ID{}}
}

// seatsOf returns who may manage the department.
func (d *desk) seatsOf(ctx context.Context, department db.ID) ([]Seat, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, read := d.seats[department]; !read {
		found, err := d.directory.Seats(ctx, department)
		if err != nil {
			return nil, err
		}
		d.seats[department] = found[department]
	}
	return d.seats[department], nil
}

// of returns everybody who holds a role, or heads the Board; its directors, where nobody does.
func (d *desk) of(ctx context.Context, role access.Role) ([]db.ID, error) {
	people, err := d.holding(ctx, role)
	if role == boardHead && len(people) == 0 && err == nil {
		return d.holding(ctx, access.Director)
	}
	return people, err
}

func (d *desk) holding(ctx context.Context, role access.Role) (people []db.ID, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if people, read := d.holders[role]; read {
		return people, nil
	}
	if role == boardHead {
		people, err = d.directory.Heads(ctx)
	} else {
		people, err = d.directory.Holders(ctx, role)
	}
	if err == nil {
		d.holders[role] = people
	}
	return people, err
}

// deciders are those in office who could decide at a stage of the approval. By four eyes that is nobody who wrote or
// submitted its subject, or whom it is about, nor who has decided before; with two exceptions. Where no director would be left, one
// who is only the subject decides. And where nobody of IT would be, one who has decided before, or asked for it, assesses: a director
// then decides on that. A second person is another one in any case.
func (d *desk) deciders(ctx context.Context, c *Case, st Stage) ([]db.ID, error) {
	given, err := c.decisions(ctx)
	if err != nil {
		return nil, err
	}
	spent := func(p db.ID) bool { return decidedIn(given, p) }
	if st.Role == access.Manager {
		return d.managers(ctx, c, st, spent)
	}
	all, err := d.of(ctx, st.Role)
	if err != nil {
		return nil, err
	}
	barred, otherwise := func(p db.ID) bool { return c.concerns(p) || spent(p) }, func(p db.ID) bool { return c.sent(p) || spent(p) }
	if st.Step == Assessment {
		barred, otherwise = spent, func(db.ID) bool { return false }
	}
	if left := without(all, barred); len(left) > 0 {
		return left, nil
	}
	return without(all, otherwise), nil
}

// managers are those nearest to the approval's department who have no part in its subject and are not spent. Where managers
// decide on their own texts, only a borrowed power keeps out whom the subject concerns.
func (d *desk) managers(ctx context.Context, c *Case, st Stage, spent func(db.ID) bool) ([]db.ID, error) {
	seats, err := d.seatsOf(ctx, c.Department)
	barred := func(p db.ID) bool { return c.concerns(p) || spent(p) }
	if st.Own {
		seats = slices.DeleteFunc(slices.Clone(seats), func(s Seat) bool {
			return !s.Lender.IsZero() && (c.concerns(s.Staff) || c.concerns(s.Lender))
		})
		barred = spent
	}
	_, managers := Nearest(seats, barred)
	return managers, err
}

// Nearest returns the people of the first department among the seats in which somebody is free to decide: neither they nor
// their lender are barred.
func Nearest(seats []Seat, barred func(db.ID) bool) (at db.ID, managers []db.ID) {
	for _, s := range seats {
		if barred(s.Staff) || !s.Lender.IsZero() && barred(s.Lender) {
			continue
		}
		if at.IsZero() {
			at = s.Department
		}
		if s.Department != at {
			break
		}
		if !slices.Contains(managers, s.Staff) {
			managers = append(managers, s.Staff)
		}
	}
	return at, managers
}

// consents reports whether a director's own submission is the Board's consent: four eyes leaves no director in office.
func (d *desk) consents(ctx context.Context, c *Case) (bool, error) {
	directors, err := d.of(ctx, access.Director)
	return len(directors) > 0 && len(without(directors, c.sent)) < len(directors), err
}

func without(people []db.ID, barred func(db.ID) bool) []db.ID {
	return slices.DeleteFunc(slices.Clone(people), barred)
}

// sent reports whether the person wrote or submitted the subject.
func (a *Approval) sent(p db.ID) bool { return p == a.Author || p == a.Submitter }

// concerns reports whether the person wrote or submitted the subject, or it is about them.
func (a *Approval) concerns(p db.ID) bool { return a.sent(p) || p == a.About }

// decidedIn reports whether the person has given one of the decisions, or somebody on their behalf.
func decidedIn(given []Decision, person db.ID) bool {
	return slices.ContainsFunc(given, func(d Decision) bool {
		return (d.Staff == person || d.OnBehalfOf == person) && slices.Contains([]Verdict{Approve, Reject, Return}, d.Verdict)
	})
}
