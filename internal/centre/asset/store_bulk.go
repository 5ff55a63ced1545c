package asset

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
)

// ByCodes returns the assets with the codes, without checking rights.
func (s *Service) ByCodes(ctx context.Context, codes []string) (map[string]*Asset, error) {
	found := map[string]*Asset{}
	return found, db.Listed(codes, func(some []string) error {
		all, err := db.All[*Asset](ctx, s.db.From(ctx), "SELECT "+columns+" FROM assets WHERE assets.code IN (?)", some)
		for _, a := range all {
			found[a.Code] = a
		}
		return err
	})
}

// ByKeys returns the assets with the keys, without checking rights.
func (s *Service) ByKeys(ctx context.Context, keys []db.ID) (map[db.ID]*Asset, error) {
	return s.many(ctx, everywhere, keys)
}

// InterfacesOf returns the interfaces of each of the assets in their order, without checking rights.
func (s *Service) InterfacesOf(ctx context.Context, keys []db.ID) (map[db.ID][]*Interface, error) {
	found := map[db.ID][]*Interface{}
	return found, db.Listed(keys, func(some []db.ID) error {
		of, err := s.interfacesOf(ctx, some)
		for k, all := range of {
			found[k] = all
		}
		return err
	})
}

// Held are values that one asset alone may have, each with the code of the asset that has it.
type Held struct {
	Serials, MACs, IPs map[Optional]string
}

// Holders returns the assets that hold the serials (in the form of SerialKey), MAC and IP addresses, without checking rights.
func (s *Service) Holders(ctx context.Context, serials, macs, ips []Optional) (h Held, err error) {
	if h.Serials, err = s.holders(ctx, "SELECT serial_key AS value, code FROM assets WHERE serial_key IN (?)", serials); err != nil {
		return h, err
	}
	const of = " AS value, assets.code FROM asset_interfaces n JOIN assets ON assets.id = n.asset_id WHERE "
	if h.MACs, err = s.holders(ctx, "SELECT n.mac"+of+"n.mac IN (?)", macs); err != nil {
		return h, err
	}
	h.IPs, err = s.holders(ctx, "SELECT n.ip_key"+of+"n.ip_key IN (?)", ips)
	return h, err
}

func (s *Service) holders(ctx context.Context, query string, values []Optional) (map[Optional]string, error) {
	held := map[Optional]string{}
	return held, db.Listed(values, func(some []Optional) error {
		rows, err := db.All[struct {
			Value Optional `db:"value"`
			Code  string   `db:"code"`
		}](ctx, s.db.From(ctx), query, some)
		for _, r := range rows {
			held[r.Value] = r.Code
		}
		return err
	})
}

// page reads some assets under a condition whose codes come after another.
func (s *Service) page(ctx context.Context, where string, values []any, after string, most int) ([]*Asset, error) {
	return db.All[*Asset](ctx, s.db.From(ctx), "SELECT "+columns+" FROM assets WHERE ("+where+") AND assets.code > ? ORDER BY assets.code LIMIT ?",
		append(slices.Clone(values), after, most)...)
}

// insertMany writes new assets with their interfaces.
func (s *Service) insertMany(ctx context.Context, assets []*Asset, interfaces []*Interface) error {
	if err := db.InsertMany(ctx, s.db.From(ctx), "assets", assets); err != nil {
		return err
	}
	if err := s.plugged(ctx, interfaces); err != nil {
		return err
	}
	return db.InsertMany(ctx, s.db.From(ctx), "asset_interfaces", interfaces)
}

func (s *Service) insertEvents(ctx context.Context, events []Event) error {
	return db.InsertMany(ctx, s.db.From(ctx), "asset_events", events)
}

// setConfirmed notes on the assets when they were last seen, and by whom.
func (s *Service) setConfirmed(ctx context.Context, keys []db.ID, by db.ID) error {
	h, now := s.db.From(ctx), s.db.Now(ctx)
	_, err := h.Exec(ctx, "UPDATE assets SET confirmed_at = ?, confirmed_by = ?, version = version + 1, updated_at = ? WHERE id IN (?)", now, by, now, keys)
	for _, key := range keys {
		h.Touched("assets", key)
	}
	return err
}
