package paging

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
)

// Lists are lists in one table, each of which belongs to one owner, such as the scans of assets.
type Lists[T any] struct {
	Columns, From string
	Owner         string // the column that names the owner; an index over it and the order finds the page
	Where         string
	Args          func(owner db.ID) []any // the values of Where, as many for every owner
	At            func(T) (value any, id db.ID)
	Of            func(T) db.ID // the owner of a row
	// Totals counts the lists of owners, where something knows better than by counting their rows.
	Totals func(ctx context.Context, owners []db.ID) (map[db.ID]int, error)
}

// maxBranches is how many lists one statement reads from; SQLite joins at most 500 selections.
const maxBranches = 128

// Each returns the same page of each owner's list. It reads as many rows of a list as the page holds, however long the list is,
// and counts all lists together once somebody asks for a totalCount.
func Each[T any](ctx context.Context, d *db.DB, p *Plan, l Lists[T], owners []db.ID) (map[db.ID]*Connection[T], error) {
	keyset, keyArgs := p.Where()
	branch := "SELECT * FROM (SELECT " + l.Columns + " FROM " + l.From + " WHERE " + l.condition() + " AND " + keyset + p.Tail() + ") m"
	rows, err := branches[T](ctx, d, branch, owners, func(owner db.ID) []any { return append(l.values(owner), keyArgs...) })
	if err != nil {
		return nil, err
	}
	by := make(map[db.ID][]T, len(owners))
	for _, row := range rows {
		by[l.Of(row)] = append(by[l.Of(row)], row)
	}
	found, total := make(map[db.ID]*Connection[T], len(owners)), new(Once[map[db.ID]int])
	for _, owner := range owners {
		found[owner] = Connect(p, Leading(p, by[owner], l.compare), l.At, l.rest(d, owner, func(ctx context.Context) (map[db.ID]int, error) {
			return total.Get(func() (map[db.ID]int, error) { return l.count(ctx, d, owners) })
		}))
	}
	return found, nil
}

func (l Lists[T]) condition() string { return l.Owner + " = ? AND (" + l.Where + ")" }

func (l Lists[T]) values(owner db.ID) []any { return append([]any{owner}, l.Args(owner)...) }

// compare is the order of the lists, ascending.
func (l Lists[T]) compare(a, b T) int {
	v, id := l.At(a)
	w, other := l.At(b)
	return cmp.Or(compareValues(v, w), id.Compare(other))
}

func compareValues(a, b any) int {
	if a, ok := whole(a); ok {
		b, _ := whole(b)
		return cmp.Compare(a, b)
	}
	s, _ := a.(string)
	t, _ := b.(string) // a cursor that somebody made up may hold another type
	return cmp.Compare(s, t)
}

// whole is a sort value as a number, as cursors carry it.
func whole(v any) (int64, bool) {
	if at, ok := v.(db.Time); ok {
		return at.UnixMicro(), true
	}
	n, ok := v.(int64)
	return n, ok
}

// rest is what the list of one owner answers beside its page.
func (l Lists[T]) rest(d *db.DB, owner db.ID, totals func(context.Context) (map[db.ID]int, error)) Rest {
	return Rest{
		Total: func(ctx context.Context) (int, error) {
			all, err := totals(ctx)
			return all[owner], err
		},
		Any: func(ctx context.Context, sql string, values []any) (bool, error) {
			return Any(ctx, d, l.From, l.condition(), l.values(owner), sql, values)
		},
	}
}

// count counts the lists of all owners.
func (l Lists[T]) count(ctx context.Context, d *db.DB, owners []db.ID) (map[db.ID]int, error) {
	if l.Totals != nil {
		return l.Totals(ctx, owners)
	}
	type tally struct {
		Owner db.ID `db:"owner_id"`
		N     int   `db:"n"`
	}
	branch := "SELECT " + l.Owner + " AS owner_id, COUNT(*) AS n FROM " + l.From + " WHERE " + l.condition() + " GROUP BY " + l.Owner
	counted, err := branches[tally](ctx, d, branch, owners, l.values)
	all := make(map[db.ID]int, len(counted))
	for _, c := range counted {
		all[c.Owner] = c.N
	}
	return all, err
}

// branches reads what one selection finds for each of the owners, in statements of few lengths, so that they stay prepared.
func branches[T any](ctx context.Context, d *db.DB, branch string, owners []db.ID, values func(owner db.ID) []any) (all []T, err error) {
	for some := range slices.Chunk(owners, maxBranches) {
		n := db.ListLength(len(some))
		var args []any
		for i := range n {
			var owner db.ID // NULL, who owns nothing
			if i < len(some) {
				owner = some[i]
			}
			args = append(args, values(owner)...)
		}
		rows, err := db.All[T](ctx, d.From(ctx), strings.Repeat(branch+" UNION ALL ", n-1)+branch, args...)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// Nodes returns the elements of several pages.
func Nodes[T any](pages map[db.ID]*Connection[T]) (all []T) {
	for _, c := range pages {
		all = append(all, c.Nodes()...)
	}
	return all
}
