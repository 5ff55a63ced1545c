package richtext

import (
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A Piece is a part of a document that comparisons neither cut nor leave out: two documents that have the same pieces
// are the same HTML.
type Piece struct {
	Text string // as it is shown
	Kind PieceKind
	Look Look // of a word
}

// PieceKind says what a piece stands for.
type PieceKind uint8

// The kinds of pieces.
const (
	Word    PieceKind = iota // text without white space
	Space                    // white space, line breaks too
	Mark                     // a sign where the look changes: ** for bold, [ and ]( around the words of a link, ![ and ]( around those of a picture
	Block                    // the signs that a block begins with: a new line, - or 1. of a list, # of a heading, | of a cell
	Address                  // where a link leads, or a picture is
)

// Look is how a word is shown: its marks, and whether it is in a link.
type Look uint8

const linked Look = 1 << len(markTags)

// Pieces returns all that the document says, in reading order and with signs for what is not text. Put together they
// are close to Markdown.
func (d *Document) Pieces() []Piece {
	var o outline
	o.blocks(d.root, "", "")
	return o.pieces
}

// Cut cuts plain text into words and white space.
func Cut(text string) []Piece {
	var o outline
	o.text(text, 0)
	return o.pieces
}

// Hosts returns the host of each external link and mail address of the document, in lower case, as often as it occurs.
func (d *Document) Hosts() iter.Seq[string] {
	return func(yield func(string) bool) {
		for leaf := range d.root.leaves() {
			last := ""
			for _, r := range leaf.runs {
				if host := HostOf(r.style.link); r.style.link != last && host != "" && !yield(host) {
					return
				}
				last = r.style.link
			}
		}
	}
}

// HostOf returns the host that a canonical link leads to, with its port, or the one that its mail goes to; "" for any
// other link.
func HostOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	host := u.Host
	if u.Scheme == "mailto" {
		_, host, _ = strings.Cut(u.Opaque, "@")
	}
	return strings.ToLower(host)
}

// An outline writes a document as pieces.
type outline struct {
	pieces []Piece
	tables int // that are open
}

func (o *outline) add(kind PieceKind, text string, look Look) {
	if text != "" {
		o.pieces = append(o.pieces, Piece{text, kind, look})
	}
}

// text adds the words of a text and the white space between them.
func (o *outline) text(s string, look Look) {
	o.pieces = slices.Grow(o.pieces, 2*strings.Count(s, " ")+1)
	for s != "" {
		end := strings.IndexFunc(s, unicode.IsSpace)
		switch {
		case end < 0:
			end = len(s)
		case end == 0:
			if end = strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) }); end < 0 {
				end = len(s)
			}
			o.add(Space, s[:end], 0)
			s = s[end:]
			continue
		}
		o.add(Word, s[:end], look)
		s = s[end:]
	}
}

// blocks writes the blocks of n. The first begins with lead; before the others comes a new line with indent, which says
// in which containers they are, and an empty line before a container, so that two in a row are not taken for one.
func (o *outline) blocks(n *node, lead, indent string) {
	if len(n.kids) == 0 {
		o.add(Block, lead, 0)
	}
	for i, k := range n.kids {
		switch {
		case i == 0:
		case isText(k.tag), k.tag == "hr", k.tag == "img":
			lead = "\n" + indent
		default:
			lead = "\n\n" + indent
		}
		o.block(k, lead, indent)
	}
}

// signs are what blocks begin with.
var signs = map[string]string{
	"h2": "## ", "h3": "### ", "h4": "#### ", "pre": "``` ", "caption": "<caption> ", "figcaption": "<figcaption> ", "hr": "---",
}

func (o *outline) block(n *node, lead, indent string) {
	switch {
	case isText(n.tag), n.tag == "hr":
		if attrs := n.attributes(); attrs != "" {
			lead += "<" + n.tag + attrs + "> "
		}
		o.add(Block, lead+signs[n.tag], 0)
		o.runs(n)
	case n.tag == "img":
		o.add(Block, lead, 0)
		o.picture(n.picture)
	case isList(n.tag):
		o.list(n, lead, indent)
	case n.tag == "blockquote":
		o.blocks(n, lead+"> ", indent+"> ")
	case n.tag == "table":
		o.table(n, lead, indent)
	default:
		o.blocks(n, lead+"<"+n.tag+"> ", indent+"  ")
	}
}

func (o *outline) list(n *node, lead, indent string) {
	for i, item := range n.kids {
		sign := "- "
		if n.tag == "ol" {
			sign = strconv.Itoa(i+1) + ". "
		}
		o.blocks(item, lead+sign, indent+"  ")
		lead = "\n" + indent
	}
}

// table writes the rows. The cells of a table within a table begin with as many bars as tables are open.
func (o *outline) table(n *node, lead, indent string) {
	o.tables++
	bar := strings.Repeat("|", o.tables) + " "
	head := true
	for _, row := range n.kids {
		if row.tag != "tr" {
			o.block(row, lead, indent)
			lead = "\n" + indent
			continue
		}
		if head = head && row.head; head {
			lead += "<thead> "
		}
		for _, cell := range row.kids {
			tag := ""
			if attrs := cell.attributes(); cell.tag != "td" || attrs != "" {
				tag = "<" + cell.tag + attrs + "> "
			}
			o.add(Block, lead+bar+tag, 0)
			o.blocks(cell, "", indent+"  ")
			lead = " "
		}
		lead = "\n" + indent
	}
	o.tables--
}

// runs writes the words of a text block, and signs where the look changes: only for what changes from run to run.
func (o *outline) runs(n *node) {
	var open []sign
	for _, r := range n.runs {
		want := around(r.style)
		same := 0
		for same < len(open) && same < len(want) && open[same] == want[same] {
			same++
		}
		o.close(open[same:])
		for _, s := range want[same:] {
			o.add(Mark, s.before, 0)
		}
		open = want
		look := Look(r.style.marks)
		if r.style.link != "" {
			look |= linked
		}
		o.text(r.text, look)
	}
	o.close(open)
}

// A sign stands before and after words that look alike; after those of a link comes its address too.
type sign struct{ before, after, address string }

// markSigns are the signs of markTags.
var markSigns = [len(markTags)]sign{
	{before: "**", after: "**"}, {before: "_", after: "_"}, {before: "<u>", after: "</u>"}, {before: "~~", after: "~~"},
	{before: "<sub>", after: "</sub>"}, {before: "<sup>", after: "</sup>"}, {before: "`", after: "`"},
}

// around returns the signs that a style needs, outermost first.
func around(s style) []sign {
	var signs []sign
	if s.link != "" {
		signs = append(signs, sign{"[", "](", s.link})
	}
	for i, m := range markSigns {
		if s.marks&(1<<i) != 0 {
			signs = append(signs, m)
		}
	}
	return signs
}

func (o *outline) close(open []sign) {
	for i := len(open) - 1; i >= 0; i-- {
		o.add(Mark, open[i].after, 0)
		if open[i].address != "" {
			o.add(Address, open[i].address, 0)
			o.add(Mark, ")", 0)
		}
	}
}
