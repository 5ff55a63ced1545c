package asset

import "context"

// Placing is told which assets came to their department, in the transaction in which they did.
type Placing func(ctx context.Context, assets []*Asset) error

// OnPlaced has the register tell of each asset that is registered, or transferred to another department.
func (s *Service) OnPlaced(f Placing) { s.placing = append(s.placing, f) }

func (s *Service) placed(ctx context.Context, assets ...*Asset) error {
	for _, f := range s.placing {
		if err := f(ctx, assets); err != nil {
			return err
		}
	}
	return nil
}
