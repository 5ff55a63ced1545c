package role

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// The actions on granted roles, positions and delegations.
const (
	actionGrant   act.Action = "GRANT"
	actionRevoke  act.Action = "REVOKE"
	actionAppoint act.Action = "APPOINT"
	actionEnd     act.Action = "END"
	actionLend    act.Action = "LEND"
)

func (s *Service) assignmentRules() []act.Rule[*Assignment] {
	return []act.Rule[*Assignment]{
		{Action: actionGrant, Asks: "grant", Makes: true, Decides: s.mayGrant},
		{Action: actionRevoke, Asks: "grant", Decides: s.mayRevoke},
	}
}

func (s *Service) positionRules() []act.Rule[*Position] {
	return []act.Rule[*Position]{
		{Action: actionAppoint, Asks: "appoint", Makes: true, Decides: s.mayAppoint},
		{Action: actionEnd, Asks: "appoint", Decides: s.mayEnd},
	}
}

func (s *Service) delegationRules() []act.Rule[*Delegation] {
	return []act.Rule[*Delegation]{
		{Action: actionLend, Asks: "create", Makes: true, Decides: s.mayLend},
		{Action: actionRevoke, Asks: "revoke", State: func(ctx context.Context, d *Delegation, _ access.Grant) error { return d.inForce(s.db.Now(ctx)) }},
	}
}

// ActionsOnAssignments returns, for each of the granted roles, what the caller may do now and, if not, why.
func (s *Service) ActionsOnAssignments(ctx context.Context, list []*Assignment) (map[*Assignment][]*act.Available, error) {
	b := new(board)
	return act.AvailableEach(ctx, s.assignments, list, func(a *Assignment) *Assignment {
		a.board = b
		return a
	})
}

// ActionsOnPositions returns, for each of the positions, what the caller may do now and, if not, why.
func (s *Service) ActionsOnPositions(ctx context.Context, list []*Position) (map[*Position][]*act.Available, error) {
	b := new(board)
	return act.AvailableEach(ctx, s.positions, list, func(p *Position) *Position {
		p.board = b
		return p
	})
}

// ActionsOnDelegations returns, for each of the lent powers, what the caller may do now and, if not, why.
func (s *Service) ActionsOnDelegations(ctx context.Context, list []*Delegation) (map[*Delegation][]*act.Available, error) {
	return act.AvailableEach(ctx, s.delegations, list, func(d *Delegation) *Delegation { return d })
}

// board is what the powers of one list are judged by, read at first need. Without one, each reads for itself.
type board struct {
	heads     paging.Once[[]boardHead]
	directors paging.Once[access.Directors]
}

func (b *board) headsOf(ctx context.Context, s *Service) ([]boardHead, error) {
	read := func() ([]boardHead, error) { return s.boardHeads(ctx) }
	if b == nil {
		return read()
	}
	return b.heads.Get(read)
}

func (b *board) directorsOf(ctx context.Context, s *Service) (access.Directors, error) {
	read := func() (access.Directors, error) { return s.access.Directors(ctx) }
	if b == nil {
		return read()
	}
	return b.directors.Get(read)
}

// mayGrant returns under which power the actor gives or takes the role. A director's takes the head of the Board.
func (s *Service) mayGrant(ctx context.Context, a *Assignment) (access.Grant, error) {
	grant, err := s.access.Granted(ctx, "role", "grant", a.Target())
	if err != nil || a.Role != access.Director {
		return grant, err
	}
	return s.authority(ctx, a.board, a.Staff)
}

func (s *Service) mayRevoke(ctx context.Context, a *Assignment) (access.Grant, error) {
	grant, err := s.mayGrant(ctx, a)
	switch {
	case err != nil:
		return grant, err
	case !a.RevokedAt.IsZero():
		return grant, errRevoked
	case a.Role != access.Director:
		return grant, nil
	}
	directors, err := a.board.directorsOf(ctx, s)
	if err != nil {
		return grant, err
	}
	return grant, directors.Keep(a.Staff)
}

