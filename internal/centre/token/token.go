// Package token lets external tools in (Art. 2, 4): a service account belongs to an asset of the register and has a staff
// member who answers for it; its tokens are scoped, expire and are revoked at once. IT issues them, and whatever goes
// beyond public reading works only once a director has consented.
package token

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// AccountState is where a service account stands.
type AccountState string

// The states of a service account. The tokens of a disabled one are not valid.
const (
	Active   AccountState = "ACTIVE"
	Disabled AccountState = "DISABLED"
)

// Account is the identity of an external tool, nobody's staff account.
type Account struct {
	Key         db.ID        `db:"id"`
	Asset       db.ID        `db:"asset_id"`
	Name        string       `db:"name"`
	NameKey     *string      `db:"name_key" json:"-"` // no other has it
	SortName    string       `db:"sort_name" json:"-"`
	Purpose     string       `db:"purpose"`
	Responsible db.ID        `db:"responsible_id"` // who answers for it
	State       AccountState `db:"state"`
	ToldAt      db.Time      `db:"told_at"` // when IT was notified of its concerns, zero while there are none
	Version     int          `db:"version"`
	Held        int          `db:"held" json:"-"` // see db.Handle.Hold
	CreatedAt   db.Time      `db:"created_at"`
	UpdatedAt   db.Time      `db:"updated_at"`

	company *company // those asked about together with it
}

// ID is the global id.
func (a *Account) ID() string { return db.GlobalID("service_account", a.Key) }

// derive fills in what follows from the name.
func (a *Account) derive() {
	key := text.Key(a.Name)
	a.NameKey, a.SortName = &key, text.SortKey(a.Name, maxSortName)
}

// Target is what permission rules look at.
func (a *Account) Target() access.Target { return access.Target{} }

// Concern is why IT has to look after a service account.
type Concern string

// The concerns. The tokens of a retired or quarantined asset are not valid.
const (
	ResponsibleLeft  Concern = "RESPONSIBLE_LEFT"
	AssetRetired     Concern = "ASSET_RETIRED"
	AssetQuarantined Concern = "ASSET_QUARANTINED"
)

// Concerns are those of one service account.
type Concerns []Concern

// State is where a token stands.
type State string

// The states of a token. One that awaits consent reads what is public.
const (
	AwaitingConsent State = "AWAITING_CONSENT"
	Standing        State = "ACTIVE"
	Expired         State = "EXPIRED"
	Revoked         State = "REVOKED"
)

// Token is what a tool may do, until when and from where.
type Token struct {
	Key         db.ID  `db:"id"`
	Account     db.ID  `db:"service_account_id"`
	Name        string `db:"name"`
	ScopeList   string `db:"scopes"`    // words between spaces, in order
	AddressList string `db:"addresses"` // networks between spaces, in order; none is anywhere
	scanRange
	DraftDepartment db.ID   `db:"draft_department_id"` // for which it drafts posts, zero without the scope
	Rate            int     `db:"rate"`                // requests a second
	ExpiresAt       db.Time `db:"expires_at"`
	Reason          string  `db:"reason"`
	Approval        db.ID   `db:"approval_id"`
	ConsentedAt     db.Time `db:"consented_at"`
	IssuedBy        db.ID   `db:"issued_by"`
	IssuedAt        db.Time `db:"issued_at"`
	RevokedBy       db.ID   `db:"revoked_by"` // zero where it was refused, or the program did it
	RevokedAt       db.Time `db:"revoked_at"`
	RevokeReason    string  `db:"revoke_reason"`
	ToldAt          db.Time `db:"told_at"` // when IT was told that it expires soon
	Version         int     `db:"version"`

	State State // as it was read
}

// ID is the global id.
func (t *Token) ID() string { return db.GlobalID("token", t.Key) }

// Target is what permission rules look at.
func (t *Token) Target() access.Target { return access.Target{People: []db.ID{t.IssuedBy}} }

// Scopes are what the token may do beyond public reading, once a director has consented.
func (t *Token) Scopes() []string { return strings.Fields(t.ScopeList) }

// Addresses are the networks that the token may be used from; none is anywhere.
func (t *Token) Addresses() []string { return strings.Fields(t.AddressList) }

// RevocationReason is why the token was revoked, nil if it was not.
func (t *Token) RevocationReason() *string {
	if t.RevokeReason == "" {
		return nil
	}
	return &t.RevokeReason
}

func (t *Token) stateAt(now db.Time) State {
	switch {
	case !t.RevokedAt.IsZero():
		return Revoked
	case !now.Before(t.ExpiresAt.Time):
		return Expired
	case t.ScopeList != "" && t.ConsentedAt.IsZero():
		return AwaitingConsent
	}
	return Standing
}

// hash is what a director consents to.
func (t *Token) hash() []byte {
	return audit.Seal("token", t.Key, t.Account, t.Name, t.ScopeList, t.AddressList, t.ExpiresAt, t.Rate, t.Reason,
		t.ScanAssets, t.ScanDepartment, t.ScanKinds, t.DraftDepartment)
}

// from reports whether the list of networks allows a caller at the address; an empty one allows all.
func from(list, address string) bool {
	if list == "" {
		return true
	}
	at, err := netip.ParseAddr(address)
	return err == nil && slices.ContainsFunc(strings.Fields(list), func(n string) bool {
		network, err := netip.ParsePrefix(n)
		return err == nil && network.Contains(at)
	})
}

// Bounds of a token.
const (
	longestLife    = 366 * 24 * time.Hour
	longestOverlap = 7 * 24 * time.Hour
	usualOverlap   = 24 * time.Hour
	maxNetworks    = 20
	maxScopes      = 20
	maxRate        = 100
	usualRate      = 10
)

// Pages of service accounts and of tokens.
type (
	AccountConnection = paging.Connection[*Account]
	AccountEdge       = paging.Edge[*Account]
	Connection        = paging.Connection[*Token]
	Edge              = paging.Edge[*Token]
)
