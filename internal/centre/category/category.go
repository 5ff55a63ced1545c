// Package category keeps the sections of the website, under which readers find its posts (Art. 9, 10).
package category

import (
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
)

// Category is one section of the website.
type Category struct {
	Key      db.ID  `db:"id"`
	Slug     string `db:"slug"`
	Name     string `db:"name"`
	Position int    `db:"position"` // sections are listed by it, then by name
	Version  int    `db:"version"`
}

// Target is what permission rules look at.
func (c *Category) Target() access.Target { return access.Target{} }

// ID is the global id.
func (c *Category) ID() string { return db.GlobalID("category", c.Key) }

// Entry is a category as one side of a change of the website has it: as it was, or as it is to be.
type Entry struct {
	Key        db.ID
	Slug, Name string
	Position   int
}

func (c *Category) entry() *Entry { return &Entry{c.Key, c.Slug, c.Name, c.Position} }

// maxCategories is how many sections the website has at most: readers are shown all of them.
const maxCategories = 200

const maxName = 120 // characters

// MaxSlug is the length of the longest slug of a category, in characters.
const MaxSlug = 96

// slug checks the wish of a new category, or derives from its name a slug that none of the others has where there is no wish: names
// that differ by their marks share a slug otherwise.
func slug(f *input.Form, at string, wish *string, name string, taken func(slug string) bool) string {
	at, s := at+".name", text.Slug(name, MaxSlug)
	if wish != nil {
		at, s = strings.TrimSuffix(at, "name")+"slug", text.Slug(*wish, MaxSlug)
	}
	switch {
	case wish == nil && name == "": // which is missing
	case s == "" || wish != nil && s != *wish:
		f.Must(false, at, malformedSlug)
	case wish != nil && taken(s):
		f.Add(fault.Taken, at, slugTaken)
	}
	if wish != nil {
		return s
	}
	free := s
	for n := 2; taken(free); n++ {
		free = text.Slug(s, MaxSlug-4) + "-" + strconv.Itoa(n)
	}
	return free
}
