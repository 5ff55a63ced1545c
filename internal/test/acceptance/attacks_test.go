package acceptance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/test/kit"
)

// attack is a request made to hurt, and the code that answers it; "" is an answer with data.
type attack struct {
	name, code string
	query      string
	variables  string // JSON
	raw        string // instead of both: the whole body
	get        bool   // in the address of a GET
}

// attacks tries what is known of parsers, validators and executors, each in the largest form that the front door lets
// in and, above it, in one of 1 MB. docs/attacks.md lists them.
func attacks() []attack {
	const mb = 1 << 20
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	chain := func(n int, on, each, last string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, " fragment F%d on %s { "+each+" }", i, on, i+1, i+1)
		}
		return b.String() + fmt.Sprintf(" fragment F%d on %s { %s }", n, on, last)
	}
	nest := func(n int, open, inner, shut string) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(shut, n)
	}
	list := func(n int, item string) string { return strings.TrimSuffix(strings.Repeat(item+",", n), ",") }
	return []attack{
		{name: "a body of 1 MB", code: "BAD_INPUT", query: "{" + strings.Repeat("a ", mb/2) + "}"},
		{name: "tokens", code: "QUERY_TOO_COMPLEX", query: "{" + strings.Repeat("a ", 100_000) + "}"},
		{name: "punctuation", code: "BAD_INPUT", query: strings.Repeat("!", 200_000)},
		{name: "opening braces", code: "BAD_INPUT", query: strings.Repeat("{", 200_000)},
		{name: "commas", code: "BAD_INPUT", query: "{ __typename" + strings.Repeat(",", 200_000)},
		{name: "comments", code: "BAD_INPUT", query: strings.Repeat("#\n", 100_000) + "{ __typename }"},
		{name: "one long comment", query: "{ __typename } #" + strings.Repeat("x", 200_000)},
		{name: "one long name", code: "BAD_INPUT", query: "{ " + strings.Repeat("a", 200_000) + " }"},
		{name: "long names in errors", code: "BAD_INPUT", query: "{ a { " + many(19, strings.Repeat("b", 10_000)+"%d ") + "} }"},
		{name: "one long text", code: "UNAUTHENTICATED", query: `mutation { createPost(input: {title: "` + strings.Repeat("x", 200_000) + `", type: PAGE, department: "x"}) { userErrors { code } } }`},
		{name: "one long block text", code: "BAD_INPUT", query: `{ node(id: """` + strings.Repeat("  x\n", 50_000) + `""") { id } }`},
		{name: "unicode escapes", code: "BAD_INPUT", query: `{ node(id: "` + strings.Repeat(`\u{1F600}`, 20_000) + `") { id } }`},
		{name: "text without end", code: "BAD_INPUT", query: `{ node(id: "` + strings.Repeat(`\"`, 100_000)},
		{name: "quotes without end", code: "BAD_INPUT", query: `{ node(id: """` + strings.Repeat(`" `, 100_000)},
		{name: "huge whole number", code: "BAD_INPUT", query: "{ posts(first: " + strings.Repeat("9", 200_000) + ") { totalCount } }"},
		{name: "huge decimal number", code: "BAD_INPUT", query: "{ posts(first: 1." + strings.Repeat("9", 200_000) + "e999999) { totalCount } }"},
		{name: "byte order marks", query: strings.Repeat("\ufeff", 60_000) + "{ __typename }"},
		{name: "NUL", code: "BAD_INPUT", query: "{ __typename \x00 }"},
		{name: "invalid UTF-8", code: "BAD_INPUT", raw: "{\"query\":\"{ __typename } #\xff\"}"},

		{name: "deep fields", code: "QUERY_TOO_COMPLEX", query: "{ __schema { queryType " + nest(900, "{ ofType ", "{ name }", "}") + "} }"},
		{name: "deep inline fragments", code: "QUERY_TOO_COMPLEX", query: "{" + nest(450, "... on Query { ", "__typename", "}") + "}"},
		{name: "deep list in the document", code: "QUERY_TOO_COMPLEX", query: "{ node(id: " + nest(900, "[", "", "]") + ") { id } }"},
		{name: "deep object in the document", code: "QUERY_TOO_COMPLEX", query: "{ posts(filter: " + nest(400, "{ a: ", "1", "}") + ") { totalCount } }"},
		{name: "deep list type", code: "BAD_INPUT", query: "query($a: " + nest(900, "[", "Int", "]") + ") { __typename }"},
		{name: "wide list in the document", code: "QUERY_TOO_COMPLEX", query: "{ nodes(ids: [" + list(1_900, "1") + "]) { id } }"},
		{name: "wrong values in the document", code: "BAD_INPUT", query: "{ posts(filter: {type: [" + list(490, "x") + "]}) { totalCount } }"},
		{name: "unknown input fields", code: "BAD_INPUT", query: "{ posts(filter: {" + many(480, "a%d: 1 ") + "}) { totalCount } }"},
		{name: "unknown arguments", code: "BAD_INPUT", query: "{ posts(" + many(480, "a%d: 1 ") + ") { totalCount } }"},
		{name: "unknown fields", code: "BAD_INPUT", query: "{ posts { " + many(990, "a%d ") + "} }"},
		{name: "unknown types", code: "BAD_INPUT", query: "{ node(id: 1) {" + many(300, "... on A%d { a } ") + "} }"},
		{name: "unknown fragments", code: "BAD_INPUT", query: "{" + many(490, "...A%d ") + "}"},
		{name: "a value of 200 kB of the wrong kind", code: "BAD_INPUT", query: `{ posts(first: "` + strings.Repeat("x", 200_000) + `") { totalCount } }`},

		{name: "aliases", code: "QUERY_TOO_COMPLEX", query: "{" + many(650, "a%d: __typename ") + "}"},
		{name: "guessing passwords under aliases", code: "QUERY_TOO_COMPLEX", query: "mutation {" + many(20, `a%d: signIn(input: {login: "a", password: "b", client: APP}) { token } `) + "}"},
		{name: "the same field 600 times", code: "", query: "{ categories {" + strings.Repeat("id ", 600) + "} }"},
		{name: "the same field 1,900 times", code: "QUERY_TOO_COMPLEX", query: "{ categories {" + strings.Repeat("id ", 1_900) + "} }"},
		{name: "the same object 480 times", code: "", query: "{ departments {" + strings.Repeat("parent { id } ", 480) + "} }"},
		{name: "the same arguments 100 times", code: "UNAUTHENTICATED", query: "{ me {" + strings.Repeat("approvalsToDecide(first: 1, after: \"x\") { totalCount } ", 100) + "} }"},
		{name: "fields that differ by type", code: "NOT_FOUND", query: "{ node(id: \"cG9zdDoxMjM0NTY3ODEyMzQ1Njc4\") {" + strings.Repeat("... on Department { x: parent { id } } ... on NewsArticle { x: department { id } } ", 29) + "} }"},
		{name: "exponential fragments", code: "QUERY_TOO_COMPLEX", query: "{ ...F0 }" + chain(60, "Query", "...F%d ...F%d", "__typename")},
		{name: "exponential nested fragments", code: "QUERY_TOO_COMPLEX", query: "{ __schema { queryType { ...F0 } } }" + chain(12, "__Type", "ofType { ...F%d } ofType { ...F%d }", "name")},
		{name: "exponential aliased fragments", code: "QUERY_TOO_COMPLEX", query: "{ departments { ...F0 } }" + chain(14, "Department", "a: parent { ...F%d } b: parent { ...F%d }", "id")},
		{name: "exponential pages of variables", code: "QUERY_TOO_COMPLEX", query: "query($n: Int) { posts(first: $n) { nodes { ...F0 } } }" + chain(20, "Post", "a: revisions(first: $n) { nodes { id } } ...F%d ...F%d", "id"), variables: `{"n": 100}`},
		{name: "a fragment in itself", code: "BAD_INPUT", query: "{ ...F } fragment F on Query { ...F }"},
		{name: "fragments in a circle", code: "BAD_INPUT", query: "{ ...F0 }" + many(99, "fragment F%[1]d on Query { ...F%[1]d0 ... on Query { ...F0 } } ")},
		{name: "a circle through inline fragments", code: "BAD_INPUT", query: "{ ...A } fragment A on Query { ... on Query { ... { ...B } } } fragment B on Query { ... on Query { ...A } }"},
		{name: "unused fragments", code: "QUERY_TOO_COMPLEX", query: "{ __typename }" + many(200, " fragment F%d on Query { __typename }")},
		{name: "fragments that each spread all", code: "QUERY_TOO_COMPLEX", query: "{ ...F0 }" + many(40, " fragment F%d on Query {"+strings.Repeat("...F39 ", 40)+"__typename }")},
		{name: "operations", code: "QUERY_TOO_COMPLEX", query: many(300, "query Q%d { __typename } ")},
		{name: "operations over one fragment", code: "BAD_INPUT", query: many(50, "query Q%d { ...F } ") + "fragment F on Query { categories {" + strings.Repeat(" id", 300) + "} }"},
		{name: "variables", code: "QUERY_TOO_COMPLEX", query: "query(" + many(400, "$a%d: Int ") + ") { __typename }"},
		{name: "unused variables", code: "BAD_INPUT", query: "query(" + many(100, "$a%d: Int ") + ") { __typename }"},
		{name: "undefined variables", code: "BAD_INPUT", query: "{ nodes(ids: [" + many(490, "$a%d ") + "]) { id } }"},
		{name: "huge default", code: "QUERY_TOO_COMPLEX", query: "query($a: [ID!]! = [" + list(1_900, "1") + "]) { nodes(ids: $a) { id } }"},
		{name: "directives on a field", code: "QUERY_TOO_COMPLEX", query: "{ __typename " + strings.Repeat("@skip(if: false) ", 280) + "}"},
		{name: "unknown directives", code: "QUERY_TOO_COMPLEX", query: "{ __typename " + many(600, "@a%d ") + "}"},
		{name: "directives one a field", code: "QUERY_TOO_COMPLEX", query: "{ categories {" + strings.Repeat("id @include(if: true) ", 250) + "} }"},

		{name: "introspection", code: "UNAUTHENTICATED", query: "{ __schema { types { name fields { name } } } }"},
		{name: "introspection of introspection", code: "BAD_INPUT", query: "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"},
		{name: "introspection many times", code: "QUERY_TOO_COMPLEX", query: "{" + many(20, "s%d: __schema { types { name } } ") + "}"},
		{name: "types by name", code: "UNAUTHENTICATED", query: "{" + many(20, `t%d: __type(name: "Post") { name fields { name } } `) + "}"},

		{name: "deep and wide pages", code: "QUERY_TOO_COMPLEX", query: "{ posts(first: 100) { nodes { revisions(first: 100) { nodes { editor { department { staff(first: 100) { nodes { id } } } } } } } } }"},
		{name: "pages of pages by variables", code: "QUERY_TOO_COMPLEX", query: "query($n: Int) { posts(first: $n) { nodes { department { staff(first: $n) { nodes { id } } } } } }", variables: `{"n": "100"}`},
		{name: "many ids with pages", code: "QUERY_TOO_COMPLEX", query: "{ nodes(ids: [" + list(100, `"a"`) + "]) { ... on Post { revisions(first: 100) { nodes { id } } } } }"},
		{name: "many ids many times", code: "QUERY_TOO_COMPLEX", query: "query($i: [ID!]!) {" + many(20, "n%d: nodes(ids: $i) { id } ") + "}", variables: `{"i": [` + list(100, `"a"`) + `]}`},
		{name: "every type of a node", code: "NOT_FOUND", query: "{ node(id: \"cG9zdDoxMjM0NTY3ODEyMzQ1Njc4\") {" + strings.Repeat("... on Post { title } ... on Department { name } ... on NewsArticle { body } ... on Category { id } ", 60) + "} }"},
		{name: "comparing many revisions", code: "QUERY_TOO_COMPLEX", query: "{ posts(first: 100) { nodes { diff(from: 1, to: 2) { body { text } } } } }"},
		{name: "every body under many aliases", code: "QUERY_TOO_COMPLEX", query: "{ posts(first: 100) { nodes {" + many(60, "a%d: body ") + "} } }"},

		{name: "ids in variables", code: "QUERY_TOO_COMPLEX", query: "query($i: [ID!]!) { nodes(ids: $i) { id } }", variables: `{"i": [` + list(60_000, `"a"`) + `]}`},
		{name: "objects in variables", code: "QUERY_TOO_COMPLEX", query: "query($f: PostFilter) { posts(filter: $f) { totalCount } }", variables: `{"f": [` + list(80_000, "{}") + `]}`},
		{name: "unknown fields in variables", code: "QUERY_TOO_COMPLEX", query: "query($f: PostFilter) { posts(filter: $f) { totalCount } }", variables: `{"f": {` + strings.TrimSuffix(many(15_000, `"a%d":1,`), ",") + `}}`},
		{name: "deep variables", code: "QUERY_TOO_COMPLEX", query: "query($i: [ID!]!) { nodes(ids: $i) { id } }", variables: `{"i": ` + nest(5_000, "[", "", "]") + `}`},
		{name: "deeper than JSON may be", code: "BAD_INPUT", raw: `{"query":"{ __typename }","variables":{"a":` + nest(100_000, "[", "", "]") + `}}`},
		{name: "huge number in variables", code: "BAD_INPUT", query: "query($n: Int) { posts(first: $n) { totalCount } }", variables: `{"n": ` + strings.Repeat("9", 200_000) + `}`},
		{name: "the same key again", code: "BAD_INPUT", raw: `{` + strings.Repeat(`"variables":{"a":1},`, 10_000) + `"query":1}`},
		{name: "a batch", code: "BAD_INPUT", raw: `[` + list(1_000, `{"query":"{ __typename }"}`) + `]`},
		{name: "an address of 900 kB", code: "BAD_INPUT", get: true, query: "{" + strings.Repeat("a,", 450_000) + "}"},
		{name: "an address of 900 kB of commas", code: "BAD_INPUT", get: true, query: "{ __typename" + strings.Repeat(",", 900_000) + "}"},
	}
}

