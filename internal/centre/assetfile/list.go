package assetfile

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Get returns the import with the global id to people who may write the register, else NotFound.
func (s *Service) Get(ctx context.Context, global string) (*Import, error) {
	id, err := db.ParseID(kind, global)
	if err != nil {
		return nil, err
	}
	if !s.access.Allowed(ctx, "asset", "write", access.Target{}) {
		return nil, fault.ErrNotFound
	}
	return s.one(ctx, id)
}

// List returns a page of the imports; none for those who may not write the register.
func (s *Service) List(ctx context.Context, o Order, args paging.Args) (*Connection, error) {
	plan, err := orders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	where := "1 = 0"
	if s.access.Allowed(ctx, "asset", "write", access.Target{}) {
		where = "1 = 1"
	}
	return paging.Read[*Import](ctx, s.db, plan, columns, "asset_imports", where, nil)
}

// Fault returns the fault with the global id to people who may write the register, else NotFound.
func (s *Service) Fault(ctx context.Context, global string) (*Fault, error) {
	id, err := db.ParseID("asset_import_fault", global)
	if err != nil {
		return nil, err
	}
	if !s.access.Allowed(ctx, "asset", "write", access.Target{}) {
		return nil, fault.ErrNotFound
	}
	return s.fault(ctx, id)
}

// Faults returns a page of all that is wrong in the file.
func (s *Service) Faults(ctx context.Context, i *Import, o FaultOrder, args paging.Args) (*FaultConnection, error) {
	plan, err := faultOrders.Plan(o, nil, args)
	if err != nil {
		return nil, err
	}
	return paging.Read[*Fault](ctx, s.db, plan, faultColumns, "asset_import_faults", "asset_import_faults.import_id = ?", []any{i.Key})
}
