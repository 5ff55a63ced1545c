package auth

import (
	"context"
	"net/http"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// Tools knows the tokens of external tools (Art. 4), which begin with ToolPrefix. Its answers are not cached, so a revoked
// token is refused everywhere from the next request on.
type Tools interface {
	// Verify returns the tool that holds the token as an actor calling from the same address as from: NotFound if the token is
	// not valid, or not at that address.
	Verify(ctx context.Context, token string, from *access.Actor) (*access.Actor, error)
	// Again reads once more what a tool may do.
	Again(ctx context.Context, a *access.Actor) (*access.Actor, error)
	// Standing returns those of the secrets that still stand.
	Standing(ctx context.Context, secrets []db.ID) ([]db.ID, error)
}

// Accept lets tools in. refuse answers each request whose token is not valid: a tool gets an error, while a reader whose
// session has ended continues as a stranger. Call it at start-up only.
func (s *Service) Accept(t Tools, refuse http.HandlerFunc) { s.tools, s.refuseTool = t, refuse }

func isTool(token string) bool { return strings.HasPrefix(token, ToolPrefix) }

// noTools is what stands where Accept was not called.
type noTools struct{}

func (noTools) Verify(context.Context, string, *access.Actor) (*access.Actor, error) {
	return nil, fault.ErrNotFound
}

func (noTools) Again(context.Context, *access.Actor) (*access.Actor, error) {
	return nil, fault.ErrNotFound
}

func (noTools) Standing(context.Context, []db.ID) ([]db.ID, error) { return nil, nil }
