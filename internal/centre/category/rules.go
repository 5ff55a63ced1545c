package category

import (
	"context"

	"ttyt.example/ttyt/internal/core/act"
)

// The actions on categories.
const (
	actionCreate act.Action = "CREATE"
	actionRename act.Action = "RENAME"
	actionDelete act.Action = "DELETE"
)

// rules are what acts on categories take: the website section keeps them (Art. 10).
func rules() []act.Rule[*Category] {
	return []act.Rule[*Category]{{Action: actionCreate, Asks: "manage"}, {Action: actionRename, Asks: "manage"}, {Action: actionDelete, Asks: "manage"}}
}

// VersionFor is what a change of the category has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, c *Category) *int {
	return s.acts.VersionFor(ctx, c)
}
