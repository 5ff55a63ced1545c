// Package inbox tells people what concerns them: a row each, in the transaction of what happened.
package inbox

import (
	"ttyt/internal/db"
	"ttyt/internal/page"
)

// Kind says what happened, in words a client turns into a sentence.
type Kind string

// The kinds of notices.
const (
	ToEndorse   Kind = "TO_ENDORSE"   // a manager's endorsement is asked for
	ToConsent   Kind = "TO_CONSENT"   // the Board's consent is asked for
	Reported    Kind = "REPORTED"     // reported at the same moment as it went to the Board (Art. 11c)
	ToPublish   Kind = "TO_PUBLISH"   // consented: the website section may publish
	Returned    Kind = "RETURNED"     // changes are asked for
	Rejected    Kind = "REJECTED"     // refused
	Withdrawn   Kind = "WITHDRAWN"    // taken back by the department
	Revoked     Kind = "REVOKED"      // consent taken back
	Held        Kind = "HELD"         // publication put on hold by the website section
	Edited      Kind = "EDITED"       // edited by the website section at the Board step
	Published   Kind = "PUBLISHED"    // on the site, or within the centre
	Unpublished Kind = "UNPUBLISHED"  // taken down
	Urgent      Kind = "URGENT"       // an urgent post is on its way
	UrgentCheck Kind = "URGENT_CHECK" // an urgent post was published by order: check it the next working day
	Overdue     Kind = "OVERDUE"      // not endorsed within one working day: any director may take it up
	Refused     Kind = "REFUSED"      // a scheduled publication was refused at its time; the detail says why
	Inherited   Kind = "INHERITED"    // drafts of a colleague who left

	// Change requests and tokens (Art. 4, 5d-f).
	ToAssess          Kind = "TO_ASSESS"          // IT's assessment is asked for
	ToExecute         Kind = "TO_EXECUTE"         // consented: IT may carry it out
	ServiceUnattended Kind = "SERVICE_UNATTENDED" // nobody answers for a service account, or its asset is retired or quarantined
	ServiceStopped    Kind = "SERVICE_STOPPED"    // a service account was disabled
	TokenConsented    Kind = "TOKEN_CONSENTED"    // a director consented to the scopes of a token, which work from now on
	TokenExpiring     Kind = "TOKEN_EXPIRING"     // a token expires within two weeks
	TokenRevoked      Kind = "TOKEN_REVOKED"      // a token was revoked, or its scopes were refused
)

// Notice is what people are told.
type Notice struct {
	Kind        Kind   `db:"kind"`
	SubjectKind string `db:"subject_kind"`
	Subject     db.ID  `db:"subject_id"`
	Approval    db.ID  `db:"approval_id"`
	Detail      string `db:"detail"` // a reason or comment, at most 500 characters
}

// Item is one notice to one person.
type Item struct {
	Key   db.ID `db:"id"`
	Staff db.ID `db:"staff_id"`
	Notice
	At     db.Time `db:"at"`
	ReadAt db.Time `db:"read_at"`
}

// ID is the item's global id.
func (i *Item) ID() string { return db.GlobalID("inbox_item", i.Key) }

// SubjectID is the global id of what the notice is about.
func (i *Item) SubjectID() string { return db.GlobalID(i.SubjectKind, i.Subject) }

// Connection and Edge are pages of an inbox.
type (
	Connection = page.Connection[*Item]
	Edge       = page.Edge[*Item]
)
