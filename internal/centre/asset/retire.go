package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// RetireInput writes an asset off.
type RetireInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

// Retire writes an asset off: one that is not connected, for disconnecting takes a change request (Art. 5e), and on which
// nothing depends. Its addresses and what it depended on are let go of; its serial stays known.
func (s *Service) Retire(ctx context.Context, in RetireInput) (*Asset, error) {
	var f input.Form
	f.Needed("reason", &in.Reason, 500)
	w := act.Want{Action: ActionRetire, ID: in.ID, Version: in.ExpectedVersion, Turn: linksLock, Fault: f.Err()}
	return asset(s.acts.Do(ctx, w, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		return act.Line{Action: "asset.retire", Article: "5b"}, s.retire(ctx, m.Asset, in.Reason, Cause{Article: "5b"})
	}))
}

// WriteOff retires in the open transaction, for another feature that has asked who may do so, an asset that is off the
// network and beyond use. A user error while others depend on it.
func (s *Service) WriteOff(ctx context.Context, key db.ID, reason string, c Cause) error {
	if err := s.db.Lock(ctx, linksLock); err != nil {
		return err
	}
	a, err := s.OfForUpdate(ctx, key)
	if err != nil {
		return err
	}
	m := s.matter(ctx, a)
	if err := m.unneeded(ctx); err != nil {
		return err
	}
	if err := s.retire(ctx, a, reason, c); err != nil {
		return err
	}
	return s.keep(ctx, m, act.Line{Action: "asset.retire", Article: c.Article})
}

// retire lets go of what the asset was plugged into and depended on. The caller keeps it.
func (s *Service) retire(ctx context.Context, a *Asset, reason string, c Cause) error {
	before, err := s.TechnicalOf(ctx, a)
	if err != nil {
		return err
	}
	after := before
	after.State, after.Interfaces = Retired, nil
	lines, err := s.differences(ctx, before, after)
	if err != nil {
		return err
	}
	a.Put(after)
	a.Custodian = db.ID{}
	a.unmark()
	if err := s.detach(ctx, a.Key); err != nil {
		return err
	}
	if err := s.history(ctx, a.Key, c, append(lines, line{action: WrittenOff, after: reason})...); err != nil {
		return err
	}
	return s.ended(ctx, a, reason, c)
}

// retirable returns what keeps the asset from being written off now.
func retirable(ctx context.Context, a *matter, _ access.Grant) error {
	switch {
	case a.State == Retired:
		return errRetired
	case a.State == Quarantined:
		return errInQuarantine
	case a.Connected:
		return fault.User(fault.RequestNeeded, stillConnected, "").By("5e")
	}
	return a.unneeded(ctx)
}
