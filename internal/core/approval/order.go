package approval

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// OrderField is what a list of approvals is sorted by. Who wrote or submitted the subject is no field: of a change that starts from a matter of
// security that is hidden from most who see the approval (Art. 6d).
type OrderField string

// The fields.
const (
	ByStepTime   OrderField = "STEP_AT"
	ByOpening    OrderField = "OPENED_AT"
	ByEnd        OrderField = "CLOSED_AT"
	ByFlow       OrderField = "FLOW"
	ByState      OrderField = "STATE"
	ByStep       OrderField = "STEP"
	ByUrgency    OrderField = "URGENT"
	ByDepartment OrderField = "DEPARTMENT"
)

// ListOrder is how a list of approvals is sorted; what moved last first when left out.
type ListOrder = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "approvals.id", Default: ListOrder{Field: ByStepTime, Direction: paging.Descending}, By: map[OrderField]paging.Column{
	ByStepTime:   paging.Number("approvals.step_at"),
	ByOpening:    paging.Number("approvals.opened_at"),
	ByEnd:        paging.Moment("approvals.closed_at"),
	ByFlow:       paging.Text("approvals.flow"),
	ByState:      paging.Text("approvals.state"),
	ByStep:       paging.Text("approvals.step"),
	ByUrgency:    paging.Number("approvals.urgent"),
	ByDepartment: access.CodeOf("department", "approvals.department_id"),
}}
