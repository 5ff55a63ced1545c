package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

// External tools draft posts for the department that their token names (Art. 11a), and do nothing more with them. A tool answers
// for nothing: the person who edits or submits its draft first becomes the author, and from then on it is a draft like any other.

// maxWaiting is how many drafts of one tool may wait for a person: what nobody takes up, nobody has asked for.
const maxWaiting = 50

// mayDraft reports why the caller may write no draft for the department, nil where they may.
func (s *Service) mayDraft(ctx context.Context, owner *department.Department) error {
	err := s.access.Require(ctx, "post", "create", owner.Target())
	if fault.Is(err, fault.Forbidden) && access.Of(ctx).HasScope(access.DraftScope) {
		refused := fault.Refused("11")
		refused.Text = toolsDepartment
		return refused
	}
	return err
}

// suits refuses a tool a draft of a type with one post per person or department, which would block people's, and one beyond the limit.
func (s *Service) suits(ctx context.Context, tool db.ID, t Type) error {
	if tool.IsZero() {
		return nil
	}
	if t == TypeStaffProfile || t == TypeDepartmentPage {
		return fault.User(fault.Invalid, notForTools, "input.type").By("11a")
	}
	if err := s.db.Lock(ctx, "drafts of "+tool.String()); err != nil {
		return err
	}
	n, err := s.waiting(ctx, tool)
	if err != nil || n < maxWaiting {
		return err
	}
	return fault.User(fault.WrongState, tooManyWaiting, "").By("11a")
}

// offer tells those who may take the draft of a tool over that there is one.
func (s *Service) offer(ctx context.Context, h *Head) error {
	if h.Service.IsZero() {
		return nil
	}
	return s.tellHeirs(ctx, h, inbox.Notice{Kind: inbox.ToTakeOver, SubjectKind: "post", Subject: h.Key, Detail: access.Of(ctx).Name})
}

// takeOver makes the person who edits or submits the draft of a tool its author: they answer for it from now on (Art. 6b).
func (m *matter) takeOver(ctx context.Context, l *act.Line) error {
	me := access.Of(ctx).StaffID
	if !m.Author.IsZero() || me.IsZero() {
		return nil
	}
	m.Author, l.Detail = me, tookOver.VI
	return m.s.saveAuthor(ctx, m.Head)
}
