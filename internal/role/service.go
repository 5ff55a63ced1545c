// Package role holds the powers of people: positions, from which a manager's follows (Art. 12), roles that a director
// grants (Art. 3, 10), and powers lent to a colleague for a time. Every power is a row with its dates and its
// decision; package access turns those in force into rights, once per request.
package role

import (
	"ttyt/internal/access"
	"ttyt/internal/audit"
	"ttyt/internal/change"
	"ttyt/internal/db"
)

// Service answers every use case of positions, granted roles and delegations.
type Service struct {
	db      *db.DB
	access  *access.Access
	audit   *audit.Log
	changes *change.Feed
}

// New returns the service over a store.
func New(d *db.DB, a *access.Access, l *audit.Log, c *change.Feed) *Service {
	return &Service{db: d, access: a, audit: l, changes: c}
}
