package db

import (
	"database/sql"
	"fmt"
	"reflect"

	"ttyt/internal/fault"
)

// fillAll reads every row into the slice that dest points to. Where each column goes is looked up once for all rows: they
// pass through one row in turn, which is copied from there.
func fillAll(dest any, rows *sql.Rows) error {
	list := reflect.ValueOf(dest).Elem()
	list.SetLen(0)
	element := list.Type().Elem()
	byPointer := element.Kind() == reflect.Pointer
	if byPointer {
		element = element.Elem()
	}
	row := reflect.New(element).Elem()
	into, err := placesIn(row, rows)
	if err != nil {
		return err
	}
	for rows.Next() {
		row.SetZero() // nothing of one row shows in the next
		if err := rows.Scan(into...); err != nil {
			return err
		}
		n := list.Len()
		list.Grow(1)
		list.SetLen(n + 1)
		at := list.Index(n)
		if byPointer {
			at.Set(reflect.New(element))
			at = at.Elem()
		}
		at.Set(row)
	}
	return rows.Err()
}

// fillOne reads the first row into what dest points to, or returns fault.ErrNotFound.
func fillOne(dest any, rows *sql.Rows) error {
	into, err := placesIn(reflect.ValueOf(dest).Elem(), rows)
	if err != nil {
		return err
	}
	if rows.Next() {
		return rows.Scan(into...)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return fault.ErrNotFound
}

// placesIn returns where the columns go in a row: the db-tagged fields of a struct, embedded structs included, or the
// value itself where the row is one.
func placesIn(row reflect.Value, rows *sql.Rows) ([]any, error) {
	if isValue(row.Type()) {
		return []any{row.Addr().Interface()}, nil
	}
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	fields := mapper.TypeMap(row.Type())
	into := make([]any, len(columns))
	for i, name := range columns {
		field := fields.GetByPath(name)
		if field == nil {
			return nil, fmt.Errorf("db: %s has no field for the column %q", row.Type(), name)
		}
		into[i] = row.FieldByIndex(field.Index).Addr().Interface()
	}
	return into, nil
}

var scanner = reflect.TypeFor[sql.Scanner]()

// isValue reports whether a row of the type is one column.
func isValue(t reflect.Type) bool {
	return t.Kind() != reflect.Struct || reflect.PointerTo(t).Implements(scanner)
}
