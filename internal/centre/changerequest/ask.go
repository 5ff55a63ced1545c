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
	"ttyt.example/ttyt/internal/core/inbox"
)

// RequestInput asks to have something done to an asset.
type RequestInput struct {
	Kind           Kind
	Asset          string
	Incident       *string // that a REPAIR starts from
	Replacement    *string // of a REPLACE, where who asks knows it
	Title          string
	Reason         string
	PlannedFrom    db.Time
	PlannedTo      db.Time
	IdempotencyKey string
}

// Request asks for a change and sends it on its way at once. A repeated request with the same idempotency key answers
// what the first made.
func (s *Service) Request(ctx context.Context, in RequestInput) (*Request, error) {
	m, err := s.acts.Create(ctx, act.Creation{Operation: "change.request", Key: in.IdempotencyKey, Input: in}, func(ctx context.Context) (*matter, error) {
		return s.request(ctx, in)
	})
	return s.shown(ctx, m, err)
}

func (s *Service) request(ctx context.Context, in RequestInput) (*matter, error) {
	c, err := s.draft(ctx, "request", in.Kind, in.Asset, in.Replacement)
	if err != nil {
		return nil, err
	}
	if err := s.startsFrom(ctx, c, in.Incident); err != nil {
		return nil, err
	}
	c.Title, c.Reason, c.PlannedFrom, c.PlannedTo = in.Title, in.Reason, in.PlannedFrom, in.PlannedTo
	var f input.Form
	c.check(&f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	m := &matter{Request: c, s: s}
	if err := m.submit(ctx); err != nil {
		return nil, err
	}
	g, _ := s.access.AllowedGrant(ctx, subjectKind, "request", c.Target())
	return m, m.add(ctx, act.Line{Action: "change_request.request", Grant: g, Detail: string(c.Kind)})
}

// draft is a new request over an asset that the caller sees, for whom the policy allows the action there.
func (s *Service) draft(ctx context.Context, action string, kind Kind, global string, replacement *string) (*Request, error) {
	of, err := s.assets.Get(ctx, global)
	if err != nil {
		return nil, err
	}
	if err := s.access.Require(ctx, subjectKind, action, access.Target{Department: of.Department}); err != nil {
		return nil, err
	}
	if err := movable(of, "input.asset"); err != nil {
		return nil, err
	}
	now := s.db.Now(ctx)
	c := &Request{Key: db.NewID(), Kind: kind, State: InReview, Asset: of.Key, Department: of.Department, Requester: access.Of(ctx).StaffID,
		Version: 1, CreatedAt: now, UpdatedAt: now}
	return c, s.replacement(ctx, c, of, replacement)
}

// replacement reads the asset that is to take the place of the other.
func (s *Service) replacement(ctx context.Context, c *Request, of *asset.Asset, global *string) error {
	if global == nil || *global == "" {
		return nil
	}
	if c.Kind != Replace {
		return fault.User(fault.Invalid, onlyReplace, "input.replacement")
	}
	r, err := s.assets.Get(ctx, *global)
	if err != nil {
		return err
	}
	c.Replacement = r.Key
	return replaces(of, r)
}

// startsFrom ties a repair to the incident that it starts from: one that names the asset, or whose cause IT has found it to
// be.
func (s *Service) startsFrom(ctx context.Context, c *Request, global *string) error {
	switch given := global != nil && *global != ""; {
	case c.Kind == Repair && !given:
		return fault.User(fault.Required, repairNeedsIncident, "input.incident").By("5c")
	case c.Kind != Repair && given:
		return fault.User(fault.Invalid, onlyRepair, "input.incident")
	case !given:
		return nil
	}
	i, err := s.incidents.Get(ctx, *global)
	if err != nil {
		return err
	}
	if i.Confidential && !s.access.Allowed(ctx, "incident", "handle", i.Target()) { // the request would name the reporter
		return fault.User(fault.Invalid, reporterProtected, "input.incident").By("6d")
	}
	switch about, err := s.incidents.Concerns(ctx, i, c.Asset); {
	case err != nil:
		return err
	case !about:
		return fault.User(fault.Invalid, incidentNotAbout, "input.incident").By("5d")
	}
	c.Incident = i.Key
	return nil
}

// check brings what is asked for into its stored form and notes what breaks a rule.
func (c *Request) check(f *input.Form) {
	f.Needed("title", &c.Title, 200)
	f.Lines("reason", &c.Reason, 2000)
	f.Present("reason", c.Reason != "")
	c.checkTimes(f)
}

func (c *Request) checkTimes(f *input.Form) {
	f.Must(c.PlannedTo.IsZero() || !c.PlannedFrom.IsZero() && c.PlannedTo.After(c.PlannedFrom.Time), "plannedTo", windowEndsFirst)
}

// submit sends the request through its flow.
func (m *matter) submit(ctx context.Context) error {
	_, err := m.s.approvals.Begin(ctx, m, approval.Opening{Flow: approval.Change})
	return err
}

// UpdateInput changes a request that came back, and submits it again.
type UpdateInput struct {
	ID              string
	ExpectedVersion int
	Title           *string
	Reason          *string
	PlannedFrom     db.Time
	PlannedTo       db.Time
}

// plan sets when it is to be done: a new start takes its own end along, an end alone moves the end.
func (c *Request) plan(from, to db.Time) {
	if !from.IsZero() {
		c.PlannedFrom, c.PlannedTo = from, to
	} else if !to.IsZero() {
		c.PlannedTo = to
	}
}

// Update changes what was returned, or whose consent was taken back or has lapsed, and submits it again, to be assessed and
// decided anew.
func (s *Service) Update(ctx context.Context, in UpdateInput) (*Request, error) {
	return s.do(ctx, act.Want{Action: ActionUpdate, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		line := act.Line{Action: "change_request.update"}
		if in.Title != nil {
			m.Title = *in.Title
		}
		if in.Reason != nil {
			m.Reason = *in.Reason
		}
		m.plan(in.PlannedFrom, in.PlannedTo)
		var f input.Form
		m.check(&f)
		if err := f.Err(); err != nil {
			return line, err
		}
		m.clear()
		return line, m.submit(ctx)
	})
}

// clear takes IT's assessment away, and with it what was consented to.
func (c *Request) clear() {
	c.Risk, c.Cost, c.Plan, c.RollBackPlan, c.AtBoard = "", 0, "", "", false
	c.Wanted.V, c.Before.V, c.After.V = asset.Patch{}, nil, nil
	c.LapsesAt = db.Time{}
}

// ReasonInput names a request and why something is done to it.
type ReasonInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

func (in *ReasonInput) check() error {
	var f input.Form
	f.Needed("reason", &in.Reason, 500)
	return f.Err()
}

// Withdraw takes back what is not executed yet. IT does so where it gives a change up: the asset has changed since the
// assessment, say. Everybody who had a part in it gets a notice.
func (s *Service) Withdraw(ctx context.Context, in ReasonInput) (*Request, error) {
	wrong := in.check()
	return s.do(ctx, act.Want{Action: ActionWithdraw, ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		line := act.Line{Action: "change_request.withdraw", Detail: in.Reason}
		m.State = Withdrawn
		c, err := m.approval(ctx)
		if err != nil || c == nil {
			return line, err
		}
		if c.Open() {
			if err := s.approvals.End(ctx, c, approval.Withdraw, g, in.Reason); err != nil {
				return line, err
			}
		}
		return line, s.approvals.TellParties(ctx, c, inbox.Withdrawn, in.Reason)
	})
}
