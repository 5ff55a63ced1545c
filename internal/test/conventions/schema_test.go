package conventions

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func schema(t *testing.T) *ast.Schema {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "schema", "*.graphqls"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no schema: %v", err)
	}
	var sources []*ast.Source
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: filepath.Base(file), Input: string(content)})
	}
	s, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// described calls check with the description of each element of the schema.
func described(t *testing.T, check func(where, description string)) {
	t.Helper()
	for name, d := range schema(t).Types {
		if d.BuiltIn {
			continue
		}
		check(name, d.Description)
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			check(name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				check(name+"."+f.Name+"("+a.Name+")", a.Description)
			}
		}
		for _, v := range d.EnumValues {
			check(name+"."+v.Name, v.Description)
		}
	}
}

// The schema is the manual: every element of it is described, in full sentences.
func TestSchemaIsDescribed(t *testing.T) {
	t.Parallel()
	described(t, func(where, description string) {
		if text := strings.TrimSpace(description); len(text) < 3 || !strings.ContainsAny(text[len(text)-1:], ".:)") {
			t.Errorf("%s: %q", where, description)
		}
	})
}

// A description teaches something: it has more than three words, and more than those of the name.
func TestDescriptionsSayMoreThanTheName(t *testing.T) {
	t.Parallel()
	elements := 0
	described(t, func(where, description string) {
		elements++
		if saysNothing(where, description) {
			t.Errorf("%s: %q says no more than the name", where, description)
		}
	})
	if elements < 3000 {
		t.Errorf("%d elements", elements)
	}
	for where, description := range map[string]string{"Asset.kind": "What it is.", "IssueTokenPayload": "The payload of the issued token.", "Query.assetImports(first)": "The first of the imports."} {
		if !saysNothing(where, description) {
			t.Errorf("%s: %q passes", where, description)
		}
	}
}

var (
	word  = regexp.MustCompile(`[\p{L}\p{N}'-]+`)
	humps = regexp.MustCompile(`[A-Z]?[a-z0-9]+|[A-Z]+\b`)
	empty = regexp.MustCompile(`^(an?|the|of|in|on|to|for|by|and|or|it|its|is|are|this|that|which|what|one|each)$`)
)

// saysNothing reports whether a description is too short to say anything, or only repeats words of the element's name.
func saysNothing(where, description string) bool {
	words := word.FindAllString(strings.ToLower(description), -1)
	if len(words) <= 3 {
		return true
	}
	var name []string
	for _, hump := range humps.FindAllString(strings.ReplaceAll(where, "_", " "), -1) {
		name = append(name, strings.ToLower(hump))
	}
	return !slices.ContainsFunc(words, func(w string) bool {
		return !empty.MatchString(w) && !slices.ContainsFunc(name, func(n string) bool { return stem(n) == stem(w) })
	})
}

// stem cuts off what tells forms of one English word apart, roughly.
func stem(w string) string {
	for _, end := range []string{"'s", "ing", "ed", "s", "e"} {
		w = strings.TrimSuffix(w, end)
	}
	return w
}

// withoutInput are the mutations that take no argument, each with what says everything already. A form that asks for something
// later is a breaking change, so nothing else goes without one.
var withoutInput = map[string]string{
	"signOut":                  "the session is that of the request",
	"endOtherSessions":         "the sessions are the caller's, and the one that stays is that of the request",
	"closeAccountsToDirectors": "there is one opening at most, and its end restores the rule, which needs no reason",
}

// Mutations take one input of their own, or nothing at all where there is nothing to say, and answer with a payload of their
// own that carries userErrors.
func TestMutationsTakeOneInput(t *testing.T) {
	t.Parallel()
	s := schema(t)
	seen := 0
	for _, f := range s.Mutation.Fields {
		name := strings.ToUpper(f.Name[:1]) + f.Name[1:]
		if payload := s.Types[f.Type.Name()]; f.Type.String() != name+"Payload!" || payload.Fields.ForName("userErrors") == nil {
			t.Errorf("%s answers %s: want its own payload with userErrors", f.Name, f.Type)
		}
		if why, listed := withoutInput[f.Name]; listed {
			if seen++; len(f.Arguments) != 0 || why == "" {
				t.Errorf("%s takes %d arguments, and is listed as one that takes none", f.Name, len(f.Arguments))
			}
			continue
		}
		if len(f.Arguments) != 1 || f.Arguments[0].Name != "input" || f.Arguments[0].Type.String() != name+"Input!" {
			t.Errorf("%s: want one argument, input: %sInput!", f.Name, name)
		} else if d := s.Types[name+"Input"]; d.Kind != ast.InputObject {
			t.Errorf("%sInput is no input object", name)
		}
	}
	if seen != len(withoutInput) {
		t.Errorf("%d of %d listed mutations exist", seen, len(withoutInput))
	}
}

// Growing lists are connections.
func TestSchemaKeepsItsConventions(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for name, d := range s.Types {
		for _, f := range d.Fields {
			if strings.HasSuffix(f.Type.Name(), "Connection") != (f.Arguments.ForName("first") != nil) {
				t.Errorf("%s.%s: connections take first, and nothing else does", name, f.Name)
			}
		}
		if !strings.HasSuffix(name, "Connection") {
			continue
		}
		for _, field := range []string{"edges", "nodes", "pageInfo", "totalCount"} {
			if d.Fields.ForName(field) == nil {
				t.Errorf("%s has no %s", name, field)
			}
		}
	}
}

// sums are the edges that lead to no row of the store, with the reason.
var sums = map[string]string{"ReadCountEdge": "what it leads to is a sum over what the filter names, with no identity outside of its list"}

// What has an id is a node, and so is what an edge leads to, whichever object it is.
func TestWhatHasAnIDIsANode(t *testing.T) {
	t.Parallel()
	s := schema(t)
	node := func(name string) bool {
		def := s.Types[name]
		if def.Kind == ast.Union || def.Kind == ast.Interface && name != "Node" {
			for _, of := range s.GetPossibleTypes(def) {
				if !slices.Contains(of.Interfaces, "Node") {
					return false
				}
			}
			return true
		}
		return slices.Contains(def.Interfaces, "Node")
	}
	edges := 0
	for name, def := range s.Types {
		if id := def.Fields.ForName("id"); def.Kind == ast.Object && id != nil && (!slices.Contains(def.Interfaces, "Node") || id.Type.String() != "ID!") {
			t.Errorf("%s has an id and is no Node", name)
		}
		if !strings.HasSuffix(name, "Edge") {
			continue
		}
		edges++
		if of := def.Fields.ForName("node").Type; !of.NonNull || !node(of.Name()) && sums[name] == "" {
			t.Errorf("%s leads to %s, which is no Node", name, of)
		}
	}
	if edges == 0 {
		t.Error("no edges")
	}
}

// A description says what null does exactly where null does something: where the field is @omittable.
func TestDescriptionsSayWhatNullClears(t *testing.T) {
	t.Parallel()
	speaksOfNull, clears := regexp.MustCompile(`\bnull\b`), 0
	for name, d := range schema(t).Types {
		if d.Kind != ast.InputObject {
			continue
		}
		for _, f := range d.Fields {
			omittable := f.Directives.ForName("omittable") != nil
			if says := speaksOfNull.MatchString(f.Description); says != omittable {
				t.Errorf("%s.%s: @omittable is %v, and the description says %q", name, f.Name, omittable, f.Description)
			}
			if omittable {
				clears++
			}
			if omittable && f.Type.NonNull {
				t.Errorf("%s.%s is never null", name, f.Name)
			}
		}
	}
	if clears == 0 {
		t.Error("null clears nothing")
	}
}
