package acceptance

import (
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// want is what the specification, or a rule of this API, requires of an answer.
type want int

const (
	refused  want = iota // BAD_INPUT that names the place, and no field runs
	alike                // the same verdict as an equivalent request
	bounded              // refused as BAD_INPUT or in the payload
	survived             // anything but INTERNAL, nor BAD_INPUT for leaving out what is optional
)

// flaw is one way in which an input can be wrong, or only looks wrong.
type flaw struct {
	name         string
	want         want
	change       func(holder value) value // changes the object or list that holds the place
	like         func(holder value) value // makes the equivalent of an alike flaw instead
	says         string                   // what a message has to name, if not the place
	secret       string                   // what was sent, which a message must not repeat
	late         bool                     // found by the field itself, after it has loaded its subject
	inline, json bool                     // whether a literal, and whether a variable can express it

	variable  string // declares one more variable, which is sent as null
	directive string // of the root field
}

// Values that are wrong wherever they stand.
const (
	wrongText     = `"sai lầm 91374"`
	wrongNumber   = `91374`
	wrongFraction = `913.74`
	unknownName   = "khongCo"
	nullVariable  = "boTrong"
	sampleID      = "YXNzZXQ6AZ0AAAAAcACAAAAAAAAAAA" // a well-formed id of an asset that does not exist
)

// kinds has a wrong value of each kind.
var kinds = map[string]value{
	"text": same(wrongText), "number": same(wrongNumber), "fraction": same(wrongFraction), "flag": same(`true`),
	"object": {json: `{"` + unknownName + `":1}`, literal: `{` + unknownName + `:1}`},
	"list":   same(`[` + wrongNumber + `]`),
}

// scalars has, for each scalar, the kinds of value that the specification coerces to it, a valid sample, and values of the
// right kind that are malformed.
var scalars = map[string]struct {
	kinds     string
	sample    value
	malformed map[string]string
}{
	"String":  {"text", same(`"mẫu"`), nil},
	"HTML":    {"text", same(`"<p>Mẫu.</p>"`), nil},
	"Boolean": {"flag", same(`true`), nil},
	"Upload":  {"", file, nil},
	"ID":      {"text number", same(`"` + sampleID + `"`), map[string]string{"malformed": `"không phải mã"`, "empty": `""`}},
	"Int":     {"number", same(`1`), map[string]string{"too large": `2147483999`, "too small": `-2147483999`, "huge": `99999999999999999999`}},
	"VND":     {"number", same(`1000`), map[string]string{"too large": `9007199254740999`, "huge": `99999999999999999999`}},
	"Slug": {"text", same(`"mau"`), map[string]string{
		"capitals": `"Tin-Tuc"`, "marks": `"tin-tức"`, "two hyphens": `"tin--tuc"`, "hyphen first": `"-tin"`, "space": `"tin tuc"`, "empty": `""`}},
	"Date": {"text", same(`"2026-03-10"`), map[string]string{
		"month of one digit": `"2026-3-10"`, "no such day": `"2026-02-30"`, "another order": `"10/03/2026"`, "moment": `"2026-03-10T00:00:00Z"`,
		"space after": `"2026-03-10 "`, "empty": `""`}},
	"DateTime": {"text", same(`"2026-03-10T09:00:00+07:00"`), map[string]string{
		"hour of one digit": `"2026-03-10T9:00:00+07:00"`, "decimal comma": `"2026-03-10T09:00:00,5+07:00"`, "offset beyond a day": `"2026-03-10T09:00:00+24:01"`,
		"no offset": `"2026-03-10T09:00:00"`, "short offset": `"2026-03-10T09:00:00+07"`, "no such day": `"2026-02-30T09:00:00+07:00"`,
		"hour 24": `"2026-03-10T24:00:00+07:00"`, "minute 60": `"2026-03-10T09:60:00+07:00"`, "day alone": `"2026-03-10"`,
		"space before": `" 2026-03-10T09:00:00+07:00"`, "empty": `""`}},
}

// flawsAt lists what is tried at a place.
func (in inputs) flawsAt(t *testing.T, p place) (out []flaw) {
	t.Helper()
	if p.name() != "0" {
		out = in.presence(t, p)
	} else if p.of.NonNull {
		out = append(out, p.wrong("null", same("null")))
	}
	if good := in.sample(t, p.of).leafed(); p.of.NonNull && !strings.Contains(good.literal, "$") {
		out = append(out, p.nullVariable(good))
	}
	if p.of.Elem != nil {
		return append(out, in.flawsOfList(t, p)...)
	}
	switch def := in.Types[p.of.NamedType]; def.Kind {
	case ast.InputObject:
		return append(out, in.flawsOfObject(t, p, def)...)
	case ast.Enum:
		good := def.EnumValues[0].Name
		out = append(out, p.wrong("case", name(strings.ToLower(good))), p.wrong("unknown value", name("KHONG_CO")), p.wrong("quoted", value{literal: strconv.Quote(good)}))
		return append(out, p.kindsBut("text")...)
	}
	return append(out, p.flawsOfScalar(t)...)
}

// name is an enum value.
func name(s string) value { return value{json: strconv.Quote(s), literal: s} }

// wrong puts a value in the place that it does not take.
func (p place) wrong(name string, v value) flaw {
	v = v.leafed()
	secret := strings.Trim(v.json, `"`)
	if len(secret) < 5 { // true, null, {}
		secret = ""
	}
	return flaw{name: name, change: p.put(v), secret: secret, inline: v.literal != "", json: v.json != ""}
}

func (p place) kindsBut(taken string) (out []flaw) {
	for kind, v := range kinds {
		if !strings.Contains(taken, kind) {
			out = append(out, p.wrong(kind, v))
		}
	}
	return out
}

func (p place) flawsOfScalar(t *testing.T) []flaw {
	t.Helper()
	s, known := scalars[p.of.NamedType]
	if !known {
		t.Fatalf("no flaws of the scalar %s", p.of.NamedType)
	}
	out := p.kindsBut(s.kinds)
	for name, text := range s.malformed {
		wrong := p.wrong(name, same(text))
		wrong.late = p.of.NamedType == "ID" && name != "empty" || p.of.NamedType == "Slug"
		out = append(out, wrong)
	}
	if strings.Contains(s.kinds, "text") {
		long := flaw{name: "too long", late: true, json: true, change: p.put(same(strconv.Quote(strings.Repeat("x", 70_000))))} // a TEXT of MySQL holds 65,535
		switch p.of.NamedType {
		case "String", "Slug":
			long.want = bounded
		case "HTML":
			long.want = survived
		}
		out = append(out, long)
	}
	return out
}

func (in inputs) flawsOfList(t *testing.T, p place) []flaw {
	t.Helper()
	good, many := in.sample(t, p.of), value{shape: isList}
	for i := range 1001 {
		many.elements = append(many.elements, in.numbered(t, p.of.Elem, i))
	}
	return append(p.kindsBut("text number fraction flag list"),
		p.wrong("nested list", value{shape: isList, elements: []value{good, good}}),
		flaw{name: "one without brackets", want: alike, change: p.put(good.elements[0]), like: p.put(good), inline: true, json: true},
		flaw{name: "too many", want: survived, change: p.put(many), json: true})
}

func (in inputs) flawsOfObject(t *testing.T, p place, def *ast.Definition) []flaw {
	t.Helper()
	good := in.sample(t, p.of)
	more := func(holder value) value {
		if part, ok := holder.get(p.name()); ok && part.shape == isObject {
			return p.put(part.and(unknownName, same(wrongNumber)))(holder)
		}
		return p.put(good.and(unknownName, same(wrongNumber)))(holder)
	}
	out := append(p.kindsBut("object list"),
		p.wrong("list", value{shape: isList, elements: []value{good, good}}),
		flaw{name: "unknown field", change: more, says: unknownName, secret: wrongNumber, inline: true, json: true})
	if oneOf(def) {
		two := value{shape: isObject}
		for _, f := range def.Fields[:2] {
			two = two.and(f.Name, in.sample(t, f.Type))
		}
		out = append(out, p.wrong("none of one", value{shape: isObject}), p.wrong("two of one", two),
			p.wrong("null of one", value{shape: isObject}.and(def.Fields[0].Name, same("null"))))
	}
	return out
}

// presence has the flaws of a member that is absent, null or there twice.
func (in inputs) presence(t *testing.T, p place) []flaw {
	t.Helper()
	twice := flaw{name: "twice", inline: true, json: true, change: func(holder value) value {
		v, ok := holder.get(p.name())
		if !ok {
			v = in.sample(t, p.of)
			holder = holder.and(p.name(), v)
		}
		return holder.and(p.name(), v)
	}}
	absent := flaw{name: "absent", inline: true, json: true, change: func(holder value) value { return holder.without(p.name()) }}
	null := flaw{name: "null", inline: true, json: true, change: p.put(same("null"))}
	if !needed(p.of, p.otherwise) {
		absent.want = survived
	}
	if !p.of.NonNull {
		null.want, null.like = alike, absent.change
	}
	return []flaw{twice, absent, null}
}

// nullVariable puts a nullable variable in the place, which validation allows because it has a default, and sends null.
func (p place) nullVariable(good value) flaw {
	of := *p.of
	of.NonNull = false
	return flaw{name: "null variable", inline: true, change: p.put(value{literal: "$" + nullVariable}), says: nullVariable,
		variable: "$" + nullVariable + ": " + of.String() + " = " + good.literal}
}

// put returns a change that sets the place to the value.
func (p place) put(v value) func(holder value) value {
	return func(holder value) value {
		if holder.shape == isList {
			return value{shape: isList, elements: []value{v}}
		}
		return holder.set(p.name(), v)
	}
}

// leafed turns the value into a leaf.
func (v value) leafed() value {
	var literal strings.Builder
	v.write(&literal, true)
	return value{json: v.asJSON(), literal: literal.String()}
}

// numbered is one of many samples, different from the others if the type is text.
func (in inputs) numbered(t *testing.T, of *ast.Type, i int) value {
	t.Helper()
	if of.Name() == "String" {
		return same(strconv.Quote("mẫu " + strconv.Itoa(i)))
	}
	return in.sample(t, of)
}
