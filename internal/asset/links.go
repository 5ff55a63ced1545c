package asset

import (
	"context"

	"ttyt/internal/db"
)

// Dependents returns the keys of all that stops when one of the assets stops, the nearest first and without those
// themselves, whoever asks (Art. 2).
func (s *Service) Dependents(ctx context.Context, keys []db.ID) ([]db.ID, error) {
	seen := make(map[db.ID]bool, len(keys))
	for _, k := range keys {
		seen[k] = true
	}
	var all []db.ID
	for level := keys; len(level) > 0; {
		next, err := db.All[db.ID](ctx, s.db.From(ctx), "SELECT DISTINCT from_id FROM asset_links WHERE to_id IN (?) ORDER BY from_id", level)
		if err != nil {
			return nil, err
		}
		level = nil
		for _, k := range next {
			if !seen[k] {
				seen[k] = true
				level = append(level, k)
			}
		}
		all = append(all, level...)
	}
	return all, nil
}
