package web

import (
	"encoding/json"
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/fault"
)

// forms is a schema with each kind of input that a form can send.
const forms = `
scalar DateTime scalar Date scalar VND
type Query { a(input: In!): Int b(id: ID): Int }
enum Colour { RED GREEN }
input Row { name: String! colour: Colour }
input Choice @oneOf { text: String rows: [Row!] }
input In {
  title: String! note: String on: Boolean size: Int cost: VND day: Date at: DateTime
  colour: Colour tags: [String!] rows: [Row!] choice: Choice inner: Row
  colours: [Colour!] boxes: [Box!]
}
input Box { name: String colours: [Colour!]! choices: [Choice!] rows: [Row!] at: DateTime cost: VND }
`

func TestFormsSayTheVariablesOfAnOperation(t *testing.T) {
	t.Parallel()
	s := gqlparser.MustLoadSchema(source(forms))
	q := gqlparser.MustLoadQueryWithRules(s, "query A($input: In!, $id: ID) { a(input: $input) b(id: $id) }", nil)
	for name, c := range map[string]struct{ sent, want, wrong string }{
		"nothing":                         {"", `{}`, ""},
		"a text":                          {"input.title=Vi%E1%BB%87t", `{"input":{"title":"Việt"}}`, ""},
		"an empty text that may be null":  {"input.note=", `{"input":{"note":null}}`, ""},
		"an empty text that may not":      {"input.title=", `{"input":{"title":""}}`, ""},
		"lines":                           {"input.title=a%0D%0Ab", `{"input":{"title":"a\nb"}}`, ""},
		"a box that is ticked":            {"input.on=false&input.on=true", `{"input":{"on":true}}`, ""},
		"a box that is not":               {"input.on=false", `{"input":{"on":false}}`, ""},
		"a number":                        {"input.size=12", `{"input":{"size":12}}`, ""},
		"a number with grouping":          {"input.cost=1.500.000", `{"input":{"cost":1500000}}`, ""},
		"a number with English grouping":  {"input.cost=1,500,000", `{"input":{"cost":1500000}}`, ""},
		"a fraction is no whole number":   {"input.size=8.5", `{"input":{"size":null}}`, "input.size"},
		"a word is no number":             {"input.size=ten", `{"input":{"size":null}}`, "input.size"},
		"a day":                           {"input.day=4/12/2026", `{"input":{"day":"2026-12-04"}}`, ""},
		"a day with dots":                 {"input.day=04.12.2026", `{"input":{"day":"2026-12-04"}}`, ""},
		"a day that is not":               {"input.day=31/02/2026", `{"input":{"day":null}}`, "input.day"},
		"a moment":                        {"input.at.date=04/12/2026&input.at.time=8:30", `{"input":{"at":"2026-12-04T08:30:00+07:00"}}`, ""},
		"a moment without its time":       {"input.at.date=04/12/2026&input.at.time=", `{"input":{"at":null}}`, "input.at"},
		"no moment":                       {"input.at.date=&input.at.time=", `{"input":{"at":null}}`, ""},
		"an enum":                         {"input.colour=RED", `{"input":{"colour":"RED"}}`, ""},
		"no enum":                         {"input.colour=", `{"input":{"colour":null}}`, ""},
		"rows in order, without the gaps": {"input.tags.10=c&input.tags.2=b&input.tags.5=", `{"input":{"tags":["b","c"]}}`, ""},
		"rows that are objects":           {"input.rows.1.name=a&input.rows.1.colour=RED&input.rows.0.name=&input.rows.0.colour=", `{"input":{"rows":[{"colour":"RED","name":"a"}]}}`, ""},
		"boxes that are ticked":           {"input.colours=&input.colours=RED&input.colours=GREEN", `{"input":{"colours":["RED","GREEN"]}}`, ""},
		"boxes of which none is":          {"input.colours=", `{"input":{"colours":[]}}`, ""},
		"boxes in rows":                   {"input.boxes.0.name=&input.boxes.0.colours=&input.boxes.4.name=&input.boxes.4.colours=&input.boxes.4.colours=RED", `{"input":{"boxes":[{"colours":["RED"],"name":null}]}}`, ""},
		"choices in rows in rows":         {"input.boxes.1.choices.3=text&input.boxes.1.choices.3.text=x&input.boxes.1.choices.3.rows.0.name=y&input.boxes.1.choices.1.text=", `{"input":{"boxes":[{"choices":[{"text":"x"}]}]}}`, ""},
		"rows in a branch":                {"input.choice=rows&input.choice.text=&input.choice.rows.2.name=y&input.choice.rows.1.name=", `{"input":{"choice":{"rows":[{"name":"y"}]}}}`, ""},
		"a branch that is not there":      {"input.choice=other&input.choice.text=x", `{}`, ""},
		"no branch":                       {"input.choice.text=x", `{}`, ""},
		"a day of a row that is not":      {"input.boxes.3.at.date=31/02/2026&input.boxes.3.at.time=8h30&input.boxes.3.cost=1.5", `{"input":{"boxes":[{"at":null,"cost":null}]}}`, "input.boxes.0.at input.boxes.0.cost"},
		"a list that was emptied":         {"input.tags=", `{"input":{"tags":[]}}`, ""},
		"one branch of a choice":          {"input.choice=text&input.choice.text=x&input.choice.rows.0.name=y", `{"input":{"choice":{"text":"x"}}}`, ""},
		"an object within":                {"input.inner.name=x", `{"input":{"inner":{"name":"x"}}}`, ""},
		"a variable of its own":           {"id=a", `{"id":"a"}`, ""},
		"a name that leads nowhere":       {"input.titel=x", "", errFields.Error()},
		"a name below a text":             {"input.title.x=x", "", errFields.Error()},
		"a name twice":                    {"input.title=x&input.title=y", "", errFields.Error()},
		"a row without end":               {"input.tags.99999=x", "", errFields.Error()},
		"a row before the first":          {"input.tags.-1=x", "", errFields.Error()},
		"a variable that is not there":    {"other=x", "", errFields.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent, err := url.ParseQuery(c.sent)
			if err != nil {
				t.Fatal(err)
			}
			got, _, wrong, err := decode(s, q.Operations[0], sent, nil, fault.Vietnamese)
			if c.want == "" {
				if !errors.Is(err, errFields) {
					t.Errorf("%v is taken (%v)", got, err)
				}
				return
			}
			text, _ := json.Marshal(got)
			var names []string
			for _, p := range wrong {
				names = append(names, p.name)
			}
			if err != nil || string(text) != c.want || strings.Join(names, " ") != c.wrong {
				t.Errorf("%s, wrong %v, %v; wanted %s, wrong %q", text, names, err, c.want, c.wrong)
			}
		})
	}
}

