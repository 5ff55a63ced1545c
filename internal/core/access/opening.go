package access

// Opening says why directors may create accounts and issue one-time links, which is IT's work otherwise.
type Opening string

// The openings. Suspending the last account of IT, or revoking the role, opens nothing: otherwise a director could reset the
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
