package richtext

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Microsoft Word writes list items as paragraphs that begin with the bullet or
// number, fenced in a conditional comment, in an element to be ignored, or both:
//
//	<p style="mso-list:l0 level1 lfo1"><![if !supportLists]><span
//	style="mso-list:Ignore">·<span>&nbsp;</span></span><![endif]>Rửa tay</p>

// word follows Word's lists while tokens are read.
type word struct {
	item  *item   // the paragraph just opened, until its text shows what it is
	lists []*node // open lists by level, outermost first
	list  string  // which of the source's lists they are

	fenced  bool   // between [if !supportLists] and [endif]
	ignored string // element with mso-list:Ignore
	depth   int    // how many elements of that name are open in it, itself included
}

// An item is a paragraph that may turn out to be a list item.
type item struct {
	list   string
	level  int // 1 is the outermost
	marker strings.Builder
}

var wordLevel = regexp.MustCompile(`mso-list:(l\d+)level(\d)(lfo\d+)?`)

// wordItem returns the item that a paragraph's attributes announce, or nil.
func wordItem(attrs []html.Attribute) *item {
	if m := wordLevel.FindStringSubmatch(squeeze(value(attrs, "style"))); m != nil {
		level, _ := strconv.Atoi(m[2]) // one digit
		return &item{list: m[1] + m[3], level: max(level, 1)}
	}
	if strings.Contains(value(attrs, "class"), "MsoListParagraph") {
		return &item{level: 1}
	}
	return nil
}

// leave forgets the paragraph that ends here.
func (w *word) leave() {
	w.item, w.fenced, w.ignored = nil, false, ""
}

// comment heeds the fence around a marker.
func (w *word) comment(data string) {
	data = squeeze(data)
	w.fenced = w.item != nil && (w.fenced || data == "[if!supportlists]") && data != "[endif]"
}

func (w *word) startTag(name string, attrs []html.Attribute) {
	switch {
	case w.item == nil:
	case w.ignored == "" && strings.Contains(squeeze(value(attrs, "style")), "mso-list:ignore"):
		w.ignored, w.depth = name, 1
	case w.ignored == name:
		w.depth++
	}
}

func (w *word) endTag(name string) {
	if w.ignored == name {
		if w.depth--; w.depth == 0 {
			w.ignored = ""
		}
	}
}

// take reports whether s is part of a marker, which it then keeps.
func (w *word) take(s string) bool {
	if w.item == nil || !w.fenced && w.ignored == "" {
		return false
	}
	w.item.marker.WriteString(s)
	return true
}

var (
	wordNumber = regexp.MustCompile(`^\(?([0-9]+|[a-zđ]|[ivx]+)[.)/]\)?$`)
	wordFirst  = regexp.MustCompile(`^\(?[1ai][.)/]\)?$`)
	wordBullet = regexp.MustCompile(`^([^\pL\pN]|[oØüvq§])$`) // the letters are symbols in Word's bullet fonts
)

// beginItem opens the text block of Word's paragraph: in a list where that says
// the same to the reader, else as a paragraph that begins with its marker.
// "Điều 1." is no marker HTML could draw, and a list that goes on at 3 after a
// table would start again at 1.
func (b *builder) beginItem() {
	it := b.word.item
	b.word.item = nil
	marker := strings.TrimSpace(it.marker.String())
	lower := strings.ToLower(marker)
	tag := ""
	switch {
	case wordBullet.MatchString(marker):
		tag = "ul"
	case wordNumber.MatchString(lower):
		tag = "ol"
	}
	if it.list != b.word.list {
		b.endWordList()
	}
	b.trimWordLists(it.level, tag)
	if n := len(b.word.lists); tag == "ol" && n < it.level && !wordFirst.MatchString(lower) {
		tag = ""
	}
	if tag != "" {
		b.openWordList(it, tag)
	}
	if tag == "" || !isList(b.top().tag) {
		b.endWordList()
		b.open("p")
		if marker != "" {
			b.leaf.runs = []run{{text: marker + " "}}
		}
		return
	}
	b.push(&node{tag: "li"})
	b.open("p")
}

// trimWordLists closes Word's lists below the level and one of another kind on
// it, so that the list to go on with is innermost.
func (b *builder) trimWordLists(level int, tag string) {
	w := &b.word
	for i, l := range w.lists {
		if i >= level || i == level-1 && l.tag != tag || !slices.Contains(b.stack, l) {
			if j := slices.Index(b.stack, l); j >= 0 {
				b.popTo(j)
			}
			w.lists = w.lists[:i]
			break
		}
	}
	if n := len(w.lists); n > 0 {
		b.popTo(slices.Index(b.stack, w.lists[n-1]) + 1)
	}
}

// openWordList makes the list of the item innermost. Levels that Word skipped
// are not made up.
func (b *builder) openWordList(it *item, tag string) {
	w := &b.word
	w.list = it.list
	if len(w.lists) >= it.level {
		return
	}
	depth := len(b.stack)
	b.box(tag)
	if len(b.stack) > depth {
		w.lists = append(w.lists, b.top())
	}
}

// endWordList closes Word's lists.
func (b *builder) endWordList() {
	if len(b.word.lists) > 0 {
		if i := slices.Index(b.stack, b.word.lists[0]); i > 0 {
			b.popTo(i)
		}
	}
	b.word.lists, b.word.list = nil, ""
}
