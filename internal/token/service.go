package token

import (
	"context"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/asset"
	"ttyt/internal/audit"
	"ttyt/internal/change"
	"ttyt/internal/db"
	"ttyt/internal/inbox"
	"ttyt/internal/staff"
)

// Deps are what the service works with.
type Deps struct {
	DB        *db.DB
	Access    *access.Access
	Audit     *audit.Log
	Watch     *audit.Watch
	Changes   *change.Feed
	Inbox     *inbox.Service
	Approvals *approval.Service
	Directory approval.Directory
	People    *staff.Service
	Assets    *asset.Service
}

// Service answers every use case of service accounts and tokens.
type Service struct {
	db        *db.DB
	access    *access.Access
	audit     *audit.Log
	watch     *audit.Watch
	changes   *change.Feed
	inbox     *inbox.Service
	approvals *approval.Service
	directory approval.Directory
	people    *staff.Service
	assets    *asset.Service
	uses      uses
}

// New returns the service, known to the approval engine and told of departures.
func New(d Deps) *Service {
	s := &Service{
		db: d.DB, access: d.Access, audit: d.Audit, watch: d.Watch, changes: d.Changes, inbox: d.Inbox,
		approvals: d.Approvals, directory: d.Directory, people: d.People, assets: d.Assets, uses: uses{last: map[db.ID]use{}},
	}
	d.Approvals.Register("token", subject{s})
	d.People.OnDeparture(s.departed)
	return s
}

// record writes down what happened to an account or a token, and tells the change feed.
func (s *Service) record(ctx context.Context, action, kind string, key db.ID, before, after any, detail string) error {
	e := audit.Event{Class: audit.Security, Action: action, SubjectKind: kind, SubjectID: key, Article: "4", Detail: detail}
	if before != nil {
		e.Before = audit.DigestOf(before)
	}
	if after != nil {
		e.After = audit.DigestOf(after)
	}
	if err := s.audit.Record(ctx, e); err != nil {
		return err
	}
	return s.changes.Record(ctx, kind, key, kind+"s")
}

// tellIT puts a notice into the inbox of everybody who runs the machines.
func (s *Service) tellIT(ctx context.Context, n inbox.Notice) error {
	people, err := s.directory.Holders(ctx, access.IT)
	if err != nil {
		return err
	}
	return s.inbox.Tell(ctx, n, people...)
}
