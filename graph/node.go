package graph

import (
	"context"

	"ttyt/internal/db"
	"ttyt/internal/fault"
)

// node reads the object with the global id. Each kind asks its feature, which answers NotFound for what the caller
// may not see; an unknown kind is NotFound too.
func (r *Resolver) node(ctx context.Context, global string) (db.Node, error) {
	kind, _, err := db.SplitID(global)
	if err != nil {
		return nil, err
	}
	read, ok := r.kinds()[kind]
	if !ok {
		return nil, fault.ErrNotFound
	}
	return read(ctx, global)
}

// kinds maps each kind of global id to what reads it.
func (r *Resolver) kinds() map[string]func(ctx context.Context, global string) (db.Node, error) {
	return map[string]func(context.Context, string) (db.Node, error){}
}

// nodesMax bounds how many ids one nodes field may name.
const nodesMax = 100
