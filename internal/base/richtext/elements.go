package richtext

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// start reads a start tag.
func (b *builder) start(t html.Token, selfClosing bool) {
	name := t.Data
	switch {
	case b.hidden != "":
		if name == b.hidden && !selfClosing {
			b.hiddenDepth++
		}
		return
	case hidden[name]:
		if selfClosing && (name == "svg" || name == "math") { // only here HTML heeds the slash
			return
		}
		b.hidden, b.hiddenDepth = name, 1
		return
	case breaking[name]:
		b.paragraph()
		b.around.start(name, t.Attr)
		b.name(name, t.Attr)
		return
	}
	defer b.name(name, t.Attr)
	b.word.startTag(name, t.Attr)
	if alias, ok := aliases[name]; ok {
		name = alias
	}
	switch name {
	case "br":
		b.lineBreak()
	case "hr":
		b.next()
		b.flow()
		b.top().kids = append(b.top().kids, &node{tag: "hr"})
	case "img":
		b.picture(t.Attr)
	case "p":
		if !b.sticky() {
			b.close()
		}
		if b.word.item = wordItem(t.Attr); b.word.item == nil || b.sticky() {
			b.word.item = nil
			b.paragraph()
		}
		if b.leaf == nil {
			b.align = alignment(t.Attr)
		}
	case "h2", "h3", "h4", "pre":
		b.next()
		b.align = alignment(t.Attr)
		b.open(name)
	case "ul", "ol", "blockquote", "figure", "table":
		b.next()
		b.box(name)
	case "li":
		b.next()
		b.listItem()
	case "caption":
		b.next()
		if b.top().tag == "table" && len(b.top().kids) == 0 {
			b.align = alignment(t.Attr)
			b.open(name)
		}
	case "figcaption":
		b.next()
		if f := b.top(); f.tag == "figure" && !f.captioned {
			f.captioned = true
			b.align = alignment(t.Attr)
			b.open(name)
		}
	case "thead", "tbody", "tfoot":
		b.next()
		if n := b.find([]string{"table"}); n > 0 {
			b.popTo(n)
			b.top().head = name == "thead"
		}
	case "tr":
		b.next()
		b.row()
	case "td", "th":
		b.next()
		b.cell(name, t.Attr)
	case "a":
		b.inline.link, b.linked = link(value(t.Attr, "href")), false
	default:
		if i := slices.Index(markTags[:], name); i >= 0 && !selfClosing && !isWrapper(t.Attr) {
			b.inline.depth[i]++
		}
	}
}

// end reads an end tag.
func (b *builder) end(name string) {
	if b.hidden != "" {
		if name == b.hidden {
			if b.hiddenDepth--; b.hiddenDepth == 0 {
				b.hidden = ""
			}
		}
		return
	}
	if breaking[name] {
		if !b.sticky() {
			b.close()
		}
		b.around.end(name)
		return
	}
	b.word.endTag(name)
	if alias, ok := aliases[name]; ok {
		name = alias
	}
	switch name {
	case "p":
		if !b.sticky() {
			b.close()
		}
	case "h2", "h3", "h4", "pre", "caption", "figcaption":
		if b.leaf != nil && (b.leaf.tag == name || isHeading(b.leaf.tag) && isHeading(name)) {
			b.close()
		}
	case "ul", "ol", "li", "blockquote", "figure":
		b.leave(name, "td", "th")
	case "table", "td", "th":
		b.leave(name)
	case "tr", "thead", "tbody", "tfoot":
		if n := b.find([]string{"table"}); n > 0 {
			b.next()
			b.popTo(n)
			b.top().head = b.top().head && name == "tr"
		}
	case "a":
		b.inline.link, b.linked = "", false
	default:
		if i := slices.Index(markTags[:], name); i >= 0 && b.inline.depth[i] > 0 {
			b.inline.depth[i]--
		}
	}
}

// leave closes the innermost container of the tag, unless a barrier is nearer.
func (b *builder) leave(tag string, barriers ...string) {
	if n := b.find([]string{tag}, barriers...); n > 0 {
		b.next()
		b.popTo(n - 1)
	}
}

// box opens a list, quotation, figure or table. A list right inside a list
// belongs to the item before it.
func (b *builder) box(tag string) {
	if len(b.stack) > maxDepth {
		return
	}
	if top := b.top(); isList(top.tag) && isList(tag) && len(top.kids) > 0 {
		b.stack = append(b.stack, top.kids[len(top.kids)-1])
	}
	b.flow()
	b.push(&node{tag: tag})
}

func (b *builder) listItem() {
	if n := b.find([]string{"ul", "ol"}, "td", "th", "blockquote", "figure"); n > 0 {
		b.popTo(n)
	} else {
		b.box("ul")
	}
	if isList(b.top().tag) {
		b.push(&node{tag: "li"})
	}
}

func (b *builder) row() {
	if n := b.find([]string{"table"}); n > 0 {
		b.popTo(n)
		b.push(&node{tag: "tr", head: b.top().head})
	}
}

func (b *builder) cell(tag string, attrs []html.Attribute) {
	n := b.find([]string{"tr", "table"})
	if n == 0 {
		return
	}
	b.popTo(n)
	if b.top().tag == "table" {
		b.row()
	}
	c := &node{tag: tag, colspan: span(attrs, "colspan"), rowspan: span(attrs, "rowspan"), align: alignment(attrs)}
	if scope := strings.ToLower(value(attrs, "scope")); tag == "th" {
		switch scope {
		case "row", "col", "rowgroup", "colgroup":
			c.scope = scope
		}
	}
	b.push(c)
}

// value returns the value of the first attribute of that name, or "".
func value(attrs []html.Attribute, name string) string {
	for _, a := range attrs {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func span(attrs []html.Attribute, name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(value(attrs, name)))
	if err != nil || n < 1 {
		return 0
	}
	return min(n, maxSpan)
}

// isWrapper reports whether a mark's own style takes its effect back: Google
// Docs puts all it copies into a <b> of normal weight.
func isWrapper(attrs []html.Attribute) bool {
	return strings.Contains(squeeze(value(attrs, "style")), "font-weight:normal")
}

// squeeze returns s in lower case without spaces, to look for a CSS declaration.
func squeeze(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), ""))
}
