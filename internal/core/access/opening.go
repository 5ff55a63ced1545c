package access

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// Opening says why directors may create accounts and issue one-time links, which is IT's work otherwise.
type Opening string

// The openings. Suspending the last account of IT, or revoking the role, is none: a director could then reset the
// passwords of others.
const (
	ITAtWork  Opening = ""           // closed
	NewCentre Opening = "NEW_CENTRE" // no account of IT has been signed in to yet
	Ordered   Opening = "ORDERED"    // the head of the Board opened it
	ITLeft    Opening = "IT_LEFT"    // the last holder of the role has left
)

// The same as SQL. Who lost the role while nobody else worked in it still counts as its holder.
const (
	newCentreSQL = "NOT EXISTS (SELECT 1 FROM accounts used WHERE used.it_since IS NOT NULL)"
	orderedSQL   = "EXISTS (SELECT 1 FROM account_openings WHERE account_openings.live = 1)"
	itLeftSQL    = `NOT EXISTS (SELECT 1 FROM role_assignments held JOIN staff holder ON holder.id = held.staff_id AND holder.state <> 'LEFT'
		WHERE held.role = 'it' AND (held.live = 1 OR held.last_held = 1))`
	withoutITSQL = "(" + newCentreSQL + " OR " + orderedSQL + " OR " + itLeftSQL + ")"
)

// Opening reads whether, and why, directors may create accounts and issue links at this moment. What depends on it asks
// inside its transaction, under PowersLock.
func (a *Access) Opening(ctx context.Context) (o Opening, err error) {
	return o, a.db.From(ctx).Get(ctx, &o, "SELECT CASE WHEN "+newCentreSQL+" THEN 'NEW_CENTRE' WHEN "+orderedSQL+" THEN 'ORDERED' WHEN "+itLeftSQL+" THEN 'IT_LEFT' ELSE '' END")
}

// Powerful reports whether the person holds director, web_editor or it, or was lent a director's power, be it for later.
func (a *Access) Powerful(ctx context.Context, person db.ID) (bool, error) {
	var n int
	err := a.db.From(ctx).Get(ctx, &n, `SELECT (SELECT COUNT(*) FROM role_assignments WHERE staff_id = ? AND live = 1 AND role IN ('director', 'web_editor', 'it'))
		+ (SELECT COUNT(*) FROM delegations WHERE to_staff_id = ? AND role = 'director' AND revoked_at IS NULL AND to_at > ?)`, person, person, a.db.Now(ctx))
	return n > 0, err
}
