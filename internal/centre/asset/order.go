package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
)

// OrderField is what the register is sorted by.
type OrderField string

// The fields.
const (
	ByCode       OrderField = "CODE"
	ByName       OrderField = "NAME"
	ByKind       OrderField = "KIND"
	ByState      OrderField = "STATE"
	ByDepartment OrderField = "DEPARTMENT"
	ByPurchase   OrderField = "PURCHASED_ON"
	ByWarranty   OrderField = "WARRANTY_UNTIL"
	ByLastScan   OrderField = "LAST_SCAN"
	ByUpdate     OrderField = "UPDATED_AT"
)

// ListOrder is how the register is sorted; by code when left out.
type ListOrder struct {
	Field     OrderField
	Direction paging.Direction
}

// sorting is one way to sort: the column or expression, which is never NULL, since no row comes after a cursor by what is
// unknown; what it is read from beside the register; and whether it is a moment.
type sorting struct {
	column, join string
	moment       bool
}

// unknownDay stands for a day that is not on record: it comes last.
const unknownDay = "9999-12-31"

// sortings are all ways to sort but that by code.
var sortings = map[OrderField]sorting{
	ByName:       {column: "assets.sort_name"},
	ByKind:       {column: "assets.kind"},
	ByState:      {column: "assets.state"},
	ByDepartment: {column: "departments.code", join: " JOIN departments ON departments.id = assets.department_id"},
	ByPurchase:   {column: "COALESCE(assets.purchased_on, '" + unknownDay + "')"},
	ByWarranty:   {column: "COALESCE(assets.warranty_until, '" + unknownDay + "')"},
	ByLastScan:   {column: "COALESCE(p.last_scan_at, 0)", join: " LEFT JOIN asset_protections p ON p.asset_id = assets.id", moment: true},
	ByUpdate:     {column: "assets.updated_at", moment: true},
}

// sorted is an asset with its place in an order.
type sorted struct {
	Asset
	Text   string `db:"sort_text"`
	Moment int64  `db:"sort_moment"`
}

// in reads a page of the register in an order other than that of its codes.
func (o ListOrder) in(ctx context.Context, s *Service, where string, values []any, args paging.Args) (*Connection, error) {
	by := sortings[o.Field]
	plan, err := paging.New(args, paging.Order{Name: string(o.Field) + string(o.Direction), Column: by.column, ID: "assets.id", Desc: o.Direction == paging.Descending})
	if err != nil {
		return nil, err
	}
	place, at := columns+", "+by.column+" AS sort_text, 0 AS sort_moment", func(a *sorted) (any, db.ID) { return a.Text, a.Key }
	if by.moment {
		place, at = columns+", '' AS sort_text, "+by.column+" AS sort_moment", func(a *sorted) (any, db.ID) { return a.Moment, a.Key }
	}
	found, err := paging.Query(ctx, s.db, plan, place, "assets"+by.join, where, values, at)
	if err != nil {
		return nil, err
	}
	return paging.Map(found, func(a *sorted) *Asset { return &a.Asset }), nil
}
