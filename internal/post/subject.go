package post

import (
	"context"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/db"
	"ttyt/internal/department"
)

// anyHead reads a head for the program itself: no person asks.
func (s *Service) anyHead(ctx context.Context, id db.ID) (*Head, error) {
	return s.headForUpdate(ctx, id, access.Reach{SQL: "1 = 1"})
}

// subject lets the approval engine run over posts.
type subject struct{ s *Service }

// Snapshot reads the post and the hash of its working copy as they are stored now.
func (p subject) Snapshot(ctx context.Context, id db.ID) (approval.Snapshot, error) {
	h, err := p.s.anyHead(ctx, id)
	if err != nil {
		return approval.Snapshot{}, err
	}
	sub := approval.Snapshot{Kind: "post", ID: id, Department: h.Department, Author: h.Author, Submitter: h.Submitter, About: h.Person, Target: h.Target(), Article: "11c"}
	if !h.WorkingRevision.IsZero() {
		rev, err := p.s.revision(ctx, h.WorkingRevision)
		if err != nil {
			return sub, err
		}
		sub.Hash = Hash(h, &rev.Copy)
	}
	owners, err := p.s.departments.ByIDs(ctx, []db.ID{h.Department})
	if err != nil {
		return sub, err
	}
	actor, owner := access.Of(ctx), owners[h.Department]
	switch {
	case owner != nil && owner.Kind == department.Board:
		sub.Skip = map[approval.Step]string{approval.Endorsement: "BOARD"}
	case actor.Is(access.WebEditor) && actor.Home == h.Department:
		sub.Skip = map[approval.Step]string{approval.Endorsement: "WEBSITE_SECTION"}
	}
	return sub, nil
}

// Moved carries out on the post what happened to its approval.
func (p subject) Moved(ctx context.Context, a *approval.Approval, d approval.Decision) error {
	s := p.s
	h, err := s.anyHead(ctx, a.Subject)
	if err != nil {
		return err
	}
	h.Approval, h.AtBoard = a.Key, a.AtBoard
	g := access.Grant{Role: d.Role, OnBehalfOf: d.OnBehalfOf}
	switch a.State {
	case approval.Pending:
		h.Working = WorkingInReview
	case approval.Rejected, approval.Returned:
		if err := s.backToDraft(ctx, h); err != nil {
			return err
		}
	case approval.Approved:
		h.Working = WorkingApproved
		ordered, err := s.approvals.Ordered(ctx, a)
		switch {
		case err != nil:
			return err
		case a.Flow == approval.PublicationInternal && a.Mark != approval.SoleDirector:
			return s.putOn(ctx, h, a, g, access.Of(ctx).StaffID)
		case ordered:
			return s.publishByOrder(ctx, h, a, g)
		}
	}
	return s.keep(ctx, h, g, "moved", "11c", string(a.State)+" "+string(a.Step))
}
