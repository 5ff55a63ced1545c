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
	Verification      Step = "VERIFICATION"       // a second person of IT verifies what was mistyped (Art. 5d)
	BoardConsent      Step = "CONSENT"            // a director consents
	DepartmentConsent Step = "DEPARTMENT_CONSENT" // a manager consents to what stays within the centre
)

// Flow is an ordered list of steps over one kind of subject.
type Flow struct {
	Name     string
	Kind     string // of its subjects
	Steps    []Stage
	Approved []Telling // those who carry out what is approved
	// Confirms is told instead where what a sole director had a part in was consented to.
	Confirms []Telling
}

// Stage is one step: its deciders, the policy action that each verdict requires, who is notified when it begins, and what
// happens if nobody can decide or nobody does. Managers are those of the deciding department.
type Stage struct {
	Step  Step
	Role  access.Role // whose step it is; a director's is the Board's: from there on the subject counts as submitted to it
	Asks  map[Verdict]string
	Tells []Telling
	// Apart are the verdicts that the subject's own mutation gives, since it records more than them.
	Apart []Verdict
	// Settles says that its approval is the outcome: the steps after it are for where nobody takes this one.
	Settles bool
	// Own says that a manager decides on their own text too, by a position of their own: its readers are their own staff.
	Own    bool
	Vacant Vacancy
	Late   Late
}

// Vacancy is what happens to a step while nobody in office could decide there.
type Vacancy string

// The vacancies. A step of the Board that waits for nothing but a second person never is vacant, see desk.consents.
const (
	Waits      Vacancy = ""            // it waits for somebody
	Passes     Vacancy = "PASSES"      // the approval goes on to the next step
	ToDirector Vacancy = "TO_DIRECTOR" // a director takes it up
)

// Late is what happens once a step has waited for some working days.
type Late struct {
	Days   int           // 0 for a step that is never late
	Takers []access.Role // may take it up, besides those whose step it is
	Tells  []Telling
}

// Telling is a notice to everybody who holds a role.
type Telling struct {
	Role access.Role
	Kind inbox.Kind
}

// boardHead is who heads the Board, in a Telling: a position, and no role of the policy.
const boardHead access.Role = "board_head"

var (
	endorsement = Stage{
		Step:   Endorsement,
		Role:   access.Manager,
		Asks:   map[Verdict]string{Approve: "endorse", Reject: "endorse", Return: "endorse"},
		Tells:  []Telling{{access.Manager, inbox.ToEndorse}},
		Vacant: Passes,
		Late:   toTheBoard,
	}
	// A request for a change goes to a director where no manager is in office; when it is late, IT may assess it as well.
	endorsementOfChange = endorsement.vacant(ToDirector).late(Late{1, []access.Role{access.Director, access.IT},
		[]Telling{{access.Director, inbox.Overdue}, {access.IT, inbox.Overdue}}})
	assessment = Stage{
		Step:   Assessment,
		Role:   access.IT,
		Asks:   map[Verdict]string{Approve: "assess", Reject: "assess", Return: "assess"},
		Tells:  []Telling{{access.IT, inbox.ToAssess}},
		Apart:  []Verdict{Approve},
		Vacant: ToDirector,
	}
	verification = Stage{
		Step:    Verification,
		Role:    access.IT,
		Asks:    map[Verdict]string{Approve: "verify", Reject: "verify", Return: "verify"},
		Tells:   []Telling{{access.IT, inbox.ToVerify}},
		Settles: true,
		Vacant:  Passes,
		Late:    Late{1, []access.Role{access.Director}, []Telling{{access.Director, inbox.Overdue}}},
	}
	boardConsent = Stage{
		Step:  BoardConsent,
		Role:  access.Director,
		Asks:  map[Verdict]string{Approve: "approve", Reject: "reject", Return: "return"},
		Tells: []Telling{{access.Director, inbox.ToConsent}},
		Late:  toTheHead,
	}
	departmentConsent = Stage{
		Step:    DepartmentConsent,
		Role:    access.Manager,
		Asks:    map[Verdict]string{Approve: "consent", Reject: "consent", Return: "consent"},
		Tells:   []Telling{{access.Manager, inbox.ToEndorse}},
		Settles: true,
		Vacant:  Passes,
		Late:    toTheBoard,
	}
	ownConsent = departmentConsent.own(map[Verdict]string{Approve: "consent_own", Reject: "consent_own", Return: "consent_own"})
	// The website section hears of a post at the same moment as the Board (Art. 11c).
	boardAndWebsite = boardConsent.telling(Telling{access.Director, inbox.ToConsent}, Telling{access.WebEditor, inbox.Reported})
	// The managers, whose step a correction passes, hear of it.
	correction = boardConsent.telling(Telling{access.Director, inbox.ToConsent}, Telling{access.WebEditor, inbox.Reported}, Telling{access.Manager, inbox.Correction})
	urgently   = boardConsent.telling(Telling{access.Director, inbox.Urgent}, Telling{access.WebEditor, inbox.Urgent}, Telling{access.Manager, inbox.Urgent})
	// The director whose word it was is told by the subject.
	confirmation = Stage{
		Step:  BoardConsent,
		Role:  access.Director,
		Asks:  map[Verdict]string{Approve: "confirm", Reject: "confirm"},
		Apart: []Verdict{Approve, Reject},
		Late:  toTheHead,
	}
	// A manager's step does not block: after a working day any director may take it up.
	toTheBoard = Late{1, []access.Role{access.Director}, []Telling{{access.Director, inbox.Overdue}, {access.WebEditor, inbox.Overdue}}}
	// The Board's step never passes by itself.
	toTheHead = Late{3, nil, []Telling{{boardHead, inbox.Overdue}}}
)

