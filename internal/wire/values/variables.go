package values

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/fault"
)

// variables checks what was sent for the variables of the operation, by the input coercion of the specification, and
// puts in its place what it is coerced to. What no variable is defined for is passed over.
func (v *Values) variables(op *ast.OperationDefinition, sent map[string]any) *Fault {
	for _, d := range op.VariableDefinitions {
		if def := v.schema.Types[d.Type.Name()]; def == nil || !def.IsInputType() { // the validator says so
			continue
		}
		value, given := sent[d.Variable]
		if !given {
			if d.Type.NonNull && d.DefaultValue == nil {
				return (&Fault{says: errMissing}).in("$" + d.Variable)
			}
			continue
		}
		coerced, f := v.coerce(value, d.Type)
		if f != nil {
			return f.in("$" + d.Variable)
		}
		sent[d.Variable] = coerced
	}
	return nil
}

func (v *Values) coerce(value any, t *ast.Type) (any, *Fault) {
	switch {
	case value == nil && t.NonNull:
		return nil, &Fault{says: errNull}
	case value == nil:
		return nil, nil
	case t.Elem != nil:
		return v.coerceList(value, t.Elem)
	}
	switch def := v.schema.Types[t.NamedType]; def.Kind {
	case ast.InputObject:
		return v.coerceObject(value, def)
	case ast.Enum:
		if name, ok := value.(string); !ok || def.EnumValues.ForName(name) == nil {
			return nil, &Fault{says: NotEnum}
		}
		return value, nil
	default:
		coerced, says := v.coerceScalar(value, def.Name)
		if says != (fault.Text{}) {
			return nil, &Fault{says: says}
		}
		return coerced, nil
	}
}

// coerceList takes one value for a list of it.
func (v *Values) coerceList(value any, of *ast.Type) (any, *Fault) {
	list, ok := value.([]any)
	if !ok {
		one, f := v.coerce(value, of)
		return []any{one}, f
	}
	for i, e := range list {
		var f *Fault
		if list[i], f = v.coerce(e, of); f != nil {
			return nil, f.in(strconv.Itoa(i))
		}
	}
	return list, nil
}

func (v *Values) coerceObject(value any, def *ast.Definition) (any, *Fault) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, &Fault{says: errObject}
	}
	if name, ok := unknown(object, def); ok {
		return nil, (&Fault{says: errNoField}).in(name)
	}
	for _, d := range def.Fields {
		e, given := object[d.Name]
		if !given {
			if d.Type.NonNull && d.DefaultValue == nil {
				return nil, &Fault{says: errLacksField, lacks: d.Name}
			}
			continue
		}
		coerced, f := v.coerce(e, d.Type)
		if f != nil {
			return nil, f.in(d.Name)
		}
		if coerced == nil && oneOf(def) {
			return nil, &Fault{says: errOneOf}
		}
		object[d.Name] = coerced
	}
	if oneOf(def) && len(object) != 1 {
		return nil, &Fault{says: errOneOf}
	}
	return object, nil
}

func oneOf(def *ast.Definition) bool { return def.Directives.ForName("oneOf") != nil }

// unknown returns the first, by the alphabet, of the names that the type does not have.
func unknown(object map[string]any, def *ast.Definition) (string, bool) {
	var names []string
	for name := range object {
		if def.Fields.ForName(name) == nil {
			names = append(names, name)
		}
	}
	if names == nil {
		return "", false
	}
	return slices.Min(names), true
}

// coerceScalar returns what is wrong, zero if nothing is. json.Number is a string to much of the library, but not
// here.
func (v *Values) coerceScalar(value any, name string) (any, fault.Text) {
	switch name {
	case "Int":
		return coerceInt(value)
	case "Float":
		if f, err := floatOf(value); err != nil || math.IsInf(f, 0) {
			return nil, errFloat
		}
	case "String":
		if _, ok := value.(string); !ok {
			return nil, NotString
		}
	case "Boolean":
		if _, ok := value.(bool); !ok {
			return nil, errBoolean
		}
	case "ID":
		if n, ok := value.(json.Number); ok {
			if _, err := n.Int64(); err == nil {
				return n.String(), fault.Text{}
			}
		}
		if id, ok := value.(string); !ok || id == "" {
			return nil, errID
		}
	default:
		return value, v.custom(name, value)
	}
	return value, fault.Text{}
}

// coerceInt takes 1.0 for 1, as JSON has one kind of number.
func coerceInt(value any) (any, fault.Text) {
	n, ok := value.(json.Number)
	if !ok {
		return nil, errInt
	}
	if _, err := strconv.ParseInt(n.String(), 10, 32); err == nil {
		return value, fault.Text{}
	}
	f, err := n.Float64()
	if err != nil || f != math.Trunc(f) || f < math.MinInt32 || f > math.MaxInt32 {
		return nil, errInt
	}
	return json.Number(strconv.Itoa(int(f))), fault.Text{}
}

func floatOf(value any) (float64, error) {
	n, _ := value.(json.Number)
	return n.Float64()
}

// custom is what a custom scalar finds wrong with the value.
func (v *Values) custom(name string, value any) fault.Text {
	err := v.scalars[name](value)
	if err == nil {
		return fault.Text{}
	}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Text
	}
	return errScalar
}
