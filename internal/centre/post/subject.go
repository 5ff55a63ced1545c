package post

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

// subject lets the approval engine run over posts.
type subject struct{ s *Service }

// Open reads the posts and their working copies.
func (p subject) Open(ctx context.Context, keys ...db.ID) (map[db.ID]approval.Matter, error) {
	heads, err := p.s.headsForUpdate(ctx, keys)
	if err != nil {
		return nil, err
	}
	matters := make([]*matter, len(heads))
	found := make(map[db.ID]approval.Matter, len(heads))
	for i, h := range heads {
		matters[i] = p.s.matter(h)
		found[h.Key] = matters[i]
	}
	return found, p.s.readWorking(ctx, matters)
}

// matter is a post as one act has read it. What hangs on it is read when it is first asked for.
type matter struct {
	*Head
	s      *Service
	before []byte    // the digest of the head as it was read
	was    Head      // the head as it was read
	expect int       // the version that the caller was given
	rev    *Revision // the working copy
	now    *approval.Case
	old    *approval.Case // the consent of what is published, where the act takes that back
	gone   bool           // the act deletes it
	back   *Revision      // what was on the site, and goes back there

	files     map[db.ID]*media.File // as they are now
	filesRead []db.ID               // the keys of those that were read

	narrowed bool // the act took it off the public site, in favour of a version for fewer readers
}

func (s *Service) matter(h *Head) *matter { return &matter{Head: h, s: s, before: h.digest(), was: *h} }

// versionFor is what a change by the caller has to expect. What changed out of their sight is no conflict with what they looked at.
func (s *Service) versionFor(ctx context.Context, h *Head) int {
	if s.access.Allowed(ctx, "post", "read_working", h.Target()) {
		return h.Version
	}
	return h.Version - h.HiddenChanges
}

// open reads, for an act, the post with the global id that the actor may see, else NotFound.
func (s *Service) open(ctx context.Context, global string) (*matter, error) {
	h, err := s.Head(ctx, global)
	if err != nil {
		return nil, err
	}
	m := s.matter(h)
	m.expect = s.versionFor(ctx, h)
	return m, nil
}

// openFor reads a post for the program itself: no person asks.
func (s *Service) openFor(ctx context.Context, id db.ID) (*matter, error) {
	h, err := s.headForUpdate(ctx, id, access.Reach{SQL: "1 = 1"})
	if err != nil {
		return nil, err
	}
	return s.matter(h), nil
}

// working is the working copy, which there has to be.
func (m *matter) working(ctx context.Context) (*Revision, error) {
	if m.rev != nil && m.rev.Key == m.WorkingRevision {
		return m.rev, nil
	}
	r, err := m.s.revision(ctx, m.WorkingRevision)
	if err == nil {
		m.rev = r
	}
	return r, err
}

// readWorking reads the working copies of several posts at once.
func (s *Service) readWorking(ctx context.Context, matters []*matter) error {
	var keys []db.ID
	for _, m := range matters {
		keys = append(keys, m.WorkingRevision)
	}
	if keys = unique(keys); len(keys) == 0 {
		return nil
	}
	revisions, err := s.revisions(ctx, keys)
	if err != nil {
		return err
	}
	for _, m := range matters {
		m.rev = revisions[m.WorkingRevision]
	}
	return s.readFiles(ctx, matters)
}

// approval is the post's present approval, nil if there is none.
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

// readApprovals reads the present approvals of several posts at once, and the working copies that they decide on, or that may be
// put up for consent or on the site.
func (s *Service) readApprovals(ctx context.Context, matters []*matter) error {
	var keys []db.ID
	for _, m := range matters {
		keys = append(keys, m.Approval)
		if m.returns() || !m.AtBoard {
			keys = append(keys, m.PublishedApproval)
		}
	}
	pending := func(m *matter) bool { return m.now != nil && m.now.State == approval.Pending }
	if keys = unique(keys); len(keys) == 0 {
		return s.readWorking(ctx, slices.DeleteFunc(slices.Clone(matters), func(m *matter) bool { return m.Working != WorkingDraft }))
	}
	cases, err := s.approvals.AllOf(ctx, keys)
	if err != nil {
		return err
	}
	for _, m := range matters {
		if m.now = cases[m.Approval]; m.now != nil {
			m.now.Matter = m
		}
		if m.PublishedApproval != m.Approval {
			m.old = cases[m.PublishedApproval]
		}
	}
	return s.readWorking(ctx, slices.DeleteFunc(slices.Clone(matters), func(m *matter) bool {
		return m.Working != WorkingDraft && m.Working != WorkingApproved && !pending(m)
	}))
}

// Snapshot is the post as the engine sees it, with the hash of its working copy.
func (m *matter) Snapshot(ctx context.Context) (approval.Snapshot, error) {
	sub := approval.Snapshot{Kind: "post", ID: m.Key, Department: m.Department, Author: m.Author, Submitter: m.Submitter, About: m.Person, Target: m.Target(), Article: "11c"}
	if m.WorkingRevision.IsZero() {
		return sub, nil
	}
	r, err := m.working(ctx)
	if err == nil {
		sub.Hash = Hash(m.Head, &r.Copy)
	}
	return sub, err
}

// Skips tells that the Board and the website section send their own posts without a step of the department.
func (m *matter) Skips(ctx context.Context, step approval.Step) (string, error) {
	if step != approval.Endorsement {
		return "", nil
	}
	owners, err := m.s.departments.ByIDs(ctx, []db.ID{m.Department})
	if err != nil {
		return "", err
	}
	actor, owner := access.Of(ctx), owners[m.Department]
	switch {
	case owner != nil && owner.Kind == department.Board:
		return "BOARD", nil
	case actor.Is(access.WebEditor) && actor.Home == m.Department:
		return "WEBSITE_SECTION", nil
	}
	return "", nil
}

// Moved carries out on the post what happened to its approval.
func (m *matter) Moved(ctx context.Context, c *approval.Case, d approval.Decision) error {
	m.now, m.Approval, m.AtBoard = c, c.Key, c.AtBoard
	switch c.State {
	case approval.Pending:
		m.Working = WorkingInReview
	case approval.Rejected, approval.Returned:
		return m.backToDraft(ctx)
	case approval.Approved:
		m.Working = WorkingApproved
		g := access.Grant{Role: d.Role, OnBehalfOf: d.OnBehalfOf}
		ordered, err := c.Ordered(ctx)
		switch {
		case err != nil:
			return err
		case c.Mark == approval.SoleDirector: // the website section confirms and publishes
			return nil
		case c.Inside():
			if m.narrows() && text.Line(d.Comment) == "" {
				return needsReason("input.comment")
			}
			return m.putOn(ctx, g, access.Of(ctx).StaffID, d.Comment)
		case ordered:
			return m.publishByOrder(ctx, g)
		}
	}
	return nil
}

// Keep saves the post and what became of its approvals, and records the act.
func (m *matter) Keep(ctx context.Context, l act.Line) error {
	for _, c := range []*approval.Case{m.now, m.old} {
		if err := m.s.approvals.Save(ctx, c); err != nil {
			return err
		}
	}
	m.hide(&m.was, m.s.db.Now(ctx))
	write := m.s.save
	if m.gone {
		write = m.s.deleteHead
	}
	if err := write(ctx, m.Head); err != nil {
		return err
	}
	if l.Before = m.before; m.narrowed {
		l.Action, l.Article = "post.narrow", "11c"
	}
	return m.s.record(ctx, m.Head, l, m.gone)
}