func (s Stage) telling(t ...Telling) Stage {
	s.Tells = t
	return s
}

func (s Stage) own(asks map[Verdict]string) Stage {
	s.Asks, s.Own = asks, true
	return s
}

func (s Stage) vacant(v Vacancy) Stage {
	s.Vacant = v
	return s
}

func (s Stage) late(l Late) Stage {
	s.Late = l
	return s
}

// opensTo reports whether a holder of the role may take the step up under some circumstance.
func (s Stage) opensTo(r access.Role) bool {
	return slices.Contains(s.Late.Takers, r) || r == access.Director && s.Vacant == ToDirector
}

// The flows of the domain.
const (
	Publication           = "PUBLICATION"            // Art. 11c: endorsement, then the Board and the website section together
	PublicationUrgent     = "PUBLICATION_URGENT"     // no department step; the manager is told
	PublicationCorrection = "CORRECTION"             // a correction of what is published: one director's decision
	PublicationInternal   = "PUBLICATION_INTERNAL"   // for all staff: a second manager consents, and that publishes
	PublicationDepartment = "PUBLICATION_DEPARTMENT" // for the department's staff: a manager consents, to their own text too
	Change                = "CHANGE"                 // Art. 5d-f: the manager endorses, IT assesses, the Board consents where it must
	ChangeEmergency       = "CHANGE_EMERGENCY"       // done on a director's word, who confirms it
	ConnectList           = "CONNECT_LIST"           // Art. 5e: a list of what was found connected
	AssetCorrection       = "ASSET_CORRECTION"       // Art. 5d: a second person verifies what was mistyped in the register
	SiteChange            = "SITE_CHANGE"            // Art. 10: what the website states beside posts
	TokenScope            = "TOKEN_SCOPE"            // Art. 4: what a token may do beyond public reading
)

var (
	toPublish = []Telling{{access.WebEditor, inbox.ToPublish}}
	toExecute = []Telling{{access.IT, inbox.ToExecute}}
)

var flows = byName(
	Flow{Name: Publication, Kind: "post", Steps: []Stage{endorsement, boardAndWebsite}, Approved: toPublish},
	Flow{Name: PublicationUrgent, Kind: "post", Steps: []Stage{urgently}, Approved: toPublish},
	Flow{Name: PublicationCorrection, Kind: "post", Steps: []Stage{correction}, Approved: toPublish},
	Flow{Name: PublicationInternal, Kind: "post", Steps: []Stage{departmentConsent, boardAndWebsite}, Confirms: toPublish},
	Flow{Name: PublicationDepartment, Kind: "post", Steps: []Stage{ownConsent, boardAndWebsite}, Confirms: toPublish},
	Flow{Name: Change, Kind: "change_request", Steps: []Stage{endorsementOfChange, assessment, boardConsent}, Approved: toExecute},
	Flow{Name: ChangeEmergency, Kind: "change_request", Steps: []Stage{confirmation}},
	Flow{Name: ConnectList, Kind: "connect_list", Steps: []Stage{boardConsent}, Approved: []Telling{{access.IT, inbox.Consented}}},
	Flow{Name: AssetCorrection, Kind: "asset_correction", Steps: []Stage{verification, boardConsent}},
	Flow{Name: SiteChange, Kind: "site_change", Steps: []Stage{boardAndWebsite}, Confirms: toPublish},
	Flow{Name: TokenScope, Kind: "token", Steps: []Stage{boardConsent}, Approved: []Telling{{access.IT, inbox.TokenConsented}}},
)

// Inside reports whether the approval is over a post that stays within the centre: the consent publishes it.
func (a *Approval) Inside() bool {
	return a.Flow == PublicationInternal || a.Flow == PublicationDepartment
}

func byName(list ...Flow) map[string]Flow {
	m := make(map[string]Flow, len(list))
	for _, f := range list {
		m[f.Name] = f
	}
	return m
}

// stage returns the flow's stage with the step, and the one that comes after it: its step is "" if there is none.
func (f Flow) stage(s Step) (present, next Stage) {
	i := slices.IndexFunc(f.Steps, func(st Stage) bool { return st.Step == s })
	if i+1 < len(f.Steps) {
		next = f.Steps[i+1]
	}
	return f.Steps[i], next
}

// takenUp is the stage at which a holder of the role who takes the step up decides: the next one, if that is theirs anyway, or
// this one instead of its deciders. A step that records more than a verdict cannot be skipped.
func (f Flow) takenUp(s Step, r access.Role) (stage Stage, ok bool) {
	present, next := f.stage(s)
	switch {
	case next.Role == r && !slices.Contains(present.Apart, Approve):
		return next, true
	case r == access.Director:
		return Stage{Step: present.Step, Role: r, Asks: boardConsent.Asks, Apart: present.Apart}, true
	}
	return Stage{}, false
}

// ordered lists the flows by name, so that statements made of them are always the same text.
func ordered() []Flow {
	list := make([]Flow, 0, len(flows))
	for _, name := range slices.Sorted(maps.Keys(flows)) {
		list = append(list, flows[name])
	}
	return list
}
