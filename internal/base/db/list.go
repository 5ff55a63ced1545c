package db

import (
	"reflect"
	"slices"
	"strings"
)

// NamesOf lists the columns of a row struct.
func NamesOf(row any) (names []string) {
	for _, f := range reflect.VisibleFields(reflect.TypeOf(row)) {
		if name, ok := f.Tag.Lookup("db"); ok {
			names = append(names, name)
		}
	}
	return names
}

// ColumnsOf lists the columns of a row struct, each with the name of its table.
func ColumnsOf(table string, row any) string {
	return table + "." + strings.Join(NamesOf(row), ", "+table+".")
}

// Conditions collect what a list asks of its rows.
type Conditions struct {
	where  []string
	values []any
}

// Add adds a condition with the values of its placeholders.
func (c *Conditions) Add(sql string, values ...any) {
	c.where, c.values = append(c.where, sql), append(c.values, values...)
}

// Flag adds a condition that has to hold, or not to; nothing where want is nil. Its columns hold no NULL.
func (c *Conditions) Flag(want *bool, sql string, values ...any) {
	switch {
	case want == nil:
	case *want:
		c.Add("("+sql+")", values...)
	default:
		c.Add("NOT ("+sql+")", values...)
	}
}

// Node adds a condition on the row that a global id of the kind names; nothing if none is given.
func (c *Conditions) Node(kind, global, sql string) error {
	if global == "" {
		return nil
	}
	key, err := ParseID(kind, global)
	if err == nil {
		c.Add(sql, key)
	}
	return err
}

// All is the conjunction of the conditions, of which there is at least one, and its values.
func (c *Conditions) All() (where string, values []any) {
	return strings.Join(c.where, " AND "), c.values
}

// maxListed is how many values one statement lists.
const maxListed = 1000

// Listed gives the different values to do, without zero ones, as many at once as one statement lists.
func Listed[T comparable](values []T, do func(some []T) error) error {
	var zero T
	seen := make(map[T]bool, len(values))
	different := slices.DeleteFunc(slices.Clone(values), func(v T) bool {
		again := v == zero || seen[v]
		seen[v] = true
		return again
	})
	for some := range slices.Chunk(different, maxListed) {
		if err := do(some); err != nil {
			return err
		}
	}
	return nil
}
