package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/graph"
)

// ask posts a document to the API over no services at all and returns status and body.
func ask(t testing.TB, h http.Handler, query string, variables any, header ...string) (int, string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return post(h, string(body), header...)
}

func post(h http.Handler, body string, header ...string) (int, string) {
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// chain is n fragments, each spreading the next one twice: 2^n fields when spelled out.
func chain(n int) string {
	var b strings.Builder
	b.WriteString("{ ...F0 }")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Query { ...F%d ...F%d }", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Query { __typename }", n)
	return b.String()
}

// nested is chain with the spreads inside fields of the same name, which a validator compares pair by pair.
func nested(n int) string {
	var b strings.Builder
	b.WriteString("{ __schema { queryType { ...F0 } } }")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on __Type { ofType { ...F%d } ofType { ...F%d } }", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on __Type { name }", n)
	return b.String()
}

// soon bounds what takes milliseconds on a quiet machine and seconds on a busy one: a document that blows up takes for ever.
const soon = 20 * time.Second

// Each of these documents would take seconds or for ever in a naive server.
func TestHostileDocumentsAreRefusedAtOnce(t *testing.T) {
	t.Parallel()
	h := (&graph.Resolver{}).Handler(graph.Options{ShowSchema: true})
	const id = "cG9zdDoxMjM0NTY3ODEyMzQ1Njc4"
	for name, c := range map[string]struct{ query, code string }{
		"exponential fragments":   {chain(60), "QUERY_TOO_COMPLEX"},
		"exponential fields":      {nested(12), "QUERY_TOO_COMPLEX"},
		"fragment on itself":      {"{ ...F } fragment F on Query { ...F }", "BAD_INPUT"},
		"fragments in a circle":   {"{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }", "BAD_INPUT"},
		"unused circle":           {"{ __typename } fragment A on Query { ...B } fragment B on Query { ...A }", "BAD_INPUT"},
		"depth":                   {`{ __schema { queryType ` + strings.Repeat("{ ofType ", 40) + "{ name }" + strings.Repeat("}", 41) + "}", "QUERY_TOO_COMPLEX"},
		"aliases":                 {"{" + repeat(61, `a%d: __typename `) + "}", "QUERY_TOO_COMPLEX"},
		"root fields":             {"{" + strings.Repeat(`node(id: "`+id+`") { id } `, 21) + "}", "QUERY_TOO_COMPLEX"},
		"directives on a field":   {"{ __typename " + strings.Repeat("@skip(if: false) ", 61) + "}", "QUERY_TOO_COMPLEX"},
		"unknown directives":      {"{ __typename " + repeat(61, "@a%d ") + "}", "QUERY_TOO_COMPLEX"},
		"fields":                  {"{" + strings.Repeat("__typename ", 1_001) + "}", "QUERY_TOO_COMPLEX"},
		"same field again":        {"{ __schema {" + strings.Repeat("queryType { name } ", 550) + "} }", "QUERY_TOO_COMPLEX"},
		"tokens":                  {"{" + strings.Repeat("a ", 3_000) + "}", "QUERY_TOO_COMPLEX"},
		"deep list value":         {"{ node(id: " + strings.Repeat("[", 900) + strings.Repeat("]", 900) + ") { id } }", "QUERY_TOO_COMPLEX"},
		"many operations":         {repeat(300, "query Q%d { __typename } "), "QUERY_TOO_COMPLEX"},
		"many unknown fields":     {"{" + repeat(19, "x%d ") + "}", "BAD_INPUT"},
		"schema of the schema":    {"{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }", "BAD_INPUT"},
		"whole schema many times": {"{" + repeat(3, "s%d: __schema { types { name } } ") + "}", "QUERY_TOO_COMPLEX"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, body := ask(t, h, c.query, nil)
			took := time.Since(start)
			if !strings.Contains(body, `"code":"`+c.code+`"`) || strings.Contains(body, `"data"`) {
				t.Errorf("got %.300s", body)
			}
			if took > soon {
				t.Errorf("took %v", took)
			}
			if len(body) > 16_000 {
				t.Errorf("an answer of %d bytes", len(body))
			}
			t.Logf("%v", took)
		})
	}
}

func repeat(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// What is wrong in a fragment is said once, however often the fragment is spread, and two wrongs are two.
func TestErrorsOfAFragmentAreSaidOnce(t *testing.T) {
	t.Parallel()
	h := new(graph.Resolver).Handler(graph.Options{ShowSchema: true})
	for query, want := range map[string]int{
		`{ ...F ...F } fragment F on Query { wrong }`:                                                                 1,
		`{ ...F ... on Query { ...F ...F } } fragment F on Query { wrong wrong }`:                                     2,
		`query A { ...F } query B { ...F } fragment F on Query { post(slug: "x") { nothing } }`:                       1,
		`{ departments { ` + strings.Repeat("...F ", 40) + `} } fragment F on Department { w1 w2 w3 }`:                3,
		`{ departments { ...F } } fragment F on Department { ` + strings.Repeat("wrong ", 30) + `}`:                   4, // three, and how many more
		`{ posts { nodes { ...F } edges { node { ...F } } } } fragment F on Post { title(wrong: 1) secret { more } }`: 2,
	} {
		_, body := ask(t, h, query, nil)
		var answer struct {
			Errors []struct{ Locations []map[string]int }
		}
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatal(err)
		}
		if len(answer.Errors) != want {
			t.Errorf("%.200s: %d errors, want %d: %s", query, len(answer.Errors), want, body)
		}
	}
}

// The longest documents within the limits validate and run in little time too.
func TestDocumentsAtTheLimitsAreAnswered(t *testing.T) {
	t.Parallel()
	h := (&graph.Resolver{}).Handler(graph.Options{ShowSchema: true})
	for name, query := range map[string]string{
		"same field again": "{ __schema {" + strings.Repeat("queryType { name } ", 490) + "} }",
		"fragments":        strings.Replace(nested(8), "__schema", "s: __schema", 1),
		"aliases":          "{ __schema { queryType {" + repeat(60, "a%d: name ") + "} } }",
		"directives":       "{ __schema { queryType {" + strings.Repeat("name @skip(if: false) ", 60) + "} } }",
		"introspection":    introspection,
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			status, body := ask(t, h, query, nil)
			if status != http.StatusOK || strings.Contains(body, `"errors"`) {
				t.Errorf("status %d, got %.300s", status, body)
			}
			if took := time.Since(start); took > soon {
				t.Errorf("took %v", took)
			}
		})
	}
}

// introspection is as deep as what common tools send.
const introspection = `query IntrospectionQuery {
  __schema {
    description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
    types { ...FullType }
    directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
  }
}
fragment FullType on __Type {
  kind name description specifiedByURL isOneOf
  fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields(includeDeprecated: true) { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type {
  kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
}`
