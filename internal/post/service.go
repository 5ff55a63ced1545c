package post

import (
	"context"
	"encoding/json"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/audit"
	"ttyt/internal/category"
	"ttyt/internal/change"
	"ttyt/internal/db"
	"ttyt/internal/department"
	"ttyt/internal/inbox"
	"ttyt/internal/job"
	"ttyt/internal/staff"
)

// Service answers every use case of posts.
type Service struct {
	db          *db.DB
	access      *access.Access
	audit       *audit.Log
	changes     *change.Feed
	jobs        *job.Runner
	inbox       *inbox.Service
	approvals   *approval.Service
	directory   approval.Directory
	departments *department.Service
	people      *staff.Service
	categories  *category.Service
}

// Deps is what the service is built from.
type Deps struct {
	DB          *db.DB
	Access      *access.Access
	Audit       *audit.Log
	Changes     *change.Feed
	Jobs        *job.Runner
	Inbox       *inbox.Service
	Approvals   *approval.Service
	Directory   approval.Directory
	Departments *department.Service
	People      *staff.Service
	Categories  *category.Service
}

// New returns the service, known to the approval engine and the job runner.
func New(d Deps) *Service {
	s := &Service{
		db: d.DB, access: d.Access, audit: d.Audit, changes: d.Changes, jobs: d.Jobs, inbox: d.Inbox,
		approvals: d.Approvals, directory: d.Directory, departments: d.Departments, people: d.People, categories: d.Categories,
	}
	s.registerWorkflow()
	return s
}

// digest is the head's state for the record.
func (h *Head) digest() []byte {
	state, err := json.Marshal(h)
	if err != nil {
		panic(err) // plain columns always encode
	}
	return audit.Digest(state)
}

// event is one line of the record about a post, to be completed by record.
type event struct {
	action, article, detail string
	grant                   access.Grant // under which it was done, where that matters
	before                  []byte       // the digest of the head before, nil for a new post
	gone                    bool         // the post is deleted
}

// record notes in the open transaction what happened to the post, and tells the change feed.
func (s *Service) record(ctx context.Context, h *Head, e event) error {
	line := audit.Event{
		Class: audit.Content, Action: "post." + e.action, Article: e.article, Detail: e.detail,
		Role: e.grant.Role, OnBehalfOf: e.grant.OnBehalfOf,
		SubjectKind: "post", SubjectID: h.Key, Department: h.Department, Before: e.before,
	}
	if !e.gone {
		line.After = h.digest()
	}
	if err := s.audit.Record(ctx, line); err != nil {
		return err
	}
	return s.changes.Record(ctx, "post", h.Key, h.tags()...)
}
