package values

import (
	"math"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"ttyt.example/ttyt/internal/base/fault"
)

// replaced are the rules of the library whose place Rule takes.
var replaced = []string{"KnownArgumentNames", "ProvidedRequiredArguments", "UniqueArgumentNames", "UniqueInputFieldNames", "ValuesOfCorrectType"}

// Rules are those of the library, with suggestions, and Rule.
func (v *Values) Rules() *rules.Rules {
	set := rules.NewDefaultRules()
	for _, name := range replaced {
		set.RemoveRule(name)
	}
	set.AddRule(v.Rule().Name, v.Rule().RuleFunc)
	return set
}

// Rule validates the arguments of a document and the values in it. Variables are validated where they come in.
func (v *Values) Rule() core.Rule {
	return core.Rule{Name: "Values", RuleFunc: func(observers *core.Events, add core.AddErrFunc) {
		tell := func(list []misplaced) {
			for _, m := range list {
				add(core.At(m.at), func(e *gqlerror.Error) { e.Message, e.Err = m.Error(), m.Fault })
			}
		}
		observers.OnField(func(_ *core.Walker, f *ast.Field) {
			if f.Definition != nil {
				tell(v.arguments(f.Name, f.Definition.Arguments, f.Arguments, f.Position))
			}
		})
		observers.OnDirective(func(_ *core.Walker, d *ast.Directive) {
			if d.Definition != nil {
				tell(v.arguments("@"+d.Name, d.Definition.Arguments, d.Arguments, d.Position))
			}
		})
		observers.OnVariable(func(_ *core.Walker, d *ast.VariableDefinition) {
			if d.DefaultValue != nil {
				tell(in("$"+d.Variable, v.literal(d.DefaultValue, d.Type)))
			}
		})
	}}
}

// misplaced is a fault with where in the text of the document it is.
type misplaced struct {
	*Fault
	at *ast.Position
}

func one(says fault.Text, at *ast.Position) []misplaced {
	return []misplaced{{&Fault{says: says}, at}}
}

// in is Fault.in for several.
func in(name string, list []misplaced) []misplaced {
	for _, m := range list {
		_ = m.in(name) // itself
	}
	return list
}

// arguments checks those of a field or a directive.
func (v *Values) arguments(of string, defined ast.ArgumentDefinitionList, given ast.ArgumentList, at *ast.Position) (faults []misplaced) {
	for _, a := range given {
		var found []misplaced
		switch d := defined.ForName(a.Name); {
		case d == nil:
			found = one(errNoArgument, a.Position)
		case given.ForName(a.Name) != a:
			found = one(errTwice, a.Position)
		default:
			found = v.literal(a.Value, d.Type)
		}
		faults = append(faults, in(a.Name, found)...)
	}
	for _, d := range defined {
		if d.Type.NonNull && d.DefaultValue == nil && given.ForName(d.Name) == nil {
			faults = append(faults, misplaced{(&Fault{says: errLacksArgument, lacks: d.Name}).in(of), at})
		}
	}
	return faults
}

func (v *Values) literal(x *ast.Value, t *ast.Type) (faults []misplaced) {
	def := v.schema.Types[t.Name()]
	switch {
	case x.Kind == ast.Variable || def == nil || !def.IsInputType(): // other rules look at these
	case x.Kind == ast.NullValue:
		if t.NonNull {
			return one(errNull, x.Position)
		}
	case t.Elem != nil && x.Kind == ast.ListValue:
		for i, e := range x.Children {
			faults = append(faults, in(strconv.Itoa(i), v.literal(e.Value, t.Elem))...)
		}
	case t.Elem != nil:
		return v.literal(x, t.Elem)
	case def.Kind == ast.InputObject:
		return v.objectLiteral(x, def)
	default:
		if says := v.leafLiteral(x, def); says != (fault.Text{}) {
			return one(says, x.Position)
		}
	}
	return faults
}

func (v *Values) objectLiteral(x *ast.Value, def *ast.Definition) (faults []misplaced) {
	if x.Kind != ast.ObjectValue {
		return one(errObject, x.Position)
	}
	seen := make(map[string]bool, len(x.Children))
	for _, c := range x.Children {
		var found []misplaced
		switch d := def.Fields.ForName(c.Name); {
		case d == nil:
			found = one(errNoField, c.Position)
		case seen[c.Name]:
			found = one(errTwice, c.Position)
		default:
			found = v.literal(c.Value, d.Type)
		}
		seen[c.Name] = true
		faults = append(faults, in(c.Name, found)...)
	}
	for _, d := range def.Fields {
		if d.Type.NonNull && d.DefaultValue == nil && !seen[d.Name] {
			faults = append(faults, misplaced{&Fault{says: errLacksField, lacks: d.Name}, x.Position})
		}
	}
	if oneOf(def) && (len(x.Children) != 1 || x.Children[0].Value.Kind == ast.NullValue) {
		faults = append(faults, one(errOneOf, x.Position)...)
	}
	return faults
}

// leafLiteral returns what is wrong with the value of an enum or a scalar, zero if nothing is.
func (v *Values) leafLiteral(x *ast.Value, def *ast.Definition) fault.Text {
	text := x.Kind == ast.StringValue || x.Kind == ast.BlockValue
	number := x.Kind == ast.IntValue || x.Kind == ast.FloatValue
	var wrong fault.Text
	var ok bool
	switch {
	case def.Kind == ast.Enum:
		wrong, ok = NotEnum, x.Kind == ast.EnumValue && def.EnumValues.ForName(x.Raw) != nil
	case def.Name == "Int":
		wrong, ok = errInt, x.Kind == ast.IntValue && whole(x.Raw, 32)
	case def.Name == "Float":
		wrong, ok = errFloat, number && finite(x.Raw)
	case def.Name == "String":
		wrong, ok = NotString, text
	case def.Name == "Boolean":
		wrong, ok = errBoolean, x.Kind == ast.BooleanValue
	case def.Name == "ID":
		wrong, ok = errID, text && x.Raw != "" || x.Kind == ast.IntValue && whole(x.Raw, 64)
	default:
		return v.customLiteral(x, def.Name, text || number || x.Kind == ast.BooleanValue)
	}
	if ok {
		return fault.Text{}
	}
	return wrong
}

// customLiteral has a custom scalar look at a value that JSON could hold as well.
func (v *Values) customLiteral(x *ast.Value, name string, plain bool) fault.Text {
	value, err := x.Value(nil)
	if err != nil || !plain {
		return v.custom(name, nil) // which none takes
	}
	return v.custom(name, value)
}

func whole(raw string, bits int) bool {
	_, err := strconv.ParseInt(raw, 10, bits)
	return err == nil
}

func finite(raw string) bool {
	f, err := strconv.ParseFloat(raw, 64)
	return err == nil && !math.IsInf(f, 0)
}
