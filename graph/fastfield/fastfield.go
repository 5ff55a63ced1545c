// Package fastfield is what the generated code answers objects and lists with. The library's own way makes a context, two
// field sets and a goroutine for what is already in memory; here a field that is in memory is written as it is, and only
// what a resolver has yet to load runs beside the rest. internal/tool/generate puts it in the library's place.
package fastfield

import (
	"bytes"
	"context"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Object is the answer for one object: the selected fields and their values, in the order of the selection.
type Object struct {
	Fields  []graphql.CollectedField
	values  []value
	later   []task
	invalid atomic.Bool // a field that cannot be null is
}

// task resolves one field beside the others.
type task struct {
	at       int
	required bool
	resolve  func(ctx context.Context) graphql.Marshaler
}

// value is what a field answers: a string, or what something else writes.
type value struct {
	text  text
	other graphql.Marshaler // nil for a string
}

// Text puts a string.
func (o *Object) Text(i int, s string) { o.values[i].text = text(s) }

// Set puts the value of a field that may be null.
func (o *Object) Set(i int, v graphql.Marshaler) { o.values[i].other = v }

// Require puts the value of a field that may not be null.
func (o *Object) Require(i int, v graphql.Marshaler) {
	o.Set(i, v)
	if v == graphql.Null {
		o.invalid.Store(true)
	}
}

// Later has the field resolved beside the others that are. What resolve returns is Null where it failed.
func (o *Object) Later(i int, required bool, resolve func(ctx context.Context) graphql.Marshaler) {
	o.later = append(o.later, task{i, required, resolve})
}

// Done resolves what was put off and returns the answer: the object, or Null where a field failed that cannot be null.
func (o *Object) Done(ctx context.Context) graphql.Marshaler {
	if len(o.later) > 0 {
		var others sync.WaitGroup
		for _, t := range o.later[1:] {
			others.Go(func() { o.run(ctx, t) })
		}
		o.run(ctx, o.later[0])
		others.Wait()
	}
	if o.invalid.Load() {
		return graphql.Null
	}
	return o
}

func (o *Object) run(ctx context.Context, t task) {
	if v := t.resolve(ctx); t.required {
		o.Require(t.at, v)
	} else {
		o.Set(t.at, v)
	}
}

// MarshalGQL writes the object.
func (o *Object) MarshalGQL(w io.Writer) {
	b := bufferOf(w)
	b.WriteByte('{')
	for i := range o.Fields {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('"')
		b.WriteString(o.Fields[i].Alias) // a name needs no escapes
		b.WriteString(`":`)
		if v := &o.values[i]; v.other != nil {
			v.other.MarshalGQL(b.Buffer)
		} else {
			v.text.write(b.Buffer)
		}
	}
	b.WriteByte('}')
	b.flush()
}

// buffer is what answers are written to: the library's own, or one that goes to another writer.
type buffer struct {
	*bytes.Buffer
	to io.Writer // nil where the buffer is what was asked for
}

func bufferOf(w io.Writer) buffer {
	if b, ok := w.(*bytes.Buffer); ok {
		return buffer{Buffer: b}
	}
	return buffer{new(bytes.Buffer), w}
}

func (b buffer) flush() {
	if b.to != nil {
		_, _ = b.WriteTo(b.to) // answers are written in memory
	}
}

// Field answers a field of an object with what a method of it returned: an error with its place in the answer, or what
// marshal makes of the value, whose own fields find their place from here.
func Field(ctx context.Context, op *graphql.OperationContext, object string, field *graphql.CollectedField, err error, marshal func(ctx context.Context) graphql.Marshaler) graphql.Marshaler {
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: object, Field: *field})
	if err != nil {
		op.Error(ctx, graphql.AddFieldLocationToError(ctx, err))
		return graphql.Null
	}
	return marshal(ctx)
}

// Ahead loads what the selection asks of the rows of a list, for all of them at once, and reports whether that is all that
// their fields have to load.
type Ahead func(ctx context.Context, loaded Loaded, selected ast.SelectionSet, rows any) bool

type aheadKey struct{}

// WithAhead returns a context under which lists load ahead.
func WithAhead(ctx context.Context, a Ahead) context.Context {
	return context.WithValue(ctx, aheadKey{}, a)
}

// List answers a list of objects, one after the other: they are in memory. Where the selection holds fields that have
// to be loaded, and that cannot be loaded ahead, the elements run beside each other instead, so that their loads go out as
// one.
func List[T any](ctx context.Context, loaded Loaded, selected ast.SelectionSet, rows []T, workers int64, bare bool, marshal func(ctx context.Context, i int) graphql.Marshaler) graphql.Array {
	if loaded.In(selected) && !isAhead(ctx, loaded, selected, rows) {
		return graphql.MarshalSliceConcurrently(ctx, len(rows), workers, bare, func(ctx context.Context, i int) graphql.Marshaler {
			deepen()
			return marshal(ctx, i)
		})
	}
	list := make(graphql.Array, len(rows))
	places := make([]graphql.FieldContext, len(rows))
	indexes := make([]int, len(rows))
	for i := range list {
		indexes[i] = i
		places[i].Index = &indexes[i]
		list[i] = marshal(graphql.WithFieldContext(ctx, &places[i]), i)
	}
	return list
}

func isAhead(ctx context.Context, loaded Loaded, selected ast.SelectionSet, rows any) bool {
	ahead, ok := ctx.Value(aheadKey{}).(Ahead)
	return ok && ahead(ctx, loaded, selected, rows)
}

// deepen has the stack of a new goroutine grow once, while it is empty, and not again and again with all that is on it.
//
//go:noinline
func deepen() {
	var room [12 << 10]byte
	runtime.KeepAlive(&room)
}

// Loaded holds the fields of the schema whose resolvers load what they answer.
type Loaded map[*ast.FieldDefinition]struct{}

// In reports whether the selection, or one below it, holds such a field.
func (l Loaded) In(selected ast.SelectionSet) bool {
	for _, s := range selected {
		switch s := s.(type) {
		case *ast.Field:
			if _, ok := l[s.Definition]; ok || l.In(s.SelectionSet) {
				return true
			}
		case *ast.InlineFragment:
			if l.In(s.SelectionSet) {
				return true
			}
		case *ast.FragmentSpread:
			if l.In(s.Definition.SelectionSet) {
				return true
			}
		}
	}
	return false
}

// LoadedBy finds the fields by the names of types and fields, and with them the fields of the interfaces that the types
// implement.
func LoadedBy(schema *ast.Schema, fields map[string][]string) Loaded {
	found := Loaded{}
	for object, names := range fields {
		types := append([]*ast.Definition{schema.Types[object]}, schema.GetImplements(schema.Types[object])...)
		for _, t := range types {
			for _, name := range names {
				if f := t.Fields.ForName(name); f != nil {
					found[f] = struct{}{}
				}
			}
		}
	}
	return found
}

// buffers are what answers are written into before their length is known.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// keptBuffer is the largest buffer that waits for another answer.
const keptBuffer = 1 << 20

// Marshal returns the answer as JSON.
func Marshal(data graphql.Marshaler) []byte {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	data.MarshalGQL(b)
	if b.Cap() <= keptBuffer {
		defer buffers.Put(b)
	}
	return bytes.Clone(b.Bytes())
}
