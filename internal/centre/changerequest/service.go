package changerequest

import (
	"cmp"
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/core/job"
)

// Service answers every use case of change requests.
type Service struct {
	db          *db.DB
	access      *access.Access
	audit       *audit.Log
	feed        *feed.Feed
	jobs        *job.Runner
	approvals   *approval.Service
	directory   approval.Directory
	departments *department.Service
	people      *staff.Service
	assets      *asset.Service
	incidents   *incident.Service
	limit       int64
	acts        *act.Frame[*matter]
}

// Deps is what the service is built from.
type Deps struct {
	DB          *db.DB
	Access      *access.Access
	Audit       *audit.Log
	Feed        *feed.Feed
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
		db: d.DB, access: d.Access, audit: d.Audit, feed: d.Feed, jobs: d.Jobs, approvals: d.Approvals, directory: d.Directory,
		departments: d.Departments, people: d.People, assets: d.Assets, incidents: d.Incidents, limit: d.BoardCost,
	}
	s.acts = &act.Frame[*matter]{
		DB: s.db, Access: s.access, Kind: subjectKind, Rules: rules(), Version: func(m *matter) int { return m.Version },
		Open: s.open, Keep: func(ctx context.Context, m *matter, l act.Line) error { return m.Keep(ctx, l) },
	}
	s.approvals.Register(subjectKind, subject{s})
	s.assets.OnRetire(s.retired)
	s.jobs.Handle(jobUnconfirmed, func(ctx context.Context, j job.Job) error { return s.unconfirmed(ctx, j.Subject) })
	s.jobs.Handle(jobLapse, func(ctx context.Context, j job.Job) error { return s.lapse(ctx, j.Subject) })
	return s
}

// do runs an act on one request and shows what it leaves.
func (s *Service) do(ctx context.Context, w act.Want, do func(ctx context.Context, m *matter, g access.Grant) (act.Line, error)) (*Request, error) {
	m, err := s.acts.Do(ctx, w, do)
	return s.shown(ctx, m, err)
}

// shown is the request as the caller meets it after an act, nil where they can no longer see it.
func (s *Service) shown(ctx context.Context, m *matter, err error) (*Request, error) {
	if err != nil || !s.access.Allowed(ctx, subjectKind, "read", m.Target()) {
		return nil, err
	}
	return m.Request, s.veil(ctx, m.Request)
}

// record notes in the open transaction what happened to the request. Nothing technical goes there: managers read it.
func (s *Service) record(ctx context.Context, c *Request, l act.Line) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: l.Action, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: subjectKind, SubjectID: c.Key, Department: c.Department, After: keptRequests.Digest(c), Article: cmp.Or(l.Article, c.Article()), Detail: text.Truncate(l.Detail, 500)})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, subjectKind, c.Key, "change_requests")
}

// tell notifies people of the request, except the actor.
func (s *Service) tell(ctx context.Context, c *Request, kind inbox.Kind, detail string, people ...db.ID) error {
	var others []db.ID
	for _, p := range people {
		if p != access.Of(ctx).StaffID {
			others = append(others, p)
		}
	}
	return s.approvals.Tell(ctx, &approval.Approval{Key: c.Approval, SubjectKind: subjectKind, Subject: c.Key}, kind, detail, others...)
}

// tellHolders notifies everybody who holds the role.
func (s *Service) tellHolders(ctx context.Context, c *Request, role access.Role, kind inbox.Kind, detail string) error {
	people, err := s.directory.Holders(ctx, role)
	if err != nil {
		return err
	}
	return s.tell(ctx, c, kind, detail, people...)
}
