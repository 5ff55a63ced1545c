package approval

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// turn is how somebody may decide now: at which stage and under which power, and what is out of the ordinary about it.
type turn struct {
	stage   Stage
	grant   access.Grant
	takesUp bool // instead of the deciders of the step, or past it
	sole    bool // as the sole director, who is only the subject
	again   bool // they have decided before, and nobody else of IT could assess
}

// due is when the step is late, zero where it never is.
func (s Stage) due(since db.Time) db.Time {
	if s.Late.Days == 0 {
		return db.Time{}
	}
	return db.At(calendar.AddWorkingDays(since.Time, s.Late.Days))
}

// openTo reports whether a holder of the role may take the approval's step up by now.
func (s *Service) openTo(ctx context.Context, a *Approval, r access.Role) bool {
	stage, _ := flows[a.Flow].stage(a.Step)
	return a.late(s.db.Now(ctx)) && slices.Contains(stage.Late.Takers, r) || a.Vacant && r == access.Director
}

// late reports whether the present step has waited for as long as its flow says.
func (a *Approval) late(now db.Time) bool { return !a.DueAt.IsZero() && !a.DueAt.After(now.Time) }

// stages are those at which somebody may decide now, in the order in which they count: the present one, then what those
// who may take it up would decide at.
func (s *Service) stages(ctx context.Context, a *Approval) []Stage {
	flow := flows[a.Flow]
	present, _ := flow.stage(a.Step)
	all := []Stage{present}
	for _, r := range []access.Role{access.Director, access.IT} {
		if stage, ok := flow.takenUp(a.Step, r); ok && s.openTo(ctx, a, r) {
			all = append(all, stage)
		}
	}
	return all
}

// turn returns how the caller may give the verdict now, at the step where one is named, else why they may not.
func (s *Service) turn(ctx context.Context, c *Case, at Step, v Verdict) (t turn, err error) {
	if c.State != Pending {
		return t, wrongState(notPending)
	}
	sub, err := c.Matter.Snapshot(ctx)
	if err != nil {
		return t, err
	}
	for i, stage := range s.stages(ctx, c.Approval) {
		if at != "" && stage.Step != at {
			continue
		}
		t = turn{stage: stage, takesUp: i > 0}
		if may, err := s.allows(ctx, c, &t, v, sub.Target); err != nil || may {
			if err == nil {
				err = s.once(ctx, c, &t)
			}
			if err == nil {
				err = s.CheckHash(c.Approval, sub.Hash)
			}
			if err == nil && v == Approve {
				err = c.stands(ctx)
			}
			return t, err
		}
	}
	return t, s.refusal(ctx, c, at, v, sub.Target)
}

// allows reports whether the caller has the power that the turn takes, which it notes.
func (s *Service) allows(ctx context.Context, c *Case, t *turn, v Verdict, target access.Target) (ok bool, err error) {
	action, ok := t.stage.Asks[v]
	if !ok {
		return false, nil
	}
	if ctx, err = c.desk.deciding(ctx, t.stage); err != nil {
		return false, err
	}
	if t.grant, ok = s.access.AllowedGrant(ctx, c.SubjectKind, action, target); ok {
		return true, nil
	}
	me := access.Of(ctx)
	if t.stage.Role != access.Director || me.StaffID != c.About || !me.Holds(access.Director) {
		return false, nil
	}
	left, err := c.desk.deciders(ctx, c, t.stage)
	if err != nil || !slices.Contains(left, me.StaffID) {
		return false, err
	}
	t.sole, target.People = true, []db.ID{c.Author, c.Submitter}
	t.grant, ok = s.access.AllowedGrant(ctx, c.SubjectKind, action, target)
	return ok, nil
}

// deciding is the context with the powers that count at the stage. A director decides at the Board's step: neither their
// position nor what they lent of it counts at a manager's, so that they are there when the Board has to decide.
func (d *desk) deciding(ctx context.Context, st Stage) (context.Context, error) {
	me := access.Of(ctx)
	if st.Role != access.Manager || !me.Is(access.Manager) {
		return ctx, nil
	}
	own := me.Holds(access.Director)
	lent := func(g access.Grant) bool { return g.Role == access.Manager && !g.OnBehalfOf.IsZero() }
	var directors []db.ID
	if !own && slices.ContainsFunc(me.Grants, lent) {
		var err error
		if directors, err = d.of(ctx, access.Director); err != nil {
			return ctx, err
		}
	}
	return access.With(ctx, me.Without(func(g access.Grant) bool {
		return g.Role == access.Manager && (own || slices.Contains(directors, g.OnBehalfOf))
	})), nil
}

// once returns a user error if the caller has decided before, or decides for somebody who has. One person decides once.
func (s *Service) once(ctx context.Context, c *Case, t *turn) error {
	given, err := c.decisions(ctx)
	if err != nil {
		return err
	}
	me := access.Of(ctx).StaffID
	if !decidedIn(given, me) && (t.grant.OnBehalfOf.IsZero() || !decidedIn(given, t.grant.OnBehalfOf)) {
		return nil
	}
	if t.stage.Step == Assessment {
		left, err := c.desk.deciders(ctx, c, t.stage)
		if t.again = slices.Contains(left, me); err != nil || t.again {
			return err
		}
	}
	return fault.User(fault.FourEyes, decidesOnce, "").By(c.Article)
}

// refusal is why the caller may not give the verdict at any stage.
func (s *Service) refusal(ctx context.Context, c *Case, at Step, v Verdict, target access.Target) error {
	stage, _ := flows[c.Flow].stage(c.Step)
	action, ok := stage.Asks[v]
	switch {
	case at != "" && at != c.Step:
		return wrongState(notThisStep)
	case !ok:
		return fault.User(fault.Invalid, verdictNotHere, "input.verdict")
	case s.access.Allowed(ctx, c.SubjectKind, action, target): // but not with the powers that count here
		return wrongState(directorsAtBoard)
	}
	return s.access.Require(ctx, c.SubjectKind, action, target)
}

// MayDecide returns the grant under which the caller may give the verdict by decideApproval now, else why not: some
// verdicts are given through the subject alone.
func (s *Service) MayDecide(ctx context.Context, c *Case, v Verdict) (access.Grant, error) {
	t, err := s.turn(ctx, c, "", v)
	if err == nil && slices.Contains(t.stage.Apart, v) {
		err = wrongState(decidedThere).By(c.Article)
	}
	return t.grant, err
}

// MayDecideIn returns nil when the caller may DecideIn at the step now, else why not.
func (s *Service) MayDecideIn(ctx context.Context, c *Case, at Step, v Verdict) error {
	_, err := s.turn(ctx, c, at, v)
	return err
}

// At reports whether the approval is at the step, or at one that the caller may pass to decide there.
func (s *Service) At(ctx context.Context, c *Case, at Step) bool {
	return c.State == Pending && slices.ContainsFunc(s.stages(ctx, c.Approval), func(st Stage) bool {
		return st.Step == at && (at == c.Step || access.Of(ctx).Is(st.Role))
	})
}

// Assesses reports whether somebody of IT beside the person could assess what the approval is about.
func (s *Service) Assesses(ctx context.Context, c *Case, beside db.ID) (bool, error) {
	people, err := c.desk.deciders(ctx, c, assessment)
	return slices.ContainsFunc(people, func(p db.ID) bool { return p != beside }), err
}
