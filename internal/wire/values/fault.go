package values

import (
	"regexp"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/fault"
)

// Fault is what is wrong with one value. It names the place, such as $input.contact.phone in a variable or
// input.contact.phone in the document, and never repeats the value, which may be a password.
type Fault struct {
	path  []string // innermost first
	says  fault.Text
	lacks string // a name of the schema that is missing there; strangers are told what says says instead
}

func (f *Fault) Error() string { return f.For(true).Text.EN }

// For returns the fault in the words for a caller who may be told the names of the schema, or may not.
func (f *Fault) For(namesSchema bool) *fault.Error {
	path, says := f.path, f.says
	if f.lacks != "" && namesSchema {
		path, says = append([]string{f.lacks}, path...), errMissing
	}
	return fault.Bad(atPlace.With(place(path), says))
}

// in returns the fault as one of what holds the value under the name.
func (f *Fault) in(name string) *Fault {
	f.path = append(f.path, name)
	return f
}

// word is a name that a message repeats. Other text where a name belongs may be a secret that went astray.
var word = regexp.MustCompile(`^[$@]?[_0-9A-Za-z]{1,64}$`)

func place(path []string) string {
	var names []string
	for _, name := range slices.Backward(path) {
		if !word.MatchString(name) {
			name = "…"
		}
		names = append(names, name)
	}
	return strings.Join(names, ".")
}
