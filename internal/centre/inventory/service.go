package inventory

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
)

// Service answers every use case of inventory rounds.
type Service struct {
	db          *db.DB
	access      *access.Access
	audit       *audit.Log
	feed        *feed.Feed
	departments *department.Service
	people      *staff.Service
	assets      *asset.Service
	rounds      *act.Frame[*Round]
	looks       *act.Frame[*share]
}

// New returns the service over a store. It is told of what comes into the register.
func New(d *db.DB, a *access.Access, l *audit.Log, c *feed.Feed, departments *department.Service, people *staff.Service, assets *asset.Service) *Service {
	s := &Service{db: d, access: a, audit: l, feed: c, departments: departments, people: people, assets: assets}
	s.rounds = &act.Frame[*Round]{
		DB: d, Access: a, Kind: kind, Policy: policy, Rules: rules(), Version: func(r *Round) int { return r.Version },
		Open: s.Get, Digest: func(r *Round) []byte { return keptRounds.Digest(r) }, Keep: s.keep,
	}
	s.looks = &act.Frame[*share]{
		DB: d, Access: a, Kind: kind, Policy: policy, Rules: shareRules(), Version: func(sh *share) int { return sh.Version },
		Keep: func(ctx context.Context, sh *share, l act.Line) error {
			if err := s.hold(ctx, sh.Round); err != nil {
				return err
			}
			return s.record(ctx, sh.Round, sh.department, l)
		},
	}
	assets.OnPlaced(s.placed)
	return s
}

// OpenInput opens a round.
type OpenInput struct {
	Name  string
	DueOn db.Date
}

// Open opens a round over all that is in the register and not retired; what is registered while it is open joins it. One is open at a
// time.
func (s *Service) Open(ctx context.Context, in OpenInput) (*Round, error) {
	return s.rounds.Create(ctx, act.Creation{Operation: "openInventoryRound", Input: in, Turn: turn}, func(ctx context.Context) (*Round, error) {
		return s.open(ctx, in)
	})
}

func (s *Service) open(ctx context.Context, in OpenInput) (*Round, error) {
	if err := s.access.Require(ctx, policy, "take_inventory", access.Target{}); err != nil {
		return nil, err
	}
	now, yes := s.db.Now(ctx), true
	r := &Round{Key: db.NewID(), Name: in.Name, Live: &yes, DueOn: in.DueOn, OpenedBy: access.Of(ctx).StaffID, OpenedAt: now, Version: 1}
	var f input.Form
	f.Needed("name", &r.Name, 120)
	f.Must(r.DueOn.IsZero() || !r.DueOn.Before(db.DateOf(now.Time).Time), "dueOn", dayPast)
	if err := f.Err(); err != nil {
		return nil, err
	}
	if err := s.insert(ctx, r); db.IsDuplicate(err) {
		return nil, fault.User(fault.WrongState, anotherOpen, "").By("5b")
	} else if err != nil {
		return nil, err
	}
	return r, s.record(ctx, r, db.ID{}, act.Line{Action: "inventory.open", Detail: r.Name})
}

// CloseInput closes a round.
type CloseInput struct {
	ID              string
	ExpectedVersion int
}

// Close ends a round. Assets that nobody looked at count as differences.
func (s *Service) Close(ctx context.Context, in CloseInput) (*Round, error) {
	w := act.Want{Action: actionClose, ID: in.ID, Version: in.ExpectedVersion}
	return s.rounds.Do(ctx, w, func(ctx context.Context, r *Round, _ access.Grant) (act.Line, error) {
		r.Live, r.ClosedBy, r.ClosedAt = nil, access.Of(ctx).StaffID, s.db.Now(ctx)
		return act.Line{Action: "inventory.close", Detail: r.Name}, nil
	})
}

// keep saves the round and records the act.
func (s *Service) keep(ctx context.Context, r *Round, l act.Line) error {
	if err := s.save(ctx, r); err != nil {
		return err
	}
	return s.record(ctx, r, db.ID{}, l)
}

// record notes what happened in a round, of one department or, with a zero one, of the whole.
func (s *Service) record(ctx context.Context, r *Round, department db.ID, l act.Line) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: l.Action, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: kind, SubjectID: r.Key, Department: department, Before: l.Before, After: keptRounds.Digest(r), Article: "5b", Detail: l.Detail})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, kind, r.Key, "inventory_rounds")
}
