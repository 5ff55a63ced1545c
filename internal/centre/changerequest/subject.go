package changerequest

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
)

// subject lets the approval engine run over change requests.
type subject struct{ s *Service }

// Open reads the requests.
func (p subject) Open(ctx context.Context, keys ...db.ID) (map[db.ID]approval.Matter, error) {
	requests, err := p.s.allForUpdate(ctx, keys)
	found := make(map[db.ID]approval.Matter, len(requests))
	for _, c := range requests {
		found[c.Key] = &matter{Request: c, s: p.s}
	}
	return found, err
}

// Narrow leaves of the emergency changes those that wait for the caller: for the director whose word it was and, once they are
// listed to the Board, for any.
func (p subject) Narrow(ctx context.Context, flow string) access.Reach {
	if flow != approval.ChangeEmergency {
		return access.Reach{}
	}
	return access.Reach{
		SQL:  "EXISTS (SELECT 1 FROM change_requests c WHERE c.id = approvals.subject_id AND (c.unconfirmed_at IS NOT NULL OR c.director_id IN (?)))",
		Args: []any{spokesmen(ctx)},
	}
}

// spokesmen are the directors for whom the caller may speak: themselves and who lent them the power.
func spokesmen(ctx context.Context) (people []db.ID) {
	me := access.Of(ctx)
	for _, g := range me.Grants {
		if g.Role != access.Director {
			continue
		}
		if g.OnBehalfOf.IsZero() {
			people = append(people, me.StaffID)
		} else {
			people = append(people, g.OnBehalfOf)
		}
	}
	return people
}

// matter is a request as one act has read it. Its approval is read when it is first asked for.
type matter struct {
	*Request
	s      *Service
	now    *approval.Case
	stands *stock // read when first asked for
}

// open reads, for an act, the request with the global id that the caller may see, else NotFound.
func (s *Service) open(ctx context.Context, global string) (*matter, error) {
	key, err := db.ParseID(subjectKind, global)
	if err != nil {
		return nil, err
	}
	c, err := s.one(ctx, key, s.visible(ctx), s.db.ForUpdate(ctx))
	if err != nil {
		return nil, err
	}
	return &matter{Request: c, s: s}, nil
}

// approval is the request's present approval, nil if there is none.
func (m *matter) approval(ctx context.Context) (*approval.Case, error) {
	if m.now == nil && !m.Approval.IsZero() {
		a, err := m.s.approvals.Of(ctx, m.Approval)
		if err != nil {
			return nil, err
		}
		m.now = m.s.approvals.Case(a, m)
	}
	return m.now, nil
}

// matters are requests as acts would find them, their approvals read at once.
func (s *Service) matters(ctx context.Context, requests []*Request) (map[db.ID]*matter, error) {
	found, keys := make(map[db.ID]*matter, len(requests)), make([]db.ID, 0, len(requests))
	for _, c := range requests {
		found[c.Key] = &matter{Request: c, s: s}
		if !c.Approval.IsZero() {
			keys = append(keys, c.Approval)
		}
	}
	if len(keys) == 0 {
		return found, nil
	}
	cases, err := s.approvals.AllOf(ctx, keys)
	for _, m := range found {
		if m.now = cases[m.Approval]; m.now != nil {
			m.now.Matter = m
		}
	}
	return found, err
}

// Snapshot is the request as the engine sees it, with the hash of what is decided on.
func (m *matter) Snapshot(context.Context) (approval.Snapshot, error) {
	hash, err := m.Request.Hash()
	return approval.Snapshot{Kind: subjectKind, ID: m.Key, Department: m.Department, Author: m.Requester, Submitter: m.Requester,
		Target: m.Target(), Article: m.Article(), Hash: hash}, err
}

// Skips returns which steps need nobody. A director always confirms an emergency.
func (m *matter) Skips(ctx context.Context, step approval.Step) (string, error) {
	switch {
	case m.Emergency():
		return "", nil
	case step == approval.Endorsement:
		return m.s.withoutManager(ctx, m.Request)
	case step == approval.BoardConsent && m.Before.V != nil && access.Of(ctx).StaffID != m.Requester:
		// IT's assessment is the last word where the rules say so, though never on what the assessor asked for.
		on, err := m.stock(ctx)
		if err != nil {
			return "", err
		}
		return m.withoutBoard(on.of.Kind, m.s.limit), nil
	}
	return "", nil
}

// Moved carries out on the request what happened to its approval.
func (m *matter) Moved(ctx context.Context, c *approval.Case, d approval.Decision) error {
	m.now, m.Approval, m.AtBoard = c, c.Key, c.AtBoard
	if c.Flow == approval.ChangeEmergency {
		return m.heard(ctx, access.Grant{Role: d.Role, OnBehalfOf: d.OnBehalfOf})
	}
	m.State = map[approval.State]State{approval.Pending: InReview, approval.Approved: Approved,
		approval.Rejected: Rejected, approval.Returned: Returned}[c.State]
	if m.State != Approved {
		return nil
	}
	if err := m.consented(ctx); err != nil {
		return err
	}
	return m.s.tell(ctx, m.Request, inbox.Consented, "", m.Requester)
}

// Keep saves the request and its approval, and records the act.
func (m *matter) Keep(ctx context.Context, l act.Line) error {
	if err := m.s.approvals.Save(ctx, m.now); err != nil {
		return err
	}
	if err := m.s.save(ctx, m.Request); err != nil {
		return err
	}
	return m.s.record(ctx, m.Request, l)
}

// add inserts a new request with its approval and records the requester.
func (m *matter) add(ctx context.Context, l act.Line) error {
	if err := m.s.approvals.Save(ctx, m.now); err != nil {
		return err
	}
	if err := m.s.insert(ctx, m.Request); err != nil {
		return err
	}
	return m.s.record(ctx, m.Request, l)
}

// withoutManager is why no manager endorses the request, "" where one does: a repair starts from an incident, and the
// Board and the IT section send their own requests without a step of the department.
func (s *Service) withoutManager(ctx context.Context, c *Request) (string, error) {
	if c.Kind == Repair {
		return withRepair, nil
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
	case actor.Holds(access.Director):
		return "BOARD", nil
	case actor.Is(access.IT) && actor.Home == c.Department:
		return "IT_SECTION", nil
	}
	return "", nil
}