// mayAppoint returns under which power the actor fills or ends a position. One of the Board takes its head; while none is
// at work, any director records the decision from above.
func (s *Service) mayAppoint(ctx context.Context, p *Position) (access.Grant, error) {
	grant, err := s.access.Granted(ctx, "position", "appoint", p.Target())
	if err != nil {
		return grant, err
	}
	d, err := s.departments.Get(ctx, db.GlobalID("department", p.Department))
	if err != nil || d.Kind != department.Board {
		return grant, err
	}
	heads, err := p.board.headsOf(ctx, s)
	if err != nil {
		return grant, err
	}
	atWork := slices.ContainsFunc(heads, func(h boardHead) bool { return h.State == staff.Active })
	if !atWork && access.Of(ctx).Is(access.Director) {
		return grant, nil
	}
	return s.authority(ctx, p.board, p.Staff)
}

func (s *Service) mayEnd(ctx context.Context, p *Position) (access.Grant, error) {
	grant, err := s.mayAppoint(ctx, p)
	if err == nil && p.over(s.db.Now(ctx)) {
		err = errOver
	}
	return grant, err
}

// mayLend returns the actor's own grant of the power. One that is only lent to them cannot be lent further.
func (s *Service) mayLend(ctx context.Context, d *Delegation) (access.Grant, error) {
	lender := access.Target{Department: d.Department, People: []db.ID{d.FromStaff}}
	if _, err := s.access.Granted(ctx, "delegation", "create", lender); err != nil {
		return access.Grant{}, err
	}
	actor := access.Of(ctx)
	i := slices.IndexFunc(actor.Grants, func(g access.Grant) bool {
		return g.Role == d.Role && g.OnBehalfOf.IsZero() && g.Department == d.Department
	})
	lendable := d.Role == access.Manager || d.Role == access.Director
	if i < 0 || !lendable {
		return access.Grant{}, fault.Refused("12")
	}
	return actor.Grants[i], nil
}

// authority returns under which power the actor speaks for the Board as a whole: as its head, or authorised in writing
// by the head, which is a delegation of the head's power. A power lent by the person concerned does not count.
func (s *Service) authority(ctx context.Context, b *board, about db.ID) (access.Grant, error) {
	actor := access.Of(ctx)
	if actor.Is(access.System) {
		return access.Grant{Role: access.System}, nil
	}
	heads, err := b.headsOf(ctx, s)
	if err != nil {
		return access.Grant{}, err
	}
	for _, g := range actor.Grants {
		principal := g.OnBehalfOf
		if principal.IsZero() {
			principal = actor.StaffID
		}
		if g.Role == access.Director && principal != about && slices.ContainsFunc(heads, func(h boardHead) bool { return h.Staff == principal }) {
			return g, nil
		}
	}
	return access.Grant{}, errNeedsAuthority
}

// atWork refuses a person who is on leave or has left: they hold no power. Ask for the right first, so that a refused
// caller is told of that alone.
func atWork(m *staff.Member) error {
	if m.State != staff.Active {
		return errNotActive
	}
	return nil
}

// over reports whether the position has ended, or ends before it begins.
func (p *Position) over(now db.Time) bool { return !p.To.IsZero() && !p.To.After(now.Time) }

// inForce refuses a delegation that is over.
func (d *Delegation) inForce(now db.Time) error {
	if !d.RevokedAt.IsZero() || !d.Until.After(now.Time) {
		return errReturned
	}
	return nil
}

var (
	errNeedsAuthority = fault.User(fault.NeedsAuthority, needsAuthority, "").By("3")
	errNotActive      = fault.User(fault.WrongState, notAtWork, "input.staffMember").By("1")
	errRevoked        = fault.User(fault.WrongState, alreadyRevoked, "")
	errOver           = fault.User(fault.WrongState, positionOver, "").By("12")
	errReturned       = fault.User(fault.WrongState, delegationOver, "").By("12")
)
