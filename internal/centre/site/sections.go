package site

import (
	"slices"
	"strconv"

	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/category"
)

func sealCategories(all []*category.Entry) (values []any) {
	for _, e := range all {
		values = append(values, e.Key, e.Slug, e.Name, e.Position)
	}
	return values
}

// placed reports whether only places changed or categories went away, so that no name that readers see is new.
func placed(before, after []*category.Entry) bool {
	return !slices.ContainsFunc(after, func(e *category.Entry) bool {
		return !slices.ContainsFunc(before, func(o *category.Entry) bool { return o.Key == e.Key && o.Name == e.Name })
	})
}

// removals notes categories that are to go together with what waits for a director: posts may come into them in the meantime.
func (c *Change) removals(f *input.Form, given []*category.Input) {
	if c.Arranged {
		return
	}
	for i, g := range given {
		f.Must(g.Remove == nil || !*g.Remove, "categories."+strconv.Itoa(i)+".remove", removedAtOnce)
	}
}
