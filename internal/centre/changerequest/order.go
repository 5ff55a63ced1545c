package changerequest

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// OrderField is what a list of requests is sorted by. Who asked is no field: where it starts from a matter of security, that is hidden from
// most who see the request (Art. 6d).
type OrderField string

// The fields.
const (
	ByCreation   OrderField = "CREATED_AT"
	ByUpdate     OrderField = "UPDATED_AT"
	ByKind       OrderField = "KIND"
	ByState      OrderField = "STATE"
	ByRisk       OrderField = "RISK"
	ByCost       OrderField = "COST"
	ByAsset      OrderField = "ASSET"
	ByDepartment OrderField = "DEPARTMENT"
	ByPlan       OrderField = "PLANNED_FROM"
	ByLapse      OrderField = "LAPSES_AT"
	ByExecution  OrderField = "EXECUTED_AT"
)

// Order is how a list of requests is sorted; the latest first when left out.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "change_requests.id", Default: Order{Field: ByCreation, Direction: paging.Descending}, By: map[OrderField]paging.Column{
	ByCreation:   paging.Number("change_requests.created_at"),
	ByUpdate:     paging.Number("change_requests.updated_at"),
	ByKind:       paging.Text("change_requests.kind"),
	ByState:      paging.Text("change_requests.state"),
	ByRisk:       paging.Ranked("change_requests.risk", LowRisk, MediumRisk, HighRisk),
	ByCost:       paging.Number("change_requests.cost"),
	ByAsset:      access.CodeOf("asset", "change_requests.asset_id"),
	ByDepartment: access.CodeOf("department", "change_requests.department_id"),
	ByPlan:       paging.Moment("change_requests.planned_from"),
	ByLapse:      paging.Moment("change_requests.lapses_at"),
	ByExecution:  paging.Moment("change_requests.executed_at"),
}}
