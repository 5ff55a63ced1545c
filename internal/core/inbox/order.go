package inbox

import (
	"ttyt.example/ttyt/internal/base/paging"
)

// OrderField is what an inbox is sorted by: it is a log of notices.
type OrderField string

// The fields.
const (
	ByTime OrderField = "AT"
)

// Order is how an inbox is sorted; the latest first when left out.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "inbox_items.id", Default: Order{Field: ByTime, Direction: paging.Descending}, By: map[OrderField]paging.Column{
	ByTime: paging.Number("inbox_items.at"),
}}
