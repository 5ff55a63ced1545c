package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

const fromLicences = "SELECT asset_licences.id, asset_licences.asset_id, asset_licences.product, asset_licences.licence_key, asset_licences.expires_on, asset_licences.created_at, asset_licences.product_key, asset_licences.sought_key" +
	" FROM asset_licences JOIN assets ON assets.id = asset_licences.asset_id WHERE "

// licensedSQL are the assets with a licence that has the key, or whose product lies between two texts.
const licensedSQL = "SELECT l.asset_id FROM asset_licences l WHERE l.sought_key = ? AND l.sought_key <> '' UNION SELECT l.asset_id FROM asset_licences l WHERE l.product_key >= ? AND l.product_key < ?"

// licence reads a licence of an asset that the reach covers, else NotFound.
func (s *Service) licence(ctx context.Context, reach access.Reach, key db.ID) (*Licence, error) {
	l := new(Licence)
	if err := s.db.From(ctx).Get(ctx, l, fromLicences+"asset_licences.id = ? AND "+reach.SQL, append([]any{key}, reach.Args...)...); err != nil {
		return nil, err
	}
	return l, nil
}

// licencesOf reads the licences of those of the assets that the reach covers.
func (s *Service) licencesOf(ctx context.Context, reach access.Reach, assets []db.ID) ([]*Licence, error) {
	return db.All[*Licence](ctx, s.db.From(ctx), fromLicences+"asset_licences.asset_id IN (?) AND "+reach.SQL+" ORDER BY asset_licences.id", append([]any{assets}, reach.Args...)...)
}

func (s *Service) countLicences(ctx context.Context, asset db.ID) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM asset_licences WHERE asset_id = ?", asset)
}

func (s *Service) insertLicence(ctx context.Context, l *Licence) error {
	return s.db.From(ctx).Insert(ctx, "asset_licences", l)
}

// deleteLicence is NotFound for one that somebody else has removed a moment ago.
func (s *Service) deleteLicence(ctx context.Context, l *Licence) error {
	h := s.db.From(ctx)
	n, err := h.Exec(ctx, "DELETE FROM asset_licences WHERE id = ?", l.Key)
	h.Gone("asset_licences", l.Key)
	if err == nil && n == 0 {
		err = fault.ErrNotFound
	}
	return err
}
