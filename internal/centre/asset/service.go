package asset

import (
	"context"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Service answers every use case of the register.
type Service struct {
	db          *db.DB
	access      *access.Access
	audit       *audit.Log
	feed        *feed.Feed
	departments *department.Service
	people      *staff.Service
	acts        *act.Frame[*matter]
	inbox       *inbox.Service
	directory   Directory
	takeOvers   *act.Frame[*TakeOver]
	placing     []Placing
	onRetire    []func(ctx context.Context, a *Asset, reason string, c Cause) error
}

// OnRetire has another feature take part in the transaction that retires an asset, whichever way: what is open about the
// asset ends with it.
func (s *Service) OnRetire(hook func(ctx context.Context, a *Asset, reason string, c Cause) error) {
	s.onRetire = append(s.onRetire, hook)
}

// ended notifies the other features that an asset is retired.
func (s *Service) ended(ctx context.Context, a *Asset, reason string, c Cause) error {
	for _, hook := range s.onRetire {
		if err := hook(ctx, a, reason, c); err != nil {
			return err
		}
	}
	return nil
}

// New returns the service over a store.
func New(d *db.DB, a *access.Access, l *audit.Log, c *feed.Feed, departments *department.Service, people *staff.Service) *Service {
	s := &Service{db: d, access: a, audit: l, feed: c, departments: departments, people: people}
	s.acts = &act.Frame[*matter]{
		DB: d, Access: a, Kind: "asset", Rules: rules(), Version: func(m *matter) int { return m.expects }, Open: s.open, Keep: s.keep,
	}
	s.takeOvers = &act.Frame[*TakeOver]{DB: d, Access: a, Kind: takeOverKind, Policy: "asset", Rules: takeOverRules(), Open: s.openTakeOver, Keep: s.keepTakeOver}
	return s
}

// Register puts an asset into the register, protected fields included, and marks it as its first registration. A
// repeated request with the same idempotency key answers what the first made.
func (s *Service) Register(ctx context.Context, in RegisterInput) (*Asset, error) {
	return asset(s.acts.Create(ctx, act.Creation{Operation: "asset.register", Key: in.IdempotencyKey, Input: in}, func(ctx context.Context) (*matter, error) {
		return s.register(ctx, in, nil)
	}))
}

// asset is what an act leaves, nil where it failed.
func asset(m *matter, err error) (*Asset, error) {
	if err != nil {
		return nil, err
	}
	return m.Asset, nil
}

func (s *Service) register(ctx context.Context, in RegisterInput, found *Finding) (*matter, error) {
	owner, err := s.departments.Get(ctx, in.Department)
	if err != nil {
		return nil, err
	}
	if err := s.access.Require(ctx, "asset", "write", access.Target{Department: owner.Key}); err != nil {
		return nil, err
	}
	custodian, err := s.custodian(ctx, in.Custodian, owner)
	if err != nil {
		return nil, err
	}
	interfaces, err := s.interfaces(ctx, in.Interfaces)
	if err != nil {
		return nil, err
	}
	now := s.db.Now(ctx)
	a := &Asset{Key: db.NewID(), Code: in.Code, Name: in.Name, Kind: in.Kind, Department: owner.Key, Custodian: custodian, Place: in.Place,
		PurchasedOn: in.PurchasedOn, WarrantyUntil: in.WarrantyUntil, Remarks: in.Remarks, Source: Registered, Version: 1, CreatedAt: now, UpdatedAt: now}
	t := Technical{Asset: a.Key, Manufacturer: in.Manufacturer, Model: in.Model, Serial: in.Serial, State: InStock, Connected: in.Connected, Interfaces: interfaces}
	set(&t.State, in.State)
	if err := a.first(&t, owner); err != nil {
		return nil, err
	}
	if err := s.admit(ctx, a, t, found); err != nil {
		return nil, err
	}
	if err := s.clash(ctx, t); err != nil {
		return nil, err
	}
	if err := s.insert(ctx, a, t); err != nil {
		return nil, err
	}
	if err := s.placed(ctx, a); err != nil {
		return nil, err
	}
	lines := []line{{action: FirstRegistration, article: "5d", after: a.Code}}
	if a.Found() {
		lines = append(lines, line{action: FoundConnected, article: "5e"})
	}
	if err := s.history(ctx, a.Key, found.cause(), lines...); err != nil {
		return nil, err
	}
	return s.matter(ctx, a), s.record(ctx, a, act.Line{Action: "asset.register", Article: "2"})
}

// first brings a new asset into its stored form and returns what breaks a rule, all of it at once.
func (a *Asset) first(t *Technical, owner *department.Department) error {
	var f input.Form
	a.Check(&f)
	t.Check(&f)
	f.Must(t.State != Quarantined && t.State != Retired, "state", NotNew)
	f.Must(owner.Kind != department.Centre, "department", NotTheCentre)
	a.Put(*t)
	a.derive()
	return f.Err()
}

// custodian is the person with the global id, who works in the owning department or one of its units; zero for none.
func (s *Service) custodian(ctx context.Context, global string, owner *department.Department) (db.ID, error) {
	if global == "" {
		return db.ID{}, nil
	}
	m, err := s.people.Get(ctx, global)
	if err != nil {
		return db.ID{}, err
	}
	units, err := s.departments.Subtree(ctx, owner.Key)
	if err != nil {
		return db.ID{}, err
	}
	if m.State == staff.Left || !known(m.Department, units) {
		return db.ID{}, fault.User(fault.Invalid, CustodianElsewhere, "input.custodian").By("5b")
	}
	return m.Key, nil
}

// record notes what happened to the asset. The row is read by managers too, so it tells nothing technical.
func (s *Service) record(ctx context.Context, a *Asset, l act.Line) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: l.Action, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: "asset", SubjectID: a.Key, Department: a.Department, Before: l.Before, After: keptRegister.Digest(a), Article: l.Article, Detail: a.Code})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, "asset", a.Key, tag, tagOf(a.Key))
}

// The tag "assets" tells of every change of the register, that of an asset of its own.
const tag = "assets"

func tagOf(id db.ID) string { return "asset:" + id.String() }

// Upper is the form in which codes are kept and looked up: Latin letters and digits in upper case.
func Upper(code string) string { return strings.ToUpper(code) }
