package staff

import (
	"net/mail"
	"regexp"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
)

// HireInput puts a person on record.
type HireInput struct {
	Code           string
	Name           string
	Title          string
	Department     string
	Employment     Employment
	StartedOn      db.Date
	EndsOn         db.Date
	DecisionNo     string
	WorkPhone      string
	WorkEmail      string
	BirthDate      db.Date
	IdentityNo     string
	PrivatePhone   string
	PrivateEmail   string
	Address        string
	IdempotencyKey string
}

// UpdateInput corrects a record; what is nil or unset stays as it is.
type UpdateInput struct {
	ID              string
	ExpectedVersion int
	Name            *string
	Title           *string
	Employment      *Employment
	EndsOn          graphql.Omittable[db.Date]
	BirthDate       graphql.Omittable[db.Date]
	IdentityNo      *string
}

// ContactInput changes how a person is reached; what is nil stays as it is.
type ContactInput struct {
	ID              string
	ExpectedVersion int
	WorkPhone       *string
	WorkEmail       *string
	PrivatePhone    *string
	PrivateEmail    *string
	Address         *string
}

// StepInput is the decision behind a step of an employment, recorded on the day it takes effect or later.
type StepInput struct {
	ID              string
	ExpectedVersion int
	DecisionNo      string
	EffectiveOn     db.Date
	Note            string
}

// TransferInput moves a person to another home department.
type TransferInput struct {
	StepInput
	Department    string
	KeepPositions bool // in the old department; they end otherwise
}

var (
	codeForm  = regexp.MustCompile(`^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$`)
	phoneForm = regexp.MustCompile(`^[0-9+(). -]*$`)
)

// check brings the record into its stored form and returns what breaks a rule, all of it at once.
func (m *Member) check() error {
	var f input.Form
	f.Needed("code", &m.Code, 32)
	m.Code = strings.ToUpper(m.Code)
	f.Must(m.Code == "" || codeForm.MatchString(m.Code), "code",
		malformedCode)
	f.Needed("name", &m.Name, maxName)
	m.derive()
	f.Must(m.Name == "" || m.SortName != "", "name", nameWithoutLetters)
	f.Line("title", &m.Title, 120)
	f.Line("identityNo", &m.IdentityNo, 32)
	f.Line("address", &m.Address, 300)
	phone(&f, "workPhone", &m.WorkPhone)
	phone(&f, "privatePhone", &m.PrivatePhone)
	email(&f, "workEmail", &m.WorkEmail)
	email(&f, "privateEmail", &m.PrivateEmail)
	f.Present("startedOn", !m.StartedOn.IsZero())
	f.Present("endsOn", m.Employment != Trainee || !m.EndsOn.IsZero())
	f.Must(m.EndsOn.IsZero() || !m.EndsOn.Before(m.StartedOn.Time), "endsOn", endsBeforeStart)
	f.Must(m.BirthDate.IsZero() || m.StartedOn.IsZero() || m.BirthDate.Before(m.StartedOn.Time), "birthDate", bornAfterStart)
	return f.Err()
}

func phone(f *input.Form, name string, s *string) {
	f.Line(name, s, 32)
	f.Must(phoneForm.MatchString(*s), name, malformedPhone)
}

func email(f *input.Form, name string, s *string) {
	f.Line(name, s, 254)
	if *s == "" {
		return
	}
	a, err := mail.ParseAddress(*s)
	f.Must(err == nil && a.Address == *s, name, malformedMail)
}

// check brings the decision into its stored form. today is the day in Viet Nam, day the field that says when it takes
// effect.
func (in *StepInput) check(m *Member, today db.Date, day string) error {
	var f input.Form
	f.Needed("decisionNo", &in.DecisionNo, 64)
	f.Lines("note", &in.Note, 500)
	f.Present(day, !in.EffectiveOn.IsZero())
	f.Must(!in.EffectiveOn.After(today.Time), day, notInForceYet)
	f.Must(in.EffectiveOn.IsZero() || !in.EffectiveOn.Before(m.StartedOn.Time), day, beforeStart)
	return f.Err()
}

// set overwrites a field with what was given.
func set[T any](field *T, given *T) {
	if given != nil {
		*field = *given
	}
}
