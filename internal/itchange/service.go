package itchange

import (
	"context"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/asset"
	"ttyt/internal/audit"
	"ttyt/internal/change"
	"ttyt/internal/db"
	"ttyt/internal/department"
	"ttyt/internal/fault"
	"ttyt/internal/inbox"
	"ttyt/internal/incident"
	"ttyt/internal/job"
	"ttyt/internal/staff"
	"ttyt/internal/text"
)

// Service answers every use case of change requests.
type Service struct {
	db          *db.DB
	access      *access.Access
	audit       *audit.Log
	changes     *change.Feed
	jobs        *job.Runner
	approvals   *approval.Service
	directory   approval.Directory
	departments *department.Service
	people      *staff.Service
	assets      *asset.Service
	incidents   *incident.Service
	limit       int64
}

// Deps is what the service is built from.
type Deps struct {
	DB          *db.DB
	Access      *access.Access
	Audit       *audit.Log
	Changes     *change.Feed
	Jobs        *job.Runner
	Approvals   *approval.Service
	Directory   approval.Directory
	Departments *department.Service
	People      *staff.Service
	Assets      *asset.Service
	Incidents   *incident.Service
	// BoardCost is what a change may cost, in VND, before a director has to consent to it.
	BoardCost int64
}

// New returns the service, known to the approval engine and the job runner.
func New(d Deps) *Service {
	s := &Service{
		db: d.DB, access: d.Access, audit: d.Audit, changes: d.Changes, jobs: d.Jobs, approvals: d.Approvals, directory: d.Directory,
		departments: d.Departments, people: d.People, assets: d.Assets, incidents: d.Incidents, limit: d.BoardCost,
	}
	s.approvals.Register(subjectKind, subject{s})
	s.jobs.Handle(jobUnconfirmed, func(ctx context.Context, j job.Job) error { return s.unconfirmed(ctx, j.Subject) })
	return s
}

// step loads the request inside a transaction, with the rights of this moment, asks whether the caller may do the action
// on the version that they looked at, and runs do. The request afterwards is nil for a caller who no longer sees it.
func (s *Service) step(ctx context.Context, global string, expected int, action Action, do func(ctx context.Context, c *Request, a *approval.Approval, g access.Grant) error) (*Request, error) {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.access.Refresh(ctx)
		if err != nil {
			return err
		}
		c, err := s.load(ctx, global)
		if err != nil {
			return err
		}
		if _, err := s.permitted(ctx, action, c); err != nil {
			return err
		}
		if c.Version != expected {
			return fault.Changed(subjectKind, c.ID())
		}
		a, err := s.approvalOf(ctx, c)
		if err != nil {
			return err
		}
		g, err := s.may(ctx, action, c, a)
		if err != nil {
			return err
		}
		return do(ctx, c, a, g)
	})
	if err != nil {
		return nil, err
	}
	return s.after(ctx, global)
}

// after is the request as the caller sees it once they acted, nil where they no longer do.
func (s *Service) after(ctx context.Context, global string) (*Request, error) {
	c, err := s.Get(ctx, global)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return c, err
}

// approvalOf is the request's present approval, nil where there is none.
func (s *Service) approvalOf(ctx context.Context, c *Request) (*approval.Approval, error) {
	if c.Approval.IsZero() {
		return nil, nil
	}
	return s.approvals.Of(ctx, c.Approval)
}

// keep saves the request and records what was done to it.
func (s *Service) keep(ctx context.Context, c *Request, g access.Grant, action, detail string) error {
	if err := s.save(ctx, c); err != nil {
		return err
	}
	return s.record(ctx, c, g, action, detail)
}

// record notes in the open transaction what happened to the request. Nothing technical goes there: managers read it.
func (s *Service) record(ctx context.Context, c *Request, g access.Grant, action, detail string) error {
	hash, err := c.Hash()
	if err != nil {
		return err
	}
	err = s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: "change_request." + action, Role: g.Role, OnBehalfOf: g.OnBehalfOf,
		SubjectKind: subjectKind, SubjectID: c.Key, Department: c.Department, After: hash, Article: c.Article(), Detail: text.Truncate(detail, 500)})
	if err != nil {
		return err
	}
	return s.changes.Record(ctx, subjectKind, c.Key, "change_requests")
}

// tell tells people of the request, whoever acts excepted.
func (s *Service) tell(ctx context.Context, c *Request, kind inbox.Kind, detail string, people ...db.ID) error {
	var others []db.ID
	for _, p := range people {
		if p != access.Of(ctx).StaffID {
			others = append(others, p)
		}
	}
	return s.approvals.Tell(ctx, &approval.Approval{Key: c.Approval, SubjectKind: subjectKind, Subject: c.Key}, kind, detail, others...)
}

// tellHolders tells everybody who holds the role.
func (s *Service) tellHolders(ctx context.Context, c *Request, role access.Role, kind inbox.Kind, detail string) error {
	people, err := s.directory.Holders(ctx, role)
	if err != nil {
		return err
	}
	return s.tell(ctx, c, kind, detail, people...)
}

// both reads the asset of the request, and its replacement where there is one, and keeps them from others until the
// transaction ends, in the order of their keys.
func (s *Service) both(ctx context.Context, c *Request) (of, replacement *asset.Asset, err error) {
	keys := c.keys()
	if len(keys) == 2 && keys[1].Compare(keys[0]) < 0 {
		keys[0], keys[1] = keys[1], keys[0]
	}
	for _, key := range keys {
		a, err := s.assets.OfForUpdate(ctx, key)
		if err != nil {
			return nil, nil, err
		}
		if key == c.Asset {
			of = a
		} else {
			replacement = a
		}
	}
	return of, replacement, nil
}

// valuesOf reads the protected fields of what a request is about.
func (s *Service) valuesOf(ctx context.Context, of, replacement *asset.Asset) (*Values, error) {
	t, err := s.assets.TechnicalOf(ctx, of)
	if err != nil || replacement == nil {
		return &Values{Asset: t}, err
	}
	r, err := s.assets.TechnicalOf(ctx, replacement)
	return &Values{Asset: t, Replacement: &r}, err
}
