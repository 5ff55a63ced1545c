package web

import "text/template/parse"

// reach notes the templates that one draws, itself or through others.
func reach(trees map[string]*parse.Tree, name string, reached map[string]bool) {
	if reached[name] || trees[name] == nil {
		return
	}
	reached[name] = true
	reachFrom(trees, trees[name].Root, reached)
}

func reachFrom(trees map[string]*parse.Tree, l *parse.ListNode, reached map[string]bool) {
	if l == nil {
		return
	}
	branch := func(b *parse.BranchNode) {
		reachFrom(trees, b.List, reached)
		reachFrom(trees, b.ElseList, reached)
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TemplateNode:
			reach(trees, n.Name, reached)
		case *parse.IfNode:
			branch(&n.BranchNode)
		case *parse.WithNode:
			branch(&n.BranchNode)
		case *parse.RangeNode:
			branch(&n.BranchNode)
		}
	}
}