// What was typed comes back under the name that the API calls it by.
func TestRowsKeepTheirTextsWhenTheyAreRenumbered(t *testing.T) {
	t.Parallel()
	s := gqlparser.MustLoadSchema(source(forms))
	q := gqlparser.MustLoadQueryWithRules(s, "query A($input: In!) { a(input: $input) }", nil)
	_, moved, _, err := decode(s, q.Operations[0], url.Values{"input.rows.3.name": {"x"}, "input.rows.1.name": {""}}, nil, fault.English)
	if err != nil || moved.Get("input.rows.0.name") != "x" || len(moved) != 1 {
		t.Errorf("%v, %v", moved, err)
	}
}

// What came out of a form, sent again, means the same: a form that is shown again with what was typed loses nothing.
func TestAFormThatIsSentAgainMeansTheSame(t *testing.T) {
	t.Parallel()
	s := gqlparser.MustLoadSchema(source(forms))
	q := gqlparser.MustLoadQueryWithRules(s, "query A($input: In!) { a(input: $input) }", nil)
	for _, text := range seeds {
		again(t, s, q.Operations[0], text)
	}
}

func again(t *testing.T, s *ast.Schema, op *ast.OperationDefinition, text string) {
	t.Helper()
	sent, err := url.ParseQuery(text)
	if err != nil {
		return
	}
	first, moved, wrong, err := decode(s, op, sent, nil, fault.Vietnamese)
	if err != nil {
		return
	}
	second, movedAgain, wrongAgain, err := decode(s, op, moved, nil, fault.Vietnamese)
	if err != nil || !reflect.DeepEqual(first, second) || !reflect.DeepEqual(moved, movedAgain) || len(wrong) != len(wrongAgain) {
		t.Errorf("%q: %v became %v (%v)", text, first, second, err)
	}
	for name := range first {
		if name != "input" {
			t.Errorf("%q makes a variable %q", text, name)
		}
	}
}

var seeds = []string{"", "input.title=x", "input.rows.1.name=a", "input.choice=text&input.choice.text=x&input.choice.rows.0.name=y", "input.at.date=1/1/2026&input.at.time=0:0", "input.tags.0=&input.tags=", "=", ".",
	"input.boxes.7.colours=&input.boxes.7.colours=RED&input.boxes.2.choices.5=rows&input.boxes.2.choices.5.rows.1.name=z", "input.cost=1.500.000&input.on=false&input.on=true"}

func FuzzForms(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	s := gqlparser.MustLoadSchema(source(forms))
	q := gqlparser.MustLoadQueryWithRules(s, "query A($input: In!) { a(input: $input) }", nil)
	f.Fuzz(func(t *testing.T, text string) { again(t, s, q.Operations[0], text) })
}

func source(text string) *ast.Source { return &ast.Source{Name: "forms.graphqls", Input: text} }
