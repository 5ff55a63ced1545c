package access

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// PowersLock is the lock under which powers are given and taken, and links to powerful accounts issued, one transaction at
// a time. Its name in the store is older than that.
const PowersLock = "directors"

// KeepDirector refuses to let the last director who can act go. Call it inside the transaction that revokes, suspends or
// ends them, or shuts their account; two that would shut each other out wait for one another.
func (a *Access) KeepDirector(ctx context.Context, person db.ID) error {
	director, err := a.isDirector(ctx, person)
	if err != nil || !director {
		return err
	}
	if err := a.db.Lock(ctx, PowersLock); err != nil {
		return err
	}
	others, err := a.otherDirectors(ctx, person)
	if err == nil && others == 0 {
		return errLastDirector
	}
	return err
}

var errLastDirector = fault.User(fault.LastDirector, lastDirector, "").By("3")

// Directors are those who hold the role, each with whether they can act: are in service, with an account that lets them in.
type Directors map[db.ID]bool

// Keep refuses to let the person go where no other director can act. It is for telling beforehand: what takes a director
// away asks KeepDirector.
func (d Directors) Keep(person db.ID) error {
	if _, one := d[person]; !one {
		return nil
	}
	for other, acts := range d {
		if acts && other != person {
			return nil
		}
	}
	return errLastDirector
}
