package incident

import (
	"context"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

var supportColumns = "support_requests." + strings.Join(namesOf(SupportRequest{}), ", support_requests.")

// SupportRequest returns the request with the global id that the actor may read, else NotFound.
func (s *Service) SupportRequest(ctx context.Context, global string) (*SupportRequest, error) {
	key, err := db.ParseID(supportKind, global)
	if err != nil {
		return nil, err
	}
	r, reach := new(SupportRequest), s.access.Reach(ctx, support, "read")
	return r, s.db.From(ctx).Get(ctx, r, "SELECT "+supportColumns+" FROM support_requests WHERE support_requests.id = ? AND "+reach.SQL+s.db.ForUpdate(ctx),
		append([]any{key}, reach.Args...)...)
}

// SupportFilter narrows a list of requests; what is zero does not count.
type SupportFilter struct {
	Kind       SupportKind
	States     []SupportState
	Mine       *bool // answered by the caller, or not
	Unassigned *bool // taken by nobody, or by somebody
	Requested  *bool // made by the caller, or not
}

// SupportRequests is a page of the requests that the actor may read, the oldest first.
func (s *Service) SupportRequests(ctx context.Context, f SupportFilter, args paging.Args) (*SupportConnection, error) {
	plan, err := paging.New(args, paging.Order{Name: "requested", Column: "support_requests.created_at", ID: "support_requests.id"})
	if err != nil {
		return nil, err
	}
	me, reach := access.Of(ctx).StaffID, s.access.Reach(ctx, support, "read")
	var c conditions
	c.add(reach.SQL, reach.Args...)
	if f.Kind != "" {
		c.add("support_requests.kind = ?", f.Kind)
	}
	if f.States != nil {
		c.add("support_requests.state IN (?)", f.States)
	}
	c.flag(f.Mine, "support_requests.assignee_id IS NOT NULL AND support_requests.assignee_id = ?", me)
	c.flag(f.Unassigned, "support_requests.assignee_id IS NULL")
	c.flag(f.Requested, "support_requests.requester_id = ?", me)
	return paging.Query(ctx, s.db, plan, supportColumns, "support_requests", strings.Join(c.where, " AND "), c.values,
		func(r *SupportRequest) (any, db.ID) { return r.CreatedAt, r.Key })
}

func (s *Service) saveSupport(ctx context.Context, r *SupportRequest) error {
	expected := r.Version
	r.Version, r.UpdatedAt = expected+1, s.db.Now(ctx)
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE support_requests SET state = ?, assignee_id = ?, answer = ?, closed_at = ?, version = ?, updated_at = ? WHERE id = ? AND version = ?",
		r.State, r.Assignee, r.Answer, r.ClosedAt, r.Version, r.UpdatedAt, r.Key, expected)
	if err == nil && n == 0 {
		err = fault.Changed(supportKind, r.ID())
	}
	return err
}
