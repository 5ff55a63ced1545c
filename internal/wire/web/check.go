package web

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"
	"unicode"
)

// The static check reads each template as if it were run: it follows the shape of what the document selects through every
// branch and part, so that a page which starts is a page that can be drawn. What it cannot follow is not allowed.

// checker checks one page.
type checker struct {
	trees    map[string]*parse.Tree
	words    func(key string) (word, bool)
	schema   labels
	used     map[string]bool         // keys of texts
	names    map[string]bool         // fields of forms
	acts     map[string]string       // actions that forms name, and where
	asked    map[string]bool         // actions of which the page asks whether they are allowed
	inputs   func(name string) error // whether a form of the page can send a field
	filters  func(name string) error // whether an address of the page can choose by a variable
	filtered bool                    // it does
	sends    func(mutation string) bool
	hasAsset func(name string) bool
	hasIcon  func(name string) bool
	problems []error
	depth    int
	inTag    bool
}

// labels tells whether the values of an enum have labels.
type labels interface {
	labelled(enum string) error
	valuesOf(enum string) []string
}

// scope is what a template sees at one place.
type scope struct {
	dot   *shape
	vars  map[string]*shape
	known map[string]*shape // what tests have made certain, by path
}

func (s *scope) inside(dot *shape) *scope {
	n := &scope{dot: dot, vars: maps.Clone(s.vars), known: map[string]*shape{}}
	for path, is := range s.known {
		if strings.HasPrefix(path, "$") {
			n.known[path] = is
		}
	}
	return n
}

func (s *scope) with(facts map[string]*shape) *scope {
	n := &scope{dot: s.dot, vars: maps.Clone(s.vars), known: maps.Clone(s.known)}
	maps.Copy(n.known, facts)
	return n
}

// maxDepth bounds parts within parts: none may draw itself.
const maxDepth = 12

// template checks the template of the name for what it is given.
func (c *checker) template(name string, dot *shape) {
	tree := c.trees[name]
	if tree == nil {
		c.problems = append(c.problems, fmt.Errorf("no template is called %q", name))
		return
	}
	if c.depth++; c.depth > maxDepth {
		c.problems = append(c.problems, fmt.Errorf("%s: parts lie more than %d deep in each other", name, maxDepth))
		c.depth--
		return
	}
	inTag := c.inTag // a part may stand within a tag
	c.list(tree, tree.Root, &scope{dot: dot, vars: map[string]*shape{"$": dot}, known: map[string]*shape{}})
	c.inTag = inTag
	c.depth--
}

func (c *checker) wrong(tree *parse.Tree, n parse.Node, err error) {
	location, _ := tree.ErrorContext(n)
	err = fmt.Errorf("%s: %w", location, err)
	for _, known := range c.problems {
		if known.Error() == err.Error() {
			return
		}
	}
	c.problems = append(c.problems, err)
}

func (c *checker) list(tree *parse.Tree, l *parse.ListNode, s *scope) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		c.node(tree, n, s)
	}
}

