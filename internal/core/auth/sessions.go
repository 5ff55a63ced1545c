package auth

import (
	"context"
	"slices"
	"strconv"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// Me is the caller, as they see themselves.
type Me struct{ Actor *access.Actor }

// Me returns the caller: Unauthenticated for a stranger.
func (s *Service) Me(ctx context.Context) (*Me, error) {
	if me := access.Of(ctx); me.SignedIn() {
		return &Me{me}, nil
	}
	return nil, fault.ErrUnauthenticated
}

// Name is the name on record.
func (m *Me) Name() string { return m.Actor.Name }

// Roles are the roles held now, each with where it is held and on whose behalf.
func (m *Me) Roles() []access.Grant {
	return slices.DeleteFunc(slices.Clone(m.Actor.Grants), func(g access.Grant) bool { return g.Role == access.Public })
}

// Sessions are the caller's live sessions, the last seen first.
func (s *Service) Sessions(ctx context.Context) ([]*Session, error) {
	me := access.Of(ctx)
	live, err := s.liveSessions(ctx, me.AccountID)
	for _, l := range live {
		l.Current = l.Key == me.SessionID
	}
	return live, err
}

// Session reads a live session that the caller may end, by its global id.
func (s *Service) Session(ctx context.Context, id string) (*Session, error) {
	held, err := s.heldSession(ctx, id)
	if err != nil {
		return nil, err
	}
	return &held.Session, nil
}

func (s *Service) heldSession(ctx context.Context, id string) (h heldSession, err error) {
	key, err := db.ParseID("session", id)
	if err != nil {
		return h, err
	}
	h, err = s.reachableSession(ctx, key, s.access.Reach(ctx, "session", "end"))
	if err == nil && !h.Live(s.db.Now(ctx)) {
		err = fault.ErrNotFound
	}
	h.Current = h.Key == access.Of(ctx).SessionID
	return h, err
}

// EndSessionInput names a session.
type EndSessionInput struct{ ID string }

// EndSession ends one of the caller's sessions; IT may end anybody's.
func (s *Service) EndSession(ctx context.Context, in EndSessionInput) error {
	current := false
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		h, err := s.heldSession(ctx, in.ID)
		if err != nil {
			return err
		}
		if err := s.access.Require(ctx, "session", "end", access.Target{People: []db.ID{h.StaffID}}); err != nil {
			return err
		}
		ended, err := s.endOne(ctx, h.Key)
		if err != nil || !ended {
			return err
		}
		current = h.Current
		return s.audit.Record(ctx, audit.Event{Class: audit.Security, Action: "session.ended", SubjectKind: "session", SubjectID: h.Key, Article: "6c"})
	})
	if err == nil && current {
		s.clearCookie(ctx)
	}
	return err
}

// EndOtherSessions ends all the caller's sessions but the present one, and returns how many.
func (s *Service) EndOtherSessions(ctx context.Context) (ended int, err error) {
	me := access.Of(ctx)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		n, err := s.endAllBut(ctx, me.AccountID, me.SessionID)
		ended = int(n)
		if err != nil || n == 0 {
			return err
		}
		return s.secure(ctx, "session.ended_others", me.AccountID, strconv.Itoa(ended))
	})
	return ended, err
}
