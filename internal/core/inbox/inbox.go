// Package inbox tells people what concerns them: a row each, in the transaction of what happened.
package inbox

import (
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
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
	Overdue     Kind = "OVERDUE"      // not decided in time: one may take it up, or the head of the Board sees to it
	Waiting     Kind = "WAITING"      // more approvals than are told one by one have come to wait for one; the detail is how many
	Refused     Kind = "REFUSED"      // a scheduled publication was refused at its time; the detail says why
	// A post went onto the site under another address than its draft showed, which another post has; the detail is the address.
	AddressChanged Kind = "ADDRESS_CHANGED"
	Inherited      Kind = "INHERITED"    // drafts of a colleague who left
	ToTakeOver     Kind = "TO_TAKE_OVER" // a tool drafted a post for the department; the detail is the tool
	// What a profile shows of the person's department or position follows a written decision; the detail says which.
	ProfileChanged Kind = "PROFILE_CHANGED"
	NameChanged    Kind = "NAME_CHANGED" // what readers see with posts has another name; the detail is both
	Corrected      Kind = "CORRECTED"    // readers are told that a reported mistake was corrected; the detail is what they are told of it
	Correction     Kind = "CORRECTION"   // a correction of what is published waits for a director, past the department's step

	// Change requests and tokens (Art. 4, 5d-f).
	ToAssess  Kind = "TO_ASSESS"  // IT's assessment is asked for
	ToVerify  Kind = "TO_VERIFY"  // a colleague asks for a correction of the register: a second person verifies it
	ToExecute Kind = "TO_EXECUTE" // consented: IT may carry it out

	Consented   Kind = "CONSENTED"   // what one asked for is approved
	Executed    Kind = "EXECUTED"    // what one asked for is done
	Superseded  Kind = "SUPERSEDED"  // another change came first: what was decided on is no longer there
	RolledBack  Kind = "ROLLED_BACK" // a change was taken back
	ToConfirm   Kind = "TO_CONFIRM"  // done on the recipient's word: confirm it within 24 hours
	Unconfirmed Kind = "UNCONFIRMED" // an emergency change that no director has confirmed

	ExecutedLate   Kind = "EXECUTED_LATE"    // a change was made after its planned window; the detail says why
	Lapsed         Kind = "LAPSED"           // nothing was done while the consent lasted
	Closed         Kind = "CLOSED"           // the Board closed the case of an emergency change without consent; the detail says why
	TakeOverClosed Kind = "TAKE_OVER_CLOSED" // nothing more is registered as connected; the detail says why
	EquipmentLeft  Kind = "EQUIPMENT_LEFT"   // what somebody looked after who left, or went to another department; the detail tells how many, and which
	ToUnplug       Kind = "TO_UNPLUG"        // the Board refused what was found connected; the detail tells which
)

// The kinds of notices about incidents and requests for support.
const (
	IncidentReported   Kind = "INCIDENT_REPORTED"    // to its handlers; an error on the site also to the owning department
	IncidentTaken      Kind = "INCIDENT_TAKEN"       // somebody works on it now
	IncidentAssigned   Kind = "INCIDENT_ASSIGNED"    // to be handled by the reader
	IncidentFollowedUp Kind = "INCIDENT_FOLLOWED_UP" // somebody says something about it
	IncidentWaiting    Kind = "INCIDENT_WAITING"     // the detail says for what
	IncidentOverdue    Kind = "INCIDENT_OVERDUE"     // a target passed
	IncidentResolved   Kind = "INCIDENT_RESOLVED"    // the detail is the solution
	IncidentClosed     Kind = "INCIDENT_CLOSED"
	IncidentReopened   Kind = "INCIDENT_REOPENED" // the solution does not hold
	SupportRequested   Kind = "SUPPORT_REQUESTED" // somebody asks for advice or support
	SupportAnswered    Kind = "SUPPORT_ANSWERED"  // the detail is the answer
	SupportMessage     Kind = "SUPPORT_MESSAGE"   // somebody writes about it
	SupportReopened    Kind = "SUPPORT_REOPENED"  // the detail says why the answer does not do
	SupportWithdrawn   Kind = "SUPPORT_WITHDRAWN" // no longer needed
)

// The kinds of notices about external tools, to the IT section.
const (
	ServiceUnattended Kind = "SERVICE_UNATTENDED" // nobody answers for a service account, or its asset is retired or quarantined
	ServiceStopped    Kind = "SERVICE_STOPPED"    // a service account was disabled
	TokenConsented    Kind = "TOKEN_CONSENTED"    // a director consented to the scopes of a token, which work from now on
	TokenExpiring     Kind = "TOKEN_EXPIRING"     // a token expires within two weeks
	TokenRevoked      Kind = "TOKEN_REVOKED"      // a token was revoked, or its scopes were refused
)

// The kinds of notices about Art. 7.
const (
	InfectionSuspected Kind = "INFECTION_SUSPECTED" // of a machine of the department, or once more; the detail is its code
	InfectionCleared   Kind = "INFECTION_CLEARED"   // the machine is in use again
	InfectionGivenUp   Kind = "INFECTION_GIVEN_UP"  // the machine could not be cleaned and is written off
	FindingHeldBack    Kind = "FINDING_HELD_BACK"   // an agent's finding, to the Board: the machine runs on until IT decides, or for the reason that the detail tells
	WarrantyEnds       Kind = "WARRANTY_ENDS"       // within 30 days; the detail is the asset's code and the day
	ProtectionOverdue  Kind = "PROTECTION_OVERDUE"  // not scanned or updated in time; the detail says which
	QuarantinedSignIn  Kind = "QUARANTINED_SIGN_IN" // from a machine in quarantine; the detail is who
)

// The kinds of notices about uploaded files (Art. 7b); the detail is the name.
const (
	FileWithheld  Kind = "FILE_WITHHELD"  // found infected, to whom a post concerns that shows it
	MediaInfected Kind = "MEDIA_INFECTED" // found infected, to the uploader and IT
	MediaFailed   Kind = "MEDIA_FAILED"   // could not be scanned, to the uploader
)

// The kinds of notices about accounts (Art. 6c).
const (
	LinkShown      Kind = "LINK_SHOWN"       // a one-time link was shown to somebody, who the detail names, to hand it over in person
	FirstITAccount Kind = "FIRST_IT_ACCOUNT" // a new centre opened its first account of IT: somebody else confirms it
	AccountsOpened Kind = "ACCOUNTS_OPENED"  // the head of the Board lets directors create accounts; the detail says why
	AliasReplaced  Kind = "ALIAS_REPLACED"   // the reader's alias is an official name now, and gave way to their full name; the detail is both
)

// Notice is one notification.
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
	Connection = paging.Connection[*Item]
	Edge       = paging.Edge[*Item]
)
