package richtext

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// render writes the document as HTML.
func render(root *node) string {
	var w writer
	w.blocks(root)
	return w.String()
}

type writer struct{ strings.Builder }

func (w *writer) tag(parts ...string) {
	w.WriteByte('<')
	for _, p := range parts {
		w.WriteString(p)
	}
	w.WriteByte('>')
}

// attr returns an attribute ready to follow a tag's name.
func attr(name, value string) string {
	return " " + name + `="` + html.EscapeString(value) + `"`
}

func (w *writer) blocks(n *node) {
	paragraphs := 0
	for _, k := range n.kids {
		if k.tag == "p" {
			paragraphs++
		}
	}
	// Items and cells hold a single paragraph without its tags.
	bare := paragraphs == 1 && (n.tag == "li" || isCell(n.tag))
	for _, k := range n.kids {
		if bare && k.tag == "p" && k.attributes() == "" {
			w.runs(k)
		} else {
			w.block(k)
		}
	}
}

func (w *writer) block(n *node) {
	switch {
	case n.tag == "hr":
		w.tag("hr/")
		return
	case n.tag == "img":
		w.tag("img", n.picture.attributes(), "/")
		return
	case isCell(n.tag):
		w.cell(n)
		return
	}
	w.tag(n.tag, n.attributes())
	switch {
	case isText(n.tag):
		w.runs(n)
	case n.tag == "table":
		w.table(n)
	default:
		w.blocks(n)
	}
	w.tag("/", n.tag)
}

func (w *writer) cell(n *node) {
	w.tag(n.tag, n.attributes())
	w.blocks(n)
	w.tag("/", n.tag)
}

// attributes are those of a text block or a cell, ready to follow its tag's name.
func (n *node) attributes() string {
	var attrs string
	if n.id != "" {
		attrs += attr("id", n.id)
	}
	if n.align != "" {
		attrs += attr("class", alignClass+n.align)
	}
	if n.colspan > 1 {
		attrs += attr("colspan", strconv.Itoa(n.colspan))
	}
	if n.rowspan > 1 {
		attrs += attr("rowspan", strconv.Itoa(n.rowspan))
	}
	if n.scope != "" {
		attrs += attr("scope", n.scope)
	}
	return attrs
}

// table writes the caption, then the head: the head rows before the first other
// row.
func (w *writer) table(n *node) {
	rows := n.kids
	if len(rows) > 0 && rows[0].tag == "caption" {
		w.block(rows[0])
		rows = rows[1:]
	}
	heads := 0
	for heads < len(rows) && rows[heads].head {
		heads++
	}
	w.section("thead", rows[:heads])
	w.section("tbody", rows[heads:])
}

func (w *writer) section(tag string, rows []*node) {
	if len(rows) == 0 {
		return
	}
	w.tag(tag)
	for _, r := range rows {
		w.block(r)
	}
	w.tag("/", tag)
}

// runs writes the inline content of a text block, closing and opening only what
// changes from run to run.
func (w *writer) runs(n *node) {
	var open []string // what is open, outermost first: a link's whole tag, names of marks
	for _, r := range n.runs {
		want := elements(r.style)
		same := 0
		for same < len(open) && same < len(want) && open[same] == want[same] {
			same++
		}
		w.closeTags(open[same:])
		for _, e := range want[same:] {
			w.tag(e)
		}
		open = want
		s := html.EscapeString(r.text)
		if n.tag != "pre" {
			s = strings.ReplaceAll(s, "\n", "<br/>")
		}
		w.WriteString(s)
	}
	w.closeTags(open)
}

// elements returns the start tags a style needs, outermost first.
func elements(s style) []string {
	var tags []string
	if s.link != "" {
		a := "a" + attr("href", s.link)
		if isExternal(s.link) {
			a += attr("rel", externalRel)
		}
		tags = append(tags, a)
	}
	for i, t := range markTags {
		if s.marks&(1<<i) != 0 {
			tags = append(tags, t)
		}
	}
	return tags
}

func (w *writer) closeTags(tags []string) {
	for i := len(tags) - 1; i >= 0; i-- {
		name, _, _ := strings.Cut(tags[i], " ")
		w.tag("/", name)
	}
}
