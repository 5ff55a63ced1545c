package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/calendar"
)

// An answer is walked beside the operation that asked for it, so that each scalar becomes a Go value that templates cannot
// mistake: HTML is marked as safe, a DateTime is a time in Viet Nam's zone, a Date a day, an enum value knows its type.

// enum is a value of an enum, whose label is looked up by both.
type enum struct{ of, value string }

func (e enum) String() string { return e.value }

// day is a calendar day without a zone.
type day struct{ time.Time }

// answerOf reads the data of an answer to the operation.
func answerOf(schema *ast.Schema, op *ast.OperationDefinition, data []byte) (map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var raw map[string]any
	if err := d.Decode(&raw); err != nil {
		return nil, fmt.Errorf("read the answer to %s: %w", op.Name, err)
	}
	w := walker{schema}
	root := schema.Query
	if op.Operation == ast.Mutation {
		root = schema.Mutation
	}
	return w.object(root, raw, op.SelectionSet)
}

type walker struct{ schema *ast.Schema }

// object walks the selections of one object; its type is the one that __typename says.
func (w walker) object(d *ast.Definition, raw map[string]any, sets ...ast.SelectionSet) (map[string]any, error) {
	if name, ok := raw[typename].(string); ok {
		d = w.schema.Types[name]
	}
	fields, order := map[string][]*ast.Field{}, []string(nil)
	for _, set := range sets {
		w.collect(d, set, fields, &order)
	}
	out := make(map[string]any, len(order))
	for _, name := range order {
		value, ok := raw[name]
		if !ok {
			return nil, fmt.Errorf("the answer lacks %s of %s", name, d.Name)
		}
		some := fields[name]
		inner := make([]ast.SelectionSet, len(some))
		for i, f := range some {
			inner[i] = f.SelectionSet
		}
		walked, err := w.value(some[0].Definition.Type, value, inner)
		if err != nil {
			return nil, err
		}
		out[name] = walked
	}
	return out, nil
}

func (w walker) collect(d *ast.Definition, set ast.SelectionSet, fields map[string][]*ast.Field, order *[]string) {
	for _, one := range set {
		switch one := one.(type) {
		case *ast.Field:
			if fields[one.Alias] == nil {
				*order = append(*order, one.Alias)
			}
			fields[one.Alias] = append(fields[one.Alias], one)
		case *ast.InlineFragment:
			if one.TypeCondition == "" || w.covers(one.TypeCondition, d) {
				w.collect(d, one.SelectionSet, fields, order)
			}
		case *ast.FragmentSpread:
			if w.covers(one.Definition.TypeCondition, d) {
				w.collect(d, one.Definition.SelectionSet, fields, order)
			}
		}
	}
}

func (w walker) covers(condition string, d *ast.Definition) bool {
	if condition == d.Name {
		return true
	}
	for _, possible := range w.schema.PossibleTypes[condition] {
		if possible == d {
			return true
		}
	}
	return false
}

func (w walker) value(t *ast.Type, raw any, sets []ast.SelectionSet) (any, error) {
	if raw == nil {
		return nil, nil
	}
	if t.Elem != nil {
		items, ok := raw.([]any)
		if !ok {
			return nil, fmt.Errorf("%T stands where a list of %s was asked for", raw, t.Name())
		}
		out := make([]any, len(items))
		for i, item := range items {
			walked, err := w.value(t.Elem, item, sets)
			if err != nil {
				return nil, err
			}
			out[i] = walked
		}
		return out, nil
	}
	d := w.schema.Types[t.NamedType]
	switch {
	case d.IsCompositeType():
		fields, ok := raw.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%T stands where a %s was asked for", raw, d.Name)
		}
		return w.object(d, fields, sets...)
	case d.Kind == ast.Enum:
		return enum{d.Name, fmt.Sprint(raw)}, nil
	}
	return scalar(d.Name, raw)
}

// scalar is the Go value of a scalar of the schema.
func scalar(name string, raw any) (any, error) {
	switch value := raw.(type) {
	case json.Number:
		if name == "Float" {
			return value.Float64()
		}
		return value.Int64()
	case string:
		switch name {
		case "HTML":
			return template.HTML(value), nil // the one scalar that the API promises to be sanitised
		case "DateTime":
			at, err := time.Parse(time.RFC3339Nano, value)
			return at.In(calendar.Zone), err
		case "Date":
			at, err := time.Parse(time.DateOnly, value)
			return day{at}, err
		}
	}
	return raw, nil
}
