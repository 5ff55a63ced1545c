package asset

import (
	"context"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/inbox"
)

// warrantyNotice is how long before its end people are notified of a warranty, in days.
const warrantyNotice = 30

// warrantyMost bounds how many warranties one pass tells of; the next pass goes on.
const warrantyMost = 200

// today is the present day in Viet Nam.
func (s *Service) today(ctx context.Context) db.Date {
	return db.DateOf(s.db.Now(ctx).In(calendar.Zone))
}

// TellWarranties notifies IT and the managers of the owning department, once, of each warranty that ends within 30 days. One
// that was lengthened, or put on record anew, is told of again.
func (s *Service) TellWarranties(ctx context.Context) error {
	today := s.today(ctx)
	soon := db.DateOf(s.db.Now(ctx).In(calendar.Zone).Add(warrantyNotice * 24 * time.Hour))
	ending, err := s.warrantiesEnding(ctx, today, soon)
	if err != nil {
		return err
	}
	for _, a := range ending {
		if err := s.db.InTx(ctx, func(ctx context.Context) error { return s.tellWarranty(ctx, a) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tellWarranty(ctx context.Context, a *Asset) error {
	first, err := s.warrantyNoticed(ctx, a)
	if err != nil || !first {
		return err
	}
	people, err := s.directory.Holders(ctx, access.IT)
	if err != nil {
		return err
	}
	_, managers, err := s.directory.Managers(ctx, a.Department)
	if err != nil {
		return err
	}
	return s.inbox.Tell(ctx, inbox.Notice{Kind: inbox.WarrantyEnds, SubjectKind: "asset", Subject: a.Key,
		Detail: a.Code + ", " + a.WarrantyUntil.String()}, append(people, managers...)...)
}
