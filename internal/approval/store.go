package approval

import (
	"context"
	"slices"
	"strings"

	"ttyt/internal/access"
	"ttyt/internal/db"
	"ttyt/internal/page"
)

// byID reads an approval that the caller may see.
func (s *Service) byID(ctx context.Context, key db.ID, lock string) (*Approval, error) {
	reach := s.access.Reach(ctx, "approval", "read")
	var a Approval
	return &a, s.db.From(ctx).Get(ctx, &a, "SELECT * FROM approvals WHERE id = ? AND "+reach.SQL+lock, append([]any{key}, reach.Args...)...)
}

// Of reads a subject's approval without asking who looks: for the subject's own feature, which has asked already.
func (s *Service) Of(ctx context.Context, key db.ID) (*Approval, error) {
	var a Approval
	return &a, s.db.From(ctx).Get(ctx, &a, "SELECT * FROM approvals WHERE id = ?", key)
}

// update writes what may change of an approval; ok is false when somebody else came first.
func (s *Service) update(ctx context.Context, a *Approval) (ok bool, err error) {
	n, err := s.db.From(ctx).Exec(ctx, `UPDATE approvals SET state = ?, step = ?, hash = ?, mark = ?, at_board = ?, skip_reason = ?,
		decider_department_id = ?, hold_reason = ?, live = ?, version = version + 1, step_at = ?, closed_at = ? WHERE id = ? AND version = ?`,
		a.State, a.Step, a.Hash, a.Mark, a.AtBoard, a.SkipReason, a.DeciderDepartment, a.HoldReason, a.Live, a.StepAt, a.ClosedAt, a.Key, a.Version)
	a.Version++
	return n == 1, err
}

// decided reports whether the person has already decided in this approval.
func (s *Service) decided(ctx context.Context, approval, staff db.ID) (bool, error) {
	var n int
	err := s.db.From(ctx).Get(ctx, &n, "SELECT COUNT(*) FROM decisions WHERE approval_id = ? AND (staff_id = ? OR on_behalf_of = ?) AND verdict IN ('APPROVE', 'REJECT', 'RETURN')", approval, staff, staff)
	return n > 0, err
}

// Decision reads a decision of an approval that the caller may see, by its global id.
func (s *Service) Decision(ctx context.Context, id string) (*Decision, error) {
	key, err := db.ParseID("decision", id)
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, "approval", "read")
	d := new(Decision)
	err = s.db.From(ctx).Get(ctx, d, "SELECT decisions.* FROM decisions JOIN approvals ON approvals.id = decisions.approval_id WHERE decisions.id = ? AND "+reach.SQL,
		append([]any{key}, reach.Args...)...)
	if err != nil {
		return nil, err
	}
	return d, s.veilDecisions(ctx, d)
}

// Ordered reports whether a director ordered publication on approval.
func (s *Service) Ordered(ctx context.Context, a *Approval) (bool, error) {
	var n int
	err := s.db.From(ctx).Get(ctx, &n, "SELECT COUNT(*) FROM decisions WHERE approval_id = ? AND verdict = 'ORDER'", a.Key)
	return n > 0, err
}

// deciders returns who has decided in the approval so far.
func (s *Service) deciders(ctx context.Context, approval db.ID) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT staff_id FROM decisions WHERE approval_id = ? AND verdict = 'APPROVE'", approval)
}

// Decisions reads the decisions of approvals that the caller has been shown, oldest first.
func (s *Service) Decisions(ctx context.Context, approvals []db.ID) (map[db.ID][]*Decision, error) {
	var rows []*Decision
	err := s.db.From(ctx).Select(ctx, &rows, "SELECT * FROM decisions WHERE approval_id IN (?) ORDER BY at, id", approvals)
	by := make(map[db.ID][]*Decision, len(approvals))
	for _, d := range rows {
		by[d.Approval] = append(by[d.Approval], d)
	}
	if err != nil {
		return nil, err
	}
	return by, s.veilDecisions(ctx, rows...)
}

// list reads a page of approvals under a condition, in the order of the index, "" where the store shall choose.
func (s *Service) list(ctx context.Context, args page.Args, index string, where []string, values []any) (*Connection, error) {
	plan, err := page.New(args, page.Order{Name: "step_at", Column: "step_at", ID: "id", Desc: true})
	if err != nil {
		return nil, err
	}
	return page.Query(ctx, s.db, plan, "*", "approvals"+s.db.Dialect.InOrderOf(index), strings.Join(where, " AND "), values,
		func(a *Approval) (any, db.ID) { return a.StepAt, a.Key })
}

// toDecide is the condition for what the caller may decide now: pending, at a step whose action the policy grants over
// that kind of subject, and not decided by them before.
func (s *Service) toDecide(ctx context.Context) (string, []any) {
	var parts []string
	var args []any
	actor := access.Of(ctx)
	add := func(f Flow, st Stage, more string) {
		reach := s.access.ReachOver(ctx, f.Kind, "approvals", st.Asks[Approve])
		if reach.None() {
			return
		}
		parts = append(parts, "approvals.flow = ? AND approvals.step = ?"+more+" AND "+reach.SQL)
		args = append(append(args, f.Name, st.Step), reach.Args...)
	}
	for _, f := range ordered() {
		for _, st := range append(slices.Clone(f.Steps), f.Otherwise) {
			// A director who also heads the department decides at the Board's step.
			if st.Step != "" && (st.Step != Endorsement || !actor.Is(access.Director)) {
				add(f, st, "")
			}
		}
		if f.Escalates { // overdue: may be taken up
			add(f, Stage{Step: Endorsement, Asks: boardConsent.Asks}, " AND approvals.at_board = 1")
		}
	}
	if parts == nil {
		parts = append(parts, "1 = 0")
	}
	return "approvals.state = 'PENDING' AND (" + strings.Join(parts, " OR ") + `) IS TRUE AND NOT EXISTS (SELECT 1 FROM decisions d
		WHERE d.approval_id = approvals.id AND (d.staff_id = ? OR d.on_behalf_of = ?) AND d.verdict IN ('APPROVE', 'REJECT', 'RETURN'))`,
		append(args, actor.StaffID, actor.StaffID)
}
