package transport

import (
	"bytes"
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/input"
)

// What is accepted is what any strict reader of JSON sees, and what is refused repeats nothing of the text.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{ a }"}`, `{"query":"q","variables":{"a":[1.50,null]},"extensions":{},"operationName":"x"}`, `{"query":null}`, `[{}]`,
		`{"query":"a","query":"b"}`, `{"query":"a","variables":{"b":[{"c":1,"c":1}]}}`, `{"query":"a","x":[1,]}`, `{"query":"a","x":{"y" 1}}`, `{"query":"a","x":"\ud800\u0000"}`, `{"QUERY":"a"}`, `{"query":"a"}{}`, "{\"query\":\"\xff\"}", `{"query":"a","variables":[]}`, `{`, `null`, `{"query":"a",}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		params, refused := decode(text)
		if refused != nil {
			if params != nil || refused.status != 400 || refused.why.Text.EN == "" || refused.why.Text.VI == "" {
				t.Errorf("%v %+v", params, refused)
			}
			return
		}
		var plain map[string]any
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&plain); err != nil || params.Query == "" || plain["query"] != params.Query {
			t.Fatalf("%v: %+v", err, params)
		}
		if name, ok := plain["operationName"].(string); ok && name != params.OperationName {
			t.Errorf("operation %q", params.OperationName)
		}
		want, _ := plain["variables"].(map[string]any)
		if !reflect.DeepEqual(want, params.Variables) {
			t.Errorf("variables %v", params.Variables)
		}
	})
}

// The walk accepts what encoding/json accepts, sees the same in it, and finds each name that a map would have dropped.
func FuzzReadValue(f *testing.F) {
	for _, seed := range []string{
		`{"a":1,"a":2}`, `[{"a":{"b":1,"\u0062":2}}]`, `{"a":{},"b":{"a":1}}`, `{"a":1,"A":2}`, `[1,]`, `[1 2]`, `{"a":1,}`, `{,}`, `{"a"}`, `{"a":}`, `{1:2}`,
		`[}`, `{]`, `1 2`, `nul`, `-0.0e+10`, `01`, `"\ud83d\ude00"`, "\"\x01\"", "\"\xff\"", ` [ ] `, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, why := readValue(text)
		if valid := json.Valid(text) && utf8.Valid(text); valid == (why == errJSON) {
			t.Fatalf("valid %v: %v", valid, why)
		}
		if why == errJSON {
			return
		}
		var want any
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&want); err != nil {
			t.Fatal(err)
		}
		if why == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		if double := members(text) > entries(want); double != (why != nil) {
			t.Errorf("%v, but %v", double, why)
		}
	})
}

// A text that nests deeper than encoding/json goes is refused, not followed down.
func TestNestingIsBounded(t *testing.T) {
	t.Parallel()
	for depth, ok := range map[int]bool{10_000: true, 10_001: false} {
		text := []byte(strings.Repeat("[", depth) + strings.Repeat("]", depth))
		if _, why := readValue(text); (why == nil) != ok || json.Valid(text) != ok {
			t.Errorf("%d levels: %v", depth, why)
		}
	}
}

// members counts the members of all objects in a JSON text: the colons outside strings.
func members(text []byte) (n int) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && c == ':':
			n++
		}
	}
	return n
}

// entries counts the members of all objects in a value that was read.
func entries(v any) (n int) {
	switch v := v.(type) {
	case map[string]any:
		n = len(v)
		for _, e := range v {
			n += entries(e)
		}
	case []any:
		for _, e := range v {
			n += entries(e)
		}
	}
	return n
}

// Whatever a request holds, no object in it names a member twice; and the names of members, which may be secrets that
// went astray, are not repeated unless they are words.
func TestNoNameStandsTwice(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		`{"query":"a","query":"b"}`:                                 "The parameter query is given twice.",
		`{"query":"a","variables":{"i":{"t":1,"t":1}}}`:             "The parameter variables.i.t is given twice.",
		`{"query":"a","variables":{"i":[0,{"t":1,"\u0074":null}]}}`: "The parameter variables.i.t is given twice.",
		`{"query":"a","variables":{"i":1},"variables":null}`:        "The parameter variables is given twice.",
		`{"query":"a","extensions":{"x":{"y":1,"z":1,"y":2}}}`:      "The parameter extensions.x.y is given twice.",
		`{"query":"a","other":1,"other":2}`:                         "The parameter other is given twice.",
		`{"query":"a","variables":{"my pass":1,"my pass":1}}`:       errTwice.Text.EN,
	} {
		if _, refused := decode([]byte(text)); refused == nil || refused.why.Text.EN != says {
			t.Errorf("%s: %+v", text, refused)
		}
	}
	for _, raw := range []string{`query=a&variables={"i":{"t":1,"t":1}}`, `query=a&extensions={"i":1,"i":1}`} {
		if _, refused := readURL(&url.URL{RawQuery: raw}); refused == nil || !strings.HasSuffix(refused.why.Text.EN, "is given twice.") {
			t.Errorf("%s: %+v", raw, refused)
		}
	}
	if _, why := places(map[string]any{"a": nil, "b": nil}, []byte(`{"0":["variables.a"],"0":["variables.b"]}`)); why == nil {
		t.Error("the map of files names one twice")
	}
}

func FuzzReadURL(f *testing.F) {
	for _, seed := range []string{"query={a}", "query=a&query=b", "query=a&variables={\"a\":1}", "query=%ff", "a;b", "query=a&variables=null", "query=a&extensions=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		params, refused := readURL(&url.URL{RawQuery: raw})
		if (params == nil) == (refused == nil) || params != nil && params.Query == "" {
			t.Errorf("%+v %+v", params, refused)
		}
	})
}

// A map of files places each file where null stood, and touches nothing else.
func FuzzPlaces(f *testing.F) {
	for _, seed := range []string{`{"0":["variables.f"]}`, `{"0":["variables.list.0","variables.deep.a.1"]}`, `{"0":["variables.list.-1"]}`, `{"a":["variables.f"],"b":["variables.f"]}`, `{"0":["variables."]}`, `[]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		variables := map[string]any{"f": nil, "": nil, "text": "kept", "list": []any{nil, "kept"}, "deep": map[string]any{"a": []any{"kept", nil}}}
		wanted, why := places(variables, []byte(text))
		if why != nil {
			return
		}
		n := 0
		for _, list := range wanted {
			for _, p := range list {
				if v, ok := p.get(); !ok || v.(input.File).Name != "" {
					t.Errorf("%v", p)
				}
				n++
			}
		}
		left, err := json.Marshal(variables)
		if err != nil || n > 4 || len(wanted) > maxFiles || strings.Count(string(left), `"kept"`) != 3 {
			t.Errorf("%d places, %s", n, left)
		}
	})
}

