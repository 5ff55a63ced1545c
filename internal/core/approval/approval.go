// Package approval is the one engine that runs every approval flow. A flow is data; the state of an approval follows
// from its decisions, which nobody can alter.
package approval

import (
	"encoding/hex"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// State is where an approval stands.
type State string

// The states of an approval. Approved stays until the subject is carried out (then it is closed) or consent is Revoked.
const (
	Pending    State = "PENDING"
	Approved   State = "APPROVED"
	Rejected   State = "REJECTED"
	Returned   State = "RETURNED"
	Withdrawn  State = "WITHDRAWN"
	Superseded State = "SUPERSEDED"
	Revoked    State = "REVOKED"
	Lapsed     State = "LAPSED" // nothing was done under the consent while it lasted
)

// Verdict is what a person decided.
type Verdict string

// The verdicts. Approve, Reject and Return are asked for with decideApproval; the others record their own acts.
const (
	Approve  Verdict = "APPROVE"
	Reject   Verdict = "REJECT"
	Return   Verdict = "RETURN"
	Withdraw Verdict = "WITHDRAW"
	Revoke   Verdict = "REVOKE"
	Hold     Verdict = "HOLD"
	Release  Verdict = "RELEASE"
	Edit     Verdict = "EDIT"
	Order    Verdict = "ORDER"
	TakeUp   Verdict = "TAKE_UP"
	Publish  Verdict = "PUBLISH"
	Execute  Verdict = "EXECUTE"
	// Supersede says that what was decided on is no longer there to be done.
	Supersede Verdict = "SUPERSEDE"
	// Lapse says that nothing was done while the consent lasted.
	Lapse Verdict = "LAPSE"
)

// Mark notes what was out of the ordinary about an approval.
type Mark string

// The marks.
const (
	NoMark       Mark = ""
	SoleDirector Mark = "SOLE_DIRECTOR" // a director in office had a part in it, and no other could decide
	TakenUp      Mark = "TAKEN_UP"      // somebody took it up without an endorsement
)

// Privacy is the submitter's patient-privacy check.
type Privacy string

// The outcomes of the privacy check.
const (
	NoPatient  Privacy = "NO_PATIENT"
	Anonymised Privacy = "ANONYMISED"
	Consent    Privacy = "CONSENT"
)

// Approval is one run of a flow over one subject. It repeats the subject's department and people, so that lists need
// no join.
type Approval struct {
	Key         db.ID   `db:"id"`
	Flow        string  `db:"flow"`
	SubjectKind string  `db:"subject_kind"`
	Subject     db.ID   `db:"subject_id"`
	Department  db.ID   `db:"department_id"`
	Author      db.ID   `db:"author_id"`
	Submitter   db.ID   `db:"submitter_id"`
	About       db.ID   `db:"about_id"`
	State       State   `db:"state"`
	Step        Step    `db:"step"`
	Hash        []byte  `db:"hash"` // what the decisions are about: the content hash
	Urgent      bool    `db:"urgent"`
	Mark        Mark    `db:"mark"`
	AtBoard     bool    `db:"at_board"`    // the Board has been told
	SkipReason  string  `db:"skip_reason"` // why steps were passed, in their order
	Article     string  `db:"article"`     // that its decisions carry out
	Privacy     Privacy `db:"privacy"`
	PrivacyNote string  `db:"privacy_note"`
	HoldReason  string  `db:"hold_reason"`
	Live        *int    `db:"live"` // 1 until closed: a subject has one live approval
	Version     int     `db:"version"`
	OpenedAt    db.Time `db:"opened_at"`
	StepAt      db.Time `db:"step_at"`
	DueAt       db.Time `db:"due_at"` // when the step is late, by its flow
	Vacant      bool    `db:"vacant"` // nobody in office could decide at the step: a director takes it up
	ClosedAt    db.Time `db:"closed_at"`
	// Judged is what was found when a correction was asked for.
	Judged db.JSON[*Correction] `db:"correction"`

	docket *docket // the list that it was read with
}

// ID is the approval's global id.
func (a *Approval) ID() string { return db.GlobalID("approval", a.Key) }

// SubjectID is the global id of the subject.
func (a *Approval) SubjectID() string { return db.GlobalID(a.SubjectKind, a.Subject) }

// HashHex is the content hash in hexadecimal.
func (a *Approval) HashHex() string { return hex.EncodeToString(a.Hash) }

// OutOfOrdinary is the mark, nil if there is none.
func (a *Approval) OutOfOrdinary() *Mark { return given(a.Mark) }

// Correction is what was found when a correction was asked for, nil if none was.
func (a *Approval) Correction() *Correction { return a.Judged.V }

// Skipped is why steps were passed, in their order; nil if none was.
func (a *Approval) Skipped() *string { return given(a.SkipReason) }

// skip notes why the present step is passed.
func (a *Approval) skip(why string) {
	if a.SkipReason != "" {
		a.SkipReason += ", "
	}
	a.SkipReason += why
}

// rule is the article that a decision at the step carries out: what the department decides is Art. 12.
func (a *Approval) rule(at Step) string {
	if at == Endorsement || at == DepartmentConsent {
		return "12"
	}
	return a.Article
}

// Checked is the outcome of the privacy check, nil if none is asked for.
func (a *Approval) Checked() *Privacy { return given(a.Privacy) }

// OnHold is why publication is held, nil if it is not.
func (a *Approval) OnHold() *string { return given(a.HoldReason) }

func given[T ~string](s T) *T {
	if s == "" {
		return nil
	}
	return &s
}

// Held reports whether the website section holds publication.
func (a *Approval) Held() bool { return a.HoldReason != "" }

// Open reports whether the approval still binds its subject: pending, or consented and not yet carried out.
func (a *Approval) Open() bool { return a.Live != nil }

// Target is what the policy looks at.
func (a *Approval) Target() access.Target {
	return access.Target{
		Department: a.Department,
		People:     []db.ID{a.Author, a.Submitter, a.About},
		Submitted:  a.AtBoard,
		Subject:    a.SubjectKind,
	}
}

// Decision records who decided what, on whose behalf, in which role, on which hash. It is never altered.
type Decision struct {
	Key        db.ID       `db:"id"`
	Approval   db.ID       `db:"approval_id"`
	Step       Step        `db:"step"`
	Verdict    Verdict     `db:"verdict"`
	Staff      db.ID       `db:"staff_id"`
	OnBehalfOf db.ID       `db:"on_behalf_of"`
	Role       access.Role `db:"role"`
	Comment    string      `db:"comment"`
	Hash       []byte      `db:"hash"`
	At         db.Time     `db:"at"`
}

// ID is the decision's global id.
func (d *Decision) ID() string { return db.GlobalID("decision", d.Key) }

// HashHex is the content hash in hexadecimal.
func (d *Decision) HashHex() string { return hex.EncodeToString(d.Hash) }

// Connections and edges are pages of approvals, and of what was decided in them.
type (
	Connection         = paging.Connection[*Approval]
	Edge               = paging.Edge[*Approval]
	DecisionConnection = paging.Connection[*Decision]
	DecisionEdge       = paging.Edge[*Decision]
)
