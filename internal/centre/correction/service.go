package correction

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Service answers every use case of corrections.
type Service struct {
	db        *db.DB
	access    *access.Access
	audit     *audit.Log
	feed      *feed.Feed
	approvals *approval.Service
	assets    *asset.Service
	acts      *act.Frame[*matter]
}

// New returns the service over a store, known to the approval engine.
func New(d *db.DB, a *access.Access, l *audit.Log, f *feed.Feed, approvals *approval.Service, assets *asset.Service) *Service {
	s := &Service{db: d, access: a, audit: l, feed: f, approvals: approvals, assets: assets}
	s.acts = &act.Frame[*matter]{
		DB: d, Access: a, Kind: subjectKind, Rules: rules(), Version: func(m *matter) int { return m.Version },
		Open: s.open, Keep: func(ctx context.Context, m *matter, l act.Line) error { return m.Keep(ctx, l) },
	}
	s.approvals.Register(subjectKind, subject{s})
	return s
}

// AskInput states what is right about an asset, and why the register says otherwise.
type AskInput struct {
	ID              string // the asset
	ExpectedVersion int    // of the asset
	asset.FactsInput
	Reason         string
	IdempotencyKey string
}

// Ask requests a correction of an asset, which may be retired. Nothing changes until a second person has decided. A repeated
// request with the same idempotency key returns the correction that the first one made.
func (s *Service) Ask(ctx context.Context, in AskInput) (*Correction, error) {
	return shown(s.acts.Create(ctx, act.Creation{Operation: "asset.correct", Key: in.IdempotencyKey, Input: in}, func(ctx context.Context) (m *matter, err error) {
		wrong := because(&in.Reason)
		err = s.assets.Correcting(ctx, in.ID, in.ExpectedVersion, wrong, func(ctx context.Context, a *asset.Asset) error {
			me := access.Of(ctx)
			m = &matter{s: s, Correction: &Correction{Key: db.NewID(), Asset: a.Key, Open: a.Key, State: Waiting, Reason: in.Reason,
				Department: me.Home, Asker: me.StaffID, Version: 1, CreatedAt: s.db.Now(ctx)}}
			if err := m.submit(ctx, a, in.FactsInput); err != nil {
				return err
			}
			if err := s.approvals.Save(ctx, m.now); err != nil {
				return err
			}
			if err := s.insert(ctx, m.Correction); err != nil {
				return err
			}
			return s.record(ctx, m.Correction, act.Line{Action: "asset_correction.ask", Detail: in.Reason})
		})
		return m, err
	}))
}

// because is what is wrong with a reason.
func because(reason *string) error {
	var f input.Form
	f.Needed("reason", reason, 500)
	return f.Err()
}

// submit states the facts and sends the correction to its deciders.
func (m *matter) submit(ctx context.Context, a *asset.Asset, in asset.FactsInput) (err error) {
	if m.Before.V, m.After.V, err = m.s.assets.Restated(ctx, a, in); err != nil {
		return err
	}
	if err := m.s.assets.Correctable(ctx, a, m.Was(), m.Is()); err != nil {
		return err
	}
	_, err = m.s.approvals.Begin(ctx, m, approval.Opening{Flow: approval.AssetCorrection})
	return err
}

// UpdateInput states a correction anew that was returned.
type UpdateInput struct {
	ID              string
	ExpectedVersion int
	asset.FactsInput
	Reason *string
}

// Update states what is right anew, against the register as it is by now, and sends it to be decided on once more. What is
// left out is right already.
func (s *Service) Update(ctx context.Context, in UpdateInput) (*Correction, error) {
	var wrong error
	if in.Reason != nil {
		wrong = because(in.Reason)
	}
	w := act.Want{Action: ActionUpdate, ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}
	return shown(s.acts.Do(ctx, w, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		line := act.Line{Action: "asset_correction.update"}
		a, err := s.assets.OfForUpdate(ctx, m.Asset)
		if err != nil {
			return line, err
		}
		if in.Reason != nil {
			m.Reason = *in.Reason
		}
		line.Detail = m.Reason
		return line, m.submit(ctx, a, in.FactsInput)
	}))
}

// WithdrawInput names a correction and why it is taken back.
type WithdrawInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

// Withdraw takes a correction back that nobody has decided on: IT does so where the register has changed meanwhile, say.
func (s *Service) Withdraw(ctx context.Context, in WithdrawInput) (*Correction, error) {
	wrong := because(&in.Reason)
	w := act.Want{Action: ActionWithdraw, ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}
	return shown(s.acts.Do(ctx, w, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		line := act.Line{Action: "asset_correction.withdraw", Detail: in.Reason}
		m.close(ctx, Withdrawn)
		c, err := m.approval(ctx)
		if err != nil {
			return line, err
		}
		if c.Open() {
			if err := s.approvals.End(ctx, c, approval.Withdraw, g, in.Reason); err != nil {
				return line, err
			}
		}
		return line, s.approvals.TellParties(ctx, c, inbox.Withdrawn, in.Reason)
	}))
}

// shown is what an act leaves, nil where it failed.
func shown(m *matter, err error) (*Correction, error) {
	if err != nil {
		return nil, err
	}
	return m.Correction, nil
}

// record notes in the open transaction what happened to the correction. Nothing technical goes there.
func (s *Service) record(ctx context.Context, c *Correction, l act.Line) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: l.Action, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: subjectKind, SubjectID: c.Key, Department: c.Department, After: kept.Digest(c), Article: c.Rule(), Detail: text.Truncate(l.Detail, 500)})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, subjectKind, c.Key, "asset_corrections")
}
