// Package category keeps the sections of the website, under which readers find its posts (Art. 9, 10).
package category

import (
	"slices"
	"strconv"
	"unicode/utf8"

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

	gone bool // an act deletes it
}

// Target is what permission rules look at.
func (c *Category) Target() access.Target { return access.Target{} }

// ID is the global id.
func (c *Category) ID() string { return db.GlobalID("category", c.Key) }

// maxCategories is how many sections the website has at most: readers are shown all of them.
const maxCategories = 200

const maxName = 120 // characters

// MaxSlug is the length of the longest slug of a category, in characters.
const MaxSlug = 96

// name brings a name into its stored form.
func name(s string) (string, error) {
	s = text.Line(s)
	switch {
	case s == "":
		return "", input.Missing("input.name")
	case utf8.RuneCountInString(s) > maxName:
		return "", fault.User(fault.TooLong, nameTooLong, "input.name")
	}
	return s, nil
}

// slug checks the wish, or derives from the name a slug that none of the others has where there is no wish: names that
// differ by their marks share a slug otherwise.
func slug(wish *string, name string, others []*Category) (string, error) {
	path, s := "input.name", text.Slug(name, MaxSlug)
	if wish != nil {
		path, s = "input.slug", text.Slug(*wish, MaxSlug)
	}
	if s == "" || wish != nil && s != *wish {
		return "", fault.User(fault.Invalid, malformedSlug, path)
	}
	if wish != nil {
		return s, nil
	}
	free := s
	for n := 2; slices.ContainsFunc(others, func(o *Category) bool { return o.Slug == free }); n++ {
		free = text.Slug(s, MaxSlug-4) + "-" + strconv.Itoa(n)
	}
	return free, nil
}
