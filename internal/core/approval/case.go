package approval

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// Subject is a kind of thing that approvals decide on, registered by its feature.
type Subject interface {
	// Open reads the subjects with the keys, in the order of their keys, by a few statements for any number, and keeps
	// them from others until the open transaction ends.
	Open(ctx context.Context, keys ...db.ID) (map[db.ID]Matter, error)
}

// Narrower is a Subject of which some steps wait for fewer people than the policy tells: for the one whose word it was, say.
type Narrower interface {
	// Narrow is the condition over approvals for what the caller is waited for, beside what the policy grants them at the
	// step.
	Narrow(ctx context.Context, flow string) access.Reach
}

// Matter is one subject as an act has read it. The engine and the subject's own feature share it, so that nothing is
// read twice, and whichever of them opened it keeps it last.
type Matter interface {
	// Snapshot is what the engine goes by, as the subject is now.
	Snapshot(ctx context.Context) (Snapshot, error)
	// Skips says why nobody decides at the step, "" where somebody does: no manager endorses the Board's own posts, say.
	// An approval whose last step is skipped is approved.
	Skips(ctx context.Context, step Step) (string, error)
	// Moved carries out on the subject what just happened to its approval. It saves nothing.
	Moved(ctx context.Context, c *Case, d Decision) error
	// Keep saves the subject and records what was done to it.
	Keep(ctx context.Context, l act.Line) error
}

// Standing is a Matter over something that may change meanwhile, so that it can still be returned or rejected, and no longer
// be approved.
type Standing interface {
	// Stands says why it cannot be approved as things are now.
	Stands(ctx context.Context) error
}

// Snapshot is a subject as the engine sees it.
type Snapshot struct {
	Kind       string
	ID         db.ID
	Department db.ID
	Author     db.ID
	Submitter  db.ID
	About      db.ID
	Hash       []byte
	Target     access.Target
	Article    string // of the regulation, that the flow's decisions carry out
}

// Case is an approval with its subject and its decisions, as one act or one list has read them.
type Case struct {
	*Approval
	Matter Matter

	s        *Service
	desk     *desk      // shared by the cases of a list
	given    []Decision // read when first asked for
	read     bool
	unsaved  bool // whether Save has something to write
	inserted bool
}

// Case puts an approval together with its subject, which the caller has read.
func (s *Service) Case(a *Approval, m Matter) *Case {
	return &Case{Approval: a, Matter: m, s: s, desk: newDesk(s.directory), inserted: true}
}

// cases puts approvals together that are looked at under one desk. Their subjects are still to come.
func (s *Service) cases(approvals []*Approval) map[db.ID]*Case {
	cases, d := make(map[db.ID]*Case, len(approvals)), newDesk(s.directory)
	for _, a := range approvals {
		cases[a.Key] = s.Case(a, nil)
		cases[a.Key].desk = d
	}
	return cases
}

// open reads the subjects and the decisions of approvals.
func (s *Service) open(ctx context.Context, approvals ...*Approval) (map[db.ID]*Case, error) {
	cases, subjects := s.cases(approvals), map[string][]db.ID{}
	for _, a := range approvals {
		subjects[a.SubjectKind] = append(subjects[a.SubjectKind], a.Subject)
	}
	if err := s.hear(ctx, cases); err != nil {
		return nil, err
	}
	for kind, keys := range subjects {
		found, err := s.subjects[kind].Open(ctx, keys...)
		if err != nil {
			return nil, err
		}
		for _, c := range cases {
			if c.SubjectKind == kind {
				c.Matter = found[c.Subject]
			}
		}
	}
	for _, c := range cases {
		if c.Matter == nil {
			return nil, fault.ErrNotFound
		}
	}
	return cases, nil
}

// hear reads the decisions of several cases at once.
func (s *Service) hear(ctx context.Context, cases map[db.ID]*Case) error {
	keys := make([]db.ID, 0, len(cases))
	for key := range cases {
		keys = append(keys, key)
	}
	given, err := s.Decisions(ctx, keys)
	if err != nil {
		return err
	}
	for key, c := range cases {
		c.read = true
		for _, d := range given[key] {
			c.given = append(c.given, *d)
		}
	}
	return nil
}

// decisions are those given so far, oldest first.
func (c *Case) decisions(ctx context.Context) ([]Decision, error) {
	if !c.read {
		if err := c.s.hear(ctx, map[db.ID]*Case{c.Key: c}); err != nil {
			return nil, err
		}
	}
	return c.given, nil
}

// stands says why the subject cannot be approved as things are now.
func (c *Case) stands(ctx context.Context) error {
	if m, ok := c.Matter.(Standing); ok {
		return m.Stands(ctx)
	}
	return nil
}

// HasPart reports whether somebody wrote, submitted or edited the subject, is whom it is about, or has decided on it: they are no
// second person.
func (c *Case) HasPart(ctx context.Context, person db.ID) (bool, error) {
	given, err := c.decisions(ctx)
	return c.concerns(person) || decidedIn(given, person) || slices.ContainsFunc(given, func(d Decision) bool {
		return d.Staff == person && d.Verdict == Edit
	}), err
}

// Ordered reports whether a director ordered publication on approval.
func (c *Case) Ordered(ctx context.Context) (bool, error) {
	given, err := c.decisions(ctx)
	return slices.ContainsFunc(given, func(d Decision) bool { return d.Verdict == Order }), err
}

// BoardConsented reports whether a director has consented, or the sole director's own submission was the consent.
func (c *Case) BoardConsented(ctx context.Context) (bool, error) {
	given, err := c.decisions(ctx)
	return c.Mark == SoleDirector || slices.ContainsFunc(given, func(d Decision) bool { return d.Step == BoardConsent && d.Verdict == Approve }), err
}

// Deciders are those who have approved so far.
func (c *Case) Deciders(ctx context.Context) ([]db.ID, error) {
	given, err := c.decisions(ctx)
	var people []db.ID
	for _, d := range given {
		if d.Verdict == Approve {
			people = append(people, d.Staff)
		}
	}
	return people, err
}

// docket is a list of approvals whose cases are opened together, once somebody asks for one of them.
type docket struct {
	approvals []*Approval
	cases     paging.Once[map[db.ID]*Case]
}

// listed lets the approvals of a list be opened together.
func (s *Service) listed(approvals ...*Approval) {
	d := &docket{approvals: approvals}
	for _, a := range approvals {
		a.docket = d
	}
}

// caseOf opens the case of an approval that was read here, together with those of its list.
func (s *Service) caseOf(ctx context.Context, a *Approval) (*Case, error) {
	d := a.docket
	cases, err := d.cases.Get(func() (map[db.ID]*Case, error) { return s.open(ctx, d.approvals...) })
	return cases[a.Key], err
}
