package asset

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
)

// ServiceKinds are what people work with or on, and whose state everybody may know (Art. 4).
var ServiceKinds = []Kind{SoftwareSystem, Website, InternetLine, NetworkDevice, Integration, Server}

// IsService reports whether the asset is of such a kind.
func (a *Asset) IsService() bool { return slices.Contains(ServiceKinds, a.Kind) }

// maxServices bounds how many running services are listed.
const maxServices = 1000

// Running returns the services that have been put into use, by name, at most 1000: what is in stock or written off does
// not run.
func (s *Service) Running(ctx context.Context) ([]*Asset, error) {
	reach := s.access.Reach(ctx, "service", "read")
	all, err := s.running(ctx, reach, maxServices)
	text.Sort(all, nameOf)
	return all, err
}

// Foundations returns what each of the assets depends on directly, for those and for all that they depend on at whatever
// distance up to maxLevels, and all these assets themselves, for any caller: one statement for each level of dependence, and one
// more. Assets plugged into a device depend on it.
func (s *Service) Foundations(ctx context.Context, keys []db.ID) (on map[db.ID][]db.ID, all map[db.ID]*Asset, err error) {
	on = map[db.ID][]db.ID{}
	seen, known := map[db.ID]bool{}, []db.ID{}
	for level, n := keys, 0; len(level) > 0; n++ {
		for _, k := range level {
			seen[k], known = true, append(known, k)
		}
		if n == maxLevels {
			break
		}
		links, err := s.endsOf(ctx, level)
		if err != nil {
			return nil, nil, err
		}
		level = nil
		for _, l := range links {
			on[l.From] = append(on[l.From], l.To)
			if !seen[l.To] {
				seen[l.To] = true
				level = append(level, l.To)
			}
		}
	}
	all, err = s.many(ctx, everywhere, known)
	return on, all, err
}
