package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
)

// maxApplications bounds the list of applications; a centre has some dozens.
const maxApplications = 500

// Applications returns the software systems that are not retired, by name, whoever asks: everybody may report their
// faults (Art. 8), and nobody learns more than what there is.
func (s *Service) Applications(ctx context.Context) ([]*Asset, error) {
	all, err := db.All[*Asset](ctx, s.db.From(ctx), "SELECT "+columns+" FROM assets WHERE assets.kind = ? AND assets.state <> ? ORDER BY assets.id LIMIT ?",
		SoftwareSystem, Retired, maxApplications)
	text.Sort(all, nameOf)
	return all, err
}

// Application returns the software system with the global id, retired or not, whoever asks; NotFound for any other asset.
func (s *Service) Application(ctx context.Context, global string) (*Asset, error) {
	key, err := db.ParseID("asset", global)
	if err != nil {
		return nil, err
	}
	found, err := s.ApplicationsByIDs(ctx, []db.ID{key})
	if err != nil {
		return nil, err
	}
	if found[key] == nil {
		return nil, fault.ErrNotFound
	}
	return found[key], nil
}

// ApplicationsByIDs returns the software systems among the assets, whoever asks.
func (s *Service) ApplicationsByIDs(ctx context.Context, keys []db.ID) (map[db.ID]*Asset, error) {
	all, err := db.All[*Asset](ctx, s.db.From(ctx), "SELECT "+columns+" FROM assets WHERE assets.id IN (?) AND assets.kind = ?", keys, SoftwareSystem)
	found := make(map[db.ID]*Asset, len(all))
	for _, a := range all {
		found[a.Key] = a
	}
	return found, err
}
