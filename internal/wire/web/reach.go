package web

import "text/template/parse"

// reach notes the templates that one draws, itself or through others.
func reach(trees map[string]*parse.Tree, name string, reached map[string]bool) {
	if reached[name] || trees[name] == nil {
		return
	}
	reached[name] = true
	eachNode(trees[name].Root, func(at *parse.Node) {
		if n, ok := (*at).(*parse.TemplateNode); ok {
			reach(trees, n.Name, reached)
		}
	})
}

// eachNode visits the place of every node of a template.
func eachNode(l *parse.ListNode, visit func(at *parse.Node)) {
	if l == nil {
		return
	}
	branch := func(b *parse.BranchNode) {
		eachNode(b.List, visit)
		eachNode(b.ElseList, visit)
	}
	for i := range l.Nodes {
		visit(&l.Nodes[i])
		switch n := l.Nodes[i].(type) {
		case *parse.IfNode:
			branch(&n.BranchNode)
		case *parse.WithNode:
			branch(&n.BranchNode)
		case *parse.RangeNode:
			branch(&n.BranchNode)
		}
	}
}
