package connectlist

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// OrderField is what the lists are sorted by.
type OrderField string

// The fields.
const (
	ByCreation  OrderField = "CREATED_AT"
	ByEnd       OrderField = "CLOSED_AT"
	ByState     OrderField = "STATE"
	BySubmitter OrderField = "SUBMITTER"
)

// Order is how the lists are sorted; the latest first when left out.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "connect_lists.id", Default: Order{Field: ByCreation, Direction: paging.Descending}, By: map[OrderField]paging.Column{
	ByCreation:  paging.Number("connect_lists.created_at"),
	ByEnd:       paging.Moment("connect_lists.closed_at"),
	ByState:     paging.Text("connect_lists.state"),
	BySubmitter: access.NameOf("connect_lists.submitter_id"),
}}
