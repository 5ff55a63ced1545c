// Package input brings the fields of an input into their stored form and collects what breaks a rule, each at its
// input path, so that a client hears of all mistakes at once.
package input

import (
	"fmt"
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
		f.Fail(fault.Required, name, "Chưa có nội dung.", "This is required.")
	}
}

func (f *Form) bound(name, s string, max int) {
	if n := utf8.RuneCountInString(s); n > max {
		f.Fail(fault.TooLong, name,
			fmt.Sprintf("Dài %d ký tự, nhiều nhất %d.", n, max), fmt.Sprintf("%d characters long, at most %d.", n, max))
	}
}

// Check notes that a field is invalid unless ok.
func (f *Form) Check(ok bool, name, vi, en string) {
	if !ok {
		f.Fail(fault.Invalid, name, vi, en)
	}
}

// Fail notes a mistake in a field.
func (f *Form) Fail(code fault.UserCode, name, vi, en string) {
	f.errs.Add(fault.User(code, fault.Text{VI: vi, EN: en}, "input."+name))
}

// Err returns the mistakes as user errors, nil when there is none.
func (f *Form) Err() error { return f.errs.Err() }

// Bounds of what a list is searched for.
const (
	maxWords  = 12
	maxSearch = 200 // characters
)

// Terms are what a list is searched for, as a filter words it: see text.Query. BadInput where it is longer than a search takes.
func Terms(s string) ([]string, error) {
	terms := text.Query(s)
	if utf8.RuneCountInString(s) > maxSearch || len(terms) > maxWords {
		return nil, fault.Bad(fault.Text{
			VI: fmt.Sprintf("Nội dung tìm kiếm nhiều nhất %d từ, %d ký tự.", maxWords, maxSearch),
			EN: fmt.Sprintf("A search takes at most %d words, %d characters.", maxWords, maxSearch)})
	}
	return terms, nil
}
