package approval

import (
	"ttyt/internal/access"
	"ttyt/internal/inbox"
)

// Step is a stage of a flow at which somebody decides.
type Step string

// The steps of the publication flows.
const (
	Endorsement       Step = "ENDORSEMENT"        // a manager of the department endorses (house rule from Art. 12)
	BoardConsent      Step = "CONSENT"            // a director consents (Art. 11c)
	DepartmentConsent Step = "DEPARTMENT_CONSENT" // a manager consents to what stays within the centre
)

// Flow is an ordered list of steps over one kind of subject.
type Flow struct {
	Name  string
	Steps []Stage
}

// Stage is one step: which action of the policy each verdict asks for, and who is told when it begins. Managers are
// those of the deciding department.
type Stage struct {
	Step    Step
	Asks    map[Verdict]string
	Tells   map[access.Role]inbox.Kind
	ByBoard bool // the Board's step: from here on the subject counts as submitted to the Board
}

var (
	endorsement = Stage{
		Step:  Endorsement,
		Asks:  map[Verdict]string{Approve: "endorse", Reject: "endorse", Return: "endorse"},
		Tells: map[access.Role]inbox.Kind{access.Manager: inbox.ToEndorse},
	}
	boardConsent = Stage{
		Step:    BoardConsent,
		Asks:    map[Verdict]string{Approve: "approve", Reject: "reject", Return: "return"},
		Tells:   map[access.Role]inbox.Kind{access.Director: inbox.ToConsent, access.WebEditor: inbox.Reported},
		ByBoard: true,
	}
	departmentConsent = Stage{
		Step:  DepartmentConsent,
		Asks:  map[Verdict]string{Approve: "consent", Reject: "consent", Return: "consent"},
		Tells: map[access.Role]inbox.Kind{access.Manager: inbox.ToEndorse},
	}
)

// The publication flows of the domain.
const (
	Publication         = "PUBLICATION"          // Art. 11c: endorsement, then the Board and the website section together
	PublicationUrgent   = "PUBLICATION_URGENT"   // no department step; the manager is told
	PublicationRenewal  = "CORRECTION"           // a correction of what is published: one director's decision
	PublicationInternal = "PUBLICATION_INTERNAL" // within the centre or a department: a manager consents and publishes
)

var flows = map[string]Flow{
	Publication: {Publication, []Stage{endorsement, boardConsent}},
	PublicationUrgent: {PublicationUrgent, []Stage{{
		Step: BoardConsent, Asks: boardConsent.Asks, ByBoard: true,
		Tells: map[access.Role]inbox.Kind{access.Director: inbox.Urgent, access.WebEditor: inbox.Urgent, access.Manager: inbox.Urgent},
	}}},
	PublicationRenewal:  {PublicationRenewal, []Stage{boardConsent}},
	PublicationInternal: {PublicationInternal, []Stage{departmentConsent}},
}

// stage returns the flow's stage with the step, and the index of it.
func (f Flow) stage(s Step) (Stage, int) {
	for i, st := range f.Steps {
		if st.Step == s {
			return st, i
		}
	}
	return Stage{}, -1
}
