package approval

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/inbox"
)

var (
	columns         = db.ColumnsOf("approvals", Approval{})
	decisionColumns = db.ColumnsOf("decisions", Decision{})
)

// byID reads an approval that the caller may see.
func (s *Service) byID(ctx context.Context, key db.ID, lock string) (*Approval, error) {
	return s.one(ctx, key, s.access.Reach(ctx, "approval", "read"), lock)
}

func (s *Service) one(ctx context.Context, key db.ID, reach access.Reach, lock string) (*Approval, error) {
	a := new(Approval)
	s.listed(a)
	return a, s.db.From(ctx).Get(ctx, a, "SELECT "+columns+" FROM approvals WHERE id = ? AND "+reach.SQL+lock, append([]any{key}, reach.Args...)...)
}

// Of reads a subject's approval without asking who looks: for the subject's own feature, which has asked already.
func (s *Service) Of(ctx context.Context, key db.ID) (*Approval, error) {
	return s.one(ctx, key, access.Reach{SQL: "1 = 1"}, "")
}

// AllOf is Of for any number, with their decisions read: each is a case whose subject the caller puts in.
func (s *Service) AllOf(ctx context.Context, keys []db.ID) (map[db.ID]*Case, error) {
	rows, err := db.All[*Approval](ctx, s.db.From(ctx), "SELECT "+columns+" FROM approvals WHERE id IN (?)", keys)
	if err != nil {
		return nil, err
	}
	cases := s.cases(rows)
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

// update writes what may change of an approval when it still has the version that was read. correction does not change, but a
// row older than that column has NULL there, which a later Saved would not know from none.
func (s *Service) update(ctx context.Context, a *Approval) error {
	expected := a.Version
	a.Version = expected + 1
	saved, err := s.db.From(ctx).Update(ctx, "approvals", a, a.Key, expected, "id", "flow", "subject_kind", "subject_id", "department_id",
		"author_id", "submitter_id", "about_id", "urgent", "privacy", "privacy_note", "opened_at")
	if err == nil && !saved {
		err = s.conflict(a)
	}
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
	err = s.db.From(ctx).Get(ctx, d, "SELECT "+decisionColumns+" FROM decisions JOIN approvals ON approvals.id = decisions.approval_id WHERE decisions.id = ? AND "+reach.SQL,
		append([]any{key}, reach.Args...)...)
	if err != nil {
		return nil, err
	}
	return d, s.veilDecisions(ctx, d)
}

// Decisions reads the decisions of approvals that the caller has been shown, oldest first.
func (s *Service) Decisions(ctx context.Context, approvals []db.ID) (map[db.ID][]*Decision, error) {
	var rows []*Decision
	err := s.db.From(ctx).Select(ctx, &rows, "SELECT "+decisionColumns+" FROM decisions WHERE approval_id IN (?) ORDER BY at, id", approvals)
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

// over reads a page of the approvals over each of the subjects that the reach covers.
func (s *Service) over(ctx context.Context, plan *paging.Plan, kind string, subjects []db.ID, reach access.Reach) (map[db.ID]*Connection, error) {
	return paging.Each(ctx, s.db, plan, paging.Lists[*Approval]{
		Columns: columns, From: "approvals", Owner: "approvals.subject_id", Where: "approvals.subject_kind = ? AND " + reach.SQL,
		Args: func(db.ID) []any { return append([]any{kind}, reach.Args...) },
		At:   func(a *Approval) (any, db.ID) { return a.OpenedAt, a.Key }, Of: func(a *Approval) db.ID { return a.Subject },
	}, subjects)
}

// decided reads a page of the decisions of each approval.
func (s *Service) decided(ctx context.Context, plan *paging.Plan, approvals []db.ID) (map[db.ID]*DecisionConnection, error) {
	return paging.Each(ctx, s.db, plan, paging.Lists[*Decision]{
		Columns: decisionColumns, From: "decisions", Owner: "decisions.approval_id", Where: "1 = 1", Args: func(db.ID) []any { return nil },
		At: func(d *Decision) (any, db.ID) { return d.At, d.Key }, Of: func(d *Decision) db.ID { return d.Approval },
	}, approvals)
}

// list reads a page of approvals under a condition, in the order of the index, "" where the store shall choose.
func (s *Service) list(ctx context.Context, plan *paging.Plan, index string, where []string, values []any) (*Connection, error) {
	found, err := paging.Read[*Approval](ctx, s.db, plan, columns, "approvals"+s.db.Dialect.InOrderOf(index), strings.Join(where, " AND "), values)
	if err == nil {
		s.listed(found.Nodes()...)
	}
	return found, err
}

// toDecide is the condition for what the caller may decide now, as turn finds it: pending, at a step whose action the policy
// grants over that kind of subject, including a step to be taken up, and not decided by them before.
func (s *Service) toDecide(ctx context.Context) (string, []any, error) {
	c, d := condition{me: access.Of(ctx), now: s.db.Now(ctx), narrow: func(f Flow) access.Reach { return s.narrow(ctx, f) }}, newDesk(s.directory)
	for _, f := range ordered() {
		for _, st := range f.Steps {
			powers, err := d.deciding(ctx, st)
			if err != nil {
				return "", nil, err
			}
			c.add(f, st.Step, s.access.ReachOver(powers, f.Kind, "approvals", st.Asks[Approve]), "")
			for _, r := range []access.Role{access.Director, access.IT} {
				if stage, ok := f.takenUp(st.Step, r); ok && st.opensTo(r) && c.me.Is(r) {
					open, args := st.openSQL(r, c.now)
					c.add(f, st.Step, s.access.ReachOver(ctx, f.Kind, "approvals", stage.Asks[Approve]), open, args...)
				}
			}
		}
	}
	if err := d.soleSQL(ctx, &c); err != nil {
		return "", nil, err
	}
	sql, args, err := d.onceSQL(ctx)
	if c.parts == nil {
		c.parts = append(c.parts, "1 = 0")
	}
	return "approvals.state = 'PENDING' AND (" + strings.Join(c.parts, " OR ") + ") IS TRUE AND " + sql, append(c.args, args...), err
}

// condition collects in which flows and at which steps the caller may decide.
type condition struct {
	me     *access.Actor
	now    db.Time
	narrow func(Flow) access.Reach
	parts  []string
	args   []any
}

// narrow is for whom a flow's subjects wait, beside what the policy tells; empty if that is all.
func (s *Service) narrow(ctx context.Context, f Flow) access.Reach {
	if n, ok := s.subjects[f.Kind].(Narrower); ok {
		return n.Narrow(ctx, f.Name)
	}
	return access.Reach{}
}

func (c *condition) add(f Flow, step Step, reach access.Reach, more string, args ...any) {
	if reach.None() {
		return
	}
	if more != "" {
		more = " AND (" + more + ")"
	}
	c.parts = append(c.parts, "approvals.flow = ? AND approvals.step = ?"+more+" AND "+reach.SQL)
	c.args = append(append(append(c.args, f.Name, step), args...), reach.Args...)
	if only := c.narrow(f); only.SQL != "" {
		c.parts[len(c.parts)-1] += " AND " + only.SQL
		c.args = append(c.args, only.Args...)
	}
}

// openSQL is openTo for a step that opens to the role.
func (s Stage) openSQL(r access.Role, now db.Time) (sql string, args []any) {
	var parts []string
	if slices.Contains(s.Late.Takers, r) {
		parts, args = append(parts, "approvals.due_at <= ?"), append(args, now)
	}
	if r == access.Director && s.Vacant == ToDirector {
		parts = append(parts, "approvals.vacant = 1")
	}
	return strings.Join(parts, " OR "), args
}

// soleSQL adds what is about the caller alone, where every other director in office wrote or submitted it.
func (d *desk) soleSQL(ctx context.Context, c *condition) error {
	if !c.me.Holds(access.Director) {
		return nil
	}
	directors, err := d.of(ctx, access.Director)
	if err != nil {
		return err
	}
	sent := "? IN (approvals.author_id, approvals.submitter_id)"
	sole, args := "approvals.about_id = ? AND NOT "+sent, []any{c.me.StaffID, c.me.StaffID}
	for _, other := range directors {
		if other != c.me.StaffID {
			sole, args = sole+" AND "+sent, append(args, other)
		}
	}
	for _, f := range ordered() {
		for _, st := range f.Steps {
			reach := access.Reach{SQL: sole, Args: args}
			if st.Role == access.Director && !slices.Contains(st.Apart, Approve) {
				c.add(f, st.Step, reach, "")
			} else if st.opensTo(access.Director) {
				open, now := st.openSQL(access.Director, c.now)
				c.add(f, st.Step, reach, open, now...)
			}
		}
	}
	return nil
}

// onceSQL leaves out what the caller has decided before; not where all of IT has, see desk.deciders.
func (d *desk) onceSQL(ctx context.Context) (sql string, args []any, err error) {
	const decided = `EXISTS (SELECT 1 FROM decisions d
		WHERE d.approval_id = approvals.id AND ? IN (d.staff_id, d.on_behalf_of) AND d.verdict IN ('APPROVE', 'REJECT', 'RETURN'))`
	me := access.Of(ctx)
	sql, args = "(NOT "+decided, []any{me.StaffID}
	if me.Is(access.IT) {
		people, err := d.of(ctx, access.IT)
		if err != nil {
			return "", nil, err
		}
		sql += " OR approvals.step = 'ASSESSMENT'"
		for _, p := range people {
			sql, args = sql+" AND "+decided, append(args, p)
		}
	}
	return sql + ") IS TRUE", args, nil
}

// waiting reads what is pending, oldest first.
func (s *Service) waiting(ctx context.Context) ([]*Approval, error) {
	return db.All[*Approval](ctx, s.db.From(ctx), "SELECT "+columns+" FROM approvals WHERE state = 'PENDING' ORDER BY step_at, id")
}

// call is a notice about an approval that somebody got as one of many.
type call struct {
	Approval db.ID      `db:"approval_id"`
	Staff    db.ID      `db:"staff_id"`
	Kind     inbox.Kind `db:"kind"`
	At       db.Time    `db:"at"`
}

// tellingTo is a notice about an approval to one person.
type tellingTo struct {
	approval, staff db.ID
	kind            inbox.Kind
}

// told reads who was told what of the pending approvals since they came to their step.
func (s *Service) told(ctx context.Context) (map[tellingTo]bool, error) {
	join := s.db.Dialect.JoinInOrder() // what is pending is few
	rows, err := db.All[call](ctx, s.db.From(ctx), "SELECT i.approval_id, i.staff_id, i.kind, i.at FROM approvals a"+join+
		"inbox_items i ON i.approval_id = a.id AND i.at >= a.step_at WHERE a.state = 'PENDING' UNION ALL SELECT c.approval_id, c.staff_id, c.kind, c.at FROM approvals a"+join+
		"approval_calls c ON c.approval_id = a.id AND c.at >= a.step_at WHERE a.state = 'PENDING'")
	told := make(map[tellingTo]bool, len(rows))
	for _, r := range rows {
		told[tellingTo{r.Approval, r.Staff, r.Kind}] = true
	}
	return told, err
}

// insertCall writes a call at the end of the open transaction, together with the others of that.
func (s *Service) insertCall(ctx context.Context, c call) error {
	return s.db.From(ctx).Defer("approval_calls", c)
}

// Waiting counts the approvals that wait for a decision, by step. It is for metrics and checks no permission.
func (s *Service) Waiting(ctx context.Context) (map[string]int, error) {
	return db.Counted(ctx, s.db.From(ctx), "SELECT step AS kind, COUNT(*) AS n FROM approvals WHERE state = 'PENDING' GROUP BY step")
}
