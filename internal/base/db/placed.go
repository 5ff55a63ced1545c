package db

import (
	"context"
	"errors"
	"reflect"

	"github.com/jmoiron/sqlx"
	"github.com/jmoiron/sqlx/reflectx"
)

// Place is where a row stands in an order: the value that it is sorted by, an int64 or a string, and the id that breaks ties.
type Place struct {
	Value any
	ID    ID
}

// Placed is All for pointers to rows whose last two columns are their place in an order, which is no part of the row.
func Placed[T any](ctx context.Context, h Handle, number bool, query string, args ...any) (rows []T, places []Place, err error) {
	err = h.run(ctx, query, args, func(r runner, a []any) error {
		rows, places = nil, nil // of an attempt that failed
		found, err := r.QueryxContext(ctx, a...)
		if err != nil {
			return err
		}
		rows, places, err = placedIn[T](found, number)
		if closed := found.Close(); err == nil {
			err = closed
		}
		return err
	})
	return rows, places, err
}

func placedIn[T any](found *sqlx.Rows, number bool) (rows []T, places []Place, err error) {
	columns, err := found.Columns()
	if err != nil {
		return nil, nil, err
	}
	of := reflect.TypeFor[T]().Elem()
	fields := found.Mapper.TraversalsByName(of, columns[:len(columns)-2])
	into := make([]any, len(columns))
	for found.Next() {
		row := reflect.New(of)
		for i, f := range fields {
			if len(f) == 0 {
				return nil, nil, errors.New("db: no field for the column " + columns[i])
			}
			into[i] = reflectx.FieldByIndexes(row, f).Addr().Interface()
		}
		var at Place
		var n int64
		var text string
		if into[len(into)-2], into[len(into)-1] = &text, &at.ID; number {
			into[len(into)-2] = &n
		}
		if err := found.Scan(into...); err != nil {
			return nil, nil, err
		}
		if at.Value = text; number {
			at.Value = n
		}
		rows, places = append(rows, row.Interface().(T)), append(places, at)
	}
	return rows, places, found.Err()
}
