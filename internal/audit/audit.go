// Package audit is the tamper-evident record (Art. 6b): every change of state inserts a row in its own transaction,
// signed with an HMAC; a leased job seals rows into a chain whose head is kept outside the database too.
package audit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"

	"ttyt/internal/access"
	"ttyt/internal/db"
)

// Class groups events by who may read them.
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
	Address     string      `db:"address"`
	SubjectKind string      `db:"subject_kind"`
	SubjectID   db.ID       `db:"subject_id"`
	Department  db.ID       `db:"department_id"`
	Before      []byte      `db:"before_digest"`
	After       []byte      `db:"after_digest"`
	Article     string      `db:"article"`
	Detail      string      `db:"detail"`
	MAC         []byte      `db:"mac"`
}

// Log writes and reads the record.
type Log struct {
	db     *db.DB
	access *access.Access
	key    []byte
}

// New returns the record of a store; key signs its rows and is kept outside the database.
func New(d *db.DB, a *access.Access, key []byte) *Log { return &Log{db: d, access: a, key: key} }

// Record inserts the event in the open transaction, filling in who acts, from where and when.
func (l *Log) Record(ctx context.Context, e Event) error {
	a := access.Of(ctx)
	e.Key, e.At = db.NewID(), l.db.Now(ctx)
	e.StaffID, e.AccountID, e.SessionID, e.Address = a.StaffID, a.AccountID, a.SessionID, a.Address
	e.MAC = l.mac(e)
	return l.db.From(ctx).Insert(ctx, "audit_log", e)
}

// Digest is the SHA-256 of an object's state, for the before and after of an event.
func Digest(state []byte) []byte {
	d := sha256.Sum256(state)
	return d[:]
}

// DigestOf is the Digest of a row: of its canonical JSON. The row encodes, as rows of plain columns do.
func DigestOf(row any) []byte {
	state, err := json.Marshal(row)
	if err != nil {
		panic(err)
	}
	return Digest(state)
}

// mac signs every column of the event but the MAC itself, each with its length before it.
func (l *Log) mac(e Event) []byte {
	m := hmac.New(sha256.New, l.key)
	put := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		m.Write(n[:])
		m.Write(b)
	}
	for _, id := range []db.ID{e.Key, e.StaffID, e.AccountID, e.OnBehalfOf, e.SessionID, e.SubjectID, e.Department} {
		put(id[:])
	}
	put(binary.BigEndian.AppendUint64(nil, uint64(e.At.UnixMicro())))
	for _, s := range []string{string(e.Class), e.Action, string(e.Role), e.Address, e.SubjectKind, e.Article, e.Detail} {
		put([]byte(s))
	}
	put(e.Before)
	put(e.After)
	return m.Sum(nil)
}
