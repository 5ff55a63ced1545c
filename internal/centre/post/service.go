package post

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/core/job"
)

// Service answers every use case of posts.
type Service struct {
	db          *db.DB
	access      *access.Access
	audit       *audit.Log
	feed        *feed.Feed
	jobs        *job.Runner
	inbox       *inbox.Service
	approvals   *approval.Service
	directory   Directory
	departments *department.Service
	people      *staff.Service
	categories  *category.Service
	media       *media.Service
	acts        *act.Frame[*matter]
	ratings     Ratings
	views       Views
	walkFrom    int // the constant, except in tests
}

// Deps is what the service is built from.
type Deps struct {
	DB          *db.DB
	Access      *access.Access
	Audit       *audit.Log
	Feed        *feed.Feed
	Jobs        *job.Runner
	Inbox       *inbox.Service
	Approvals   *approval.Service
	Directory   Directory
	Departments *department.Service
	People      *staff.Service
	Categories  *category.Service
	Media       *media.Service
}

// New returns the service, known to the approval engine and the job runner.
func New(d Deps) *Service {
	s := &Service{
		db: d.DB, access: d.Access, audit: d.Audit, feed: d.Feed, jobs: d.Jobs, inbox: d.Inbox,
		approvals: d.Approvals, directory: d.Directory, departments: d.Departments, people: d.People, categories: d.Categories, media: d.Media,
		walkFrom: walkFrom,
	}
	s.acts = &act.Frame[*matter]{
		DB: s.db, Access: s.access, Kind: "post", Rules: rules(), Version: func(m *matter) int { return m.expect }, Own: own,
		Open: s.open, Keep: func(ctx context.Context, m *matter, l act.Line) error { return m.Keep(ctx, l) },
	}
	s.registerWorkflow()
	s.media.UsedBy(s.use())
	s.media.OnInfected(s.FileFound)
	return s
}

// Rated has posts show what readers gave them. It belongs to start-up; without it posts show no ratings.
func (s *Service) Rated(r Ratings) { s.ratings = r }

// Viewed has posts show how often they were read. It belongs to start-up; without it nobody is told.
func (s *Service) Viewed(v Views) { s.views = v }

// digest is the head's state for the record.
func (h *Head) digest() []byte { return keptHeads.Digest(h) }

// record notes in the open transaction what happened to the post, which may be gone by it, and tells the change feed.
func (s *Service) record(ctx context.Context, h *Head, l act.Line, gone bool) error {
	line := audit.Event{
		Class: audit.Content, Action: l.Action, Article: l.Article, Detail: text.Truncate(l.Detail, 500),
		Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: "post", SubjectID: h.Key, Department: h.Department, Before: l.Before,
	}
	if !gone {
		line.After = h.digest()
	}
	if err := s.audit.Record(ctx, line); err != nil {
		return err
	}
	return s.feed.Record(ctx, "post", h.Key, h.tags()...)
}

// reads are the rights to a post, each of which is enough to meet it: to what is published, to the way that it came there, and to
// its working copy.
var reads = []string{"read", "read_sent", "read_working"}

// shown is the post as the caller meets it after an act, nil where they can no longer see it.
func (s *Service) shown(ctx context.Context, m *matter, err error) (Post, error) {
	if err != nil || !slices.ContainsFunc(reads, func(action string) bool { return s.access.Allowed(ctx, "post", action, m.Target()) }) {
		return nil, err
	}
	r := everything
	r.content = m.rev == nil || m.rev.Key != m.Shown()
	entries, err := s.entries(ctx, []*Head{m.Head}, r)
	if err != nil {
		return nil, err
	}
	if !r.content {
		entries[0].content = &m.rev.Content.V
		entries[0].list.contents = []*Content{entries[0].content}
	}
	return entries[0].Post(), nil
}
