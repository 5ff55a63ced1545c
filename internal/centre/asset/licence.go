package asset

import (
	"context"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// Licence is a licence of an asset. Its key is for IT alone (Art. 5a). It is part of the asset: it has no state and no
// version of its own, comes and goes by the asset's action LINK, and is told of in the asset's history.
type Licence struct {
	Key        db.ID   `db:"id"`
	Asset      db.ID   `db:"asset_id"`
	Product    string  `db:"product"`
	LicenceKey string  `db:"licence_key"`
	ExpiresOn  db.Date `db:"expires_on"`
	CreatedAt  db.Time `db:"created_at"`
	ProductKey string  `db:"product_key"` // the product as it is searched
	SoughtKey  string  `db:"sought_key"`  // the key as it is searched
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

// soughtKey is the form in which keys are compared: people write them with spaces and hyphens, and in either case.
func soughtKey(key string) string {
	return Upper(strings.NewReplacer(" ", "", "-", "").Replace(key))
}

// licensed are the values of licensedSQL for what is searched: a whole key, or the beginning of a product.
func licensed(sought string) []any {
	product := text.Key(sought)
	return []any{soughtKey(sought), product, product + "\U0010FFFF"}
}

// Licence returns the licence with the global id, of an asset that the actor may read; else NotFound.
func (s *Service) Licence(ctx context.Context, global string) (*Licence, error) {
	id, err := db.ParseID("asset_licence", global)
	if err != nil {
		return nil, err
	}
	return s.licence(ctx, s.visible(ctx), id)
}

// Licences returns those of each of the assets, by product.
func (s *Service) Licences(ctx context.Context, of []db.ID) (map[db.ID][]*Licence, error) {
	all, err := s.licencesOf(ctx, s.visible(ctx), of)
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

// maxLicences is how many licences an asset has at most, and licencesLock the turn in which they are added.
const (
	maxLicences  = 100
	licencesLock = "asset_licences"
)

// AddLicence puts a licence on record. Nothing of its key goes into the history.
func (s *Service) AddLicence(ctx context.Context, in LicenceInput) (l *Licence, err error) {
	var f input.Form
	f.Needed("product", &in.Product, 200)
	f.Line("key", &in.Key, 200)
	_, err = s.hang(ctx, act.Want{Action: ActionLink, ID: in.Asset, Whatever: true, Turn: licencesLock, Fault: f.Err()}, func(ctx context.Context, m *matter) (line, error) {
		if held, err := s.countLicences(ctx, m.Key); err != nil {
			return line{}, err
		} else if held >= maxLicences {
			return line{}, fault.User(fault.Invalid, tooManyLicences, "input.asset").By("2")
		}
		l = &Licence{Key: db.NewID(), Asset: m.Key, Product: in.Product, LicenceKey: in.Key, ExpiresOn: in.ExpiresOn, CreatedAt: s.db.Now(ctx)}
		l.ProductKey, l.SoughtKey = text.Key(l.Product), soughtKey(l.LicenceKey)
		return line{action: Licensed, field: "licences", after: l.Product}, s.insertLicence(ctx, l)
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
		return line{action: LicenceRemoved, field: "licences", before: l.Product}, s.deleteLicence(ctx, l)
	})
}
