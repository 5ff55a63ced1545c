package incident

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// OrderField is what a list of incidents is sorted by. The department and the reporter are no fields: of a matter of security
// they are hidden from most who see the incident (Art. 6d).
type OrderField string

// The fields.
const (
	ByTarget     OrderField = "TARGET" // the target that comes next
	ByReportedAt OrderField = "REPORTED_AT"
	ByUpdate     OrderField = "UPDATED_AT"
	BySolution   OrderField = "RESOLVED_AT"
	ByEnd        OrderField = "CLOSED_AT"
	ByPriority   OrderField = "PRIORITY"
	ByCategory   OrderField = "CATEGORY"
	ByQueue      OrderField = "QUEUE"
	ByState      OrderField = "STATE"
	ByAssignee   OrderField = "ASSIGNEE"
)

// Order is how a list of incidents is sorted. When left out, what is open by the target that comes next, all else the
// latest report first.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "incidents.id", Default: Order{Field: ByReportedAt, Direction: paging.Descending}, By: map[OrderField]paging.Column{
	ByTarget:     paging.Number("incidents.due_at"),
	ByReportedAt: paging.Number("incidents.created_at"),
	ByUpdate:     paging.Number("incidents.updated_at"),
	BySolution:   paging.Moment("incidents.resolved_at"),
	ByEnd:        paging.Moment("incidents.closed_at"),
	ByPriority:   paging.Ranked("incidents.priority", PriorityLow, PriorityMedium, PriorityHigh, PriorityCritical),
	ByCategory:   paging.Text("incidents.category"),
	ByQueue:      paging.Text("incidents.queue"),
	ByState:      paging.Text("incidents.state"),
	ByAssignee:   access.NameOf("incidents.assignee_id"),
}}
