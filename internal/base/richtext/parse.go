package richtext

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"ttyt.example/ttyt/internal/base/text"
)

const (
	maxDepth = 24   // open containers beyond which further ones lose their tags
	maxSpan  = 99   // columns or rows of one cell
	maxLink  = 2048 // bytes of a link
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

// link returns the address to link to in canonical form, or "" when href is not
// one that readers may be sent to.
func link(href string) string {
	if len(href) > maxLink {
		return ""
	}
	href = strings.TrimSpace(text.NFC(href))
	href = strings.NewReplacer("\n", "", "\t", "").Replace(href) // as browsers do, before they look for a scheme
	if place, ok := strings.CutPrefix(href, "#"); ok {
		return within(place)
	}
	u, err := url.Parse(strings.ReplaceAll(href, " ", "%20"))
	if err != nil || u.User != nil || strings.Contains(href, `\`) {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto", "tel":
		if u.Opaque == "" {
			return ""
		}
		if u.Scheme == "tel" {
			u.Opaque = strings.ReplaceAll(u.Opaque, "%20", "")
		}
	case "":
		if u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") {
			return ""
		}
	default:
		return ""
	}
	return ascii(u.String())
}

// ascii percent-encodes what is not ASCII.
func ascii(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < 0x80 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

// isExternal reports whether a canonical link leaves the site.
func isExternal(link string) bool {
	return strings.HasPrefix(link, "http://") || strings.HasPrefix(link, "https://")
}
