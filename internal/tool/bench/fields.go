package main

import (
	"reflect"
	"strings"
	"sync"
)

// fields are the db-tagged fields of a row struct, embedded structs included.
type fields struct {
	columns string
	at      [][]int
}

var known sync.Map // of *fields by reflect.Type

func fieldsOf(row any) *fields {
	t := reflect.TypeOf(row)
	if f, ok := known.Load(t); ok {
		return f.(*fields)
	}
	f := &fields{}
	var names []string
	for _, field := range reflect.VisibleFields(t) {
		if name, ok := field.Tag.Lookup("db"); ok {
			names, f.at = append(names, name), append(f.at, field.Index)
		}
	}
	f.columns = strings.Join(names, ", ")
	known.Store(t, f)
	return f
}

func (f *fields) values(row any) []any {
	v, values := reflect.ValueOf(row), make([]any, len(f.at))
	for i, at := range f.at {
		values[i] = v.FieldByIndex(at).Interface()
	}
	return values
}
