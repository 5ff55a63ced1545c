package textfile

import (
	"html"
	"regexp"
	"strings"
	"time"
	"unicode"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/text"
)

// What surrounds a text on a page of the older websites: this line tells when and by whom it was put there, stands below
// the title and above the text, which ends at the rating.
var posted = regexp.MustCompile(`^Đăng lúc: (?:\pL[\pL ]* - )?(\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}) - Người đăng bài viết: (.+)$`)

const (
	rating    = "Đánh giá bài viết"
	firstYear = 1990 // no website is older
)

// plain reads a text whose title is its first line, or a page as it was copied.
func plain(s string) (Draft, error) {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = text.Line(l)
	}
	for i, l := range lines {
		if m := posted.FindStringSubmatch(l); m != nil {
			at, err := time.ParseInLocation("2/1/2006 15:04", m[1], calendar.Zone)
			if err != nil || at.Year() < firstYear {
				return Draft{}, invalid(noSuchTime.With(i+1, m[1]))
			}
			return pageOf(lines[:i], lines[i+1:], Origin{at, m[2]})
		}
	}
	lines = skipBlank(lines)
	if len(lines) == 0 {
		return Draft{}, invalid(text.EmptyFile)
	}
	return Draft{Title: lines[0], HTML: markup(lines[1:])}, nil
}

// pageOf reads a page from what stands above and below the line of its origin.
func pageOf(above, below []string, o Origin) (Draft, error) {
	d := Draft{Origin: o}
	for _, l := range above {
		if l != "" {
			d.Title = l
		}
	}
	if d.Title == "" {
		return Draft{}, invalid(noTitle)
	}
	below = skipBlank(below)
	if len(below) > 0 && below[0] == d.Title {
		below = below[1:]
	}
	for i, l := range below {
		if l == rating {
			below = below[:i]
			break
		}
	}
	d.HTML = markup(below)
	return d, nil
}

func skipBlank(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	return lines
}

// The headings of a regulation: a chapter, whose title stands behind it or below it, and an article. A sentence that
// merely begins with such words goes on after the number.
var (
	chapter = regexp.MustCompile(`^(?i:chương) (?:[IVXLC]+|\d+)(?: ?[.:–-] ?.*)?$`)
	number  = regexp.MustCompile(`^(?i:chương) (?:[IVXLC]+|\d+)[.:]?$`)
	article = regexp.MustCompile(`^(?i:điều) \d+ ?[.:](?: |$)`)
)

// markup gives the lines, each of them white space folded, the structure that they show.
func markup(lines []string) string {
	var b strings.Builder
	listing := false
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		item, listed := strings.CutPrefix(l, "- ")
		if listing && !listed {
			b.WriteString("</ul>")
		} else if listed && !listing {
			b.WriteString("<ul>")
		}
		listing = listed
		switch {
		case l == "":
		case listed:
			element(&b, "li", item)
		case chapter.MatchString(l):
			title := titleBelow(l, lines[i+1:])
			i += len(title)
			element(&b, "h2", append([]string{l}, title...)...)
		case article.MatchString(l):
			element(&b, "h3", l)
		default:
			element(&b, "p", l)
		}
	}
	if listing {
		b.WriteString("</ul>")
	}
	return b.String()
}

// titleBelow returns the lines right below a chapter's line that belong to its title: the one below a bare number, and
// as far as it runs in capitals.
func titleBelow(chapterLine string, below []string) []string {
	n := 0
	for n < len(below) && below[n] != "" && !structured(below[n]) &&
		(n == 0 && number.MatchString(chapterLine) || capitals(below[n]) && (n == 0 || capitals(below[n-1]))) {
		n++
	}
	return below[:n]
}

func structured(l string) bool {
	return strings.HasPrefix(l, "- ") || chapter.MatchString(l) || article.MatchString(l)
}

func capitals(l string) bool {
	return strings.IndexFunc(l, unicode.IsUpper) >= 0 && strings.IndexFunc(l, unicode.IsLower) < 0
}

// element writes an element of one or several lines.
func element(b *strings.Builder, name string, lines ...string) {
	b.WriteString("<" + name + ">")
	for i, l := range lines {
		if i > 0 {
			b.WriteString("<br/>")
		}
		b.WriteString(html.EscapeString(l))
	}
	b.WriteString("</" + name + ">")
}
