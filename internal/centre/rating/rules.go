package rating

import (
	"context"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// The stars that a reader may give.
const (
	fewest = 1
	most   = 5
)

// may returns why the caller cannot give the post so many stars now, nil if they can.
func (s *Service) may(ctx context.Context, h *post.Head, stars int) error {
	if err := s.access.Require(ctx, "post", "rate", h.Target()); err != nil {
		return err
	}
	var f input.Form
	f.Must(fewest <= stars && stars <= most, "stars", oneToFive)
	if err := f.Err(); err != nil {
		return err
	}
	if !s.quota.Take(s.db.Now(ctx).Time, network(ctx)) {
		metrics.Rated(metrics.RatingRefused)
		return &fault.Error{Code: fault.RateLimited, Text: tooMany}
	}
	return nil
}

// network is what readers of one connection have in common: an IPv4 address, or the network of an IPv6 address.
func network(ctx context.Context) string { return audit.Network(access.Of(ctx).Address) }
