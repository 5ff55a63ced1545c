package post

import (
	"fmt"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/base/text"
)

// sheet walks the fields of a content: it checks each, brings it into its stored form and collects text and links. A field is
// described once, by one call.
type sheet struct {
	input.Form
	at     string // precedes the names of fields in input paths
	text   []string
	hosts  []string // to which links lead
	stored bool     // the fields are in their stored form: only their text and links are wanted
	texts  texts    // the HTML that was parsed before
}

// markup is HTML that was parsed, and its stored form.
type markup struct {
	*richtext.Document
	html string
}

func parse(html string) markup {
	d := richtext.Parse(html)
	return markup{d, d.HTML()}
}

// texts is the HTML of an input, parsed before the transaction that stores it.
type texts map[string]markup

// add parses HTML that is not too long to be stored.
func (t texts) add(html string) {
	if richtext.Check(html) == nil {
		t[html] = parse(html)
	}
}

// put collects what a field says.
func (f *sheet) put(s string) {
	if s != "" {
		f.text = append(f.text, s)
	}
}

// needed notes that a field without a value is missing.
func (f *sheet) needed(name string, present bool) { f.Present(f.at+name, present) }

// line is a text on one line.
func (f *sheet) line(name string, s *string, max int) {
	f.Line(f.at+name, s, max)
	f.put(*s)
}

// lines is a text that keeps its line breaks.
func (f *sheet) lines(name string, s *string, max int) {
	f.Lines(f.at+name, s, max)
	f.put(*s)
}

// html is rich text: what the allow-list does not know goes. It returns the text as it was parsed, nil if it is too long.
func (f *sheet) html(name string, s *string) *richtext.Document {
	if f.stored {
		d := richtext.Parse(*s)
		f.put(d.Plain())
		f.hosts = slices.AppendSeq(f.hosts, d.Hosts())
		return nil
	}
	if richtext.Check(*s) != nil {
		f.Add(fault.TooLong, f.at+name, tooManyBytes.With(len(*s), richtext.MaxBytes))
		return nil
	}
	m, ok := f.texts[*s]
	if !ok {
		m = parse(*s)
	}
	*s = m.html
	return m.Document
}

// list is several short texts, each once; empty ones go.
func (f *sheet) list(name string, items *[]string, count, max int) {
	kept, seen := (*items)[:0:0], map[string]bool{}
	for i, s := range *items {
		f.line(fmt.Sprintf("%s.%d", name, i), &s, max)
		if key := text.Key(s); key != "" && !seen[key] {
			kept, seen[key] = append(kept, s), true
		}
	}
	*items = kept
	f.count(name, len(kept), count)
}

// count bounds how many items a list has.
func (f *sheet) count(name string, n, max int) {
	if n > max {
		f.Add(fault.TooLong, f.at+name, tooManyItems.With(n, max))
	}
}

// between bounds a whole number.
func between[N int | int64](f *sheet, name string, n, min, max N) {
	f.Must(min <= n && n <= max, f.at+name, outOfBounds.With(min, max))
}

// Bounds of what all types share, in characters.
const (
	maxTitle      = 300
	maxSummary    = 1000
	maxByline     = 120
	maxPoster     = 64
	maxCategories = 10
	maxTags       = 20
	maxTag        = 50
	maxSEOTitle   = 120
	maxSEOSummary = 320
	excerptLength = 300
	maxTagFold    = 64 // bytes
)

// copy walks what all types share, except the body, and then the part of the type.
func (f *sheet) copy(c *Copy) {
	f.line("title", &c.Title, maxTitle)
	f.lines("summary", &c.Summary, maxSummary)
	f.line("byline", &c.Byline, maxByline)
	content := &c.Content.V
	for i, tag := range content.Tags { // as it came, so that the path counts as the client does
		if len(text.Fold(tag)) > maxTagFold && len([]rune(text.Line(tag))) <= maxTag {
			f.Add(fault.TooLong, fmt.Sprintf("tags.%d", i), tagTooLong)
		}
	}
	f.list("tags", &content.Tags, maxTags, maxTag)
	f.count("categories", len(content.Categories), maxCategories)
	f.line("seo.title", &content.SEO.Title, maxSEOTitle)
	f.line("seo.description", &content.SEO.Description, maxSEOSummary)
	f.line("origin.postedBy", &content.Origin.PostedBy, maxPoster)
	for _, file := range content.files() { // which was checked when it was attached
		for _, says := range []string{file.Alt, file.Caption, file.Credit} {
			f.put(says)
		}
	}
	for _, d := range definitions {
		if p := d.of(&content.Fields); p != nil {
			f.at = "content." + d.name + "."
			p.visit(f)
			f.at = ""
		}
	}
}

// origin checks where the content stood before, if it did.
func (f *sheet) origin(o *Origin, now db.Time) {
	if *o == (Origin{}) {
		return
	}
	o.PostedAt = db.At(o.PostedAt.Time) // as the store keeps times
	f.needed("origin.postedAt", !o.PostedAt.IsZero())
	f.needed("origin.postedBy", o.PostedBy != "")
	f.Must(!o.PostedAt.After(now.Time), "origin.postedAt", postedInFuture)
}

// check brings a copy of the type into its stored form, or returns what breaks a rule as user errors below the input.
func (c *Copy) check(d *definition, read texts, now db.Time) error {
	f := sheet{texts: read}
	for _, other := range definitions {
		f.Must(other.kind == d.kind || other.of(&c.Content.V.Fields) == nil, "content."+other.name, otherTypesContent)
	}
	d.fill(&c.Content.V.Fields)
	f.copy(c)
	c.read = f.html("body", &c.Body)
	f.origin(&c.Content.V.Origin, now)
	f.needed("title", c.Title != "")
	for _, free := range [][2]string{{"summary", c.Summary}, {"body", c.Body}} {
		f.Must(!d.bodyless || free[1] == "", free[0], noFreeText)
	}
	return f.Err()
}
