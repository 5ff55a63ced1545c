// Package input brings the fields of an input into their stored form and collects what breaks a rule, each at its
// input path, so that a client hears of all mistakes at once.
package input

import (
	"strings"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
)

// Form checks one input. The zero Form checks fields below "input".
type Form struct{ errs fault.UserErrors }

// Line brings a text of one line into its stored form, at most max characters long.
func (f *Form) Line(name string, s *string, max int) {
	*s = text.Line(*s)
	f.bound(name, *s, max)
}

// Lines is Line for a text that keeps its line breaks.
func (f *Form) Lines(name string, s *string, max int) {
	*s = strings.TrimSpace(text.NFC(*s))
	f.bound(name, *s, max)
}

// Needed is Line for a text that has to be there.
func (f *Form) Needed(name string, s *string, max int) {
	f.Line(name, s, max)
	f.Present(name, *s != "")
}

// Present notes that a field is missing.
func (f *Form) Present(name string, present bool) {
	if !present {
		f.errs.Add(Missing("input." + name))
	}
}

// Missing is the error of a field that has to be filled in, and names the field: see the table of fields.
func Missing(path string) *fault.RuleError {
	says := missingThis
	if field, ok := fields[path[strings.LastIndex(path, ".")+1:]]; ok {
		says = missing.With(field)
	}
	return fault.User(fault.Required, says, path)
}

func (f *Form) bound(name, s string, max int) {
	if n := utf8.RuneCountInString(s); n > max {
		f.Add(fault.TooLong, name, tooLong.With(n, max))
	}
}

// Must notes that a field is invalid unless ok.
func (f *Form) Must(ok bool, name string, otherwise fault.Text) {
	if !ok {
		f.Add(fault.Invalid, name, otherwise)
	}
}

// Add notes a mistake in a field.
func (f *Form) Add(code fault.UserCode, name string, t fault.Text) {
	f.errs.Add(fault.User(code, t, "input."+name))
}

// Err returns the mistakes as user errors, nil when there is none.
func (f *Form) Err() error { return f.errs.Err() }

// Bounds of what a list is searched for.
const (
	maxWords  = 12
	maxSearch = 200 // characters
)

// Terms are what a list is searched for, as a filter words it: see text.Query. BadInput if it is longer than a search takes.
func Terms(s string) ([]string, error) {
	terms := text.Query(s)
	if utf8.RuneCountInString(s) > maxSearch || len(terms) > maxWords {
		return nil, fault.Bad(searchTooLong.With(maxWords, maxSearch))
	}
	return terms, nil
}

// Slug reports as BadInput what cannot be a slug of at most max characters: the text by which a field of the name looks something up.
func Slug(name, s string, max int) error {
	if s == "" || text.Slug(s, max) != s {
		return fault.Bad(notASlug.With(name))
	}
	return nil
}
