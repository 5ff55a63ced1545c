package graph

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vikstrous/dataloadgen"

	"ttyt.example/ttyt/graph/fastfield"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
)

// loadsAhead loads what a field answers for all rows of a list, and returns the objects: those of all rows as one list. It
// reports false where that failed.
type loadsAhead func(ctx context.Context, f *ast.Field, rows any) (found any, ok bool)

// ahead maps the fields that can be loaded for a whole list. The others are loaded row by row, in batches.
var ahead = map[string]loadsAhead{
	"Department.parent":       one(func(d *department.Department) db.ID { return d.ParentKey }, func(l *loaders) *loader[department.Department] { return l.departments }),
	"Department.children":     several(departmentKey, func(l *loaders) *listLoader[department.Department] { return l.children }),
	"Department.ancestors":    several(departmentKey, func(l *loaders) *listLoader[department.Department] { return l.ancestors }),
	"Department.earlierNames": several(departmentKey, func(l *loaders) *listLoader[department.Name] { return l.earlierNames }),
	"Department.staff":        staffOfEach,
	"StaffMember.department":  one(func(m *staff.Member) db.ID { return m.Department }, func(l *loaders) *loader[department.Department] { return l.departments }),
}

func departmentKey(d *department.Department) db.ID { return d.Key }

// loadAhead is a fastfield.Ahead.
func loadAhead(ctx context.Context, loaded fastfield.Loaded, selected ast.SelectionSet, rows any) bool {
	seen := map[string]bool{}
	return everyField(selected, func(f *ast.Field) bool {
		load, known := ahead[f.ObjectDefinition.Name+"."+f.Name]
		if !known {
			return !loaded.In(ast.SelectionSet{f})
		}
		if seen[f.Alias] || len(f.Directives) > 0 { // what is merged of it, or whether it is wanted, is not known yet
			return false
		}
		seen[f.Alias] = true
		found, ok := load(ctx, f, rows)
		return ok && innerAhead(ctx, loaded, f, found)
	})
}

// innerAhead loads what the field selects of what was found for it.
func innerAhead(ctx context.Context, loaded fastfield.Loaded, f *ast.Field, found any) bool {
	if strings.HasSuffix(f.Definition.Type.Name(), "Connection") {
		return nodesAhead(ctx, loaded, f.SelectionSet, found)
	}
	return loadAhead(ctx, loaded, f.SelectionSet, found)
}

// nodesAhead is loadAhead for the nodes below the selection of a connection.
func nodesAhead(ctx context.Context, loaded fastfield.Loaded, selected ast.SelectionSet, nodes any) bool {
	return everyField(selected, func(f *ast.Field) bool {
		switch f.Name {
		case "nodes", "node":
			return loadAhead(ctx, loaded, f.SelectionSet, nodes)
		case "edges":
			return nodesAhead(ctx, loaded, f.SelectionSet, nodes)
		}
		return !loaded.In(ast.SelectionSet{f})
	})
}

// everyField reports whether ok is true of every field of the selection, through its fragments.
func everyField(selected ast.SelectionSet, ok func(*ast.Field) bool) bool {
	return !slices.ContainsFunc(selected, func(s ast.Selection) bool {
		switch s := s.(type) {
		case *ast.InlineFragment:
			return len(s.Directives) > 0 || !everyField(s.SelectionSet, ok)
		case *ast.FragmentSpread:
			return len(s.Directives) > 0 || !everyField(s.Definition.SelectionSet, ok)
		}
		return !ok(s.(*ast.Field))
	})
}

// one loads the object that each row names.
func one[R, T any](key func(*R) db.ID, of func(*loaders) *loader[T]) loadsAhead {
	return func(ctx context.Context, _ *ast.Field, rows any) (any, bool) {
		keys, ok := keysOf(rows, key)
		if !ok {
			return nil, false
		}
		return loadAll(ctx, of(loadersOf(ctx)), keys)
	}
}

// several loads the list that belongs to each row.
func several[R, T any](key func(*R) db.ID, of func(*loaders) *listLoader[T]) loadsAhead {
	return func(ctx context.Context, _ *ast.Field, rows any) (any, bool) {
		keys, ok := keysOf(rows, key)
		if !ok {
			return nil, false
		}
		lists, ok := loadAll(ctx, of(loadersOf(ctx)), keys)
		return slices.Concat(lists...), ok
	}
}

// staffOfEach loads the page of staff of each department.
func staffOfEach(ctx context.Context, f *ast.Field, rows any) (any, bool) {
	keys, ok := keysOf(rows, departmentKey)
	if !ok {
		return nil, false
	}
	args := pageArgs(f.ArgumentMap(graphql.GetOperationContext(ctx).Variables))
	pages, ok := loadAll(ctx, loadersOf(ctx).staffOf.under(args, fieldsOf("Staff", []string{"id"}, f.SelectionSet)), keys)
	var people []*staff.Member
	for _, p := range pages {
		people = append(people, p.Nodes()...)
	}
	return people, ok
}

// pageArgs are the arguments of a page as the schema has checked them.
func pageArgs(given map[string]any) paging.Args {
	return paging.Args{First: number(given["first"]), After: word(given["after"]), Last: number(given["last"]), Before: word(given["before"]), Offset: number(given["offset"])}
}

func number(v any) *int {
	if v == nil {
		return nil
	}
	n, err := graphql.UnmarshalInt(v)
	if err != nil {
		return nil
	}
	return &n
}

func word(v any) *string {
	s, ok := v.(string)
	if !ok {
		return nil
	}
	return &s
}

// keysOf returns the keys of the rows, each once, without the zero one. It reports false for rows of another type: a
// fragment may ask for fields of one type in a list of several.
func keysOf[R any](rows any, key func(*R) db.ID) (keys []db.ID, ok bool) {
	all, ok := rows.([]*R)
	for _, row := range all {
		if k := key(row); !k.IsZero() {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, db.ID.Compare)
	return slices.Compact(keys), ok
}

// loadAll has a loader load the keys, in one batch with whatever else waits, and returns what it finds. If something fails it
// reports false, and the rows report it in their own places.
func loadAll[V any](ctx context.Context, l *dataloadgen.Loader[db.ID, V], keys []db.ID) ([]V, bool) {
	found := make([]V, 0, len(keys))
	thunks := make([]func() (V, error), len(keys))
	for i, key := range keys {
		thunks[i] = l.LoadThunk(ctx, key)
	}
	for _, thunk := range thunks {
		switch v, err := thunk(); {
		case err == nil:
			found = append(found, v)
		case !errors.Is(err, dataloadgen.ErrNotFound):
			return nil, false
		}
	}
	return found, true
}
