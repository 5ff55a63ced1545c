// Package audit is the tamper-evident record (Art. 6b): every change of state inserts a row in its own transaction,
// signed with an HMAC; a leased job seals rows into a chain whose head is kept outside the database too. Verify names
// what was changed, removed, inserted, reordered or cut off. Rows and links name their key; a key is replaced by a row
// of the log. What stays beyond it: somebody who holds the present key, and somebody who takes a row out of both the log
// and the waiting list in the two seconds before it is sealed.
package audit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
	"sync/atomic"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// Class groups events by their readers.
type Class string

// The classes of events.
const (
	Security       Class = "SECURITY"       // sign-ins, refused requests, probes: read by IT
	Content        Class = "CONTENT"        // posts and their approvals: read by the website section
	Administration Class = "ADMINISTRATION" // departments, staff, accounts, roles
)

// Event is one row of the audit log. Detail is a short plain text without secrets or personal data.
type Event struct {
	Key         db.ID       `db:"id"`
	At          db.Time     `db:"at"`
	Class       Class       `db:"class"`
	Action      string      `db:"action"` // "post.submit"
	StaffID     db.ID       `db:"staff_id"`
	AccountID   db.ID       `db:"account_id"`
	OnBehalfOf  db.ID       `db:"on_behalf_of"`
	Role        access.Role `db:"role"` // the role under which it was done, "" where several would do
	SessionID   db.ID       `db:"session_id"`
	ServiceID   db.ID       `db:"service_account_id"` // of an external tool; then there is no staff member
	TokenID     db.ID       `db:"token_id"`
	Address     string      `db:"address"`
	SubjectKind string      `db:"subject_kind"`
	SubjectID   db.ID       `db:"subject_id"`
	Department  db.ID       `db:"department_id"`
	Before      []byte      `db:"before_digest"`
	After       []byte      `db:"after_digest"`
	Article     string      `db:"article"`
	Detail      string      `db:"detail"`
	KeyID       db.ID       `db:"key_id"`   // of the key that signed it; zero in rows older than key ids
	NextKey     db.ID       `db:"next_key"` // of the key that signs from here on, where the row replaces the key
	MAC         []byte      `db:"mac"`

	covers []byte // the digest of its entries, nil for none
}

// Log writes and reads the record.
type Log struct {
	db     *db.DB
	access *access.Access
	key    key
	ring   []key        // all known keys, its own first
	ends   atomic.Int64 // when its own key stops signing, in microseconds; 0 unless it was replaced

	tables []*Table // whose rows it digests
	byName map[string]*Table
	counts map[string]map[string]bool // the digested columns of each table
}

// New returns the record of a store, nil for one without tables. The secret signs its rows and is kept outside the
// database; older ones verify what was signed with them, and sign at most the row that replaces them.
func New(d *db.DB, a *access.Access, secret []byte, older ...[]byte) *Log {
	l := &Log{db: d, access: a, key: newKey(secret), byName: map[string]*Table{}, counts: map[string]map[string]bool{}}
	l.ring = []key{l.key}
	for _, secret := range older {
		l.ring = append(l.ring, newKey(secret))
	}
	return l
}

// Limits of what a caller's surroundings can put into a row.
const (
	maxAddress = 64
	maxDetail  = 2000
)

// Record inserts the event in the open transaction, filling in who acts, from where and when.
func (l *Log) Record(ctx context.Context, e Event) error {
	if err := l.mayRecord(l.db.Now(ctx)); err != nil {
		return err
	}
	return l.record(ctx, l.key, e)
}

func (l *Log) record(ctx context.Context, k key, e Event) error {
	for _, digest := range [][]byte{e.Before, e.After} {
		if len(digest) != 0 && len(digest) != sha256.Size {
			return fmt.Errorf("audit: %s has a digest of %d bytes", e.Action, len(digest))
		}
	}
	a := access.Of(ctx)
	e.Key, e.At = db.NewID(), l.db.Now(ctx)
	e.StaffID, e.AccountID, e.SessionID = a.StaffID, a.AccountID, a.SessionID
	if e.ServiceID, e.TokenID = a.Service, a.Token; !a.Service.IsZero() {
		e.Role = "" // a tool acts under the scopes of its token, which is no role
	}
	e.Address, e.Detail = clip(a.Address, maxAddress), clip(e.Detail, maxDetail)
	e.KeyID = k.id
	e.MAC = k.mac(e)
	return l.hold(ctx, recorded{event: &e, waiting: &pending{e.Key, e.MAC}, by: k})
}

// clip cuts text to n characters that the store keeps as they are.
func clip(s string, n int) string {
	s = strings.ToValidUTF8(s, "?")
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// Digest is the SHA-256 of an object's state, for the before and after of an event.
func Digest(state []byte) []byte {
	d := sha256.Sum256(state)
	return d[:]
}

// mac signs every column of the event but the MAC itself, each with its length before it.
func (k key) mac(e Event) []byte {
	parts := make([][]byte, 0, 21)
	for _, id := range []db.ID{e.Key, e.StaffID, e.AccountID, e.OnBehalfOf, e.SessionID, e.SubjectID, e.Department} {
		parts = append(parts, id[:])
	}
	parts = append(parts, binary.BigEndian.AppendUint64(nil, uint64(e.At.UnixMicro())))
	for _, s := range []string{string(e.Class), e.Action, string(e.Role), e.Address, e.SubjectKind, e.Article, e.Detail} {
		parts = append(parts, []byte(s))
	}
	parts = append(parts, e.Before, e.After)
	if !e.ServiceID.IsZero() { // rows of people are signed as they were before there were tools
		parts = append(parts, e.ServiceID[:], e.TokenID[:])
	}
	if !e.KeyID.IsZero() { // rows older than key ids are signed as they were
		parts = append(parts, e.KeyID[:], e.NextKey[:])
	}
	if e.covers != nil { // rows that cover no others are signed as they were before there were entries
		parts = append(parts, e.covers)
	}
	return sign(k.row, parts...)
}

func sign(key []byte, parts ...[]byte) []byte {
	m := hmac.New(sha256.New, key)
	for _, p := range parts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		m.Write(n[:])
		m.Write(p)
	}
	return m.Sum(nil)
}
