package walk

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// What the walk drives. The rest of each is filled in beside its drivers, since one kind refers to another.
var (
	posts, requests, assets, incidents, supports, infections, approvals                                  = &kind{}, &kind{}, &kind{}, &kind{}, &kind{}, &kind{}, &kind{}
	departments, people, accounts, positions, grants, delegations                                        = &kind{}, &kind{}, &kind{}, &kind{}, &kind{}, &kind{}
	services, tokens, rounds, imports, takeOvers, connectLists, corrections, siteChanges, website, files = &kind{}, &kind{}, &kind{}, &kind{}, &kind{}, &kind{}, &kind{}, &kind{}, &kind{}, &kind{}
)

// kinds are all of them, in a fixed order.
var kinds = []*kind{
	posts, requests, assets, incidents, supports, infections, approvals,
	departments, people, accounts, positions, grants, delegations, services, tokens, rounds, imports, takeOvers, connectLists, corrections, siteChanges, website, files,
}

// offered is selected of everything that has actions.
const offered = " actions: availableActions { action allowed reasons { code message rule } }"

// Every type with availableActions is driven, and every action by some kind.
func TestEveryActionHasADriver(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../schema/*.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	var sources []*ast.Source
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: f, Input: string(text)})
	}
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	driven, acted := map[string]bool{}, map[string]bool{}
	for _, k := range kinds {
		for _, name := range k.types {
			driven[name] = true
		}
		for action := range k.drivers {
			acted[action] = true
		}
	}
	found := 0
	for _, d := range schema.Types {
		if d.Kind != ast.Object || d.Fields.ForName("availableActions") == nil {
			continue
		}
		found++
		names := append(slices.Clone(d.Interfaces), d.Name)
		if !slices.ContainsFunc(names, func(n string) bool { return driven[n] }) {
			t.Errorf("%s has availableActions and no driver", d.Name)
		}
	}
	if found < 25 {
		t.Errorf("%d types with availableActions", found)
	}
	for _, v := range schema.Types["Action"].EnumValues {
		if !acted[v.Name] {
			t.Errorf("nothing drives %s", v.Name)
		}
	}
}

// on begins the input of a mutation of the subject, at the version that was seen; a guess by those who are given none.
func on(v view, more ...any) map[string]any {
	version := v.at("version")
	if version == nil {
		version = 1
	}
	input := map[string]any{"id": v.str("id"), "expectedVersion": version}
	for i := 0; i < len(more); i += 2 {
		input[more[i].(string)] = more[i+1]
	}
	return input
}

// bare begins the input of a mutation that expects no version.
func bare(v view, more ...any) map[string]any {
	input := on(v, more...)
	delete(input, "expectedVersion")
	return input
}

// simple drives an action by one mutation whose input names the subject and what is given.
func simple(field string, more ...any) driver {
	return func(_ *walk, _ *person, v view) *call { return &call{field: field, input: on(v, more...)} }
}

// start sends what begins something, and takes what it made into the walk.
func (w *walk) start(p *person, k *kind, c *call, at string) *subject {
	if p == nil {
		return nil
	}
	c.shows = at + " { id }"
	r := w.do(p, c)
	w.note(nil, fmt.Sprintf("%-10s %s%s -> %s", p, c.field, w.told(c.input, nil), r.refused))
	s := w.add(k, view(r.data).str(c.field+"."+at+".id"))
	if s != nil {
		w.script[len(w.script)-1].text += " " + s.name
		w.script[len(w.script)-1].subject = s
		w.after(p, s)
	}
	return s
}

// verdict drives a decision on an approval, which is at a path of what is seen.
func verdict(name, at string) driver {
	return func(w *walk, _ *person, v view) *call {
		a := v
		if at != "" {
			found, _ := v.at(at).(map[string]any)
			a = found
		}
		if a.str("id") == "" {
			return nil // they do not see it
		}
		input := on(a, "verdict", name)
		if name == "APPROVE" && w.rng.IntN(3) > 0 { // which is not enough for what it takes off the public site
			return &call{field: "decideApproval", input: input, values: []string{"REQUIRED"}}
		}
		input["comment"] = fmt.Sprintf("Ý kiến %d.", w.next())
		return &call{field: "decideApproval", input: input}
	}
}
