package token

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Deps are what the service works with.
type Deps struct {
	DB        *db.DB
	Access    *access.Access
	Audit     *audit.Log
	Watch     *audit.Watch
	Feed      *feed.Feed
	Inbox     *inbox.Service
	Approvals *approval.Service
	Directory approval.Directory
	People    *staff.Service
	Assets    *asset.Service
	// Departments are those of whose assets tools report scans.
	Departments *department.Service
}

// Service answers every use case of service accounts and tokens.
type Service struct {
	db        *db.DB
	access    *access.Access
	audit     *audit.Log
	watch     *audit.Watch
	feed      *feed.Feed
	inbox     *inbox.Service
	approvals *approval.Service
	directory approval.Directory
	people    *staff.Service
	assets    *asset.Service
	uses      uses

	departments *department.Service

	tokens      *act.Frame[*matter]
	accountActs *act.Frame[*Account]
}

// New returns the service, known to the approval engine and told of departures.
func New(d Deps) *Service {
	s := &Service{
		db: d.DB, access: d.Access, audit: d.Audit, watch: d.Watch, feed: d.Feed, inbox: d.Inbox,
		approvals: d.Approvals, directory: d.Directory, people: d.People, assets: d.Assets, departments: d.Departments, uses: uses{last: map[db.ID]use{}},
	}
	s.tokens = &act.Frame[*matter]{
		DB: s.db, Access: s.access, Kind: "token", Rules: tokenRules(), Version: func(m *matter) int { return m.Version },
		Open: s.open, Keep: func(ctx context.Context, m *matter, l act.Line) error { return m.Keep(ctx, l) },
	}
	s.accountActs = &act.Frame[*Account]{
		DB: s.db, Access: s.access, Kind: "service_account", Rules: s.accountRules(), Version: func(a *Account) int { return a.Version },
		Open:   func(ctx context.Context, id string) (*Account, error) { return s.account(ctx, id, s.db.ForUpdate(ctx)) },
		Digest: func(a *Account) []byte { return keptAccounts.Digest(a) }, Keep: s.keepAccount,
	}
	d.Approvals.Register("token", subject{s})
	d.People.OnDeparture(s.departed)
	return s
}

// record writes down what happened to an account or a token, and tells the change feed.
func (s *Service) record(ctx context.Context, kind string, key db.ID, after []byte, l act.Line) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Security, Action: l.Action, SubjectKind: kind, SubjectID: key, Article: "4", Detail: l.Detail,
		Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf, Before: l.Before, After: after})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, kind, key, kind+"s")
}

// tellIT puts a notice into the inbox of everybody who runs the machines.
func (s *Service) tellIT(ctx context.Context, n inbox.Notice) error {
	people, err := s.directory.Holders(ctx, access.IT)
	if err != nil {
		return err
	}
	return s.inbox.Tell(ctx, n, people...)
}
