package documents_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/internal/wire/documents"
)

const departments = "query Departments{departments{name}}"

// Both forms of manifest are read, and the same twice over.
func TestParse(t *testing.T) {
	t.Parallel()
	hash := documents.Hash(departments)
	for name, text := range map[string]string{
		"Apollo's":         `{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"` + hash + `","name":"Departments","type":"query","body":"` + departments + `"}]}`,
		"in another order": `{"operations":[{"body":"` + departments + `","id":"` + hash + `","clientName":"web"}],"version":1,"format":"apollo-persisted-query-manifest"}`,
		"a plain map":      `{"` + hash + `":"` + departments + `"}`,
		"with a prefix":    `{"sha256:` + hash + `":"` + departments + `"}`,
		"another hash":     `{"d41d8cd98f00b204e9800998ecf8427e":"` + departments + `"}`,
	} {
		operations, err := documents.Parse("m.json", []byte(text))
		if err != nil || len(operations) != 1 || operations[0].Body != departments {
			t.Errorf("%s: %v, %v", name, operations, err)
			continue
		}
		if err := graph.Rules().Check("m.json", operations); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestManifestsAreRefused(t *testing.T) {
	t.Parallel()
	apollo := func(operations string) string {
		return "{\"format\":\"apollo-persisted-query-manifest\",\"version\":1,\"operations\":[\n" + operations + "]}"
	}
	entry := func(name, kind, body string) string {
		return `{"id":"` + documents.Hash(body) + `","name":"` + name + `","type":"` + kind + `","body":"` + body + `"}`
	}
	for name, c := range map[string]struct{ text, want string }{
		"empty":                  {"", "m.json:1: no JSON"},
		"no JSON":                {"{\n\"a\": tru}", "m.json:2: no JSON"},
		"cut off":                {apollo(entry("Departments", "query", departments))[:120], "m.json:2: no JSON"},
		"a list":                 {"[]", "m.json:1: want an object"},
		"something after it":     {"{} {}", "m.json:1: something follows the manifest"},
		"a number":               {`{"a": 1}`, `m.json:1: "a" is a number; want a string`},
		"another format":         {`{"format":"x","version":1,"operations":[]}`, `format "x"`},
		"another version":        {strings.Replace(apollo(""), `:1,`, `:2,`, 1), `version "2"`},
		"no format":              {`{"operations":[]}`, `format ""`},
		"no operations":          {`{"format":"apollo-persisted-query-manifest","version":1}`, "lists no operations"},
		"operations as a map":    {`{"operations":{}}`, "operations has to be a list"},
		"a body of another type": {apollo("\n{\"id\":\"a\",\"body\":1}"), "m.json:3: an operation's body is a number"},
		"a wrong hash":           {apollo("\n" + `{"id":"` + documents.Hash("x") + `","name":"Departments","type":"query","body":"` + departments + `"}`), "m.json:3: Departments: its id is not the hash of its body"},
		"a wrong prefixed id":    {`{"sha256:abc":"` + departments + `"}`, "m.json:1: sha256:abc: its id is not the hash of its body"},
		"no id":                  {apollo(`{"name":"Departments","type":"query","body":"` + departments + `"}`), "m.json:2: Departments: it has no id"},
		"twice":                  {apollo(entry("Departments", "query", departments) + ",\n" + entry("Departments", "query", departments)), "m.json:3: Departments: its id is that of line 2 too"},
		"one name, two bodies":   {apollo(entry("D", "query", "query D{departments{id}}") + ",\n" + entry("D", "query", "query D{departments{name}}")), "m.json:3: D: its name is that of line 2 too"},
		"another name":           {apollo(entry("Home", "query", departments)), "m.json:2: Home: the operation of its body is called Departments"},
		"another type":           {apollo(entry("Departments", "mutation", departments)), "m.json:2: Departments: the operation of its body is a query, not a mutation"},
		"no name":                {`{"a":"{departments{name}}"}`, "m.json:1: a: the operation of its body has no name"},
		"two operations":         {`{"a":"query A{departments{name}} query B{departments{name}}"}`, "m.json:1: a: its body holds 2 operations"},
		"fragments alone":        {`{"a":"fragment F on Department{name}"}`, "m.json:1: a: its body holds 0 operations"},
		"no GraphQL":             {`{"a":"query A{"}`, "m.json:1: a: Expected Name, found <EOF> (line 1, column 9 of its body)"},
		"unknown field":          {`{"a":"query A{departments{nane}}"}`, `m.json:1: a: Cannot query field "nane"`},
		"an unused fragment":     {`{"a":"query A{departments{name}} fragment F on Department{name}"}`, `m.json:1: a: Fragment "F" is never used.`},
		"too complex":            {`{"a":"query A{` + strings.Repeat("departments{name}", 21) + `}"}`, "m.json:1: a: QUERY_TOO_COMPLEX"},
		"too long":               {`{"a":"query A{departments{` + strings.Repeat("name ", 2_001) + `}}"}`, "m.json:1: a: "},
	} {
		operations, err := documents.Parse("m.json", []byte(c.text))
		if err == nil {
			err = graph.Rules().Check("m.json", operations)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

// Every problem is told, not the first alone.
func TestCheckTellsAll(t *testing.T) {
	t.Parallel()
	operations, err := documents.Parse("m.json", []byte("{\"a\":\"{\",\n\"b\":\"query B{x}\",\n\"c\":\"query C{departments{name}}\"}"))
	if err != nil {
		t.Fatal(err)
	}
	says := graph.Rules().Check("m.json", operations).Error()
	if lines := strings.Split(says, "\n"); len(lines) != 2 || !strings.HasPrefix(lines[0], "m.json:1: a: ") || !strings.HasPrefix(lines[1], "m.json:2: b: ") {
		t.Error(says)
	}
}

// A changed file is taken up while the program runs; a broken one is not, nor does a missing one end anything.
func TestWatchFollowsTheFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "manifest.json")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	of := func(bodies ...string) string {
		var entries []string
		for _, body := range bodies {
			entries = append(entries, `"`+documents.Hash(body)+`":"`+body+`"`)
		}
		return "{" + strings.Join(entries, ",") + "}"
	}
	const one, two, own = "query One{departments{name}}", "query Two{departments{id}}", "query Own{departments{code}}"
	if _, err := documents.Open(file, graph.Rules()); err == nil {
		t.Error("a missing file is no start")
	}
	write(of(one))
	synctest.Test(t, func(t *testing.T) {
		r, err := documents.Open(file, graph.Rules(), own)
		if err != nil {
			t.Fatal(err)
		}
		var changes atomic.Int32
		go r.Watch(t.Context(), func() { changes.Add(1) })
		for _, step := range []struct {
			what  string
			does  func()
			holds []string
		}{
			{"at start", func() {}, []string{one, own}},
			{"changed", func() { write(of(two)) }, []string{two, own}},
			{"broken", func() { write(of(one) + "}") }, []string{two, own}},
			{"an operation that is not valid", func() { write(of(one, "query X{x}")) }, []string{two, own}},
			{"gone", func() { _ = os.Remove(file) }, []string{two, own}},
			{"back", func() { write(of(one, two)) }, []string{one, two, own}},
			{"replaced", func() {
				write(of(one))
				_ = os.Rename(file, file+".new")
				_ = os.Rename(file+".new", file)
			}, []string{one, own}},
		} {
			before := changes.Load()
			step.does()
			time.Sleep(documents.PollEvery + time.Second)
			if told := changes.Load() > before; told != slices.Contains([]string{"changed", "back", "replaced"}, step.what) {
				t.Errorf("%s: told of a change: %v", step.what, told)
			}
			for _, body := range []string{one, two, own} {
				_, byHash := r.Body("sha256:" + documents.Hash(body))
				if want := slices.Contains(step.holds, body); byHash != want || r.Holds(body) != want || r.Holds(" "+body+" #") != want {
					t.Errorf("%s: %s is there: %v", step.what, body, byHash)
				}
			}
		}
	})
}

// Whatever is read has its line within the text, and is checked without a panic.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"a","name":"b","type":"query","body":"{ c }"}]}`))
	f.Add([]byte("{\"a\":\"{ b }\",\n\"c\":\"<\\u00e9>\"}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		operations, err := documents.Parse("m.json", text)
		if problem := new(documents.Problem); err != nil && (!errors.As(err, problem) || problem.Line < 1 || problem.Line > 1+bytes.Count(text, []byte("\n"))) {
			t.Fatalf("%q: %v", text, err)
		}
		_ = graph.Rules().Check("m.json", operations)
	})
}
