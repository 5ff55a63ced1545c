package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
)

// Forms and addresses say the variables of an operation in texts. Field names are paths into the input, as the paths of user
// errors are: input.title, input.tags.0. The decoder walks the type of each variable, so a text becomes what the schema
// wants, and a name that leads nowhere is refused.

const (
	maxFields = 2000
	maxRow    = 500 // the largest index of a list that a form may name
)

// errFields is the answer to a form that the page did not draw.
var errFields = errors.New("the form holds fields that it does not have")

// decoder reads the variables of one operation.
type decoder struct {
	schema *ast.Schema
	sent   url.Values
	files  map[string]input.File
	read   map[string]bool
	moved  url.Values // what was sent, with the rows of lists renumbered
	wrong  []problem
	locale fault.Locale
}

// decode returns the variables that were sent, what was sent with its rows renumbered, and what could not be read of it.
func decode(schema *ast.Schema, op *ast.OperationDefinition, sent url.Values, files map[string]input.File, l fault.Locale) (map[string]any, url.Values, []problem, error) {
	if len(sent) > maxFields {
		return nil, nil, nil, errFields
	}
	d := decoder{schema: schema, sent: sent, files: files, read: map[string]bool{}, moved: url.Values{}, locale: l}
	variables := map[string]any{}
	for _, v := range op.VariableDefinitions {
		if value, ok := d.value(v.Type, v.Variable, v.Variable); ok {
			variables[v.Variable] = value
		}
	}
	for name := range files {
		if !d.read[name] {
			return nil, nil, nil, fmt.Errorf("%w: %q", errFields, name)
		}
	}
	for name := range sent {
		if !d.read[name] {
			return nil, nil, nil, fmt.Errorf("%w: %q", errFields, name)
		}
	}
	return variables, d.moved, d.wrong, nil
}

// value reads what stands under the name; to is the name after rows were renumbered. It reports whether anything does.
func (d *decoder) value(t *ast.Type, name, to string) (any, bool) {
	if t.Elem != nil {
		return d.list(t, name, to)
	}
	def := d.schema.Types[t.NamedType]
	switch {
	case def.Kind == ast.InputObject && def.Directives.ForName("oneOf") != nil:
		return d.branch(def, name, to)
	case def.Kind == ast.InputObject:
		return d.object(def, name, to)
	case def.Name == "DateTime":
		return d.moment(t, name, to)
	case def.Name == uploadScalar:
		return d.file(t, name, to)
	}
	text, ok := d.take(name, to, def.Name == "Boolean")
	if !ok {
		return nil, false
	}
	return d.scalar(t, def, text, to), true
}

// take returns the text of a field. A checkbox follows a hidden false, so that its last text counts; any other name stands
// once.
func (d *decoder) take(name, to string, box bool) (string, bool) {
	texts, ok := d.sent[name]
	if !ok || len(texts) > 1 && !box || len(texts) > 2 {
		return "", false
	}
	d.note(name, to)
	return texts[len(texts)-1], true
}

// note records that a name was read, and what it holds under its new name.
func (d *decoder) note(name, to string) {
	d.read[name] = true
	d.moved[to] = d.sent[name]
}

func (d *decoder) object(def *ast.Definition, name, to string) (any, bool) {
	out := map[string]any{}
	for _, f := range def.Fields {
		if value, ok := d.value(f.Type, name+"."+f.Name, to+"."+f.Name); ok {
			out[f.Name] = value
		}
	}
	for _, f := range def.Fields {
		if _, ok := out[f.Name]; !ok && len(out) > 0 && f.Type.NonNull && f.DefaultValue == nil && f.Type.Elem == nil && d.schema.Types[f.Type.Name()].Kind == ast.Enum {
			d.refuse(to+"."+f.Name, textChoose) // a browser sends nothing of radio buttons of which none is chosen
		}
	}
	return out, len(out) > 0
}

// branch reads the one branch of an input that a radio button of its name chooses; the fields of the others were drawn too
// and are passed over.
func (d *decoder) branch(def *ast.Definition, name, to string) (any, bool) {
	chosen, ok := d.take(name, to, false)
	for _, f := range def.Fields {
		if f.Name == chosen {
			continue
		}
		for sent := range d.sent {
			if sent == name+"."+f.Name || strings.HasPrefix(sent, name+"."+f.Name+".") {
				d.read[sent] = true
				d.moved[to+strings.TrimPrefix(sent, name)] = d.sent[sent]
			}
		}
	}
	f := def.Fields.ForName(chosen)
	if !ok || f == nil {
		return nil, false
	}
	value, _ := d.value(f.Type, name+"."+f.Name, to+"."+f.Name)
	return map[string]any{f.Name: value}, true
}

