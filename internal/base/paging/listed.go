package paging

import (
	"cmp"
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
)

// Listed is a page of a list that is in memory, in the order of the plan.
func Listed[T any](p *Plan, all []T, at func(T) (value any, id db.ID)) *Connection[T] {
	side := func(row T, c *cursor) int { // of the cursor on which the row lies, 0 at it
		value, id := at(row)
		beside := cmp.Or(compareValues(value, c.value()), id.Compare(db.ID(c.ID)))
		if p.order.Desc {
			return -beside
		}
		return beside
	}
	passed := func(row T) bool { return p.after != nil && side(row, p.after) <= 0 }
	ahead := func(row T) bool { return p.before != nil && side(row, p.before) >= 0 }
	page := slices.DeleteFunc(slices.Clone(all), func(row T) bool { return passed(row) || ahead(row) })
	if p.backwards {
		slices.Reverse(page)
	}
	page = page[min(p.offset, len(page)):]
	more := len(page) > p.size
	c := Connect(p, page[:min(len(page), p.size+1)], at, Rest{Total: func(context.Context) (int, error) { return len(all), nil }})
	c.PageInfo.next = sideOf(more && !p.backwards || slices.ContainsFunc(all, ahead))
	c.PageInfo.previous = sideOf(more && p.backwards || slices.ContainsFunc(all, passed) || p.offset > 0 && len(all) > 0)
	return c
}

func sideOf(some bool) side { return side{some: some} }