func (c *checker) node(tree *parse.Tree, n parse.Node, s *scope) {
	switch n := n.(type) {
	case *parse.TextNode:
		if text := c.human(string(n.Text)); text != "" {
			at := *n
			at.Pos += parse.Pos(max(0, strings.Index(string(n.Text), strings.Fields(text)[0]))) // a text may begin many lines before its words
			c.wrong(tree, &at, fmt.Errorf("the text %q belongs into a file of texts", text))
		}
		if !bytes.Contains(n.Text, []byte("data-action")) { // most have none
			break
		}
		for _, m := range dataAction.FindAllStringSubmatch(string(n.Text), -1) {
			for name := range strings.FieldsSeq(m[1]) {
				c.acts[name], _ = tree.ErrorContext(n)
			}
		}
	case *parse.ActionNode:
		c.action(tree, n, s)
	case *parse.IfNode:
		holds := c.pipe(tree, n.Pipe, s).holds()
		yes, no := c.facts(tree, n.Pipe, s)
		if holds == nil || *holds {
			c.list(tree, n.List, s.with(yes))
		}
		if holds == nil || !*holds {
			c.list(tree, n.ElseList, s.with(no))
		}
	case *parse.WithNode:
		is := c.pipe(tree, n.Pipe, s)
		inner := s.inside(is.certain())
		c.declare(n.Pipe, inner, is.certain())
		holds := is.holds()
		if holds == nil || *holds {
			c.list(tree, n.List, inner)
		}
		if holds == nil || !*holds {
			c.list(tree, n.ElseList, s)
		}
	case *parse.RangeNode:
		c.loop(tree, n, s)
	case *parse.TemplateNode:
		dot := plain("nothing")
		if n.Pipe != nil {
			dot = c.pipe(tree, n.Pipe, s)
		}
		before := len(c.problems)
		c.template(n.Name, dot)
		if err := dot.unread(); err != nil && len(c.problems) == before && built(n.Pipe) {
			c.wrong(tree, n, fmt.Errorf("%s: %w", n.Name, err))
			return
		}
		for i := before; i < len(c.problems); i++ {
			location, _ := tree.ErrorContext(n)
			c.problems[i] = fmt.Errorf("%w (drawn at %s)", c.problems[i], location)
		}
	case *parse.CommentNode, *parse.BreakNode, *parse.ContinueNode:
	default:
		c.wrong(tree, n, fmt.Errorf("%T is not part of the language of pages", n))
	}
}

// built reports whether a pipe puts a record together for the one part that it is handed to.
func built(p *parse.PipeNode) bool {
	if p == nil || len(p.Cmds) != 1 {
		return false
	}
	name, ok := p.Cmds[0].Args[0].(*parse.IdentifierNode)
	if inner, nested := p.Cmds[0].Args[0].(*parse.PipeNode); nested {
		return built(inner)
	}
	return ok && name.Ident == "args"
}

func (c *checker) action(tree *parse.Tree, n *parse.ActionNode, s *scope) {
	is := c.pipe(tree, n.Pipe, s)
	if len(n.Pipe.Decl) > 0 {
		c.declare(n.Pipe, s, is)
		return
	}
	if err := printable(is); err != nil {
		c.wrong(tree, n, err)
	}
}

// printable reports why a value cannot be shown as it is.
func printable(is *shape) error {
	switch {
	case is == nothing:
		return nil
	case is.kind != leaf:
		return fmt.Errorf("a %s cannot be shown as it is", is.name)
	case is.nullable:
		return fmt.Errorf("a %s is shown that may be null: test it with if or with first", is.name)
	}
	switch kindOf(is) {
	case "time", "day":
		return fmt.Errorf("a %s is shown by one of date, datetime, posted, iso", is.name)
	case "enum":
		return fmt.Errorf("a value of %s is shown by label, or sent by code", is.name)
	}
	return nil
}

func (c *checker) loop(tree *parse.Tree, n *parse.RangeNode, s *scope) {
	is := c.pipe(tree, n.Pipe, s)
	items := []*shape{nothing}
	switch {
	case is == nothing:
	case is.kind != list:
		c.wrong(tree, n, fmt.Errorf("a %s is no list", is.name))
	case is.written:
		items = is.items
	default:
		items = []*shape{is.elem}
	}
	for _, elem := range items {
		c.turn(tree, n, s, elem)
	}
	c.list(tree, n.ElseList, s)
}

// turn checks what a loop draws of an element.
func (c *checker) turn(tree *parse.Tree, n *parse.RangeNode, s *scope, elem *shape) {
	inner := s.inside(elem)
	switch d := n.Pipe.Decl; len(d) {
	case 1:
		inner.vars[d[0].Ident[0]] = elem
	case 2:
		inner.vars[d[0].Ident[0]], inner.vars[d[1].Ident[0]] = plain("Int"), elem
	}
	c.list(tree, n.List, inner)
}

func (c *checker) declare(p *parse.PipeNode, s *scope, is *shape) {
	for _, d := range p.Decl {
		s.vars[d.Ident[0]] = is
	}
}

