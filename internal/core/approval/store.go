package approval

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// byID reads an approval that the caller may see.
func (s *Service) byID(ctx context.Context, key db.ID, lock string) (*Approval, error) {
	return s.one(ctx, key, s.access.Reach(ctx, "approval", "read"), lock)
}

func (s *Service) one(ctx context.Context, key db.ID, reach access.Reach, lock string) (*Approval, error) {
	a := new(Approval)
	s.listed(a)
	return a, s.db.From(ctx).Get(ctx, a, "SELECT * FROM approvals WHERE id = ? AND "+reach.SQL+lock, append([]any{key}, reach.Args...)...)
}

// Of reads a subject's approval without asking who looks: for the subject's own feature, which has asked already.
func (s *Service) Of(ctx context.Context, key db.ID) (*Approval, error) {
	return s.one(ctx, key, access.Reach{SQL: "1 = 1"}, "")
}

// AllOf is Of for any number, with their decisions read: each is a case whose subject the caller puts in.
func (s *Service) AllOf(ctx context.Context, keys []db.ID) (map[db.ID]*Case, error) {
	rows, err := db.All[*Approval](ctx, s.db.From(ctx), "SELECT * FROM approvals WHERE id IN (?)", keys)
	if err != nil {
		return nil, err
	}
	cases := make(map[db.ID]*Case, len(rows))
	for _, a := range rows {
		cases[a.Key] = s.Case(a, nil)
	}
	return cases, s.hear(ctx, cases)
}

// Save writes what an act has made of the case; a ConflictError when somebody else came first.
func (s *Service) Save(ctx context.Context, c *Case) error {
	if c == nil || !c.unsaved {
		return nil
	}
	write := s.update
	if !c.inserted {
		write = s.insert
	}
	if err := write(ctx, c.Approval); err != nil {
		return err
	}
	c.unsaved, c.inserted = false, true
	return s.feed.Record(ctx, "approval", c.Key, "approvals", "approvals:department:"+c.Department.String())
}

// insert writes a new approval. A subject has one that is open: its key decides between two who submit at once.
func (s *Service) insert(ctx context.Context, a *Approval) error {
	err := s.db.From(ctx).Insert(ctx, "approvals", a)
	if db.IsDuplicate(err) {
		return fault.Changed(a.SubjectKind, a.SubjectID())
	}
	return err
}

func (s *Service) update(ctx context.Context, a *Approval) error {
	n, err := s.db.From(ctx).Exec(ctx, `UPDATE approvals SET state = ?, step = ?, hash = ?, mark = ?, at_board = ?, skip_reason = ?,
		decider_department_id = ?, hold_reason = ?, live = ?, version = version + 1, step_at = ?, closed_at = ? WHERE id = ? AND version = ?`,
		a.State, a.Step, a.Hash, a.Mark, a.AtBoard, a.SkipReason, a.DeciderDepartment, a.HoldReason, a.Live, a.StepAt, a.ClosedAt, a.Key, a.Version)
	if err == nil && n == 0 {
		err = s.conflict(a)
	}
	a.Version++
	return err
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

// insertDecision writes a decision at the end of the open transaction, together with the others of that.
func (s *Service) insertDecision(ctx context.Context, d Decision) error {
	return s.db.From(ctx).Defer("decisions", d)
}

// over reads the approvals over a subject that the reach covers, the latest first.
func (s *Service) over(ctx context.Context, subject db.ID, reach access.Reach) ([]*Approval, error) {
	return db.All[*Approval](ctx, s.db.From(ctx), "SELECT * FROM approvals WHERE subject_id = ? AND "+reach.SQL+" ORDER BY opened_at DESC, id DESC LIMIT 50",
		append([]any{subject}, reach.Args...)...)
}

// list reads a page of approvals under a condition, in the order of the index, "" where the store shall choose.
func (s *Service) list(ctx context.Context, args paging.Args, index string, where []string, values []any) (*Connection, error) {
	plan, err := paging.New(args, paging.Order{Name: "step_at", Column: "step_at", ID: "id", Desc: true})
	if err != nil {
		return nil, err
	}
	found, err := paging.Query(ctx, s.db, plan, "*", "approvals"+s.db.Dialect.InOrderOf(index), strings.Join(where, " AND "), values,
		func(a *Approval) (any, db.ID) { return a.StepAt, a.Key })
	if err == nil {
		s.listed(found.Nodes()...)
	}
	return found, err
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
