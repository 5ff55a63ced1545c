package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/staff"
)

// NewsArticle tells of the centre's activities.
type NewsArticle struct{ *Entry }

// Page is a standing page, such as "about us" or the price list.
type Page struct{ *Entry }

// HealthGuide tells how to prevent and handle a disease.
type HealthGuide struct {
	*Entry
	HealthGuideContent
}

// HealthGuideContent is what a health guide adds.
type HealthGuideContent struct {
	Urgent      bool     `json:"urgent,omitempty"` // asks for the urgent flow
	Diseases    []string `json:"diseases,omitempty"`
	Topics      []string `json:"topics,omitempty"`
	ReviewDueOn db.Date  `json:"reviewDueOn,omitzero"`
}

// maxSubjects is how many diseases, and how many other topics, a guide is about; maxSpecialties how many a profile names.
const (
	maxSubjects    = 20
	maxSpecialties = 10
)

func (c *HealthGuideContent) visit(f *sheet) {
	f.list("diseases", &c.Diseases, maxSubjects, 100)
	f.list("topics", &c.Topics, maxSubjects, 100)
}

// DepartmentPage presents a department, maintained by it (Art. 11a).
type DepartmentPage struct {
	*Entry
	DepartmentPageContent
}

// Functions are what the department is there for, as HTML.
func (p *DepartmentPage) Functions(ctx context.Context) (string, error) {
	return p.list.s.illustrated(ctx, p.DepartmentPageContent.Functions)
}

// Duties are what it does, as HTML.
func (p *DepartmentPage) Duties(ctx context.Context) (string, error) {
	return p.list.s.illustrated(ctx, p.DepartmentPageContent.Duties)
}

// Processes are how it does that, as HTML.
func (p *DepartmentPage) Processes(ctx context.Context) (string, error) {
	return p.list.s.illustrated(ctx, p.DepartmentPageContent.Processes)
}

// illustrated is the content with its pictures and files where those who decide on it get them.
func (c *DepartmentPageContent) illustrated(ctx context.Context, s *Service) (*DepartmentPageContent, error) {
	shown := *c
	for _, text := range []*string{&shown.Functions, &shown.Duties, &shown.Processes} {
		var err error
		if *text, err = s.illustrated(ctx, *text); err != nil {
			return nil, err
		}
	}
	return &shown, nil
}

// DepartmentPageContent is what a department page adds.
type DepartmentPageContent struct {
	Functions string `json:"functions,omitempty"` // HTML
	Duties    string `json:"duties,omitempty"`    // HTML
	Processes string `json:"processes,omitempty"` // HTML
	Contact   string `json:"contact,omitempty"`
}

// texts are the fields that hold HTML.
func (c *DepartmentPageContent) texts() []string { return []string{c.Functions, c.Duties, c.Processes} }

func (c *DepartmentPageContent) visit(f *sheet) {
	f.html("functions", &c.Functions)
	f.html("duties", &c.Duties)
	f.html("processes", &c.Processes)
	f.lines("contact", &c.Contact, 500)
}

// StaffProfile presents a staff member, maintained by their department (Art. 11a). It says no more than name and title, and
// what they lead and where they work now, which written decisions tell and not the text that was consented to: photo, telephone, e-mail and biography take the person's own recorded consent, which has no place here yet,
// so a profile carries no free text.
type StaffProfile struct {
	*Entry
	StaffProfileContent
}

// Person is the subject of the profile; nil if the caller may not read the directory.
func (p *StaffProfile) Person(ctx context.Context) (*staff.Member, error) {
	return p.list.member(ctx, p.head.Person)
}

// About is the key of the person.
func (p *StaffProfile) About() db.ID { return p.head.Person }

// StaffProfileContent is what a staff profile adds. The name is the post's title.
type StaffProfileContent struct {
	ProfessionalTitle string   `json:"professionalTitle,omitempty"`
	Specialties       []string `json:"specialties,omitempty"`
}

func (c *StaffProfileContent) visit(f *sheet) {
	f.line("professionalTitle", &c.ProfessionalTitle, 120)
	f.list("specialties", &c.Specialties, maxSpecialties, 100)
}