// list reads the rows of a list in the order of their indices, without those that were left empty. Plain values may also stand
// several times under the list's own name, as boxes that are ticked do.
func (d *decoder) list(t *ast.Type, name, to string) (any, bool) {
	rows := map[int]bool{}
	for sent := range d.sent {
		rest, ok := strings.CutPrefix(sent, name+".")
		if !ok {
			continue
		}
		index, _, _ := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(index); err == nil && 0 <= n && n <= maxRow && strconv.Itoa(n) == index {
			rows[n] = true
		}
	}
	ticked, named := d.sent[name] // a hidden field of the list's own name says that it is there, with no row
	if len(ticked) > maxRow {
		return nil, false
	}
	if named {
		d.note(name, to)
	}
	out := []any{}
	if def := d.schema.Types[t.Elem.Name()]; t.Elem.Elem == nil && def.Kind != ast.InputObject {
		for _, text := range ticked {
			if strings.TrimSpace(text) != "" {
				out = append(out, d.scalar(t.Elem, def, text, to))
			}
		}
	}
	for _, n := range slices.Sorted(maps.Keys(rows)) {
		row := name + "." + strconv.Itoa(n)
		if d.empty(row) {
			continue
		}
		if value, ok := d.value(t.Elem, row, to+"."+strconv.Itoa(len(out))); ok {
			out = append(out, value)
		}
	}
	if len(out) == 0 && len(rows) > 0 && !named {
		d.moved.Set(to, "") // a list whose rows were all emptied is still one
	}
	return out, named || len(rows) > 0
}

// empty reports whether nothing was filled in under a row's name, and notes its fields as read.
func (d *decoder) empty(row string) bool {
	var fields []string
	for sent, texts := range d.sent {
		if sent != row && !strings.HasPrefix(sent, row+".") {
			continue
		}
		if slices.ContainsFunc(texts, func(s string) bool { return strings.TrimSpace(s) != "" && s != "false" }) {
			return false
		}
		fields = append(fields, sent)
	}
	for _, sent := range fields {
		d.read[sent] = true
	}
	return true
}

func (d *decoder) scalar(t *ast.Type, def *ast.Definition, text, to string) any {
	switch def.Name {
	case "Boolean":
		return text == "true"
	case "String", "ID", "Slug", "HTML":
		if text == "" && !t.NonNull {
			return nil
		}
		return strings.ReplaceAll(text, "\r\n", "\n") // as browsers send what has several lines
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return nil // the API says which value is missing
	}
	switch def.Name {
	case "Int", "VND":
		digits := grouping.Replace(text)
		if _, err := strconv.ParseInt(digits, 10, 64); err != nil || !whole.MatchString(text) {
			d.refuse(to, textNumber)
			return nil
		}
		return json.Number(digits)
	case "Date":
		at, ok := d.day(text, to)
		if !ok {
			return nil
		}
		return at.Format(time.DateOnly)
	}
	return text // of an enum, which the API checks
}

// whole is a whole number, whose thousands may stand apart.
var (
	whole    = regexp.MustCompile(`^-?(\d+|\d{1,3}([., \x{a0}]\d{3})+)$`)
	grouping = strings.NewReplacer(".", "", ",", "", " ", "", "\u00a0", "")
)

// moment reads a DateTime from a field for its day and one for its time, in Viet Nam's zone.
func (d *decoder) moment(t *ast.Type, name, to string) (any, bool) {
	dayText, isDay := d.take(name+".date", to+".date", false)
	clock, isClock := d.take(name+".time", to+".time", false)
	if !isDay && !isClock {
		text, ok := d.take(name, to, false) // an address carries it whole
		if ok && text == "" {
			return nil, true
		}
		return text, ok
	}
	dayText, clock = strings.TrimSpace(dayText), strings.TrimSpace(clock)
	if dayText == "" && clock == "" {
		return nil, true
	}
	at, ok := d.day(dayText, to)
	if !ok {
		return nil, true
	}
	hour, err := time.Parse("15:04", strings.Replace(clock, "h", ":", 1))
	if err != nil {
		d.refuse(to, textTime)
		return nil, true
	}
	y, m, n := at.Date()
	return time.Date(y, m, n, hour.Hour(), hour.Minute(), 0, 0, calendar.Zone).Format(time.RFC3339), true
}

// day reads a day as it is typed in Viet Nam.
func (d *decoder) day(text, to string) (time.Time, bool) {
	at, ok := dayTyped(text)
	if !ok {
		d.refuse(to, textDay)
	}
	return at, ok
}

func dayTyped(text string) (time.Time, bool) {
	for _, as := range []string{"2/1/2006", time.DateOnly} {
		if at, err := time.Parse(as, strings.NewReplacer(".", "/").Replace(strings.TrimSpace(text))); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

func (d *decoder) refuse(name string, why fault.Text) {
	message := why.VI
	if d.locale == fault.English {
		message = why.EN
	}
	d.wrong = append(d.wrong, problem{name, message})
}

// inputOf reports why no field of the name can be sent to an operation.
func inputOf(schema *ast.Schema, op *ast.OperationDefinition, name string) error {
	parts := strings.Split(name, ".")
	v := op.VariableDefinitions.ForName(parts[0])
	if v == nil {
		return fmt.Errorf("%s has no variable $%s", op.Name, parts[0])
	}
	t := v.Type
	for i, part := range parts[1:] {
		if t.Elem != nil {
			if _, err := strconv.Atoi(part); err != nil {
				return fmt.Errorf("%s is a list: its fields are %s.0 and so on", strings.Join(parts[:i+1], "."), strings.Join(parts[:i+1], "."))
			}
			t = t.Elem
			continue
		}
		def := schema.Types[t.NamedType]
		if def.Name == "DateTime" && i == len(parts)-2 && (part == "date" || part == "time") {
			return nil
		}
		f := def.Fields.ForName(part)
		if def.Kind != ast.InputObject || f == nil {
			return fmt.Errorf("%s has no input field %q", def.Name, part)
		}
		t = f.Type
	}
	return nil
}
