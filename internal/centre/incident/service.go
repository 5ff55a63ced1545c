package incident

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/core/job"
)

// Service answers every use case of incidents.
type Service struct {
	db        *db.DB
	access    *access.Access
	audit     *audit.Log
	feed      *feed.Feed
	inbox     *inbox.Service
	directory approval.Directory
	people    *staff.Service
	posts     *post.Service
	assets    *asset.Service
	acts      *act.Frame[*matter]
	reports   *act.Frame[*matter] // of those who may see what they report, whatever else they may read
}

// Deps is what the service is built from.
type Deps struct {
	DB        *db.DB
	Access    *access.Access
	Audit     *audit.Log
	Feed      *feed.Feed
	Jobs      *job.Runner
	Inbox     *inbox.Service
	Directory approval.Directory
	People    *staff.Service
	Posts     *post.Service
	Assets    *asset.Service
}

// New returns the service, known to the job runner. It takes part in what happens to staff: what a leaver handled waits
// for another handler.
func New(d Deps) *Service {
	s := &Service{
		db: d.DB, access: d.Access, audit: d.Audit, feed: d.Feed, inbox: d.Inbox, directory: d.Directory,
		people: d.People, posts: d.Posts, assets: d.Assets,
	}
	s.acts = &act.Frame[*matter]{
		DB: s.db, Access: s.access, Kind: kind, Rules: rules(), Version: func(m *matter) int { return m.Version },
		Open: func(ctx context.Context, id string) (*matter, error) {
			i, err := s.load(ctx, id)
			return &matter{Incident: i, s: s}, err
		},
		Keep: s.keep,
	}
	s.reports = &act.Frame[*matter]{
		DB: s.db, Access: s.access, Kind: kind, Open: func(ctx context.Context, id string) (*matter, error) {
			key, err := db.ParseID(kind, id)
			if err != nil {
				return nil, err
			}
			i, err := s.one(ctx, key, everywhere)
			return &matter{Incident: i, s: s}, err
		},
	}
	d.Jobs.EveryIf("incident.alarm", alarmEvery, s.alarming, s.alarm)
	d.Jobs.Every("incident.forget_senders", pace, s.forgetSenders)
	d.People.OnDeparture(s.departed)
	return s
}

// step is one line of history about an incident, to be completed by record.
type step struct {
	kind       EventKind
	grant      access.Grant // under which it was done
	byReporter bool         // done by the reporter as such
	detail     string
	before     []byte // the digest of the incident before, nil for a new one
}

const maxDetail = 500

// record notes in the open transaction what happened to the incident, in its history and in the record, and tells the
// change feed. What the protected reporter of a matter of security does is on record for the Board alone (Art. 6d):
// neither under their department nor among the events that IT reads.
func (s *Service) record(ctx context.Context, i *Incident, e step) error {
	e.detail = text.Truncate(e.detail, maxDetail)
	event := Event{Key: db.NewID(), Incident: i.Key, Kind: e.kind, Actor: access.Of(ctx).StaffID, ByReporter: e.byReporter, Detail: e.detail, At: s.db.Now(ctx)}
	if err := s.insertEvent(ctx, event); err != nil {
		return err
	}
	line := audit.Event{
		Class: audit.Administration, Action: "incident." + e.kind.verb(), Article: articles[i.Category], Detail: string(i.Category) + " " + string(i.Priority),
		Role: e.grant.Role, OnBehalfOf: e.grant.OnBehalfOf,
		SubjectKind: kind, SubjectID: i.Key, Department: i.Department, Before: e.before, After: keptIncidents.Digest(i),
	}
	switch {
	case i.Confidential:
		line.Department = db.ID{}
		if !e.byReporter {
			line.Class = audit.Security
		}
	case i.Queue == QueueWebsite:
		line.Class = audit.Content
	}
	if err := s.audit.Record(ctx, line); err != nil {
		return err
	}
	return s.feed.Record(ctx, kind, i.Key, tagAll)
}

// tagAll tells of every incident.
const tagAll = "incidents"

// handlers returns who handles the queue: the website section or IT; where nobody holds that role, IT, then the Board.
func (s *Service) handlers(ctx context.Context, q Queue) (people []db.ID, err error) {
	roles := []access.Role{access.IT, access.Director}
	if q == QueueWebsite {
		roles = []access.Role{access.WebEditor, access.IT, access.Director}
	}
	for _, r := range roles {
		if people, err = s.directory.Holders(ctx, r); err != nil || len(people) > 0 {
			return people, err
		}
	}
	return nil, nil
}

// tell puts a notice about the incident into the inboxes of the people, except the actor's.
func (s *Service) tell(ctx context.Context, i *Incident, what inbox.Kind, detail string, people ...db.ID) error {
	return s.inbox.TellOthers(ctx, inbox.Notice{Kind: what, SubjectKind: kind, Subject: i.Key, Detail: detail}, people...)
}

// tellHandlers notifies the handlers of the incident: its handler, or all of its queue while it has none, or one whose role was
// revoked since.
func (s *Service) tellHandlers(ctx context.Context, i *Incident, what inbox.Kind, detail string) error {
	able, err := s.handles(ctx, i.Assignee, i)
	if err != nil {
		return err
	}
	people := []db.ID{i.Assignee}
	if !able {
		if people, err = s.handlers(ctx, i.Queue); err != nil {
			return err
		}
	}
	return s.tell(ctx, i, what, detail, people...)
}

// change runs an act on one incident; do completes the line of history. The incident afterwards is nil for a caller who no
// longer sees it.
func (s *Service) change(ctx context.Context, w act.Want, do func(ctx context.Context, i *Incident, e *step) error) (*Incident, error) {
	m, err := s.acts.Do(ctx, w, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		m.line = step{kind: events[w.Action], grant: g, before: keptIncidents.Digest(m.Incident)}
		m.line.byReporter = !m.Reporter.IsZero() && m.Reporter == access.Of(ctx).StaffID && s.acts.Asks(w.Action) != "handle"
		return act.Line{Action: kind}, do(ctx, m.Incident, &m.line)
	})
	if err != nil || !s.access.Allowed(ctx, kind, "read", m.Target()) {
		return nil, err
	}
	s.veil(ctx, m.Incident)
	return m.Incident, nil
}

// keep saves the incident and records the act. A note for handlers alone leaves the incident as it is: its version and time
// would tell the reporter of it.
func (s *Service) keep(ctx context.Context, m *matter, _ act.Line) error {
	if m.line.kind != EventNoted {
		if err := s.save(ctx, m.Incident); err != nil {
			return err
		}
	}
	return s.record(ctx, m.Incident, m.line)
}
