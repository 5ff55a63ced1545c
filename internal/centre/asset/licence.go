package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// Licence is a licence of an asset. Its key is for IT alone (Art. 5a).
type Licence struct {
	Key        db.ID   `db:"id"`
	Asset      db.ID   `db:"asset_id"`
	Product    string  `db:"product"`
	LicenceKey string  `db:"licence_key"`
	ExpiresOn  db.Date `db:"expires_on"`
	CreatedAt  db.Time `db:"created_at"`
}

// ID is the global id.
func (l *Licence) ID() string { return db.GlobalID("asset_licence", l.Key) }

// LicenceInput puts a licence on record.
type LicenceInput struct {
	Asset     string
	Product   string
	Key       string
	ExpiresOn db.Date
}

// RemoveLicenceInput takes a licence off the record.
type RemoveLicenceInput struct{ ID string }

const licenceColumns = "asset_licences.id, asset_licences.asset_id, asset_licences.product, asset_licences.licence_key, asset_licences.expires_on, asset_licences.created_at"

// Licence returns the licence with the global id, of an asset that the actor may read; else NotFound.
func (s *Service) Licence(ctx context.Context, global string) (*Licence, error) {
	id, err := db.ParseID("asset_licence", global)
	if err != nil {
		return nil, err
	}
	reach, l := s.visible(ctx), new(Licence)
	err = s.db.From(ctx).Get(ctx, l, "SELECT "+licenceColumns+" FROM asset_licences JOIN assets ON assets.id = asset_licences.asset_id WHERE asset_licences.id = ? AND "+reach.SQL,
		append([]any{id}, reach.Args...)...)
	if err != nil {
		return nil, err
	}
	return l, nil
}

// Licences returns those of each of the assets, by product.
func (s *Service) Licences(ctx context.Context, of []db.ID) (map[db.ID][]*Licence, error) {
	reach := s.visible(ctx)
	all, err := db.All[*Licence](ctx, s.db.From(ctx), "SELECT "+licenceColumns+" FROM asset_licences JOIN assets ON assets.id = asset_licences.asset_id WHERE asset_licences.asset_id IN (?) AND "+
		reach.SQL+" ORDER BY asset_licences.id", append([]any{of}, reach.Args...)...)
	text.Sort(all, func(l *Licence) string { return l.Product })
	by := make(map[db.ID][]*Licence, len(of))
	for _, l := range all {
		by[l.Asset] = append(by[l.Asset], l)
	}
	return by, err
}

// KeyOf is the licence's key, nil for everybody but IT.
func (s *Service) KeyOf(ctx context.Context, l *Licence) *string {
	if !s.access.Allowed(ctx, "asset", "read_technical", access.Target{}) {
		return nil
	}
	return &l.LicenceKey
}

// AddLicence puts a licence on record. Nothing of its key goes into the history.
func (s *Service) AddLicence(ctx context.Context, in LicenceInput) (l *Licence, err error) {
	var f input.Form
	f.Needed("product", &in.Product, 200)
	f.Line("key", &in.Key, 200)
	_, err = s.hang(ctx, act.Want{Action: ActionLink, ID: in.Asset, Whatever: true, Fault: f.Err()}, func(ctx context.Context, m *matter) (line, error) {
		l = &Licence{Key: db.NewID(), Asset: m.Key, Product: in.Product, LicenceKey: in.Key, ExpiresOn: in.ExpiresOn, CreatedAt: s.db.Now(ctx)}
		return line{action: Licensed, field: "licences", after: l.Product}, s.db.From(ctx).Insert(ctx, "asset_licences", l)
	})
	if err != nil {
		return nil, err
	}
	return l, nil
}

// RemoveLicence takes a licence off the record.
func (s *Service) RemoveLicence(ctx context.Context, in RemoveLicenceInput) (*Asset, error) {
	l, err := s.Licence(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return s.hang(ctx, act.Want{Action: ActionLink, ID: db.GlobalID("asset", l.Asset), Whatever: true}, func(ctx context.Context, m *matter) (line, error) {
		n, err := s.db.From(ctx).Exec(ctx, "DELETE FROM asset_licences WHERE id = ?", l.Key)
		if err == nil && n == 0 {
			err = fault.ErrNotFound
		}
		return line{action: LicenceRemoved, field: "licences", before: l.Product}, err
	})
}