// BenchmarkDecode is what a small request costs before it is looked at.
func BenchmarkDecode(b *testing.B) {
	text := []byte(`{"query":"query($first: Int!) { posts(first: $first) { nodes { id title slug publishedAt department { name } author { name } } } }","operationName":null,"variables":{"first":20}}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, refused := decode(text); refused != nil {
			b.Fatal(refused.why)
		}
	}
}

// The members of a request are cut where JSON has them, whatever stands inside their texts.
func TestDecodeReadsAsJSONDoes(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"query":"{ a(b: \"}\") }","operationName":"A"}`,
		` { "variables" : { "a" : [ "]}," , { "\"" : "\\" } ] , "n" : 1e3 } , "query" : "{\\\"x" } `,
		`{"query":"\u007b a }","extensions":{"x":null},"other":[[{"query":"no"}]],"operationName":null}`,
		`{"other":"a\\","query":"{ a }"}`,
		"{\"query\":\"{ a }\"\n,\t\"variables\":{}\r\n}",
	} {
		var want struct {
			Query         string
			OperationName string
			Variables     map[string]any
			Extensions    map[string]any
		}
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&want); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		got, refused := decode([]byte(text))
		if refused != nil {
			t.Errorf("%s: %v", text, refused.why)
			continue
		}
		if got.Query != want.Query || got.OperationName != want.OperationName || !reflect.DeepEqual(got.Variables, want.Variables) || !reflect.DeepEqual(got.Extensions, want.Extensions) {
			t.Errorf("%s: %+v", text, got)
		}
	}
}
