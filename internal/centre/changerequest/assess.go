package changerequest

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

// Assessment is what IT finds: the gravity, the cost, and what exactly is to change.
type Assessment struct {
	Risk         Risk
	Cost         int64 // in VND
	Plan         string
	RollBackPlan string
	Change       *asset.PatchInput // of the protected fields; nothing where only settings outside the register change
	Replacement  *string           // of a REPLACE: what takes the asset's place
}

// AssessInput is IT's assessment of a request, which approves it there.
type AssessInput struct {
	ID              string
	ExpectedVersion int
	Assessment
	PlannedFrom db.Time
	PlannedTo   db.Time
	Comment     *string
}

// Assess records IT's assessment, binds the approval to it, and gives IT's approval, all in one transaction: the request
// goes on to the Board, or is approved where IT decides. What IT refuses goes through decideApproval.
func (s *Service) Assess(ctx context.Context, in AssessInput) (*Request, error) {
	var comment string
	var f input.Form
	if in.Comment != nil {
		comment = *in.Comment
		f.Lines("comment", &comment, 2000)
	}
	return s.do(ctx, act.Want{Action: ActionAssess, ID: in.ID, Version: in.ExpectedVersion, Fault: f.Err()}, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		m.plan(in.PlannedFrom, in.PlannedTo)
		err := m.propose(ctx, in.Assessment)
		line := act.Line{Action: "change_request.assess", Detail: string(m.Risk)}
		if err != nil {
			return line, err
		}
		m.now.Article = m.Article() // what it is about shows only now
		now, err := m.Snapshot(ctx)
		if err != nil {
			return line, err
		}
		if err := s.approvals.Rebind(ctx, m.now, now.Hash, g); err != nil {
			return line, err
		}
		return line, s.approvals.DecideIn(ctx, m.now, approval.Assessment, approval.Approve, comment)
	})
}

// propose writes the assessment into the request: what the protected fields are, and what they are to be.
func (m *matter) propose(ctx context.Context, in Assessment) error {
	c, s := m.Request, m.s
	var f input.Form
	c.Risk, c.Cost, c.Plan, c.RollBackPlan = in.Risk, in.Cost, in.Plan, in.RollBackPlan
	f.Lines("plan", &c.Plan, 4000)
	f.Present("plan", c.Plan != "")
	f.Lines("rollBackPlan", &c.RollBackPlan, 4000)
	f.Present("rollBackPlan", c.RollBackPlan != "")
	f.Must(c.Cost >= 0 && c.Cost <= costMax, "cost", costBounds)
	c.checkTimes(&f)
	if err := f.Err(); err != nil {
		return err
	}
	if in.Replacement != nil {
		old, err := s.assets.Of(ctx, c.Asset)
		if err != nil {
			return err
		}
		if err := s.replacement(ctx, c, old, in.Replacement); err != nil {
			return err
		}
		m.stands = nil
	}
	if in.Change != nil {
		var err error
		if c.Wanted.V, err = s.assets.Patch(ctx, *in.Change); err != nil {
			return err
		}
	}
	if err := c.Kind.fits(c.Wanted.V); err != nil {
		return err
	}
	return m.foresee(ctx)
}

// costMax bounds a cost, in VND.
const costMax = 1_000_000_000_000

// foresee fills in what the protected fields are, and what they would be.
func (m *matter) foresee(ctx context.Context) error {
	on, err := m.stock(ctx)
	if err != nil {
		return err
	}
	if err := movable(on.of, ""); err != nil {
		return err
	}
	if m.Kind == Replace {
		if on.replacement == nil {
			return fault.User(fault.Required, replacementMissing, "input.replacement").By("5d")
		}
		if err := replaces(on.of, on.replacement); err != nil {
			return err
		}
	}
	m.foreseen(on.values)
	if err := m.s.assets.Wires(ctx, on.of, m.After.V.Asset.Interfaces); err != nil {
		return err
	}
	return m.remakes()
}

// foreseen fills in what the protected fields would be where the change starts from these.
func (c *Request) foreseen(before *Values) {
	after := &Values{}
	for i, p := range c.patches(before) {
		if i == 0 {
			after.Asset = before.Asset.With(p)
		} else {
			r := before.Replacement.With(p)
			after.Replacement = &r
		}
	}
	c.Before.V, c.After.V = before, after
}

// patches are the changes of the protected fields, in the order of Request.keys.
func (c *Request) patches(before *Values) []asset.Patch {
	if c.Kind == Replace && before.Replacement != nil {
		leaving, coming := inPlace(before.Asset, *before.Replacement)
		return []asset.Patch{leaving, coming}
	}
	return []asset.Patch{c.Wanted.V}
}

// maySettle returns a user error where the caller's assessment could be the last word on what they asked for, while
// somebody else of IT could give it. Where there is nobody else, the Board decides.
func (m *matter) maySettle(ctx context.Context, of *asset.Asset) error {
	if m.Requester != access.Of(ctx).StaffID || m.surelyAtBoard(of) {
		return nil
	}
	c, err := m.approval(ctx)
	if err != nil {
		return err
	}
	others, err := m.s.approvals.Assesses(ctx, c, m.Requester)
	if err != nil || !others {
		return err
	}
	return m.s.access.Require(ctx, subjectKind, "settle", m.Target())
}
