package transport

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ttyt/internal/upload"
)

// What is accepted is what any strict reader of JSON sees, and what is refused repeats nothing of the text.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{ a }"}`, `{"query":"q","variables":{"a":[1.50,null]},"extensions":{},"operationName":"x"}`, `{"query":null}`, `[{}]`,
		`{"query":"a","query":"b"}`, `{"QUERY":"a"}`, `{"query":"a"}{}`, "{\"query\":\"\xff\"}", `{"query":"a","variables":[]}`, `{`, `null`, `{"query":"a",}`,
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
		if !slices.Equal(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(params.Variables))) {
			t.Errorf("variables %v", params.Variables)
		}
	})
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
				if v, ok := p.get(); !ok || v.(upload.File).Name != "" {
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
