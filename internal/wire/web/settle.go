package web

import (
	"html/template"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// settling are functions that answer the same text for every page of a language, where what they take stands in the template.
var settling = []string{"t", "asset", "lang", "link"}

// settle writes such texts into a template before it is built, so that none is looked up and escaped anew for each page. It leaves
// out templates with data for search engines, whose texts are escaped otherwise, and those where a value stands without quotes.
func settle(tree *parse.Tree, call template.FuncMap) {
	if source := tree.Root.String(); strings.Contains(source, "application/ld+json") || strings.Contains(source, "={{") {
		return
	}
	eachNode(tree.Root, func(at *parse.Node) {
		n, ok := (*at).(*parse.ActionNode)
		if !ok {
			return
		}
		if text, ok := settled(n.Pipe, call); ok {
			*at = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(text))}
		}
	})
}

// settled is the text of an action that is the same for every page.
func settled(p *parse.PipeNode, call template.FuncMap) (string, bool) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 {
		return "", false
	}
	args := p.Cmds[0].Args
	name, ok := args[0].(*parse.IdentifierNode)
	if !ok || !slices.Contains(settling, name.Ident) {
		return "", false
	}
	var in []reflect.Value
	for _, a := range args[1:] {
		text, ok := a.(*parse.StringNode)
		if !ok {
			return "", false
		}
		in = append(in, reflect.ValueOf(text.Text))
	}
	return reflect.ValueOf(call[name.Ident]).Call(in)[0].String(), true
}
