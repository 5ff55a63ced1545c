package web

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/base/fault"
)

// words are the texts of a page or of a face, by key: lines of "key | Vietnamese | English". What stands after # is a
// comment.
type words map[string]word

type word struct {
	vi, en string

	file string
	line int
	args int // how many values it shows: %[1]s and so on
}

func (w word) at() string { return fmt.Sprintf("%s:%d", w.file, w.line) }

func (w word) in(l fault.Locale) string {
	if l == fault.English {
		return w.en
	}
	return w.vi
}

const wordsSuffix = ".texts"

// readWords reads one file of texts into those that are known, and returns everything that is wrong with it.
func (known words) read(files fs.FS, file string) (problems []error) {
	content, err := fs.ReadFile(files, file)
	if err != nil {
		return []error{err}
	}
	lines := bufio.NewScanner(bytes.NewReader(content))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		wrong := func(format string, args ...any) {
			problems = append(problems, fmt.Errorf("%s:%d: %w", file, n, fmt.Errorf(format, args...)))
		}
		parts := strings.Split(line, "|")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		if len(parts) != 3 || slices.Contains(parts, "") {
			wrong("a line is key | Vietnamese | English, and none of them is empty")
			continue
		}
		w := word{vi: parts[1], en: parts[2], file: file, line: n}
		if before, twice := known[parts[0]]; twice {
			wrong("the key %q stands at %s too", parts[0], before.at())
			continue
		}
		if !norm.NFC.IsNormalString(line) {
			wrong("the text of %q is not in Unicode NFC", parts[0])
		}
		if w.args, err = sameValues(w.vi, w.en); err != nil {
			wrong("%q: %w", parts[0], err)
		}
		known[parts[0]] = w
	}
	return append(problems, lines.Err())
}

var verb = regexp.MustCompile(`%\[(\d)\]s|%`)

// sameValues counts the values of a text, which are the same in both languages.
func sameValues(viText, enText string) (int, error) {
	vi, err := valuesOf(viText)
	if err != nil {
		return 0, err
	}
	en, err := valuesOf(enText)
	if err != nil {
		return 0, err
	}
	if !slices.Equal(vi, en) {
		return 0, fmt.Errorf("the languages show different values: %v and %v", vi, en)
	}
	return len(vi), nil
}

func valuesOf(text string) (values []string, err error) {
	if !strings.Contains(text, "%") { // most have none
		return nil, nil
	}
	for _, m := range verb.FindAllStringSubmatch(text, -1) {
		if m[1] == "" {
			return nil, fmt.Errorf("a value is written %%[1]s, %%[2]s and so on in %q", text)
		}
		if !slices.Contains(values, m[1]) {
			values = append(values, m[1])
		}
	}
	slices.Sort(values)
	for i, v := range values {
		if v != fmt.Sprint(i+1) {
			return nil, fmt.Errorf("the value %%[%d]s is missing in %q", i+1, text)
		}
	}
	return values, nil
}
