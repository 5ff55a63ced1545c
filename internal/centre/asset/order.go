package asset

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
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

// Order is how the register is sorted; by code when left out.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "assets.id", Default: Order{Field: ByCode, Direction: paging.Ascending}, By: map[OrderField]paging.Column{
	ByCode:       paging.Text("assets.code"),
	ByName:       paging.Text("assets.sort_name"),
	ByKind:       paging.Text("assets.kind"),
	ByState:      paging.Text("assets.state"),
	ByDepartment: access.CodeOf("department", "assets.department_id"),
	ByPurchase:   paging.Day("assets.purchased_on"),
	ByWarranty:   paging.Day("assets.warranty_until"),
	ByLastScan:   paging.Since("p.last_scan_at").From(" LEFT JOIN asset_protections p ON p.asset_id = assets.id"),
	ByUpdate:     paging.Number("assets.updated_at"),
}}
