package support

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Get returns the request with the global id that the actor may read, else NotFound.
func (s *Service) Get(ctx context.Context, global string) (*Request, error) {
	key, err := db.ParseID(kind, global)
	if err != nil {
		return nil, err
	}
	return s.one(ctx, key, s.access.Reach(ctx, policy, "read"))
}

// Filter narrows a list of requests; what is zero does not count.
type Filter struct {
	Kind       Kind
	States     []State
	Mine       *bool // answered by the caller, or not
	Unassigned *bool // taken by nobody, or by somebody
	Requested  *bool // made by the caller, or not
}

// List is a page of the requests that the actor may read.
func (s *Service) List(ctx context.Context, f Filter, o Order, args paging.Args) (*Connection, error) {
	plan, err := orders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	me, reach := access.Of(ctx).StaffID, s.access.Reach(ctx, policy, "read")
	var c db.Conditions
	c.Add(reach.SQL, reach.Args...)
	if f.Kind != "" {
		c.Add("support_requests.kind = ?", f.Kind)
	}
	if f.States != nil {
		c.Add("support_requests.state IN (?)", f.States)
	}
	c.Flag(f.Mine, "support_requests.assignee_id IS NOT NULL AND support_requests.assignee_id = ?", me)
	c.Flag(f.Unassigned, "support_requests.assignee_id IS NULL")
	c.Flag(f.Requested, "support_requests.requester_id = ?", me)
	where, values := c.All()
	return paging.Read[*Request](ctx, s.db, plan, columns, "support_requests", where, values)
}

// Message returns the message with the global id, NotFound if the caller may not read its request.
func (s *Service) Message(ctx context.Context, global string) (*Message, error) {
	key, err := db.ParseID(messageKind, global)
	if err != nil {
		return nil, err
	}
	return s.message(ctx, key, s.access.Reach(ctx, policy, "read"))
}

// Messages is a page of what was written about a request that the actor may read, the earliest first.
func (s *Service) Messages(ctx context.Context, r *Request, args paging.Args) (*MessageConnection, error) {
	plan, err := paging.New(args, paging.Order{Name: "written", Column: "support_messages.at", ID: "support_messages.id"})
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, policy, "read")
	var c db.Conditions
	c.Add("support_messages.request_id = ?", r.Key)
	c.Add(reach.SQL, reach.Args...)
	where, values := c.All()
	return paging.Query(ctx, s.db, plan, messageColumns, messageTables, where, values,
		func(m *Message) (any, db.ID) { return m.At, m.Key })
}
