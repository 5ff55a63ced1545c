package audit

import (
	"ttyt.example/ttyt/internal/base/paging"
)

// OrderField is what the record is sorted by: a log is read along the time.
type OrderField string

// The fields.
const (
	ByTime OrderField = "AT"
)

// Order is how the record is sorted; the newest first when left out.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "audit_log.id", Default: Order{Field: ByTime, Direction: paging.Descending}, By: map[OrderField]paging.Column{
	ByTime: paging.Number("audit_log.at"),
}}
