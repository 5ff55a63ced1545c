package graph

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/connectlist"
	"ttyt.example/ttyt/internal/centre/correction"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/centre/token"
)

// batched maps the kinds of objects that lists name to what reads them, many at once.
var batched = map[string]func(ctx context.Context, id db.ID) (db.Node, error){
	"post": func(ctx context.Context, id db.ID) (db.Node, error) {
		entry, err := load(ctx, loadersOf(ctx).posts, id)
		if entry == nil || err != nil {
			return nil, err
		}
		return entry.Post(), nil
	},
	"change_request":   batchOf(func(l *loaders) *loader[changerequest.Request] { return l.changeRequests }),
	"connect_list":     batchOf(func(l *loaders) *loader[connectlist.List] { return l.connectLists }),
	"asset_correction": batchOf(func(l *loaders) *loader[correction.Correction] { return l.corrections }),
	"site_change":      batchOf(func(l *loaders) *loader[site.Change] { return l.siteChanges }),
	"media":            batchOf(func(l *loaders) *loader[media.File] { return l.mediaFiles }),
	"token":            batchOf(func(l *loaders) *loader[token.Token] { return l.tokens }),
	"service_account":  batchOf(func(l *loaders) *loader[token.Account] { return l.serviceAccounts }),
	"incident":         batchOf(func(l *loaders) *loader[incident.Incident] { return l.incidents }),
	"asset":            batchOf(func(l *loaders) *loader[asset.Asset] { return l.assets }),
	"department":       batchOf(func(l *loaders) *loader[department.Department] { return l.departments }),
	"staff":            batchOf(func(l *loaders) *loader[staff.Member] { return l.people }),
}

// batchOf reads an object with its loader. Its typed nil never becomes a node.
func batchOf[T any, P interface {
	*T
	db.Node
}](of func(*loaders) *loader[T]) func(ctx context.Context, id db.ID) (db.Node, error) {
	return func(ctx context.Context, id db.ID) (db.Node, error) {
		object, err := load(ctx, of(loadersOf(ctx)), id)
		if object == nil || err != nil {
			return nil, err
		}
		return P(object), nil
	}
}

// equipment is what the person left behind whose step was taken, nil if it was not.
func (r *Resolver) equipment(ctx context.Context, person *staff.Member, err error) (*asset.Left, error) {
	if person == nil || err != nil {
		return nil, err
	}
	return r.Assets.LeftBy(ctx, person.Key)
}
