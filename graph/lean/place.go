package lean

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// place is a context that knows where in the answer it is. The library would make two pieces of memory of it, and lists
// of objects have many.
type place struct {
	context.Context
	field graphql.FieldContext
}

// Value answers the library with the place, and everybody else as the context around it does.
func (p *place) Value(key any) any {
	if key == placeKey {
		return &p.field
	}
	return p.Context.Value(key)
}

// placeKey is what the library asks contexts for the place with, which it does not export.
var placeKey = func() any {
	asked := &asked{Context: context.Background()}
	graphql.GetFieldContext(asked)
	return asked.key
}()

// asked remembers what it was asked for.
type asked struct {
	context.Context
	key any
}

func (a *asked) Value(key any) any {
	a.key = key
	return nil
}
