package db

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/jmoiron/sqlx/reflectx"
)

var mapper = reflectx.NewMapper("db")

// shape is how the rows of one struct type are written.
type shape struct {
	columns, marks string
	fields         [][]int // their indexes
}

var shapes sync.Map // of *shape, by type

func shapeOf(t reflect.Type) *shape {
	if known, ok := shapes.Load(t); ok {
		return known.(*shape)
	}
	var s shape
	var names []string
	for _, f := range mapper.TypeMap(t).Index {
		if f.Embedded || f.Field.Tag.Get("db") == "" || f.Field.Tag.Get("db") == "-" || strings.Contains(f.Path, ".") {
			continue
		}
		names, s.fields = append(names, f.Name), append(s.fields, f.Index)
	}
	s.columns, s.marks = strings.Join(names, ", "), strings.TrimSuffix(strings.Repeat("?, ", len(names)), ", ")
	shapes.Store(t, &s)
	return &s
}

// rowOf returns the column list, the placeholders and the values of a struct's db-tagged fields, embedded
// structs included.
func rowOf(row any) (columns, marks string, args []any) {
	v := reflect.Indirect(reflect.ValueOf(row))
	s := shapeOf(v.Type())
	args = make([]any, len(s.fields))
	for i, index := range s.fields {
		args[i] = reflectx.FieldByIndexesReadOnly(v, index).Interface()
	}
	return s.columns, s.marks, args
}

// Project returns the columns of a table that answer the fields, its id always: all where no field is named, or one that
// a column does not answer alone.
func Project(table string, columnOf map[string]string, all string, fields []string) string {
	if len(fields) == 0 {
		return all
	}
	columns := table + ".id"
	for _, f := range fields {
		column, known := columnOf[f]
		if !known {
			return all
		}
		if column != "" {
			columns += ", " + table + "." + column
		}
	}
	return columns
}

// expand spreads slice arguments over IN (?) lists. A []byte is one argument. An empty list becomes IN (NULL), which
// nothing is in (and NOT IN (NULL) is never true). A list is filled up to one of a few lengths by repeating its last
// value, so that few texts have to be prepared.
func expand(query string, args []any) (string, []any) {
	if !slices.ContainsFunc(args, isList) {
		return query, args
	}
	var text strings.Builder
	spread := make([]any, 0, 2*len(args))
	for _, a := range args {
		before, after, _ := strings.Cut(query, "?")
		query = after
		text.WriteString(before)
		if !isList(a) {
			text.WriteString("?")
			spread = append(spread, a)
			continue
		}
		list := reflect.ValueOf(a)
		n := ListLength(list.Len())
		text.WriteString(strings.Repeat("?, ", n-1) + "?")
		for i := range n {
			if list.Len() == 0 {
				spread = append(spread, nil)
			} else {
				spread = append(spread, list.Index(min(i, list.Len()-1)).Interface())
			}
		}
	}
	text.WriteString(query)
	return text.String(), spread
}

func isList(a any) bool {
	switch a.(type) {
	case nil, string, []byte, int, int64, ID, Time:
		return false
	}
	t := reflect.TypeOf(a)
	return t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8
}

// ListLength is the length that a list of n values in a statement is filled up to, so that few texts have to be
// prepared: a power of two, and beyond 128 a multiple of it.
func ListLength(n int) int {
	if n > 128 {
		return (n + 127) / 128 * 128
	}
	length := 1
	for length < n {
		length *= 2
	}
	return length
}
