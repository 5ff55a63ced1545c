package assetfile

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// OrderField is what a list of imports is sorted by.
type OrderField string

// The fields.
const (
	ByStart   OrderField = "STARTED_AT"
	ByEnd     OrderField = "FINISHED_AT"
	ByFile    OrderField = "FILE_NAME"
	ByState   OrderField = "STATE"
	ByRows    OrderField = "ROWS"
	ByBadRows OrderField = "BAD_ROWS"
	ByPerson  OrderField = "STARTED_BY"
)

// Order is how a list of imports is sorted; the latest first when left out.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "asset_imports.id", Default: Order{Field: ByStart, Direction: paging.Descending}, By: map[OrderField]paging.Column{
	ByStart:   paging.Number("asset_imports.started_at"),
	ByEnd:     paging.Moment("asset_imports.finished_at"),
	ByFile:    paging.Text("asset_imports.file_name"),
	ByState:   paging.Text("asset_imports.state"),
	ByRows:    paging.Number("asset_imports.row_count"),
	ByBadRows: paging.Number("asset_imports.bad_rows"),
	ByPerson:  access.NameOf("asset_imports.started_by"),
}}

// FaultOrderField is what the faults of a file are sorted by.
type FaultOrderField string

// The fields.
const (
	FaultsByRow    FaultOrderField = "ROW"
	FaultsByColumn FaultOrderField = "COLUMN"
	FaultsByCode   FaultOrderField = "CODE"
)

// FaultOrder is how the faults of a file are sorted; by row when left out.
type FaultOrder = paging.Wish[FaultOrderField]

var faultOrders = paging.Orders[FaultOrderField]{ID: "asset_import_faults.id", Default: FaultOrder{Field: FaultsByRow, Direction: paging.Ascending}, By: map[FaultOrderField]paging.Column{
	FaultsByRow:    paging.Number("asset_import_faults.line"),
	FaultsByColumn: paging.Text("asset_import_faults.column_name"),
	FaultsByCode:   paging.Text("asset_import_faults.code"),
}}