// nothing stands for a value of which something is wrong already.
var nothing = plain("?")

func (c *checker) pipe(tree *parse.Tree, p *parse.PipeNode, s *scope) *shape {
	if p.IsAssign {
		c.wrong(tree, p, errors.New("a variable keeps the value that it was declared with"))
	}
	var is *shape
	for _, command := range p.Cmds {
		is = c.command(tree, command, is, s)
	}
	return is
}

// command checks one command of a pipe, with what the one before hands to it.
func (c *checker) command(tree *parse.Tree, n *parse.CommandNode, piped *shape, s *scope) *shape {
	name, ok := n.Args[0].(*parse.IdentifierNode)
	if !ok {
		if piped != nil || len(n.Args) > 1 {
			c.wrong(tree, n, errors.New("a value takes no arguments"))
			return nothing
		}
		return c.operand(tree, n.Args[0], s)
	}
	args := make([]*shape, 0, len(n.Args))
	for _, a := range n.Args[1:] {
		args = append(args, c.operand(tree, a, s))
	}
	if piped != nil {
		args = append(args, piped)
	}
	return c.call(tree, n, name.Ident, args)
}

func (c *checker) call(tree *parse.Tree, n parse.Node, name string, args []*shape) *shape {
	f, ok := functions[name]
	if !ok {
		c.wrong(tree, n, fmt.Errorf("%q is no function of pages", name))
		return nothing
	}
	if slices.Contains(args, nothing) {
		return nothing
	}
	is, err := f.check(c, args)
	if err != nil {
		c.wrong(tree, n, fmt.Errorf("%s: %w", name, err))
		return nothing
	}
	return is
}

func (c *checker) operand(tree *parse.Tree, n parse.Node, s *scope) *shape {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.at(".", s.dot)
	case *parse.FieldNode:
		return c.chain(tree, n, s, "", s.dot, n.Ident)
	case *parse.VariableNode:
		is, ok := s.vars[n.Ident[0]]
		if !ok {
			return nothing // the parser has said so
		}
		return c.chain(tree, n, s, n.Ident[0], is, n.Ident[1:])
	case *parse.PipeNode:
		return c.pipe(tree, n, s)
	case *parse.IdentifierNode: // a function that takes nothing
		return c.call(tree, n, n.Ident, nil)
	case *parse.StringNode:
		return written(n.Text)
	case *parse.NumberNode:
		return plain("Int")
	case *parse.BoolNode:
		return plain("Boolean")
	}
	c.wrong(tree, n, fmt.Errorf("%s is not part of the language of pages", n))
	return nothing
}

// at is a shape with what is certain of it at this place.
func (s *scope) at(path string, is *shape) *shape {
	if known, ok := s.known[path]; ok {
		return known
	}
	return is
}

func (c *checker) chain(tree *parse.Tree, n parse.Node, s *scope, from string, is *shape, fields []string) *shape {
	path := from
	if from == "" {
		is = s.at(".", is)
	} else {
		is = s.at(path, is)
	}
	for _, name := range fields {
		if is == nothing {
			return nothing
		}
		f, err := is.field(name)
		if err != nil {
			c.wrong(tree, n, err)
			return nothing
		}
		path += "." + name
		is = s.at(path, f)
	}
	return is
}

// dataAction is how a form names its action, or several between blanks where its buttons choose.
var dataAction = regexp.MustCompile(`data-action="([^"]*)"`)

// human returns the words that stand between tags.
func (c *checker) human(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == '<':
			c.inTag = true
		case r == '>':
			c.inTag = false
		case !c.inTag:
			out.WriteRune(r)
		}
	}
	words := strings.TrimSpace(entities.Replace(out.String()))
	if strings.IndexFunc(words, unicode.IsLetter) < 0 {
		return ""
	}
	return words
}

var entities = strings.NewReplacer("&nbsp;", " ", "&middot;", " ", "&amp;", " ", "&lt;", " ", "&gt;", " ", "&times;", " ", "&rarr;", " ", "&larr;", " ")
