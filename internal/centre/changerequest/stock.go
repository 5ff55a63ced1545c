package changerequest

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
)

// stock is what a request is about, in its present state.
type stock struct {
	of, replacement *asset.Asset // the latter nil if there is none
	values          *Values
}

// stock is what the request is about, in its present state. An act keeps it from others until its transaction ends; a list
// reads it together with that of its other requests.
func (m *matter) stock(ctx context.Context) (*stock, error) {
	if m.stands != nil {
		return m.stands, nil
	}
	var all map[db.ID]*stock
	var err error
	if b := m.batch; b != nil && !m.s.db.InsideTx(ctx) {
		all, err = b.stocks.Get(func() (map[db.ID]*stock, error) { return m.s.stocks(ctx, b.requests, m.s.assets.ByKeys) })
	} else {
		all, err = m.s.stocks(ctx, []*Request{m.Request}, m.s.held)
	}
	if err != nil {
		return nil, err
	}
	if m.stands = all[m.Key]; m.stands == nil {
		return nil, fault.ErrNotFound
	}
	return m.stands, nil
}

// stocks are what the requests are about, by request.
func (s *Service) stocks(ctx context.Context, requests []*Request, read func(context.Context, []db.ID) (map[db.ID]*asset.Asset, error)) (map[db.ID]*stock, error) {
	var keys []db.ID
	for _, c := range requests {
		keys = append(keys, c.keys()...)
	}
	slices.SortFunc(keys, db.ID.Compare)
	keys = slices.Compact(keys)
	assets, err := read(ctx, keys)
	if err != nil {
		return nil, err
	}
	interfaces, err := s.assets.InterfacesOf(ctx, keys)
	found := make(map[db.ID]*stock, len(requests))
	for _, c := range requests {
		of, r := assets[c.Asset], assets[c.Replacement]
		if of == nil {
			continue
		}
		on := &stock{of: of, replacement: r, values: &Values{Asset: of.Technical(interfaces[of.Key])}}
		if r != nil {
			t := r.Technical(interfaces[r.Key])
			on.values.Replacement = &t
		}
		found[c.Key] = on
	}
	return found, err
}

// held reads assets in the order of their keys and keeps them from others until the transaction ends.
func (s *Service) held(ctx context.Context, keys []db.ID) (map[db.ID]*asset.Asset, error) {
	found := make(map[db.ID]*asset.Asset, len(keys))
	for _, key := range keys {
		a, err := s.assets.OfForUpdate(ctx, key)
		if err != nil {
			return nil, err
		}
		found[key] = a
	}
	return found, nil
}
