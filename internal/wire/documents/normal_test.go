package documents

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"
)

func TestNormal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{ a }": "{a}",
		"query Q ( $a : [ Int! ] = [1, 2] @d ) { b: c (d: $a) @e , f }":                       "query Q($a:[Int!]=[1 2]@d){b:c(d:$a)@e f}",
		"fragment G on T{a}fragment F on T{...G}# x\nquery Q { x(y: -1){...F ... on T {a}} }": "query Q{x(y:-1){...F ...on T{a}}}\nfragment F on T{...G}\nfragment G on T{a}",
		"query Q { a(b: \"\"\"\n  x \\\"\"\" y\n\"\"\" c: \"\\u00e9<\") }":                    `query Q{a(b:"x \"\"\" y" c:"é<")}`,
		"query Q($a: T = {b: {c: 1}}) { d }":                                                  "query Q($a:T={b:{c:1}}){d}",
	} {
		if got := normal(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// The normal form means what the document means: it parses, and is its own normal form.
func FuzzNormal(f *testing.F) {
	f.Add("query Q($a: [Int!] = [1, 2] @d) @e(f: \"\"\"\n  block \\\"\"\"\n\"\"\") { ...F @skip(if: $b) b: a(c: {d: \"\\u00e9\\n\", e: ENUM, f: null}) { c } } fragment F on T { ... on U { x } }")
	f.Add("{ a(b: \"\"\"\"x\"\"\") }")
	f.Add("subscription { a(b: -1.5e10, c: true) }")
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, 2_000)
		if err != nil {
			return
		}
		once, n := normal(text), len(doc.Operations)+len(doc.Fragments)
		again, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: once}, 4_000)
		if err != nil {
			t.Fatalf("%q became %q: %v", text, once, err)
		}
		if got := len(again.Operations) + len(again.Fragments); got != n {
			t.Errorf("%d definitions of %q became %d", n, text, got)
		}
		if twice := normal(once); twice != once {
			t.Errorf("%q became %q, then %q", text, once, twice)
		}
		before, after := tokens(text), tokens(once)
		if !slices.Equal(before, after) {
			t.Errorf("%q became %q", text, once)
		}
	})
}

// tokens are those of the text, in the order of the alphabet.
func tokens(text string) []string {
	var list []string
	for l := lexer.New(&ast.Source{Input: text}); ; {
		token, err := l.ReadToken()
		if err != nil || token.Kind == lexer.EOF {
			slices.Sort(list)
			return list
		}
		if token.Kind != lexer.Comment {
			list = append(list, strings.TrimPrefix(token.Kind.Name(), "Block")+" "+token.Value)
		}
	}
}
