package graph

import (
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt/graph/lean"
	"ttyt/internal/db"
	"ttyt/internal/limits"
	"ttyt/internal/upload"
	"ttyt/internal/values"
)

// scalars are the custom scalars of the schema. Each is checked by what unmarshals it afterwards.
var scalars = map[string]values.Scalar{
	"Date":     unmarshals[db.Date],
	"DateTime": unmarshals[db.Time],
	"HTML":     checks(lean.UnmarshalString),
	"Slug":     checks(lean.UnmarshalString),
	"Upload":   unmarshals[upload.File],
	"VND":      checks(lean.UnmarshalWhole),
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
