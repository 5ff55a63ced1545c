package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
)

// node is a department of the tree.
type node struct {
	id, parent db.ID
	name       string
	below      []*node
	staff      []*member // in the order of their names, at most a page
}

// member is a person as the directory shows them.
type member struct {
	id                    db.ID
	sortName, name, title string
}

// directory answers Q5: the tree, and the first people of every department at once, merged where units lie below it.
func (c *ceiling) directory(ctx context.Context, b []byte, in *request) ([]byte, error) {
	who, err := c.authorise(ctx, in.token)
	if err != nil {
		return nil, err
	}
	all, roots, err := c.tree(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.staffTree(ctx, all, who); err != nil {
		return nil, err
	}
	b = append(b, `{"departments":[`...)
	var walk func([]*node)
	walk = func(nodes []*node) {
		for _, d := range nodes {
			if b[len(b)-1] == '}' {
				b = append(b, ',')
			}
			b = d.append(b)
			walk(d.below)
		}
	}
	walk(roots)
	return append(b, ']', '}'), nil
}

func (c *ceiling) tree(ctx context.Context) (all map[db.ID]*node, roots []*node, err error) {
	rows, err := c.departments.QueryContext(ctx)
	if err != nil {
		return nil, nil, err
	}
	all = make(map[db.ID]*node, len(units))
	inOrder := make([]*node, 0, len(units))
	for rows.Next() {
		d := new(node)
		if err := rows.Scan(&d.id, &d.parent, &d.name); err != nil {
			return nil, nil, errors.Join(err, rows.Close())
		}
		all[d.id], inOrder = d, append(inOrder, d)
	}
	for _, d := range inOrder {
		if above := all[d.parent]; above != nil {
			above.below = append(above.below, d)
		} else {
			roots = append(roots, d)
		}
	}
	return all, roots, rows.Err()
}

func (c *ceiling) staffTree(ctx context.Context, all map[db.ID]*node, who *caller) error {
	args := make([]any, 0, 2*len(units))
	for id := range all {
		args = append(args, id, who.staff)
	}
	rows, err := c.firstStaff.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		m, home := new(member), db.ID{}
		if err := rows.Scan(&home, &m.id, &m.sortName, &m.name, &m.title); err != nil {
			return errors.Join(err, rows.Close())
		}
		for d := all[home]; d != nil; d = all[d.parent] {
			d.staff = append(d.staff, m)
		}
	}
	return rows.Err()
}

const staffOfPage = 10

func (d *node) append(b []byte) []byte {
	if len(d.below) > 0 {
		slices.SortFunc(d.staff, func(a, b *member) int {
			return cmp.Or(strings.Compare(a.sortName, b.sortName), bytes.Compare(a.id[:], b.id[:]))
		})
	}
	b = appendID(append(b, `{"id":`...), "department", d.id)
	b = appendText(append(b, `,"name":`...), d.name)
	b = append(b, `,"staff":{"nodes":[`...)
	for i, m := range d.staff[:min(len(d.staff), staffOfPage)] {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendID(append(b, `{"id":`...), "staff", m.id)
		b = appendText(append(b, `,"name":`...), m.name)
		b = appendText(append(b, `,"title":`...), m.title)
		b = append(b, '}')
	}
	return append(b, "]}}"...)
}
