package documents

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// definition is an operation or a fragment, written without what GraphQL ignores: layout, commas and comments.
type definition struct {
	fragment bool
	name     string // "" of an operation without one
	text     string
}

// key tells the definitions of one document apart.
func (d definition) key() string { return fmt.Sprint(d.fragment, d.name) }

// definitions splits a document that parses. It works on tokens, so that nothing can be lost on the way: the library's
// printer leaves directives of variables out.
func definitions(document string) []definition {
	var list []definition
	var text strings.Builder
	var words []string // the first tokens of a definition
	depth, loose := 0, false
	for l := lexer.New(&ast.Source{Input: document}); ; {
		token, err := l.ReadToken()
		if err != nil || token.Kind == lexer.EOF {
			return list
		}
		written := token.Kind.String()
		switch token.Kind {
		case lexer.Comment:
			continue
		case lexer.Name, lexer.Int, lexer.Float:
			written = token.Value
		case lexer.String, lexer.BlockString:
			written = quote(token.Value)
		case lexer.BraceL, lexer.ParenL, lexer.BracketL:
			depth++
		case lexer.BraceR, lexer.ParenR, lexer.BracketR:
			depth--
		}
		word := token.Kind >= lexer.Name
		if loose && (word || token.Kind == lexer.Spread) {
			text.WriteByte(' ')
		}
		text.WriteString(written)
		loose = word
		if len(words) < 2 && token.Kind != lexer.String && token.Kind != lexer.BlockString {
			words = append(words, written)
		}
		if depth == 0 && token.Kind == lexer.BraceR {
			list = append(list, named(words, text.String()))
			words, loose = nil, false
			text.Reset()
		}
	}
}

func named(words []string, text string) definition {
	d := definition{fragment: words[0] == "fragment", text: text}
	if len(words) > 1 && words[0] != "{" && !strings.ContainsAny(words[1][:1], "({@") {
		d.name = words[1]
	}
	return d
}

// quote writes a string as GraphQL and JSON both read it.
func quote(value string) string {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(value) // a string always encodes
	return strings.TrimSuffix(out.String(), "\n")
}

// normal is the text of a document in which layout, comments and the order of the fragments make no difference: what
// builds print, and what bodies are compared in.
func normal(document string) string { return join(definitions(document)) }

// join writes a document, operations before fragments.
func join(list []definition) string {
	var operations, fragments []string
	for _, d := range list {
		if d.fragment {
			fragments = append(fragments, d.text)
		} else {
			operations = append(operations, d.text)
		}
	}
	slices.Sort(fragments)
	return strings.Join(append(operations, fragments...), "\n")
}
