package web

import (
	"maps"
	"strings"
	"text/template/parse"
)

// What a template makes certain of a value by testing it, and what is certain before it is drawn.

// holds tells whether a value that stands in the template counts as true; nil for what only a request tells. What such a
// condition leaves out is not drawn there, and so is not checked.
func (s *shape) holds() *bool {
	if s.literal != nil {
		return new(*s.literal != "")
	}
	return s.settled
}

// facts are what is certain where a condition holds, and where it does not.
func (c *checker) facts(tree *parse.Tree, p *parse.PipeNode, s *scope) (yes, no map[string]*shape) {
	if len(p.Cmds) != 1 {
		return nil, nil
	}
	command := p.Cmds[0]
	name, ok := command.Args[0].(*parse.IdentifierNode)
	if !ok {
		return c.fact(tree, command.Args[0], s), nil
	}
	switch name.Ident {
	case "not":
		if len(command.Args) == 2 {
			yes, no = c.factsOf(tree, command.Args[1], s)
			return no, yes
		}
	case "and", "or":
		all := map[string]*shape{}
		for _, a := range command.Args[1:] {
			then, other := c.factsOf(tree, a, s)
			if name.Ident == "and" {
				maps.Copy(all, then)
			} else {
				maps.Copy(all, other)
			}
		}
		if name.Ident == "and" {
			return all, nil
		}
		return nil, all
	case "is":
		if len(command.Args) == 3 {
			path, ok := pathOf(command.Args[1])
			to, literal := command.Args[2].(*parse.StringNode)
			if ok && literal {
				if n, err := c.operand(tree, command.Args[1], s).narrowed(to.Text); err == nil {
					return map[string]*shape{path: n}, nil
				}
			}
		}
	}
	return nil, nil
}

func (c *checker) factsOf(tree *parse.Tree, n parse.Node, s *scope) (yes, no map[string]*shape) {
	if inner, ok := n.(*parse.PipeNode); ok {
		return c.facts(tree, inner, s)
	}
	return c.fact(tree, n, s), nil
}

func (c *checker) fact(tree *parse.Tree, n parse.Node, s *scope) map[string]*shape {
	path, ok := pathOf(n)
	if !ok {
		return nil
	}
	return map[string]*shape{path: c.operand(tree, n, s).certain()}
}

// pathOf is how a value is named, where a name can be followed.
func pathOf(n parse.Node) (string, bool) {
	switch n := n.(type) {
	case *parse.DotNode:
		return ".", true
	case *parse.FieldNode:
		return "." + strings.Join(n.Ident, "."), true
	case *parse.VariableNode:
		return strings.Join(n.Ident, "."), true
	}
	return "", false
}
