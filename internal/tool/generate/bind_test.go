package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/codegen/config"
	"github.com/vektah/gqlparser/v2"
	schema "github.com/vektah/gqlparser/v2/ast"
)

// ward is a room like any other.
const ward = `package ward

type Ward struct{ Key, Name string; HeadKey string; Beds []*Bed; Nurse string; Embedded }
type Embedded struct{ Floor int }
func (w *Ward) ID() string { return w.Key }
type Bed struct{ Number int }
type Filter struct{ Name string }
type Connection struct{ Total int }
type BedConnection struct{ Total int }
type CreateInput struct{ Name string }
type MoveInput struct{ Name string }
type WardInput struct{ Name string }
type Guest struct{ Name string }
type State string
const ( Open State = "OPEN"; closed State = "CLOSED" )
type Shift string
const ( EarlyTurn Shift = "early"; Late Shift = "late" )
type Mood string
type hidden struct{}
type Room interface{ ID() string }
`

// bindOf binds the schema to room ward, with what gqlgen.yml says.
func bindOf(t *testing.T, sdl string, said config.TypeMap) (config.TypeMap, error) {
	t.Helper()
	s, err := gqlparser.LoadSchema(&schema.Source{Name: "schema/ward.graphqls", Input: sdl + "\ntype Query { a: Int }"})
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	f, err2 := parser.ParseFile(set, "ward.go", ward, 0)
	if err2 != nil {
		t.Fatal(err2)
	}
	pkg, err2 := new(types.Config).Check("x/ward", set, []*ast.File{f}, nil)
	if err2 != nil {
		t.Fatal(err2)
	}
	if said == nil {
		said = config.TypeMap{}
	}
	b := &binding{schema: s, models: said, rooms: map[string]string{"ward": "x/ward"}, load: func(path string) *types.Package {
		if path == "x/ward" {
			return pkg
		}
		return nil
	}}
	return said, b.bind()
}

func TestBinding(t *testing.T) {
	for sdl, want := range map[string]string{
		`type Ward { id: ID }`:                                           "Ward",          // its own name
		`type WardBed { number: Int }`:                                   "Bed",           // without its first words
		`type WardBedConnection { total: Int }`:                          "BedConnection", // the longest
		`input WardFilter { name: String }`:                              "Filter",        // without the room
		`input CreateWardInput { name: String }`:                         "CreateInput",   // without the room, the verb stays
		`input CreateBedInput { name: String } type Bed { number: Int }`: "CreateInput",   // without an object of the schema
		`input MoveBedsInput { name: String } type Bed { number: Int }`:  "MoveInput",     // many of them
		`input GuestInput { name: String }`:                              "Guest",         // what is read as it is answered
		`enum WardState { OPEN CLOSED }`:                                 "State",
		`interface Room { id: ID }`:                                      "Room",
	} {
		name := strings.Fields(sdl)[1]
		models, err := bindOf(t, sdl, nil)
		if err != nil || len(models[name].Model) != 1 || models[name].Model[0] != "x/ward."+want {
			t.Errorf("%s: %v %v, want %s", sdl, models[name].Model, err, want)
		}
	}
	if models, err := bindOf(t, `type OpenWardPayload { ward: Ward } type Ward { id: ID }`, nil); err != nil || len(models["OpenWardPayload"].Model) > 0 {
		t.Errorf("a payload is not left to be generated: %v %v", models["OpenWardPayload"], err)
	}
}

func TestBindingOfFields(t *testing.T) {
	models, err := bindOf(t, `
type Ward { id: ID name: String floor: Int beds: [Bed!] nurse: Nurse head: Nurse availableActions: [String!] }
type Bed { number: Int }
type Nurse { name: String }`, config.TypeMap{"Nurse": {Model: config.StringList{"x/ward.Guest"}}})
	if err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]bool{
		"id": false, "name": false, "floor": false, "beds": false, // a method, a field, one embedded, objects
		"nurse": true, "head": true, "availableActions": true, // a key alone, and nothing
	} {
		if got := models["Ward"].Fields[field].Resolver; got != want {
			t.Errorf("Ward.%s: resolver %v, want %v", field, got, want)
		}
	}
}

func TestBindingOfEnumValues(t *testing.T) {
	models, err := bindOf(t, `enum Shift { EARLY_TURN LATE } enum State { OPEN CLOSED } enum Mood { GOOD }`, nil)
	if err != nil {
		t.Fatal(err)
	}
	if v := models["Shift"].EnumValues; len(v) != 2 || v["EARLY_TURN"].Value != "x/ward.EarlyTurn" || v["LATE"].Value != "x/ward.Late" {
		t.Errorf("by name: %v", v)
	}
	if v := models["State"].EnumValues; v != nil {
		t.Errorf("written as they are, but bound: %v", v)
	}
}

// What is bound to nothing, to more than one or twice stops the generation, at the place in the schema.
func TestBindingFaults(t *testing.T) {
	one := func(name string) config.TypeMapEntry {
		return config.TypeMapEntry{Model: config.StringList{"x/ward." + name}}
	}
	said := one("Ward")
	said.Fields = map[string]config.TypeMapField{"id": {FieldName: "Key"}, "head": {Resolver: true}, "name": {FieldName: "name"}, "gone": {Resolver: true}}
	for sdl, c := range map[string]struct {
		said config.TypeMap
		want []string
	}{
		"\ntype Hall { id: ID }":                 {nil, []string{"schema/ward.graphqls:2: Hall: no type of package ward"}},
		"type Hidden { id: ID }":                 {nil, []string{":1: Hidden: no type"}},
		"enum Guest { A }":                       {nil, []string{":1: Guest: no type"}}, // an enum is no struct
		"input ShutHallInput { name: String }":   {nil, []string{":1: ShutHallInput: no type"}},
		"input CreateHallInput { name: String }": {nil, []string{":1: CreateHallInput: no type"}}, // a hall is no noun
		"enum State { OPEN\nLOST }":              {nil, []string{":2: State.LOST: no constant"}},
		"input CreateMoveInput { name: String } type Create { name: String } type Move { name: String }": {
			config.TypeMap{"Create": one("Guest"), "Move": one("Guest")},
			[]string{":1: CreateMoveInput: may be any of x/ward.CreateInput, x/ward.MoveInput"}},
		"type Guest { name: String }": {config.TypeMap{"Guest": one("Guest")}, []string{":1: Guest: gqlgen.yml repeats"}},
		"type Ward {\n  id: ID\n  head: Guest\n  name: String\n} type Guest { name: String }": {config.TypeMap{"Ward": said}, []string{
			":1: Ward: gqlgen.yml repeats", ":3: Ward.head: gqlgen.yml repeats", ":4: Ward.name: gqlgen.yml repeats", ":1: Ward: gqlgen.yml names a field gone"}},
		"scalar Nothing": {config.TypeMap{"Nothing": one("Shift"), "Ghost": one("Ward")}, []string{"gqlgen.yml: Ghost: the schema has no such type"}},
	} {
		_, err := bindOf(t, sdl, c.said)
		if (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v", sdl, err)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %s", sdl, err, want)
			}
		}
		if err != nil && strings.Count(err.Error(), "\n")+1 != len(c.want) {
			t.Errorf("%s: %d faults expected:\n%v", sdl, len(c.want), err)
		}
	}
}

func TestWords(t *testing.T) {
	for name, want := range map[string]string{"VND": "VND", "ITStaff": "IT Staff", "PostOrderField": "Post Order Field", "A": "A"} {
		if got := strings.Join(split(name), " "); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
