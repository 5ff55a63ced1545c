package web

import (
	"bytes"
	"fmt"
	"regexp"
)

var (
	// skipped are comments and strings of a style sheet.
	skipped = regexp.MustCompile(`(?s)/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'`)
	// foreign loads what the policy of all pages lets no browser load, unless it is data in the sheet itself.
	foreign = regexp.MustCompile(`(?i)@import|@font-face|url\(\s*["']?(?:[a-z][a-z0-9+.-]*:|//)`)
	inSheet = regexp.MustCompile(`(?i)data:$`)
)

// sheetError reports why a style sheet cannot be what its author means: it loads from elsewhere, or its braces do not match,
// of which browsers say nothing.
func sheetError(file string, text []byte) error {
	wrong := func(at int, format string, args ...any) error {
		return fmt.Errorf("%s:%d: %w", file, 1+bytes.Count(text[:at], []byte("\n")), fmt.Errorf(format, args...))
	}
	rules := blanked(text, func(found []byte) bool { return found[0] == '/' })
	for _, at := range foreign.FindAllIndex(rules, -1) {
		if found := rules[at[0]:at[1]]; !inSheet.Match(found) {
			return wrong(at[0], "the policy of all pages has browsers load nothing for %q", found)
		}
	}
	rules = blanked(text, func([]byte) bool { return true })
	if at := bytes.Index(rules, []byte("/*")); at >= 0 {
		return wrong(at, "the comment does not end")
	}
	var open []int
	for at, c := range rules {
		switch {
		case c == '{':
			open = append(open, at)
		case c == '}' && len(open) == 0:
			return wrong(at, "the brace closes nothing")
		case c == '}':
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return wrong(open[len(open)-1], "the brace is not closed")
	}
	return nil
}

// blanked is a style sheet with spaces for those comments and strings that which chooses, so that all else keeps its place.
func blanked(text []byte, which func(found []byte) bool) []byte {
	return skipped.ReplaceAllFunc(text, func(found []byte) []byte {
		if !which(found) {
			return found
		}
		blank := bytes.Repeat([]byte(" "), len(found))
		for i, c := range found {
			if c == '\n' {
				blank[i] = c
			}
		}
		return blank
	})
}
