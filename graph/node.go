package graph

import (
	"context"

	"golang.org/x/sync/errgroup"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// node reads the object with the global id. Each kind asks its feature, which answers NotFound for what the caller
// may not see; an unknown kind is NotFound too.
func (r *Resolver) node(ctx context.Context, global string) (db.Node, error) {
	kind, err := db.KindOf(global)
	if err != nil {
		return nil, err
	}
	if read, ok := kinds[kind]; ok {
		return read(r)(ctx, global)
	}
	return nil, fault.ErrNotFound
}

// visible is node, with null for what node does not find. What lists name is read in batches.
func (r *Resolver) visible(ctx context.Context, global string) (db.Node, error) {
	kind, err := db.KindOf(global)
	if err != nil {
		return nil, err
	}
	if read, ok := batched[kind]; ok {
		return inBatch(ctx, kind, global, read)
	}
	object, err := r.node(ctx, global)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return object, err
}

func inBatch(ctx context.Context, kind, global string, read func(context.Context, db.ID) (db.Node, error)) (db.Node, error) {
	key, err := db.ParseID(kind, global)
	if err != nil {
		return nil, err
	}
	return read(ctx, key)
}

// cause is visible for what may have had no cause.
func (r *Resolver) cause(ctx context.Context, global string) (db.Node, error) {
	if global == "" {
		return nil, nil
	}
	return r.visible(ctx, global)
}

// nodes reads several objects in the order of their ids.
func (r *Resolver) nodes(ctx context.Context, ids []string) ([]db.Node, error) {
	if len(ids) > nodesMax {
		return nil, errTooManyIDs
	}
	objects := make([]db.Node, len(ids))
	var reading errgroup.Group // at once, so that those of one kind are read together
	for i, id := range ids {
		reading.Go(func() (err error) {
			objects[i], err = r.visible(ctx, id)
			return err
		})
	}
	return objects, reading.Wait()
}

// reader reads the object with a global id.
type reader func(ctx context.Context, global string) (db.Node, error)

// kinds maps each kind of global id to what reads it.
var kinds = map[string]func(r *Resolver) reader{
	"account":            func(r *Resolver) reader { return nodeOf(r.Auth.Get) },
	"audit_event":        func(r *Resolver) reader { return nodeOf(r.Audit.Get) },
	"department":         func(r *Resolver) reader { return nodeOf(r.Departments.Get) },
	"staff":              func(r *Resolver) reader { return nodeOf(r.People.Get) },
	"employment_event":   func(r *Resolver) reader { return nodeOf(r.People.Event) },
	"position":           func(r *Resolver) reader { return nodeOf(r.Roles.Position) },
	"role":               func(r *Resolver) reader { return nodeOf(r.Roles.Assignment) },
	"delegation":         func(r *Resolver) reader { return nodeOf(r.Roles.Delegation) },
	"category":           func(r *Resolver) reader { return nodeOf(r.Categories.Get) },
	"post":               func(r *Resolver) reader { return nodeOf(r.Posts.Get) },
	"revision":           func(r *Resolver) reader { return nodeOf(r.Posts.Revision) },
	"approval":           func(r *Resolver) reader { return nodeOf(r.Approvals.Get) },
	"decision":           func(r *Resolver) reader { return nodeOf(r.Approvals.Decision) },
	"inbox_item":         func(r *Resolver) reader { return nodeOf(r.Inbox.Item) },
	"reset_link":         func(r *Resolver) reader { return nodeOf(r.Auth.PasswordReset) },
	"session":            func(r *Resolver) reader { return nodeOf(r.Auth.Session) },
	"incident":           func(r *Resolver) reader { return nodeOf(r.Incidents.Get) },
	"incident_event":     func(r *Resolver) reader { return nodeOf(r.Incidents.Event) },
	"support_request":    func(r *Resolver) reader { return nodeOf(r.Support.Get) },
	"support_message":    func(r *Resolver) reader { return nodeOf(r.Support.Message) },
	"asset":              func(r *Resolver) reader { return nodeOf(r.Assets.Get) },
	"asset_licence":      func(r *Resolver) reader { return nodeOf(r.Assets.Licence) },
	"asset_import":       func(r *Resolver) reader { return nodeOf(r.AssetFiles.Get) },
	"inventory_round":    func(r *Resolver) reader { return nodeOf(r.Inventory.Get) },
	"take_over":          func(r *Resolver) reader { return nodeOf(r.Assets.TakeOverOf) },
	"connect_list":       func(r *Resolver) reader { return nodeOf(r.ConnectLists.Get) },
	"asset_correction":   func(r *Resolver) reader { return nodeOf(r.Corrections.Get) },
	"site":               func(r *Resolver) reader { return nodeOf(r.Sites.SiteOf) },
	"site_change":        func(r *Resolver) reader { return nodeOf(r.Sites.Get) },
	"change_request":     func(r *Resolver) reader { return nodeOf(r.ChangeRequests.Get) },
	"service_account":    func(r *Resolver) reader { return nodeOf(r.Tokens.Account) },
	"token":              func(r *Resolver) reader { return nodeOf(r.Tokens.Get) },
	"infection":          func(r *Resolver) reader { return nodeOf(r.Malware.Get) },
	"infection_event":    func(r *Resolver) reader { return nodeOf(r.Malware.Event) },
	"scan":               func(r *Resolver) reader { return nodeOf(r.Malware.Scan) },
	"asset_event":        func(r *Resolver) reader { return nodeOf(r.Assets.Event) },
	"asset_import_fault": func(r *Resolver) reader { return nodeOf(r.AssetFiles.Fault) },
	"asset_protection":   func(r *Resolver) reader { return nodeOf(r.Malware.ProtectionOf) },
	"media":              func(r *Resolver) reader { return nodeOf(r.Media.Get) },
	"inventory_line":     func(r *Resolver) reader { return nodeOf(r.Inventory.Line) },
}

// nodeOf reads with a feature's own method. Its typed nil never becomes a node.
func nodeOf[T db.Node](get func(ctx context.Context, global string) (T, error)) reader {
	return func(ctx context.Context, global string) (db.Node, error) {
		object, err := get(ctx, global)
		if err != nil {
			return nil, err
		}
		return object, nil
	}
}

// idOf returns the global id of an object, nil if there is none.
func idOf[T interface {
	comparable
	db.Node
}](object T) *string {
	var none T
	if object == none {
		return nil
	}
	id := object.ID()
	return &id
}

// given returns an optional input, the zero value where it was left out.
func given[T any](input *T) (v T) {
	if input != nil {
		v = *input
	}
	return v
}

// nodesMax bounds how many ids one nodes field may name.
const nodesMax = 100

var errTooManyIDs = fault.Bad(tooManyIDs.With(nodesMax))
