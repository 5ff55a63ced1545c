package documents

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// definition is an operation or a fragment, written without what GraphQL ignores: layout, commas and comments.
type definition struct {
	fragment bool
	text     string
}

// definitions splits a document that parses. It works on tokens, so that nothing can be lost on the way: the library's
// printer leaves directives of variables out.
func definitions(document string) []definition {
	var list []definition
	var text strings.Builder
	first := "" // token of a definition, behind its description
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
		if first == "" && token.Kind != lexer.String && token.Kind != lexer.BlockString {
			first = written
		}
		if depth == 0 && token.Kind == lexer.BraceR {
			list = append(list, definition{first == "fragment", text.String()})
			first, loose = "", false
			text.Reset()
		}
	}
}

// quote writes a string as GraphQL and JSON both read it.
func quote(value string) string {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(value) // a string always encodes
	return strings.TrimSuffix(out.String(), "\n")
}

// normal is the text of a document in which layout, comments and the order of the fragments make no difference, in which
// bodies are compared.
func normal(document string) string {
	var operations, fragments []string
	for _, d := range definitions(document) {
		if d.fragment {
			fragments = append(fragments, d.text)
		} else {
			operations = append(operations, d.text)
		}
	}
	slices.Sort(fragments)
	return strings.Join(append(operations, fragments...), "\n")
}
