package analytics

import (
	"context"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// subject is the kind of the rules: they look at the posts that are read. article is what read counts carry out.
const (
	subject = "analytics"
	article = "10"
)

// readable is over which posts the caller may read counts; Forbidden for those who may read none.
func (s *Service) readable(ctx context.Context) (access.Reach, error) {
	reach := s.access.Reach(ctx, subject, "read")
	if reach.None() {
		return reach, fault.Refused(article)
	}
	return reach, nil
}
