// Package analytics counts how often posts are read (Art. 10), without keeping who read them.
//
// A reading is what the script of a page reports once the page is shown. It is counted in memory by post and day, and added to
// the store every few seconds. Staff, external tools and known robots are not counted, nor the same browser at the same
// address again within half an hour; what tells that is held in memory alone, under a key that ends with the process. Readers
// without script are not counted either, so the numbers are for comparing posts and weeks, not for counting people.
package analytics

import (
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
)

// Count is how often one post was read on one day.
type Count struct {
	Day  db.Date `db:"day"`
	Post db.ID   `db:"post_id"`
	N    int     `db:"n"`
}

// Group is what readings are added up by.
type Group string

// The groups.
const (
	ByDay        Group = "DAY"
	ByPost       Group = "POST"
	ByDepartment Group = "DEPARTMENT"
	ByCategory   Group = "CATEGORY"
)

// Groups lists them.
var Groups = []Group{ByDay, ByPost, ByDepartment, ByCategory}

// ReadCount is how often the posts of one group were read. Of the keys it has that of its group; a day is its first and its last.
type ReadCount struct {
	Post       db.ID   `db:"post_id"`
	Department db.ID   `db:"department_id"`
	Category   db.ID   `db:"category_id"`
	Views      int     `db:"views"`
	FirstDay   db.Date `db:"first_day"`
	LastDay    db.Date `db:"last_day"`
}

// Connection and Edge are pages of counts.
type (
	Connection = paging.Connection[*ReadCount]
	Edge       = paging.Edge[*ReadCount]
)

// OrderField is what a list of counts is sorted by.
type OrderField string

// The fields.
const (
	ByViews   OrderField = "VIEWS"
	ByLastDay OrderField = "LAST_DAY"
)

// Order is how a list of counts is sorted. When left out, days by the latest first, anything else by what is read most.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "counts.id", Default: Order{Field: ByViews, Direction: paging.Descending}, By: map[OrderField]paging.Column{
	ByViews:   paging.Number("counts.views"),
	ByLastDay: paging.Text("counts.last_day"),
}}

// orderOf is the order of a list by the group.
func orderOf(o Order, by Group) Order {
	if o.Field == "" && by == ByDay {
		return Order{Field: ByLastDay, Direction: paging.Descending}
	}
	return o
}
