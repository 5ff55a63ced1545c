package richtext

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"ttyt.example/ttyt/internal/base/text"
)

const (
	maxDepth = 24 // open containers beyond which further ones lose their tags
	maxSpan  = 99 // columns or rows of one cell
)

// aliases are elements read as another one.
var aliases = map[string]string{
	"h1": "h2", "h5": "h4", "h6": "h4", "listing": "pre", "menu": "ul", "dir": "ul",
	"b": "strong", "i": "em", "ins": "u", "del": "s", "strike": "s",
	"kbd": "code", "samp": "code", "tt": "code",
}

// breaking are elements that lose their tags but end the paragraph before them.
var breaking = set("address", "article", "aside", "body", "center", "dd", "details", "dialog", "div",
	"dl", "dt", "fieldset", "footer", "form", "header", "hgroup", "legend", "main", "nav", "option",
	"search", "section", "summary")

// hidden are elements that go together with their content.
var hidden = set("applet", "audio", "canvas", "iframe", "math", "noembed", "noframes", "noscript",
	"object", "plaintext", "script", "select", "style", "svg", "template", "textarea", "title",
	"video", "xml", "xmp")

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// inline is what is in force for the text to come.
type inline struct {
	link  string
	depth [len(markTags)]int // how many elements of each mark are open
}

// style returns the style of a run written now.
func (in *inline) style() style {
	s := style{link: in.link}
	for i, d := range in.depth {
		if d > 0 {
			s.marks |= 1 << i
		}
	}
	return s
}

// A builder reads HTML tokens into a document. Marks are counted rather than
// nested, so that misplaced end tags do no harm and cost nothing.
type builder struct {
	stack  []*node // open containers, the root first
	leaf   *node   // open text block, nil between two
	inline inline
	linked bool // the open text block has text in the current link

	hidden      string // element whose content is being dropped
	hiddenDepth int

	word word

	names  []string // of places for which the next text block stands
	named  int      // how many there were
	align  string   // of the next text block
	around aligned  // the element that aligns all in it
}

// parse reads html into a pruned document. It takes one pass over the tokens
// and nests no deeper than a constant.
func parse(src string) *node {
	b := builder{stack: []*node{{}}}
	for z := html.NewTokenizer(strings.NewReader(src)); ; {
		switch z.Next() {
		case html.ErrorToken: // the end: a string has no other error
			b.close()
			b.stack[0].prune()
			b.stack[0].anchor()
			return b.stack[0]
		case html.TextToken:
			if b.hidden == "" {
				b.text(string(z.Text()))
			}
		case html.CommentToken:
			b.word.comment(string(z.Text()))
		case html.StartTagToken:
			b.start(z.Token(), false)
		case html.SelfClosingTagToken:
			b.start(z.Token(), true)
		case html.EndTagToken:
			name, _ := z.TagName()
			b.end(string(name))
		}
	}
}

func (b *builder) top() *node { return b.stack[len(b.stack)-1] }

// push opens a container inside the innermost one.
func (b *builder) push(n *node) {
	if isCell(n.tag) {
		n.outer = b.inline
	}
	b.top().kids = append(b.top().kids, n)
	b.stack = append(b.stack, n)
}

// popTo closes containers until n are left open. What was in force before a
// cell is in force again after it.
func (b *builder) popTo(n int) {
	for len(b.stack) > n {
		if top := b.top(); isCell(top.tag) {
			b.inline = top.outer
		}
		b.stack = b.stack[:len(b.stack)-1]
	}
}

// find returns the number of containers open up to and including the innermost
// one with one of the tags, or 0 when a barrier or the root comes first.
func (b *builder) find(tags []string, barriers ...string) int {
	for i := len(b.stack) - 1; i > 0; i-- {
		switch tag := b.stack[i].tag; {
		case slices.Contains(tags, tag):
			return i + 1
		case slices.Contains(barriers, tag):
			return 0
		}
	}
	return 0
}

// flow makes the innermost container one that holds text, opening the list item
// or the table cell that stray content needs.
func (b *builder) flow() {
	switch tag := b.top().tag; {
	case isList(tag):
		b.push(&node{tag: "li"})
	case tag == "table":
		b.push(&node{tag: "tr"})
		b.push(&node{tag: "td"})
	case tag == "tr":
		b.push(&node{tag: "td"})
	}
}

// open starts a text block.
func (b *builder) open(tag string) {
	if tag != "caption" {
		b.flow()
	}
	b.leaf = &node{tag: tag, names: b.names, align: b.align}
	if b.align == "" && !isCell(b.top().tag) {
		b.leaf.align = b.around.align
	}
	b.names, b.align = nil, ""
	b.top().kids = append(b.top().kids, b.leaf)
}

// close ends the open text block. A link does not go on into the next one, or a
// single long address could be written out thousands of times.
func (b *builder) close() {
	if b.linked {
		b.inline.link = ""
	}
	if b.leaf != nil && b.leaf.blank() { // its names are of what comes next
		b.names = append(b.leaf.names, b.names...)
	}
	b.leaf, b.linked, b.align = nil, false, ""
	b.word.leave()
}

// next ends the open text block and, since it is not a list item that follows,
// Word's list.
func (b *builder) next() {
	b.close()
	b.endWordList()
}

// sticky reports whether the open text block swallows paragraphs.
func (b *builder) sticky() bool { return b.leaf != nil && b.leaf.tag != "p" }

// paragraph ends the open text block, or breaks the line inside a sticky one.
func (b *builder) paragraph() {
	if b.sticky() {
		b.lineBreak()
	} else {
		b.next()
	}
}

func (b *builder) lineBreak() {
	if b.leaf != nil {
		b.leaf.runs = append(b.leaf.runs, run{"\n", b.inline.style()})
	}
}

// text reads a text token.
func (b *builder) text(s string) {
	s = text.NFC(s)
	if b.leaf == nil || b.leaf.tag != "pre" {
		s = strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return ' '
			}
			return r
		}, s)
	}
	if b.word.take(s) {
		return
	}
	blank := strings.TrimSpace(s) == ""
	if b.leaf == nil {
		if blank {
			return
		}
		b.begin()
	}
	if !blank && b.inline.link != "" {
		b.linked = true
	}
	b.leaf.runs = append(b.leaf.runs, run{s, b.inline.style()})
}

// begin opens the text block for text that comes without one of its own, or
// inside a paragraph of which Word has yet to say whether it is a list item.
func (b *builder) begin() {
	if b.word.item != nil {
		b.beginItem()
		return
	}
	b.endWordList()
	b.open("p")
}
