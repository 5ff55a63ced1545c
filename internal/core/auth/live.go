package auth

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// Authenticate returns the holder of an app's or a tool's token that did not come in a header but, for instance, in the first
// message of a socket; Unauthenticated if the token is not valid. The caller's address stays the same.
func (s *Service) Authenticate(ctx context.Context, token string) (*access.Actor, error) {
	actor, err := s.actorOf(ctx, token, App, access.Of(ctx))
	return actor, ended(err)
}

// Renew reads once more who an actor is and what they may do, before they do something on a connection that stays open:
// Unauthenticated where their session no longer stands. It counts as a use of the session. Strangers stay strangers.
func (s *Service) Renew(ctx context.Context, a *access.Actor) (*access.Actor, error) {
	return s.again(ctx, a, true)
}

// Again is Renew for what happens without the actor, such as an event they are told: it is no use of the session.
func (s *Service) Again(ctx context.Context, a *access.Actor) (*access.Actor, error) {
	return s.again(ctx, a, false)
}

func (s *Service) again(ctx context.Context, a *access.Actor, used bool) (*access.Actor, error) {
	switch {
	case !a.Known():
		return a, nil
	case !a.SignedIn():
		actor, err := s.tools.Again(ctx, a)
		return actor, ended(err)
	}
	held, err := s.sessionOf(ctx, "id", a.SessionID)
	if err != nil {
		return nil, ended(err)
	}
	actor, err := s.holder(ctx, held, a, used)
	return actor, ended(err)
}

// Standing returns those of the sessions, and of the secrets of tools, that still stand: neither ended nor too old, of an
// active account. It does not count as a use of them.
func (s *Service) Standing(ctx context.Context, holders []db.ID) (map[db.ID]bool, error) {
	sessions, err := s.standing(ctx, holders)
	if err != nil {
		return nil, err
	}
	stands := make(map[db.ID]bool, len(holders))
	for _, id := range sessions {
		stands[id] = true
	}
	if len(sessions) == len(holders) {
		return stands, nil
	}
	secrets, err := s.tools.Standing(ctx, slices.DeleteFunc(slices.Clone(holders), func(id db.ID) bool { return stands[id] }))
	for _, id := range secrets {
		stands[id] = true
	}
	return stands, err
}

// OwnOrigin reports whether the request comes from a page of this site, or from no page at all: browsers name the page
// that opens a socket. Its address is PublicURL, or whatever host was asked under the same scheme.
func (s *Service) OwnOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != s.o.PublicURL.Scheme || u.Host == "" {
		return false
	}
	return strings.EqualFold(u.Host, s.o.PublicURL.Host) || strings.EqualFold(u.Host, r.Host)
}

// ended is the error to tell a caller whose session was not found.
func ended(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.ErrUnauthenticated
	}
	return err
}
