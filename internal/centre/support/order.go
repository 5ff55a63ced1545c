package support

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// OrderField is what a list of requests is sorted by.
type OrderField string

// The fields.
const (
	ByCreation   OrderField = "CREATED_AT"
	ByUpdate     OrderField = "UPDATED_AT"
	ByEnd        OrderField = "CLOSED_AT"
	ByKind       OrderField = "KIND"
	ByState      OrderField = "STATE"
	ByDepartment OrderField = "DEPARTMENT"
	ByRequester  OrderField = "REQUESTER"
	ByAssignee   OrderField = "ASSIGNEE"
)

// Order is how a list of requests is sorted; the oldest first when left out.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "support_requests.id", Default: Order{Field: ByCreation, Direction: paging.Ascending}, By: map[OrderField]paging.Column{
	ByCreation:   paging.Number("support_requests.created_at"),
	ByUpdate:     paging.Number("support_requests.updated_at"),
	ByEnd:        paging.Moment("support_requests.closed_at"),
	ByKind:       paging.Text("support_requests.kind"),
	ByState:      paging.Text("support_requests.state"),
	ByDepartment: access.CodeOf("department", "support_requests.department_id"),
	ByRequester:  access.NameOf("support_requests.requester_id"),
	ByAssignee:   access.NameOf("support_requests.assignee_id"),
}}
