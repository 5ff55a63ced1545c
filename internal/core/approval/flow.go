package approval

import (
	"maps"
	"slices"

	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Step is a stage of a flow at which somebody decides.
type Step string

// The steps of the flows.
const (
	Endorsement       Step = "ENDORSEMENT"        // a manager of the department endorses (house rule from Art. 12)
	Assessment        Step = "ASSESSMENT"         // IT assesses what is asked for, or decides on it (Art. 5a)
	BoardConsent      Step = "CONSENT"            // a director consents
	DepartmentConsent Step = "DEPARTMENT_CONSENT" // a manager consents to what stays within the centre
)

// Flow is an ordered list of steps over one kind of subject.
type Flow struct {
	Name     string
	Kind     string // of its subjects
	Steps    []Stage
	Approved []Telling // whoever carries out what is approved
	// Confirms is told instead where the sole director's own submission was the consent.
	Confirms []Telling
	// Otherwise is the stage to which an approval moves where nobody could decide at its own.
	Otherwise Stage
	Escalates bool // any director may take up an endorsement that is a working day late
}

// Stage is one step: which action of the policy each verdict asks for, and who is told when it begins. Managers are
// those of the deciding department.
type Stage struct {
	Step    Step
	Asks    map[Verdict]string
	Tells   []Telling
	ByBoard bool // the Board's step: from here on the subject counts as submitted to the Board
	// Apart are the verdicts that the subject's own mutation gives, since it records more than them.
	Apart []Verdict
}

// Telling is a notice to everybody who holds a role.
type Telling struct {
	Role access.Role
	Kind inbox.Kind
}

var (
	endorsement = Stage{
		Step:  Endorsement,
		Asks:  map[Verdict]string{Approve: "endorse", Reject: "endorse", Return: "endorse"},
		Tells: []Telling{{access.Manager, inbox.ToEndorse}},
	}
	assessment = Stage{
		Step:  Assessment,
		Asks:  map[Verdict]string{Approve: "assess", Reject: "assess", Return: "assess"},
		Tells: []Telling{{access.IT, inbox.ToAssess}},
		Apart: []Verdict{Approve},
	}
	boardConsent = Stage{
		Step:    BoardConsent,
		Asks:    map[Verdict]string{Approve: "approve", Reject: "reject", Return: "return"},
		Tells:   []Telling{{access.Director, inbox.ToConsent}},
		ByBoard: true,
	}
	departmentConsent = Stage{
		Step:  DepartmentConsent,
		Asks:  map[Verdict]string{Approve: "consent", Reject: "consent", Return: "consent"},
		Tells: []Telling{{access.Manager, inbox.ToEndorse}},
	}
	// The website section hears of a post at the same moment as the Board (Art. 11c).
	boardAndWebsite = boardConsent.telling(Telling{access.Director, inbox.ToConsent}, Telling{access.WebEditor, inbox.Reported})
	urgently        = boardConsent.telling(Telling{access.Director, inbox.Urgent}, Telling{access.WebEditor, inbox.Urgent}, Telling{access.Manager, inbox.Urgent})
	// The director whose word it was is told by the subject.
	confirmation = Stage{
		Step:    BoardConsent,
		Asks:    map[Verdict]string{Approve: "confirm", Reject: "confirm"},
		ByBoard: true,
		Apart:   []Verdict{Approve, Reject},
	}
)

func (s Stage) telling(t ...Telling) Stage {
	s.Tells = t
	return s
}

// The flows of the domain.
const (
	Publication           = "PUBLICATION"          // Art. 11c: endorsement, then the Board and the website section together
	PublicationUrgent     = "PUBLICATION_URGENT"   // no department step; the manager is told
	PublicationCorrection = "CORRECTION"           // a correction of what is published: one director's decision
	PublicationInternal   = "PUBLICATION_INTERNAL" // within the centre or a department: a manager consents and publishes
	Change                = "CHANGE"               // Art. 5d-f: the manager endorses, IT assesses, the Board consents where it must
	ChangeEmergency       = "CHANGE_EMERGENCY"     // done on a director's word, who confirms it
	TokenScope            = "TOKEN_SCOPE"          // Art. 4: what a token may do beyond public reading
)

var (
	toPublish = []Telling{{access.WebEditor, inbox.ToPublish}}
	toExecute = []Telling{{access.IT, inbox.ToExecute}}
)

var flows = byName(
	Flow{Name: Publication, Kind: "post", Steps: []Stage{endorsement, boardAndWebsite}, Approved: toPublish, Escalates: true},
	Flow{Name: PublicationUrgent, Kind: "post", Steps: []Stage{urgently}, Approved: toPublish},
	Flow{Name: PublicationCorrection, Kind: "post", Steps: []Stage{boardAndWebsite}, Approved: toPublish},
	Flow{Name: PublicationInternal, Kind: "post", Steps: []Stage{departmentConsent}, Otherwise: boardAndWebsite, Confirms: toPublish},
	Flow{Name: Change, Kind: "change_request", Steps: []Stage{endorsement, assessment, boardConsent}, Approved: toExecute},
	Flow{Name: ChangeEmergency, Kind: "change_request", Steps: []Stage{confirmation}},
	Flow{Name: TokenScope, Kind: "token", Steps: []Stage{boardConsent}, Approved: []Telling{{access.IT, inbox.TokenConsented}}},
)

func byName(list ...Flow) map[string]Flow {
	m := make(map[string]Flow, len(list))
	for _, f := range list {
		m[f.Name] = f
	}
	return m
}

// stage returns the flow's stage with the step, and the index of it: -1 for the one that lies outside the order.
func (f Flow) stage(s Step) (Stage, int) {
	for i, st := range f.Steps {
		if st.Step == s {
			return st, i
		}
	}
	return f.Otherwise, -1
}

// after returns the step that follows, ok is false after the last one.
func (f Flow) after(s Step) (next Step, ok bool) {
	if _, i := f.stage(s); i >= 0 && i+1 < len(f.Steps) {
		return f.Steps[i+1].Step, true
	}
	return s, false
}

// ordered lists the flows by name, so that statements made of them are always the same text.
func ordered() []Flow {
	list := make([]Flow, 0, len(flows))
	for _, name := range slices.Sorted(maps.Keys(flows)) {
		list = append(list, flows[name])
	}
	return list
}
