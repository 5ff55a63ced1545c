package inventory

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// OrderField is what a list of rounds is sorted by.
type OrderField string

// The fields.
const (
	ByOpening OrderField = "OPENED_AT"
	ByEnd     OrderField = "CLOSED_AT"
	ByDay     OrderField = "DUE_ON"
)

// Order is how a list of rounds is sorted; the latest first when left out.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "inventory_rounds.id", Default: Order{Field: ByOpening, Direction: paging.Descending}, By: map[OrderField]paging.Column{
	ByOpening: paging.Number("inventory_rounds.opened_at"),
	ByEnd:     paging.Moment("inventory_rounds.closed_at"),
	ByDay:     paging.Day("inventory_rounds.due_on"),
}}

// LineOrderField is what the lines of a round are sorted by.
type LineOrderField string

// The fields.
const (
	LinesByLabel      LineOrderField = "LABEL"
	LinesByResult     LineOrderField = "RESULT"
	LinesByDepartment LineOrderField = "DEPARTMENT"
	LinesByCustodian  LineOrderField = "CUSTODIAN"
	LinesByTime       LineOrderField = "AT"
)

// LineOrder is how the lines of a round are sorted; by label when left out.
type LineOrder = paging.Wish[LineOrderField]

var lineOrders = paging.Orders[LineOrderField]{ID: "inventory_lines.id", Default: LineOrder{Field: LinesByLabel, Direction: paging.Ascending}, By: map[LineOrderField]paging.Column{
	LinesByLabel:      paging.Text("inventory_lines.label"),
	LinesByResult:     paging.Text("inventory_lines.result"),
	LinesByDepartment: access.CodeOf("department", "inventory_lines.department_id"),
	LinesByCustodian:  access.NameOf("inventory_lines.custodian_id"),
	LinesByTime:       paging.Moment("inventory_lines.at"),
}}
