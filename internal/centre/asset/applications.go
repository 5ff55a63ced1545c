package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
)

// maxApplications bounds the list of applications; a centre has some dozens.
const maxApplications = 500

// Applications returns the software systems that are not retired, by name. It checks no permission: everybody may report their
// faults (Art. 8), and learns nothing except that they exist.
func (s *Service) Applications(ctx context.Context) ([]*Asset, error) {
	all, err := s.applications(ctx, maxApplications)
	text.Sort(all, nameOf)
	return all, err
}

// Application returns the software system with the global id, retired or not, without checking a permission; NotFound for any
// other asset.
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

// ApplicationsByIDs returns the software systems among the assets, without checking a permission.
func (s *Service) ApplicationsByIDs(ctx context.Context, keys []db.ID) (map[db.ID]*Asset, error) {
	return s.many(ctx, access.Reach{SQL: "assets.kind = ?", Args: []any{SoftwareSystem}}, keys)
}
