package post

import (
	"context"
	"encoding/json"

	"ttyt/internal/access"
	"ttyt/internal/audit"
	"ttyt/internal/category"
	"ttyt/internal/change"
	"ttyt/internal/db"
	"ttyt/internal/department"
)

// Service answers every use case of posts.
type Service struct {
	db      *db.DB
	access  *access.Access
	audit   *audit.Log
	changes *change.Feed

	departments *department.Service
	categories  *category.Service
}

// New returns the service over a store.
func New(d *db.DB, a *access.Access, l *audit.Log, c *change.Feed, departments *department.Service, categories *category.Service) *Service {
	return &Service{db: d, access: a, audit: l, changes: c, departments: departments, categories: categories}
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
