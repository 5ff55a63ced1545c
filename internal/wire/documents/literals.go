package documents

import (
	"regexp"
	"strings"
)

// literal is the GraphQL text of a template literal and the byte of the source at which it begins.
type literal struct {
	at   int
	text string
}

// literals finds the GraphQL in the code of a client: template literals behind gql or graphql, called or as a tag, and
// behind the comment /* GraphQL */. Interpolations between definitions, which bring in fragments, become blanks, because
// fragments are found by their name; elsewhere they would make the text depend on the run, and are a problem.
func literals(file, code string) ([]literal, error) {
	s := scanner{file: file, code: code}
	if err := s.run(false); err != nil {
		return nil, err
	}
	return s.found, nil
}

// script blanks whatever of a Vue component is not code, so that positions stay.
func script(component string) string {
	out := []byte(blank(component))
	for _, m := range scripts.FindAllStringSubmatchIndex(component, -1) {
		copy(out[m[2]:m[3]], component[m[2]:m[3]])
	}
	return string(out)
}

var scripts = regexp.MustCompile(`(?is)<script\b[^>]*>(.*?)</script\s*>`)

// blank keeps the line breaks alone.
func blank(text string) string {
	out := []byte(text)
	for i, c := range out {
		if c != '\n' {
			out[i] = ' '
		}
	}
	return string(out)
}

// scanner knows as much of JavaScript and TypeScript as it takes to tell code from comments, strings, regular expressions
// and other template literals.
type scanner struct {
	file, code string
	pos        int
	found      []literal
	nested     int
}

// maxNested bounds template literals inside one another.
const maxNested = 100

func (s *scanner) problem(at int, text string) error {
	line, column := position(s.code, at)
	return Problem{File: s.file, Line: line, Column: column, Text: text}
}

// position is the line and the column, in bytes, of a byte of the text.
func position(text string, at int) (line, column int) {
	before := text[:at]
	return 1 + strings.Count(before, "\n"), at - strings.LastIndexByte(before, '\n')
}

// run scans code, inside an interpolation up to the brace that ends it.
func (s *scanner) run(interpolation bool) error {
	start, depth := s.pos, 0
	marked := false // what comes next, if a template literal, is GraphQL
	last := byte(0) // the last byte that was code
	for s.pos < len(s.code) {
		c := s.code[s.pos]
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			s.pos++
			continue
		case strings.HasPrefix(s.code[s.pos:], "//"):
			s.skipTo("\n")
			continue
		case strings.HasPrefix(s.code[s.pos:], "/*"):
			at := s.pos
			s.pos += 2
			if !s.skipTo("*/") {
				return s.problem(at, "this comment has no end")
			}
			marked = marked || strings.TrimSpace(s.code[at+2:s.pos-2]) == "GraphQL"
			continue
		case c == '`':
			if err := s.template(marked); err != nil {
				return err
			}
			marked = false
		case c == '\'' || c == '"':
			s.quoted(c)
			marked = false
		case c == '/' && strings.IndexByte("\x00(,=:[!&|?{;+-*%~^", last) >= 0:
			s.pattern()
			marked = false
		case isName(c):
			at := s.pos
			for s.pos < len(s.code) && isName(s.code[s.pos]) {
				s.pos++
			}
			name := s.code[at:s.pos]
			marked = (name == "gql" || name == "graphql") && last != '.'
		case c == '(' && marked:
			s.pos++
		case c == '{':
			depth++
			marked = false
			s.pos++
		case c == '}':
			if interpolation && depth == 0 {
				s.pos++
				return nil
			}
			depth--
			marked = false
			s.pos++
		default:
			marked = false
			s.pos++
		}
		last = c
	}
	if interpolation {
		return s.problem(start, "this interpolation has no end")
	}
	return nil
}

func isName(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// skipTo goes behind the next occurrence of the text, or to the end.
func (s *scanner) skipTo(text string) bool {
	_, _, found := strings.Cut(s.code[s.pos:], text)
	if !found {
		s.pos = len(s.code)
		return false
	}
	s.pos += strings.Index(s.code[s.pos:], text) + len(text)
	return true
}

// quoted skips a string. It ends with its line at the latest, as strings do, so that an apostrophe in the text of a page
// hides no more than that line.
func (s *scanner) quoted(quote byte) {
	for s.pos++; s.pos < len(s.code); s.pos++ {
		switch s.code[s.pos] {
		case '\\':
			s.pos++
		case quote:
			s.pos++
			return
		case '\n':
			return
		}
	}
	s.pos = len(s.code)
}

// pattern skips a regular expression. What does not end on its line was a division.
func (s *scanner) pattern() {
	start, class := s.pos, false
	for i := start + 1; i < len(s.code) && s.code[i] != '\n'; i++ {
		switch c := s.code[i]; {
		case c == '\\':
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			s.pos = i + 1
			return
		}
	}
	s.pos = start + 1
}

// template scans a template literal, and keeps it where it is GraphQL.
func (s *scanner) template(graphQL bool) error {
	if s.nested++; s.nested > maxNested {
		return s.problem(s.pos, "template literals too deep in one another")
	}
	defer func() { s.nested-- }()
	start := s.pos
	var text strings.Builder
	var at place
	write := func(part string) {
		text.WriteString(part)
		at.read(part)
	}
	for s.pos++; s.pos < len(s.code); {
		switch c := s.code[s.pos]; {
		case c == '`':
			s.pos++
			if graphQL {
				s.found = append(s.found, literal{start + 1, text.String()})
			}
			return nil
		case c == '\\' && s.pos+1 < len(s.code):
			unescaped, known := escapes[s.code[s.pos+1]]
			if graphQL && !known {
				return s.problem(s.pos, "this escape is not understood here")
			}
			write(unescaped)
			s.pos += 2
		case strings.HasPrefix(s.code[s.pos:], "${"):
			from := s.pos
			s.pos += 2
			if err := s.run(true); err != nil {
				return err
			}
			if graphQL && !at.between() {
				return s.problem(from, "an interpolation inside a definition: only whole fragments can be interpolated, and values are variables")
			}
			write(blank(s.code[from:s.pos]))
		default:
			write(s.code[s.pos : s.pos+1])
			s.pos++
		}
	}
	return s.problem(start, "this template literal has no end")
}

// escapes are those of template literals that make sense in GraphQL.
var escapes = map[byte]string{'`': "`", '$': "$", '\\': `\`, '"': `"`, '\'': "'", 'n': "\n", 'r': "\r", 't': "\t", '\n': ""}

// place is where in a GraphQL document a text ends.
type place struct {
	depth                    int
	quoted, comment, escaped bool
	last                     byte // that is no blank and no comment, 0 at the beginning
}

func (p *place) read(text string) {
	for i := range len(text) {
		c := text[i]
		switch {
		case p.comment:
			p.comment = c != '\n'
			continue
		case p.escaped:
			p.escaped = false
		case p.quoted:
			p.escaped = c == '\\'
			p.quoted = c != '"' // a block string opens and closes an odd number of times too
		case c == '"':
			p.quoted = true
		case c == '#':
			p.comment = true
			continue
		case c == '{' || c == '(' || c == '[':
			p.depth++
		case c == '}' || c == ')' || c == ']':
			p.depth--
		}
		if c > ' ' {
			p.last = c
		}
	}
}

// between reports whether it is between definitions.
func (p *place) between() bool {
	return p.depth == 0 && !p.quoted && !p.comment && (p.last == 0 || p.last == '}')
}
