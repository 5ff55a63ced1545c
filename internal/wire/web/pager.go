package web

import (
	"fmt"
	"strconv"
)

// Lists of the site have numbered pages, because a number can be told on the telephone. The query of such a page calls its
// list "list", takes $first and $offset, and asks how many there are in all.

const (
	pageParameter = "trang"
	maxOffset     = 10_000 // what the API passes over at most
	rootList      = "list"
)

// pager is one page of a list among all of them.
type pager struct{ number, count, size int }

func pagerShape() *shape {
	return recordOf("pager", map[string]*shape{
		"number": plain("Int"), "count": plain("Int"),
		"previous": plain("String"), "next": plain("String"), // what leads there, "" where nothing is
	})
}

// number reads which page of a list is asked for into the variables, and reports whether there can be one.
func (d *drawing) number(variables map[string]string) bool {
	if d.route.size == 0 {
		return true
	}
	d.pager = &pager{number: 1, size: d.route.size}
	if text := d.r.URL.Query().Get(pageParameter); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || strconv.Itoa(n) != text || n > maxOffset/d.route.size {
			return false
		}
		d.pager.number = n
	}
	variables["first"] = strconv.Itoa(d.route.size)
	variables["offset"] = strconv.Itoa((d.pager.number - 1) * d.route.size)
	return true
}

// paged notes how many pages the list has, and reports whether the one that was asked for is among them. An empty list has one.
func (d *drawing) paged(root map[string]any) bool {
	if d.pager == nil {
		return true
	}
	list, _ := root[rootList].(map[string]any)
	total, _ := list["totalCount"].(int64)
	d.pager.count = max(1, (min(int(total), maxOffset)+d.pager.size-1)/d.pager.size)
	return d.pager.number <= d.pager.count
}

// query is the part of an address that names the page, "" for the first.
func (p *pager) query() string {
	if p == nil || p.number == 1 {
		return ""
	}
	return "?" + pageParameter + "=" + strconv.Itoa(p.number)
}

// told is the pager as templates read it.
func (p *pager) told() map[string]any {
	if p == nil {
		p = &pager{}
	}
	out := map[string]any{"number": int64(p.number), "count": int64(p.count), "previous": "", "next": ""}
	if p.number > 1 {
		out["previous"] = strconv.Itoa(p.number - 1)
	}
	if p.number < p.count {
		out["next"] = strconv.Itoa(p.number + 1)
	}
	return out
}

// paged reports why a route with numbered pages cannot lead to the page.
func (p *page) paged(r route) error {
	if r.size == 0 {
		return nil
	}
	if p.query == nil {
		return fmt.Errorf("routes.go: %s: %s asks for no %s", r.path, p.name, rootList)
	}
	for _, variable := range []string{"first", "offset"} {
		if p.query.def.VariableDefinitions.ForName(variable) == nil {
			return fmt.Errorf("%s: routes.go: %s: the query of %s takes no $%s", p.query.at(), r.path, p.name, variable)
		}
	}
	answer, err := p.query.rooted().selection(rootList)
	if err == nil {
		_, err = answer.certain().field("totalCount")
	}
	if err != nil {
		return fmt.Errorf("%s: routes.go: %s has numbered pages, which need %s { totalCount }: %w", p.query.at(), r.path, rootList, err)
	}
	return nil
}
