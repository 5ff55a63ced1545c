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
// Unauthenticated where their session no longer stands. Strangers stay strangers.
func (s *Service) Renew(ctx context.Context, a *access.Actor) (*access.Actor, error) {
	return s.again(ctx, a, called)
}

// Again is Renew for what happens without the actor, such as an event they are told: it is no use of the session, and one that is
// locked is told nothing.
func (s *Service) Again(ctx context.Context, a *access.Actor) (*access.Actor, error) {
	actor, err := s.again(ctx, a, none)
	if err == nil && actor.Locked != nil {
		return nil, fault.ErrUnauthenticated
	}
	return actor, err
}

// Active notes that the context's actor does something on a connection that stays open, and has not just subscribed.
func (s *Service) Active(ctx context.Context) {
	me := access.Of(ctx)
	if !me.Shared {
		return
	}
	if held, err := s.sessionOf(ctx, "id", me.SessionID); err == nil && !held.locked(s.db.Now(ctx), s.o.LockAfter) { // else the next operation is told
		s.note(ctx, held, worked)
	}
}

func (s *Service) again(ctx context.Context, a *access.Actor, u use) (*access.Actor, error) {
	switch {
	case a.Session().IsZero() && !a.Known():
		return a, nil
	case !a.SignedIn() && a.Locked == nil:
		actor, err := s.tools.Again(ctx, a)
		return actor, ended(err)
	}
	held, err := s.sessionOf(ctx, "id", a.Session())
	if err != nil {
		return nil, ended(err)
	}
	actor, err := s.holder(ctx, held, a, u)
	return actor, ended(err)
}

// Standing returns those of the sessions, and of the secrets of tools, that still stand: neither ended nor too old nor locked, of an
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
