package token

import (
	"context"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// held is a secret with all that decides what its holder may do: one indexed read per request.
type held struct {
	Secret      db.ID   `db:"secret_id"`
	Token       db.ID   `db:"token_id"`
	Account     db.ID   `db:"service_account_id"`
	Home        db.ID   `db:"department_id"` // which owns the asset
	Name        string  `db:"name"`
	Scopes      string  `db:"scopes"`
	Addresses   string  `db:"addresses"`
	Rate        int     `db:"rate"`
	ConsentedAt db.Time `db:"consented_at"`
	UsedAt      db.Time `db:"used_at"`
	scanRange
	DraftDepartment db.ID `db:"draft_department_id"`
}

// Verify returns the tool that holds the token: NotFound if it is not valid, its account is disabled, its asset is retired or
// quarantined, or it is not meant for the caller's address; IT is notified of the latter. It notes the use.
func (s *Service) Verify(ctx context.Context, token string, from *access.Actor) (*access.Actor, error) {
	if !wellFormed(token) {
		return nil, fault.ErrNotFound
	}
	h, err := s.standing(ctx, "hash", hashOf(token))
	if err != nil {
		return nil, err
	}
	a, err := s.actor(ctx, &h, from)
	if err == nil {
		s.uses.note(h, s.db.Now(ctx), from.Address)
	}
	return a, err
}

// Again reads once more what a tool may do: NotFound where its token no longer stands.
func (s *Service) Again(ctx context.Context, a *access.Actor) (*access.Actor, error) {
	h, err := s.standing(ctx, "id", a.Secret)
	if err != nil {
		return nil, err
	}
	return s.actor(ctx, &h, a)
}

// Standing returns those of the secrets whose tokens are valid. It checks no permission.
func (s *Service) Standing(ctx context.Context, secrets []db.ID) ([]db.ID, error) {
	return s.standingOf(ctx, secrets)
}

// actor is the tool, as far as its token is meant for the address that the caller has.
func (s *Service) actor(ctx context.Context, h *held, caller *access.Actor) (*access.Actor, error) {
	var scopes []string
	if !h.ConsentedAt.IsZero() {
		scopes = strings.Fields(h.Scopes)
	}
	a := access.Tool(h.Account, h.Token, h.Secret, scopes)
	a.Name, a.Home, a.Rate, a.Address, a.UserAgent = h.Name, h.Home, h.Rate, caller.Address, caller.UserAgent
	a.Confine(access.DraftScope, h.DraftDepartment)
	if !from(h.Addresses, caller.Address) {
		s.watch.Note(access.With(ctx, a), audit.Event{Class: audit.Security, Action: "token.elsewhere", SubjectKind: "token", SubjectID: h.Token, Article: "4"})
		return nil, fault.ErrNotFound
	}
	var err error
	a.Scans, err = s.scans(ctx, h.scanRange)
	return a, err
}

// usedStep is how stale the note of the last use may be, so that not every request writes.
const usedStep = time.Minute
