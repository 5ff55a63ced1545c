package post

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"ttyt/internal/db"
	"ttyt/internal/fault"
	"ttyt/internal/richtext"
	"ttyt/internal/text"
)

// form walks the fields of a content. It brings each into its stored form, notes what breaks a rule at the field's
// input path, and collects the text. A field is described once, by one call.
type form struct {
	path string
	errs fault.UserErrors
	text []string
}

// in returns the input path of a field.
func (f *form) in(name string) string { return f.path + "." + name }

func (f *form) fail(code fault.UserCode, name string, vi, en string) {
	f.errs.Add(fault.User(code, fault.Text{VI: vi, EN: en}, f.in(name)))
}

// needed notes that a field without a value is missing.
func (f *form) needed(name string, present bool) {
	if !present {
		f.fail(fault.Required, name, "Chưa có nội dung.", "This is required.")
	}
}

func (f *form) bound(name, s string, max int) {
	if n := utf8.RuneCountInString(s); n > max {
		f.fail(fault.TooLong, name,
			fmt.Sprintf("Dài %d ký tự, nhiều nhất %d.", n, max), fmt.Sprintf("%d characters long, at most %d.", n, max))
	}
	if s != "" {
		f.text = append(f.text, s)
	}
}

// line is a text on one line.
func (f *form) line(name string, s *string, max int) {
	*s = text.Line(*s)
	f.bound(name, *s, max)
}

// lines is a text that keeps its line breaks.
func (f *form) lines(name string, s *string, max int) {
	*s = strings.TrimSpace(text.NFC(*s))
	f.bound(name, *s, max)
}

// html is rich text: what the allow-list does not know goes.
func (f *form) html(name string, s *string) {
	if richtext.Check(*s) != nil {
		f.fail(fault.TooLong, name,
			fmt.Sprintf("Dài %d byte, nhiều nhất %d.", len(*s), richtext.MaxBytes),
			fmt.Sprintf("%d bytes long, at most %d.", len(*s), richtext.MaxBytes))
		return
	}
	if *s = richtext.Sanitise(*s); *s != "" {
		f.text = append(f.text, richtext.Plain(*s))
	}
}

// list is several short texts, each once; empty ones go.
func (f *form) list(name string, items *[]string, count, max int) {
	kept, seen := (*items)[:0:0], map[string]bool{}
	for i, s := range *items {
		f.line(fmt.Sprintf("%s.%d", name, i), &s, max)
		if folded := text.Fold(s); folded != "" && !seen[folded] {
			kept, seen[folded] = append(kept, s), true
		}
	}
	*items = kept
	f.count(name, len(kept), count)
}

func (f *form) count(name string, n, max int) {
	if n > max {
		f.fail(fault.TooLong, name, fmt.Sprintf("Có %d mục, nhiều nhất %d.", n, max), fmt.Sprintf("%d items, at most %d.", n, max))
	}
}

// between bounds a whole number.
func between[N int | int64](f *form, name string, n, min, max N) {
	if n < min || n > max {
		f.fail(fault.Invalid, name, fmt.Sprintf("Phải từ %d đến %d.", min, max), fmt.Sprintf("Has to be from %d to %d.", min, max))
	}
}

// order notes that the second of two moments lies before the first, where both are given.
func (f *form) order(first db.Time, name string, second db.Time) {
	if !first.IsZero() && !second.IsZero() && second.Before(first.Time) {
		f.fail(fault.Invalid, name, "Thời điểm này sớm hơn thời điểm phải đến trước nó.", "This lies before what has to come first.")
	}
}

// Bounds of what all types share, in characters.
const (
	maxTitle       = 300
	maxSummary     = 1000
	maxByline      = 120
	maxCategories  = 10
	maxTags        = 20
	maxTag         = 50
	maxSEOTitle    = 120
	maxSEOSummary  = 320
	excerptLength  = 300
	maxWordOfIndex = 64
)

// copy walks what all types share, except the body, and then the type's own fields.
func (f *form) copy(c *Copy) {
	f.line("title", &c.Title, maxTitle)
	f.lines("summary", &c.Summary, maxSummary)
	f.line("byline", &c.Byline, maxByline)
	content := &c.Content.V
	f.list("tags", &content.Tags, maxTags, maxTag)
	for i, tag := range content.Tags {
		if len(text.Fold(tag)) > maxWordOfIndex {
			f.fail(fault.TooLong, fmt.Sprintf("tags.%d", i), "Thẻ quá dài.", "The tag is too long.")
		}
	}
	f.count("categories", len(content.Categories), maxCategories)
	f.line("seo.title", &content.SEO.Title, maxSEOTitle)
	f.line("seo.description", &content.SEO.Description, maxSEOSummary)
	f.parts(&content.Fields)
}

// check brings a copy of the type into its stored form, or returns what breaks a rule as user errors below the input.
func (c *Copy) check(d *definition) error {
	f := form{path: "input"}
	f.own(d.kind, &c.Content.V.Fields)
	f.copy(c)
	f.html("body", &c.Body)
	f.needed("title", c.Title != "")
	if d.bodyless && (c.Body != "" || c.Summary != "") {
		f.fail(fault.Invalid, "body", "Loại bài viết này không có phần văn bản tự do.", "This type of post has no free text.")
	}
	return f.errs.Err()
}
