package correction

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// OrderField is what a list of corrections is sorted by.
type OrderField string

// The fields.
const (
	ByCreation OrderField = "CREATED_AT"
	ByEnd      OrderField = "CLOSED_AT"
	ByState    OrderField = "STATE"
	ByAsset    OrderField = "ASSET"
	ByAsker    OrderField = "ASKER"
)

// Order is how a list of corrections is sorted; the latest first when left out.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "asset_corrections.id", Default: Order{Field: ByCreation, Direction: paging.Descending}, By: map[OrderField]paging.Column{
	ByCreation: paging.Number("asset_corrections.created_at"),
	ByEnd:      paging.Moment("asset_corrections.closed_at"),
	ByState:    paging.Text("asset_corrections.state"),
	ByAsset:    access.CodeOf("asset", "asset_corrections.asset_id"),
	ByAsker:    access.NameOf("asset_corrections.asker_id"),
}}
