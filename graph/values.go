package graph

import (
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph/fastfield"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/wire/limits"
	"ttyt.example/ttyt/internal/wire/values"
)

// scalars are the custom scalars of the schema. Each is checked by what unmarshals it afterwards.
var scalars = map[string]values.Scalar{
	"Date":     unmarshals[db.Date],
	"DateTime": unmarshals[db.Time],
	"HTML":     checks(fastfield.UnmarshalString),
	"Slug":     checks(fastfield.UnmarshalString),
	"Upload":   unmarshals[input.File],
	"VND":      checks(fastfield.UnmarshalWhole),
}

func unmarshals[T any, P interface {
	*T
	UnmarshalGQL(any) error
}](value any) error {
	return P(new(T)).UnmarshalGQL(value)
}

func checks[T any](unmarshal func(any) (T, error)) values.Scalar {
	return func(value any) error {
		_, err := unmarshal(value)
		return err
	}
}

func checkedValues(schema *ast.Schema) *values.Values {
	return values.New(schema, scalars, limits.Document)
}
