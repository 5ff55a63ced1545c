package acceptance

import (
	"regexp"
	"strings"
	"testing"
)

// misspelt are invalid documents and variables of all kinds, each of which the validator would help with by naming what
// the schema has.
var misspelt = []struct{ query, variables string }{
	{`{ departmentz { name } }`, ``},
	{`{ departments { nane } }`, ``},
	{`{ departments }`, ``},
	{`{ departments(filtr: 1) { name } }`, ``},
	{`{ posts { totalCount { x } } }`, ``},
	{`{ posts(filter: {typ: PAGE}) { totalCount } }`, ``},
	{`{ posts(filter: {type: PAGES}) { totalCount } }`, ``},
	{`{ posts(filter: 1) { totalCount } }`, ``},
	{`{ posts(first: "x") { totalCount } }`, ``},
	{`{ posts(orderBy: {field: TITEL}) { totalCount } }`, ``},
	{`{ node { id } }`, ``},
	{`{ node(id: "x") { titel } }`, ``},
	{`{ node(id: "x") { ... on NewsArticel { title } } }`, ``},
	{`{ posts { nodes { ... on Mutation { signIn } } } }`, ``},
	{`{ posts { ...F } } fragment F on Pots { id }`, ``},
	{`{ __typename @skipp(if: true) }`, ``},
	{`{ __typename @skip }`, ``},
	{`{ __typename @skip(iff: true) }`, ``},
	{`query($a: Strin) { node(id: $a) { id } }`, ``},
	{`query($a: Int) { node(id: $a) { id } }`, ``},
	{`mutation { signIn(input: {}) { token } }`, ``},
	{`mutation { signIn { token } }`, ``},
	{`query($f: PostFilter) { posts(filter: $f) { totalCount } }`, `{"f": {"type": ["PAGES"]}}`},
	{`query($f: PostFilter) { posts(filter: $f) { totalCount } }`, `{"f": {"typ": 1}}`},
	{`query($f: PostFilter) { posts(filter: $f) { totalCount } }`, `{"f": 1}`},
	{`mutation($i: SignInInput!) { signIn(input: $i) { token } }`, `{"i": {}}`},
	{`mutation($i: SignInInput!) { signIn(input: $i) { token } }`, `{}`},
	{`mutation($i: SignInInput!) { signIn(input: $i) { token } }`, `{"i": {"login": "a", "password": "b", "client": "X"}}`},
}

// A stranger's errors quote nothing but what they wrote; a person who is signed in is told the names.
func TestMessagesNameNothingToStrangers(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		stranger := w.stranger()
		quoted := regexp.MustCompile(`\\"[$@]?([\w.!\[\]]+)\\"`)
		for _, m := range misspelt {
			got := (attack{query: m.query, variables: m.variables}).send(t, stranger)
			if codeOf(got.Body) != "BAD_INPUT" {
				t.Errorf("%s: %s", m.query, got.Body)
			}
			for _, name := range quoted.FindAllStringSubmatch(got.Body, -1) {
				if !regexp.MustCompile(`\b` + regexp.QuoteMeta(name[1]) + `\b`).MatchString(m.query + m.variables) {
					t.Errorf("%s %s: %q is named in %s", m.query, m.variables, name[1], got.Body)
				}
			}
			for _, clue := range []string{"Did you mean", "login", `"path"`, "PostConnection", "Department", "PostType"} {
				if strings.Contains(got.Body, clue) && !strings.Contains(m.query+m.variables, clue) {
					t.Errorf("%s %s: %s stands in %s", m.query, m.variables, clue, got.Body)
				}
			}
		}
	})
}
