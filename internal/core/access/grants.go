package access

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// Load returns an active staff member as an actor with the roles they hold at this moment; NotFound for anybody else.
func (a *Access) Load(ctx context.Context, staffID db.ID) (*Actor, error) {
	rows, err := a.grantsOf(ctx, staffID)
	if err != nil {
		return nil, err
	}
	actor := &Actor{StaffID: staffID}
	actor.hold(rows)
	if actor.Home.IsZero() {
		return nil, fault.ErrNotFound
	}
	return actor, nil
}

// hold takes over what was read of the actor.
func (actor *Actor) hold(rows []granted) {
	actor.Grants = []Grant{{Role: Public}}
	type key struct {
		role                  Role
		department, principal db.ID
	}
	at := map[key]int{}
	for _, r := range rows {
		switch r.Role {
		case "line":
			actor.HomeLine = append(actor.HomeLine, r.Department)
			continue
		case "unmanaged":
			actor.Unmanaged = append(actor.Unmanaged, r.Department)
			continue
		case "head":
			actor.HeadsBoard = true
			continue
		case Staff:
			actor.Name, actor.Home = *r.Name, r.Department
		}
		k := key{r.Role, r.Department, r.Principal}
		i, seen := at[k]
		if !seen {
			i = len(actor.Grants)
			at[k] = i
			actor.Grants = append(actor.Grants, Grant{Role: r.Role, Department: r.Department, OnBehalfOf: r.Principal})
		}
		// One department may be reached through two positions, so a row may repeat; a set is not worth it here.
		if !r.Reach.IsZero() {
			actor.Grants[i].Reach = append(actor.Grants[i].Reach, r.Reach)
		}
	}
}

// Refresh reads the actor's roles again and returns a context with what they hold now. Transactions that decide,
// publish or grant call it first, so that a revoked role counts at once. A person who is no longer active is
// Unauthenticated; a context without a person stays as it is.
func (a *Access) Refresh(ctx context.Context) (context.Context, error) {
	old := Of(ctx)
	if !old.SignedIn() {
		return ctx, nil
	}
	fresh, err := a.Load(ctx, old.StaffID)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.ErrUnauthenticated
	}
	if err != nil {
		return nil, err
	}
	fresh.AccountID, fresh.SessionID, fresh.Address, fresh.UserAgent = old.AccountID, old.SessionID, old.Address, old.UserAgent
	return With(ctx, fresh), nil
}
