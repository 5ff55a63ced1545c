package staff

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// OrderField is what the directory is sorted by. That of the last day lists those alone whose private records the actor may read.
type OrderField string

// The fields.
const (
	ByName       OrderField = "NAME"
	ByCode       OrderField = "CODE"
	ByDepartment OrderField = "DEPARTMENT"
	ByState      OrderField = "STATE"
	ByCreation   OrderField = "CREATED_AT"
	ByStart      OrderField = "STARTED_ON"
	ByEnd        OrderField = "ENDS_ON"
)

// Order is how the directory is sorted; by name when left out.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "staff.id", Default: Order{Field: ByName, Direction: paging.Ascending}, By: map[OrderField]paging.Column{
	ByName:       paging.Text("staff.sort_name"),
	ByCode:       paging.Text("staff.code"),
	ByDepartment: access.CodeOf("department", "staff.department_id"),
	ByState:      paging.Text("staff.state"),
	ByCreation:   paging.Number("staff.created_at"),
	ByStart:      paging.Text("staff.started_on"),
	ByEnd:        paging.Day("staff.ends_on"),
}}
