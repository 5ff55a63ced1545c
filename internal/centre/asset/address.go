package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// AtAddress returns the assets that have the IP address, and whether it no longer identifies one: several have it, or it is
// marked as used by others too. It checks no permission.
func (s *Service) AtAddress(ctx context.Context, ip string) (holders []db.ID, shared bool, err error) {
	at, ok := ParseIP(ip)
	if !ok || at == "" {
		return nil, false, nil
	}
	found, err := s.havingIP(ctx, at)
	for _, f := range found {
		holders, shared = append(holders, f.Asset), shared || f.Shared
	}
	return holders, shared || len(holders) > 1, err
}
