package itchange

import (
	"context"
	"slices"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/db"
	"ttyt/internal/department"
	"ttyt/internal/inbox"
)

// subject lets the approval engine run over change requests.
type subject struct{ s *Service }

// Snapshot reads the request and the hash of what is stored of it now, and which steps need nobody.
func (p subject) Snapshot(ctx context.Context, id db.ID) (approval.Snapshot, error) {
	c, err := p.s.of(ctx, id)
	if err != nil {
		return approval.Snapshot{}, err
	}
	sub := approval.Snapshot{Kind: subjectKind, ID: id, Department: c.Department, Author: c.Requester, Submitter: c.Requester,
		Target: c.Target(), Article: c.Article(), Skip: map[approval.Step]string{}}
	if sub.Hash, err = c.Hash(); err != nil {
		return sub, err
	}
	if sub.Skip[approval.Endorsement], err = p.s.withoutManager(ctx, c); err != nil {
		return sub, err
	}
	// IT's assessment is the last word where the rules say so, though never on what the assessor asked for.
	if c.Before.V != nil && access.Of(ctx).StaffID != c.Requester {
		sub.Skip[approval.BoardConsent], err = p.s.lastWord(ctx, c)
	}
	return sub, err
}

// withoutManager is why no manager endorses the request, "" where one does: a repair starts from an incident, and the
// Board and the IT section send their own requests without a step of the department.
func (s *Service) withoutManager(ctx context.Context, c *Request) (string, error) {
	if c.Kind == Repair {
		return becauseRepair, nil
	}
	owners, err := s.departments.ByIDs(ctx, []db.ID{c.Department})
	if err != nil {
		return "", err
	}
	if owner := owners[c.Department]; owner != nil && owner.Kind == department.Board {
		return "BOARD", nil
	}
	actor := access.Of(ctx)
	switch {
	case actor.StaffID != c.Requester:
	case actor.Is(access.Director):
		return "BOARD", nil
	case actor.Is(access.IT) && actor.Home == c.Department:
		return "IT_SECTION", nil
	}
	return "", nil
}

// lastWord is why IT's assessment decides the request, "" where the Board does.
func (s *Service) lastWord(ctx context.Context, c *Request) (string, error) {
	of, replacement, err := s.both(ctx, c)
	if err != nil {
		return "", err
	}
	return c.withoutBoard(of, replacement, s.limit), nil
}

// Moved carries out on the request what happened to its approval.
func (p subject) Moved(ctx context.Context, a *approval.Approval, d approval.Decision) error {
	s := p.s
	c, err := s.of(ctx, a.Subject)
	if err != nil {
		return err
	}
	c.Approval, c.AtBoard = a.Key, a.AtBoard
	g := access.Grant{Role: d.Role, OnBehalfOf: d.OnBehalfOf}
	if a.Flow == approval.ChangeEmergency {
		return s.heard(ctx, c, a, g)
	}
	c.State = map[approval.State]State{approval.Pending: InReview, approval.Approved: Approved,
		approval.Rejected: Rejected, approval.Returned: Returned}[a.State]
	if c.State == Approved {
		if err := s.tell(ctx, c, inbox.Consented, "", c.Requester); err != nil {
			return err
		}
	}
	return s.keep(ctx, c, g, "moved", string(a.State)+" "+string(a.Step))
}

// otherAssessors reports whether somebody of IT could assess what another of IT asked for.
func (s *Service) otherAssessors(ctx context.Context, c *Request) (bool, error) {
	people, err := s.directory.Holders(ctx, access.IT)
	return slices.ContainsFunc(people, func(p db.ID) bool { return p != c.Requester }), err
}
