package approval

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Get reads an approval by its global id.
func (s *Service) Get(ctx context.Context, id string) (*Approval, error) {
	key, err := db.ParseID("approval", id)
	if err != nil {
		return nil, err
	}
	a, err := s.byID(ctx, key, "")
	if err != nil {
		return nil, err
	}
	return a, s.veil(ctx, a)
}

// veil takes from approvals that are shown whose request they are over, where that tells who reported a matter of security
// (Art. 6d).
func (s *Service) veil(ctx context.Context, all ...*Approval) error {
	return access.Cover(ctx, s.access, "approvals", all, func(a *Approval) (key db.ID) {
		if a.SubjectKind == "change_request" {
			key = a.Key
		}
		return key
	}, func(a *Approval) { a.Author, a.Submitter = db.ID{}, db.ID{} })
}

// veilDecisions takes from decisions who took a request back, under the same rule.
func (s *Service) veilDecisions(ctx context.Context, all ...*Decision) error {
	return access.Cover(ctx, s.access, "decisions", all, func(d *Decision) (key db.ID) {
		if d.Verdict == Withdraw {
			key = d.Key
		}
		return key
	}, func(d *Decision) { d.Staff = db.ID{} })
}

// Filter narrows a list of approvals.
type Filter struct {
	State *State
	Step  *Step
	Mine  *bool // only what the caller may decide now
	// Subject is the global id of what they are over; nil for anything.
	Subject *string
}

// List is a page of the approvals that the caller may see.
func (s *Service) List(ctx context.Context, f *Filter, o ListOrder, args paging.Args) (*Connection, error) {
	if f == nil {
		f = &Filter{}
	}
	reach, index := s.access.Reach(ctx, "approval", "read").Residual(), "approvals_moved"
	where, values := []string{reach.SQL}, reach.Args
	if f.State != nil {
		where, values = append(where, "approvals.state = ?"), append(values, *f.State)
		index = "approvals_state"
	}
	if f.Step != nil {
		where, values = append(where, "approvals.step = ?"), append(values, *f.Step)
	}
	if f.Mine != nil && *f.Mine {
		sql, args, err := s.toDecide(ctx)
		if err != nil {
			return nil, err
		}
		where, values = append(where, sql), append(values, args...)
		index = "approvals_state"
	}
	if f.Subject != nil {
		kind, key, err := db.SplitID(*f.Subject)
		if err != nil {
			return nil, err
		}
		if s.subjects[kind] == nil {
			return nil, fault.ErrNotFound
		}
		where, values = append(where, "approvals.subject_kind = ? AND approvals.subject_id = ?"), slices.Concat(values, []any{kind, key})
	}
	if reach.Own || f.Subject != nil || o.Field != "" && o.Field != ByStepTime {
		index = ""
	}
	plan, err := orders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	c, err := s.list(ctx, plan, index, where, values)
	if err != nil {
		return nil, err
	}
	return c, s.veil(ctx, c.Nodes()...)
}

// Visible reads an approval by its key, nil for one that the caller may not see.
func (s *Service) Visible(ctx context.Context, key db.ID) (*Approval, error) {
	if key.IsZero() {
		return nil, nil
	}
	a, err := s.byID(ctx, key, "")
	switch {
	case fault.Is(err, fault.NotFound):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return a, s.veil(ctx, a)
}

// History returns a page of the approvals over each of the subjects of the kind that the caller may see, the latest first.
func (s *Service) History(ctx context.Context, kind string, subjects []db.ID, args paging.Args) (map[db.ID]*Connection, error) {
	plan, err := paging.New(args, paging.Order{Name: "opened_at", Column: "approvals.opened_at", ID: "approvals.id", Desc: true})
	if err != nil {
		return nil, err
	}
	found, err := s.over(ctx, plan, kind, subjects, s.access.Reach(ctx, "approval", "read"))
	if err != nil {
		return nil, err
	}
	all := paging.Nodes(found)
	s.listed(all...)
	return found, s.veil(ctx, all...)
}

// DecisionsOf returns a page of the decisions of each approval that the caller has been shown, oldest first.
func (s *Service) DecisionsOf(ctx context.Context, approvals []db.ID, args paging.Args) (map[db.ID]*DecisionConnection, error) {
	plan, err := paging.New(args, paging.Order{Name: "at", Column: "decisions.at", ID: "decisions.id"})
	if err != nil {
		return nil, err
	}
	found, err := s.decided(ctx, plan, approvals)
	if err != nil {
		return nil, err
	}
	return found, s.veilDecisions(ctx, paging.Nodes(found)...)
}
