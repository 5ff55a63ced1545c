package richtext

import (
	"iter"
	"strings"
	"unicode"

	"ttyt.example/ttyt/internal/base/text"
)

// A node is a block of the document. Text blocks (p, h2-h4, pre, caption,
// figcaption) hold runs, a picture (img) and a rule (hr) nothing, all others hold
// blocks; the root has no tag.
type node struct {
	tag  string
	kids []*node
	runs []run

	head             bool // a tr of the table's head; a table while its head is read
	captioned        bool // a figure that has had its caption
	colspan, rowspan int  // of a cell; below 2 means none
	scope            string
	align            string   // of a text block or a cell: left, center or right
	names            []string // by which links within the page led to a text block
	id               string   // of a text block
	outer            inline   // of a cell: what was in force around it
	picture          Picture  // of an img
}

// A run is a piece of text in one style. A newline is a line break.
type run struct {
	text  string
	style style
}

// A style is the link and the marks of a run.
type style struct {
	link  string
	marks marks
}

// marks is a set of inline elements, bit i standing for markTags[i].
type marks uint8

// markTags in their canonical nesting, outermost first.
var markTags = [...]string{"strong", "em", "u", "s", "sub", "sup", "code"}

func isList(tag string) bool { return tag == "ul" || tag == "ol" }

func isCell(tag string) bool { return tag == "td" || tag == "th" }

func isHeading(tag string) bool { return tag == "h2" || tag == "h3" || tag == "h4" }

// isText reports whether blocks of this tag hold runs.
func isText(tag string) bool {
	return tag == "p" || tag == "pre" || tag == "caption" || tag == "figcaption" || isHeading(tag)
}

// leaves returns the text blocks below n in reading order.
func (n *node) leaves() iter.Seq[*node] {
	return func(yield func(*node) bool) {
		for part := range n.parts() {
			if part.tag != "img" && !yield(part) {
				return
			}
		}
	}
}

// parts returns the text blocks and the pictures below n in reading order.
func (n *node) parts() iter.Seq[*node] {
	return func(yield func(*node) bool) { n.visit(yield) }
}

func (n *node) visit(yield func(*node) bool) bool {
	if isText(n.tag) || n.tag == "img" {
		return yield(n)
	}
	for _, k := range n.kids {
		if !k.visit(yield) {
			return false
		}
	}
	return true
}

// text returns the runs of a text block without their styles.
func (n *node) text() string {
	var b strings.Builder
	for _, r := range n.runs {
		b.WriteString(r.text)
	}
	return b.String()
}

// prune brings the text below n into canonical form, removes what is left
// without content and reports whether n itself has any.
func (n *node) prune() bool {
	if isText(n.tag) {
		if n.tag == "pre" {
			n.runs = tidyPre(n.runs)
		} else {
			n.runs = tidy(n.runs)
		}
		return len(n.runs) > 0
	}
	kids := n.kids[:0]
	for _, k := range n.kids {
		if full := k.prune(); full || isCell(k.tag) { // an empty cell keeps its column
			kids = append(kids, k.uncaptioned())
		}
	}
	n.kids = kids
	switch n.tag {
	case "hr", "img":
		return true
	case "table":
		for range n.parts() {
			return true
		}
		return false
	}
	return len(kids) > 0
}

// uncaptioned returns n, or the caption as a paragraph when n is a figure that
// has nothing else: its picture was not allowed.
func (n *node) uncaptioned() *node {
	if n.tag != "figure" || len(n.kids) != 1 || n.kids[0].tag != "figcaption" {
		return n
	}
	c := n.kids[0]
	return &node{tag: "p", runs: c.runs, names: c.names, align: c.align}
}

// tidy returns the runs of a text block in canonical form: no white space at
// the ends or around breaks, single spaces elsewhere, neighbours of one style
// joined. A space between two styles belongs to what they have in common.
func tidy(runs []run) []run {
	var out joined
	space, breaks := false, 0
	for _, r := range join(runs) {
		for s := r.text; s != ""; {
			switch s[0] {
			case ' ':
				space, s = true, s[1:]
				continue
			case '\n':
				breaks, s = breaks+1, s[1:]
				continue
			}
			end := strings.IndexAny(s, " \n")
			if end < 0 {
				end = len(s)
			}
			word := trimMarks(s[:end])
			if s = s[end:]; word == "" {
				continue
			}
			if !out.empty() {
				between := common(out.style, r.style)
				if breaks > 0 {
					out.add(strings.Repeat("\n", breaks), between)
				} else if space {
					out.add(" ", between)
				}
			}
			space, breaks = false, 0
			out.add(word, r.style)
		}
	}
	return out.end()
}

// tidyPre is tidy for preformatted text, where white space counts. HTML ignores
// a newline right after <pre>, so there is none.
func tidyPre(runs []run) []run {
	var out []run
	for _, r := range join(runs) {
		if len(out) == 0 {
			r.text = strings.TrimLeftFunc(r.text, func(c rune) bool { return c == '\n' || unicode.Is(unicode.M, c) })
		}
		if r.text = trimMarks(r.text); r.text != "" {
			out = append(out, r)
		}
	}
	for len(out) > 0 {
		last := &out[len(out)-1]
		if last.text = strings.TrimRightFunc(last.text, unicode.IsSpace); last.text != "" {
			break
		}
		out = out[:len(out)-1]
	}
	return join(out)
}

// join merges neighbours of one style and composes them: a letter and its mark
// may have come in two tokens.
func join(runs []run) []run {
	var out joined
	for _, r := range runs {
		out.add(r.text, r.style)
	}
	return out.end()
}

// joined is a list of runs in the making.
type joined struct {
	runs  []run // but the last
	text  []byte
	style style // of the last
}

func (j *joined) empty() bool { return len(j.runs) == 0 && len(j.text) == 0 }

func (j *joined) add(text string, style style) {
	if style != j.style {
		j.next()
		j.style = style
	}
	j.text = append(j.text, text...)
}

// next ends the last run.
func (j *joined) next() {
	if len(j.text) > 0 {
		j.runs = append(j.runs, run{text.NFC(string(j.text)), j.style})
		j.text = j.text[:0]
	}
}

func (j *joined) end() []run {
	j.next()
	return j.runs
}

// trimMarks removes combining marks at the start of s. They have no letter to
// sit on, and U+0338 after a tag would swallow the tag's > if anyone ever
// normalised the HTML as a whole.
func trimMarks(s string) string {
	return strings.TrimLeftFunc(s, func(r rune) bool { return unicode.Is(unicode.M, r) })
}

// common returns what two styles share.
func common(a, b style) style {
	c := style{marks: a.marks & b.marks}
	if a.link == b.link {
		c.link = a.link
	}
	return c
}

// plain writes the document as text.
func plain(root *node) string {
	var lines []string
	for _, k := range root.kids {
		switch {
		case isText(k.tag):
			lines = append(lines, k.text())
		case k.tag == "img":
			if k.picture.Alt != "" {
				lines = append(lines, k.picture.Alt)
			}
		case k.tag == "hr":
		case k.tag == "figure" && plain(k) == "":
		case k.tag == "li":
			lines = append(lines, "- "+plain(k))
		case k.tag == "tr":
			cells := make([]string, len(k.kids))
			for i, c := range k.kids {
				cells[i] = strings.Join(strings.Fields(plain(c)), " ")
			}
			lines = append(lines, strings.Join(cells, "\t"))
		default:
			lines = append(lines, plain(k))
		}
	}
	return strings.Join(lines, "\n")
}
