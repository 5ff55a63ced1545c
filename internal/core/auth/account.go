package auth

import (
	"regexp"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
)

// State is where an account stands.
type State string

// The states of an account. An ended one never comes back.
const (
	Active    State = "ACTIVE"
	Suspended State = "SUSPENDED"
	Ended     State = "ENDED"
)

// Why an account is suspended: returning from leave lifts the one, only IT the other.
const (
	forLeave = "LEAVE"
	forOrder = "ORDER"
)

// Account is one login of exactly one staff member (Art. 1, 6).
type Account struct {
	Key               db.ID   `db:"id" json:"id"`
	StaffID           db.ID   `db:"staff_id" json:"staff"`
	Login             string  `db:"login" json:"login"`
	Alias             string  `db:"alias" json:"alias"` // the public name of the poster, never the login
	PasswordHash      string  `db:"password_hash" json:"-"`
	State             State   `db:"state" json:"state"`
	SuspendedFor      string  `db:"suspended_for" json:"suspendedFor"`
	PasswordChangedAt db.Time `db:"password_changed_at" json:"passwordChangedAt"`
	IssuedBy          db.ID   `db:"issued_by" json:"issuedBy"`       // who sent for the last link; zero for the operator
	ConfirmedBy       db.ID   `db:"confirmed_by" json:"confirmedBy"` // the second person behind it; zero for nobody
	ITSince           db.Time `db:"it_since" json:"itSince"`         // when it was first used as one of IT's
	FirstIT           bool    `db:"first_it" json:"firstIT"`         // opened a new centre without a second person
	Version           int     `db:"version" json:"version"`
	Held              int     `db:"held" json:"-"` // see db.Handle.Hold
	CreatedAt         db.Time `db:"created_at" json:"createdAt"`

	roster *roster // shared with those asked about together

	Link *ResetLink `json:"-"` // the one that was issued with the account, where it has just been created
}

// ID is the account's global id.
func (a *Account) ID() string { return db.GlobalID("account", a.Key) }

// Target is what the permission rules look at.
func (a *Account) Target() access.Target { return access.Target{People: []db.ID{a.StaffID}} }

// AwaitsConfirmation reports whether the Board has it on its list: the first account of IT's, behind which nobody else
// stands yet.
func (a *Account) AwaitsConfirmation() bool {
	return a.FirstIT && a.ConfirmedBy.IsZero() && a.State != Ended
}

// awaitsSQL is the same over the table.
const awaitsSQL = "(accounts.first_it = 1 AND accounts.confirmed_by IS NULL AND accounts.state <> 'ENDED')"

// digest is the account's state for the record.
func (a *Account) digest() []byte { return keptAccounts.Digest(a) }

// Connection and Edge are pages of accounts.
type (
	Connection = paging.Connection[*Account]
	Edge       = paging.Edge[*Account]
)

// loginForm is what a login looks like; it is also cheap to say over the telephone.
var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{2,31}$`)

// loginKey is the form in which logins are kept and compared.
func loginKey(s string) string { return text.Key(s) }