// Each attack is refused with its code, in little time and memory. The bounds are those of the promise, far above what
// the table in docs/attacks.md shows.
func TestAttacks(t *testing.T) { // alone, since it measures memory
	for _, store := range kit.Stores(t) {
		t.Run(string(store.Dialect), func(t *testing.T) {
			k := kit.New(t, store.Open(t, nil))
			w := open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}})
			withstand(t, w.stranger())
		})
	}
}

func withstand(t *testing.T, stranger *client) {
	t.Helper()
	var rows []string
	for _, a := range attacks() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		got := a.send(t, stranger)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		allocated := after.TotalAlloc - before.TotalAlloc
		code := codeOf(got.Body)
		if code != a.code {
			t.Errorf("%s: code %q, want %q: %d %.300s", a.name, code, a.code, got.Status, got.Body)
		}
		if took > time.Second || allocated > 100<<20 {
			t.Errorf("%s: %v, %d bytes allocated", a.name, took, allocated)
		}
		if len(got.Body) > 64<<10 {
			t.Errorf("%s: an answer of %d bytes", a.name, len(got.Body))
		}
		rows = append(rows, fmt.Sprintf("| %s | %d kB | %.1f ms | %.1f MB | %s |", a.name, (len(a.query)+len(a.variables)+len(a.raw)+999)/1000,
			float64(took.Microseconds())/1000, float64(allocated)/1e6, code))
	}
	t.Log("\n" + strings.Join(rows, "\n"))
}

func (a attack) send(t *testing.T, c *client) response {
	t.Helper()
	switch {
	case a.get:
		return c.send(t, http.MethodGet, "/graphql?query="+strings.NewReplacer("{", "%7B", "}", "%7D", " ", "%20").Replace(a.query), "", nil)
	case a.raw != "":
		return c.send(t, http.MethodPost, "/graphql", "application/json", []byte(a.raw))
	case a.variables != "":
		return c.do(t, a.query, json.RawMessage(a.variables))
	}
	return c.do(t, a.query, nil)
}

// codeOf is the code of the first error, "" if there is none.
func codeOf(body string) string {
	var answer struct {
		Errors []struct {
			Extensions struct{ Code string }
		}
	}
	if json.Unmarshal([]byte(body), &answer) != nil {
		return "no JSON"
	}
	if len(answer.Errors) == 0 {
		return ""
	}
	return answer.Errors[0].Extensions.Code
}
