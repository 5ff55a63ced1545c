package app

import (
	"context"
	"errors"
	"flag"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
)

// FirstDirector is who opens a new centre.
type FirstDirector struct {
	Login, Alias              string
	Code, Name, Title         string
	Decision                  string // number of the decision that appoints them
	Centre, CentreCode, Board string // names, for a store without departments
}

// Flags adds the command line of a first director.
func (d *FirstDirector) Flags(f *flag.FlagSet) {
	f.StringVar(&d.Login, "login", "", "sign-in name, such as giamdoc (required)")
	f.StringVar(&d.Name, "name", "", "full name (required)")
	f.StringVar(&d.Alias, "alias", "", "public name shown under posts (required)")
	f.StringVar(&d.Code, "staff-code", "", "staff number (required)")
	f.StringVar(&d.Title, "title", "", "professional title, such as Bác sĩ CKII")
	f.StringVar(&d.Decision, "decision", "", "number of the decision that appoints them head of the Board (required)")
	f.StringVar(&d.Centre, "centre", "Trung tâm Y tế", "name of the centre, for an empty store")
	f.StringVar(&d.CentreCode, "centre-code", "TTYT", "code of the centre, for an empty store")
	f.StringVar(&d.Board, "board", "Ban Giám đốc", "name of the Board, for an empty store")
}

var errDirectorExists = errors.New("there is a director; directors grant roles, and IT sends one-time links")

// CreateDirector puts the first director on record, as head of the Board with an account, and returns the one-time link
// by which they set a password. All of it is done, or nothing. It is refused where there is a director.
func (a *App) CreateDirector(ctx context.Context, d FirstDirector) (link string, err error) {
	ctx = access.AsSystem(ctx)
	err = a.DB.InTx(ctx, func(ctx context.Context) error {
		link, err = a.createDirector(ctx, d)
		return err
	})
	return link, err
}

func (a *App) createDirector(ctx context.Context, d FirstDirector) (link string, err error) {
	s := a.Services
	directors, err := s.Roles.Holders(ctx, access.Director)
	if err != nil {
		return "", err
	}
	if len(directors) > 0 {
		return "", errDirectorExists
	}
	board, err := a.board(ctx, d)
	if err != nil {
		return "", err
	}
	person, err := s.People.Hire(ctx, staff.HireInput{Code: d.Code, Name: d.Name, Title: d.Title, Department: board.ID(),
		Employment: staff.CivilServant, StartedOn: db.DateOf(a.DB.Now(ctx).In(calendar.Zone)), DecisionNo: d.Decision})
	if err != nil {
		return "", err
	}
	if _, err := s.Roles.Appoint(ctx, role.AppointInput{StaffMember: person.ID(), Department: board.ID(), Kind: role.Head, DecisionNo: d.Decision}); err != nil {
		return "", err
	}
	if _, err := s.Roles.Grant(ctx, role.GrantInput{StaffMember: person.ID(), Role: access.Director}); err != nil {
		return "", err
	}
	account, err := s.Auth.CreateAccount(ctx, auth.CreateAccountInput{Staff: person.ID(), Login: d.Login, Alias: d.Alias})
	if err != nil {
		return "", err
	}
	return s.Auth.LinkFor(ctx, account.Login)
}

// board returns the Board, and makes it, below the centre, in a store without one.
func (a *App) board(ctx context.Context, d FirstDirector) (*department.Department, error) {
	departments := a.Services.Departments
	boards, err := departments.List(ctx, department.Filter{Kind: department.Board})
	if err != nil || len(boards) > 0 {
		return first(boards), err
	}
	centres, err := departments.List(ctx, department.Filter{Kind: department.Centre})
	if err != nil {
		return nil, err
	}
	centre := first(centres)
	if centre == nil {
		if centre, err = departments.Create(ctx, department.CreateInput{Kind: department.Centre, Name: d.Centre, Code: d.CentreCode}); err != nil {
			return nil, err
		}
	}
	return departments.Create(ctx, department.CreateInput{Kind: department.Board, Name: d.Board, Code: "BGD", Parent: centre.ID()})
}

func first[T any](list []*T) *T {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}
