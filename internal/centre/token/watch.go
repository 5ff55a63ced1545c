package token

import (
	"context"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/inbox"
)

// expiresSoon is how long before its end IT is notified of a token.
const expiresSoon = 14 * 24 * time.Hour

// Look notifies IT, once each, of the tokens that expire soon and of the service accounts whose asset is retired or
// quarantined, or which nobody answers for. A job runs it every hour.
func (s *Service) Look(ctx context.Context) error {
	if err := s.lookAtTokens(ctx); err != nil {
		return err
	}
	keys, err := s.activeAccounts(ctx)
	if err != nil {
		return err
	}
	concerns, err := s.Concerns(ctx, keys)
	if err != nil {
		return err
	}
	for _, key := range keys {
		err := s.db.InTx(ctx, func(ctx context.Context) error {
			if list := concerns[key]; list != nil {
				return s.tellConcern(ctx, key, (*list)[0])
			}
			return s.settled(ctx, key)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) lookAtTokens(ctx context.Context) error {
	keys, err := s.expiring(ctx, expiresSoon)
	for _, key := range keys {
		err := s.db.InTx(ctx, func(ctx context.Context) error {
			if first, err := s.told(ctx, "tokens", key); err != nil || !first {
				return err
			}
			return s.tellIT(ctx, inbox.Notice{Kind: inbox.TokenExpiring, SubjectKind: "token", Subject: key})
		})
		if err != nil {
			return err
		}
	}
	return err
}

// tellConcern notifies IT of a service account in the open transaction, unless it was told.
func (s *Service) tellConcern(ctx context.Context, account db.ID, c Concern) error {
	if first, err := s.told(ctx, "service_accounts", account); err != nil || !first {
		return err
	}
	return s.tellIT(ctx, inbox.Notice{Kind: inbox.ServiceUnattended, SubjectKind: "service_account", Subject: account, Detail: string(c)})
}
