// Package richtext turns what people type and paste into the HTML that the
// public website embeds, and that HTML into plain text.
//
// It is a boundary against cross-site scripting, built with two locks. Input is
// never repaired: its tokens are read into a small document model which knows
// no script, style or frame, and the model is written out afresh. The result
// then has to pass an allow-list policy that shares no code with the model.
package richtext

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"

	"ttyt.example/ttyt/internal/base/text"
)

// MaxBytes is the longest rich text the application accepts, in bytes. It holds
// a regulation of some eighty printed pages.
const MaxBytes = 200_000

// ErrTooLong reports rich text of more than MaxBytes bytes.
var ErrTooLong = errors.New("rich text is too long")

// Check returns an error wrapping ErrTooLong when html has more than MaxBytes
// bytes. Markup counts: pasted HTML may fail before it is parsed and pass after it.
func Check(html string) error {
	if len(html) > MaxBytes {
		return fmt.Errorf("%w: %d bytes, at most %d", ErrTooLong, len(html), MaxBytes)
	}
	return nil
}

// Document is rich text that has been parsed. It does not change.
type Document struct{ root *node }

// Parse reads html once for all that is wanted of it. The time it takes is
// proportional to the length of html.
func Parse(html string) *Document { return &Document{parse(html)} }

// HTML returns the document as canonical, safe HTML: headings h2 to h4,
// paragraphs, lists, quotations, tables, figures, preformatted text, rules, the
// usual inline marks and links. Text blocks and cells may be aligned, and text
// blocks may have an id for links within the page. All else loses its tags or, like scripts and
// images from elsewhere, goes entirely. Pictures stand in figures; they, and links to
// files, name a file of the media library (see Resolve). Links lead to http, https, mailto, tel, to a place
// on the page or, from the root, into the site itself; those to other sites carry rel="nofollow
// noopener". Text is in Unicode form NFC with single spaces. Parsed again, the
// result gives the same HTML, text and excerpt.
func (d *Document) HTML() string { return policy.Sanitize(render(d.root)) }

// Plain returns the text of the document: blocks on lines of their own, list
// items after "- ", the cells of a table row separated by tabs, and what
// pictures show.
func (d *Document) Plain() string { return plain(d.root) }

// Excerpt returns the beginning of the text on one line, cut at a word border
// to at most the given number of runes, ellipsis included.
func (d *Document) Excerpt(runes int) string {
	var line strings.Builder
	n := 0 // runes in line
	for leaf := range d.root.leaves() {
		if n > runes+1 { // with the space after it
			break
		}
		for word := range strings.FieldsSeq(text.NFC(leaf.text())) {
			line.WriteString(word)
			line.WriteByte(' ')
			n += utf8.RuneCountInString(word) + 1
		}
	}
	return text.Truncate(text.Line(line.String()), runes)
}

// Blank reports whether canonical HTML says nothing: rules and empty cells alone.
func Blank(html string) bool {
	for html != "" {
		said, rest, _ := strings.Cut(html, "<")
		if strings.TrimSpace(said) != "" || strings.HasPrefix(rest, "img ") {
			return false
		}
		_, html, _ = strings.Cut(rest, ">")
	}
	return true
}

const externalRel = "nofollow noopener"

// policy is the second lock: what render writes passes unchanged, and if render
// ever wrote anything else, it would stop here.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "h2", "h3", "h4", "pre", "blockquote", "hr", "br",
		"ul", "ol", "li", "figure", "figcaption",
		"table", "caption", "thead", "tbody", "tr", "td", "th",
		"strong", "em", "u", "s", "sub", "sup", "code")
	span := regexp.MustCompile(`^[1-9][0-9]?$`)
	p.AllowAttrs("colspan", "rowspan").Matching(span).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(row|col)(group)?$`)).OnElements("th")
	blocks := []string{"p", "h2", "h3", "h4", "pre", "caption", "figcaption"}
	p.AllowAttrs("id").Matching(safeID).OnElements(blocks...)
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^align-(left|center|right)$`)).OnElements(append(blocks, "td", "th")...)
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^` + mediaPath + `[A-Za-z0-9_-]+$`)).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width").Matching(regexp.MustCompile(`^[1-9][0-9]{0,3}$`)).OnElements("img")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^` + externalRel + `$`)).OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}
