package inventory

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
)

// RegisterFoundInput registers what a round found connected and the register did not know.
type RegisterFoundInput struct {
	Round       string
	Description string // as it was reported
	Asset       asset.RegisterInput
}

// RegisterFound registers something extra that the open round found connected in its department, marked as such: the Board
// decides on it (Art. 5e). Who may register assets may do so.
func (s *Service) RegisterFound(ctx context.Context, in RegisterFoundInput) (*asset.Asset, error) {
	r, err := s.Get(ctx, in.Round)
	if err != nil {
		return nil, err
	}
	return s.assets.RegisterFound(ctx, in.Asset, asset.Finding{Round: r.Key, Claim: func(ctx context.Context, made db.ID) error {
		now, err := s.Get(ctx, in.Round)
		if err != nil {
			return err
		}
		if err := now.open(); err != nil {
			return err
		}
		if err := s.hold(ctx, now); err != nil {
			return err
		}
		department, err := db.ParseID("department", in.Asset.Department)
		if err != nil {
			return err
		}
		claimed, err := s.claim(ctx, now, department, in.Description, made)
		if err == nil && !claimed {
			err = fault.User(fault.Invalid, notFoundHere, "input.description").By("5e")
		}
		return err
	}})
}
