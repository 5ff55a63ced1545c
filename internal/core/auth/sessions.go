package auth

import (
	"context"
	"slices"
	"strconv"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
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

// Device says who else uses the machine of the caller's session.
func (m *Me) Device() SessionDevice {
	if m.Actor.Shared {
		return Shared
	}
	return Own
}

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

// heldSession reads a live session that the caller may end, with its holder.
func (s *Service) heldSession(ctx context.Context, id string) (*heldSession, error) {
	key, err := db.ParseID("session", id)
	if err != nil {
		return nil, err
	}
	h, err := s.reachableSession(ctx, key, s.access.Reach(ctx, "session", "end"))
	if err != nil {
		return nil, err
	}
	if !h.Live(s.db.Now(ctx)) {
		return nil, fault.ErrNotFound
	}
	h.Current = h.Key == access.Of(ctx).SessionID
	return &h, nil
}

// EndSessionInput names a session.
type EndSessionInput struct{ ID string }

// EndSession ends one of the caller's sessions; IT may end anybody's.
func (s *Service) EndSession(ctx context.Context, in EndSessionInput) error {
	h, err := s.sessions.Do(ctx, act.Want{Action: actionEnd, ID: in.ID}, func(ctx context.Context, h *heldSession, _ access.Grant) (line act.Line, err error) {
		ended, err := s.endOne(ctx, h.Key)
		if ended {
			line.Action = "session.ended"
		}
		return line, err
	})
	if err == nil && h.Current {
		s.clearCookie(ctx)
	}
	return err
}

// EndOtherSessions ends all the caller's sessions but the present one, and returns how many.
func (s *Service) EndOtherSessions(ctx context.Context) (ended int, err error) {
	me := access.Of(ctx)
	if me.SessionID.IsZero() { // a tool has none
		return 0, nil
	}
	w := act.Want{Action: actionEndOthers, ID: db.GlobalID("session", me.SessionID)}
	_, err = s.sessions.Do(ctx, w, func(ctx context.Context, h *heldSession, _ access.Grant) (line act.Line, err error) {
		n, err := s.endAllBut(ctx, h.AccountID, h.Key)
		if ended = int(n); n > 0 {
			line = act.Line{Action: endedOthers, Detail: strconv.Itoa(ended)}
		}
		return line, err
	})
	return ended, err
}

// endedOthers names in the record that an account was left with one session.
const endedOthers = "session.ended_others"

// keepSession records what was done to a session, or to the account behind it.
func (s *Service) keepSession(ctx context.Context, h *heldSession, l act.Line) error {
	e := audit.Event{Class: audit.Security, Action: l.Action, SubjectKind: "session", SubjectID: h.Key, Article: "6c", Detail: l.Detail,
		Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf}
	if l.Action == endedOthers {
		e.SubjectKind, e.SubjectID = "account", h.AccountID
	}
	return s.audit.Record(ctx, e)
}
