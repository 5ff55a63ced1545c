package fastfield

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/wire/values"
)

var (
	errString = fault.Bad(values.NotString)
	errWhole  = fault.Bad(notWhole)
	errEnum   = fault.Bad(values.NotEnum)
)

// UnmarshalString reads a string, and nothing else.
func UnmarshalString(v any) (string, error) {
	if s, ok := v.(string); ok {
		return s, nil
	}
	return "", errString
}

// MarshalWhole answers with a whole number of 64 bits.
func MarshalWhole(n int64) graphql.Marshaler { return graphql.MarshalInt64(n) }

// UnmarshalWhole reads a whole number within 53 bits, and nothing else. As JSON it is a json.Number, in a document an int64.
func UnmarshalWhole(v any) (int64, error) {
	switch v := v.(type) {
	case int64:
		if -maxWhole <= v && v <= maxWhole {
			return v, nil
		}
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return UnmarshalWhole(n)
		}
	}
	return 0, errWhole
}

// maxWhole is the largest number that a client which reads JSON into doubles reads exactly.
const maxWhole = 1<<53 - 1

// UnmarshalEnum reads the name of a value of the enum, letter for letter. The types of features are plain strings, which
// would hold anything.
func UnmarshalEnum(v any, enum *ast.Definition) (string, error) {
	if name, ok := v.(string); ok && enum.EnumValues.ForName(name) != nil {
		return name, nil
	}
	return "", errEnum
}

// Argument reads an argument; null is the same as leaving it out.
func Argument[T any](ctx context.Context, given map[string]any, name string, unmarshal func(context.Context, any) (T, error)) (T, error) {
	v := given[name]
	if v == nil {
		var none T
		return none, nil
	}
	return unmarshal(graphql.WithPathContext(ctx, graphql.NewPathWithField(name)), v)
}

// Given is what an input object holds, without the fields that are null: they are left out, unless null clears them.
func Given(input any, clears ...string) map[string]any {
	object := input.(map[string]any)
	given := make(map[string]any, len(object))
	for name, v := range object {
		if v != nil || slices.Contains(clears, name) {
			given[name] = v
		}
	}
	return given
}
