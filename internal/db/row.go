package db

import (
	"reflect"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/jmoiron/sqlx/reflectx"
)

var mapper = reflectx.NewMapper("db")

// rowOf returns the column list, the placeholders and the values of a struct's db-tagged fields, embedded
// structs included.
func rowOf(row any) (columns, marks string, args []any) {
	v := reflect.Indirect(reflect.ValueOf(row))
	var names []string
	for _, f := range mapper.TypeMap(v.Type()).Index {
		if f.Embedded || f.Field.Tag.Get("db") == "" || f.Field.Tag.Get("db") == "-" || strings.Contains(f.Path, ".") {
			continue
		}
		names = append(names, f.Name)
		args = append(args, reflectx.FieldByIndexesReadOnly(v, f.Index).Interface())
	}
	return strings.Join(names, ", "), strings.TrimSuffix(strings.Repeat("?, ", len(names)), ", "), args
}

// expand spreads slice arguments over IN (?) lists. A []byte or a value that knows how to store itself is one
// argument. An empty list becomes
// IN (NULL), which nothing is in (and NOT IN (NULL) is never true).
func expand(query string, args []any) (string, []any, error) {
	spread := false
	args = slices.Clone(args)
	for i, a := range args {
		v := reflect.ValueOf(a)
		if v.Kind() != reflect.Slice || v.Type().Elem().Kind() == reflect.Uint8 {
			continue
		}
		if v.Len() == 0 {
			args[i] = []any{nil}
		}
		spread = true
	}
	if !spread {
		return query, args, nil
	}
	return sqlx.In(query, args...)
}
