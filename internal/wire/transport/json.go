package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/fault"
)

// maxNesting is how deep JSON may nest; encoding/json has the same bound.
const maxNesting = 10_000

// readValue reads the JSON value that is all of the text, in one walk. Numbers stay as they are written. An object that
// names a member twice is at fault, since readers disagree on which of the two counts; the value is returned all the same.
func readValue(text []byte) (any, *fault.Error) {
	if !utf8.Valid(text) {
		return nil, errJSON
	}
	w := walk{Decoder: json.NewDecoder(bytes.NewReader(text))}
	w.UseNumber()
	v, err := w.value(0)
	if err != nil || w.follows() {
		return nil, errJSON
	}
	return v, w.double
}

// readObject is readValue for a JSON object.
func readObject(text []byte) (map[string]any, *fault.Error) {
	v, why := readValue(text)
	if object, ok := v.(map[string]any); ok {
		return object, why
	}
	return nil, errJSON
}

// walk reads values token by token.
type walk struct {
	*json.Decoder
	path   []string     // the members that lead to where the walk is
	double *fault.Error // of the first name that stands twice in one object
}

func (w *walk) value(depth int) (any, error) {
	token, err := w.Token()
	if err != nil {
		return nil, err
	}
	switch delimiter, _ := token.(json.Delim); {
	case delimiter == 0:
		return token, nil
	case depth == maxNesting:
		return nil, errJSON
	case delimiter == '{':
		return w.object(depth + 1)
	}
	return w.list(depth + 1)
}

func (w *walk) object(depth int) (map[string]any, error) {
	object := map[string]any{}
	for w.More() {
		token, err := w.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string) // the decoder lets nothing else stand here
		w.path = append(w.path, name)
		if _, known := object[name]; known && w.double == nil {
			w.double = twice(w.path...)
		}
		if object[name], err = w.value(depth); err != nil {
			return nil, err
		}
		w.path = w.path[:len(w.path)-1]
	}
	_, err := w.Token()
	return object, err
}

func (w *walk) list(depth int) ([]any, error) {
	list := []any{}
	for w.More() {
		v, err := w.value(depth)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := w.Token()
	return list, err
}

// follows reports whether anything but space follows.
func (w *walk) follows() bool {
	_, err := w.Token()
	return !errors.Is(err, io.EOF)
}

// word is a name that a message may repeat. Other text where a name belongs may be a secret that went astray.
var word = regexp.MustCompile(`^[_A-Za-z][_0-9A-Za-z]{0,63}$`)

func twice(path ...string) *fault.Error {
	if slices.ContainsFunc(path, func(name string) bool { return !word.MatchString(name) }) {
		return errTwice
	}
	at := strings.Join(path, ".")
	return fault.Bad(parameterTwice.With(at))
}

var errTwice = fault.Bad(fieldTwice)
