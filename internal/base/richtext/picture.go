package richtext

import (
	"errors"
	"iter"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"ttyt.example/ttyt/internal/base/text"
)

// mediaPath precedes the ids of the media library in addresses. A picture, or a link to a file, names an id and nothing else: what is
// shown is a file of the library, at whatever address it is served.
const mediaPath = "/media/"

// Bounds of a picture.
const (
	maxMediaID = 64   // bytes
	maxAlt     = 300  // characters
	maxWidth   = 1920 // pixels
)

// Picture is a picture in a text.
type Picture struct {
	ID        string // of its file
	Alt       string // what it shows, "" for one that only decorates
	Described bool   // somebody has said what it shows, or that it only decorates
	Width     int    // in which it is to be shown, in pixels; 0 for its own
}

// pictureOf reads the attributes of an image. Its address counts by its path alone, which the site has written on whatever host.
func pictureOf(attrs []html.Attribute) (p Picture, ok bool) {
	u, err := url.Parse(strings.TrimSpace(value(attrs, "src")))
	if err != nil || u.Opaque != "" {
		return p, false
	}
	if p.ID = mediaID(u.Path); p.ID == "" {
		return p, false
	}
	for _, a := range attrs {
		if a.Key == "alt" && !p.Described {
			p.Alt, p.Described = altOf(a.Val), true
		}
	}
	if n, err := strconv.Atoi(strings.TrimSpace(value(attrs, "width"))); n > 0 && (err == nil || errors.Is(err, strconv.ErrRange)) {
		p.Width = min(n, maxWidth)
	}
	return p, true
}

// altOf is an alternative text in its stored form.
func altOf(s string) string {
	s = text.Line(strings.ToValidUTF8(s, ""))
	if r := []rune(s); len(r) > maxAlt {
		s = string(r[:maxAlt])
	}
	return strings.TrimSpace(trimMarks(s))
}

// mediaID is the id of the file at a path of the library, "" for any other path.
func mediaID(path string) string {
	rest, ok := strings.CutPrefix(path, mediaPath)
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(rest, "/")
	if !isMediaID(id) {
		return ""
	}
	return id
}

func isMediaID(s string) bool {
	return s != "" && len(s) <= maxMediaID && strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	}) < 0
}

// picture places an image as a figure of its own, or in the open one.
func (b *builder) picture(attrs []html.Attribute) {
	p, ok := pictureOf(attrs)
	if !ok {
		return
	}
	b.next()
	img := &node{tag: "img", picture: p}
	if b.top().tag != "figure" {
		if len(b.stack) > maxDepth { // where a figure could not be opened
			return
		}
		b.flow()
		img = &node{tag: "figure", kids: []*node{img}}
	}
	b.top().kids = append(b.top().kids, img)
}

// Pictures returns the pictures of the document in reading order.
func (d *Document) Pictures() iter.Seq[Picture] {
	return func(yield func(Picture) bool) {
		for n := range d.root.parts() {
			if n.tag == "img" && !yield(n.picture) {
				return
			}
		}
	}
}

// attributes of a picture, ready to follow the name of its tag.
func (p Picture) attributes() string {
	attrs := attr("src", mediaPath+p.ID)
	if p.Described {
		attrs += attr("alt", p.Alt)
	}
	if p.Width > 0 {
		attrs += attr("width", strconv.Itoa(p.Width))
	}
	return attrs
}

// picture writes a picture as pieces.
func (o *outline) picture(p Picture) {
	o.add(Mark, "![", 0)
	if p.Described {
		o.text(p.Alt, 0)
	} else {
		o.add(Mark, "?", 0)
	}
	o.add(Mark, "](", 0)
	o.add(Address, mediaPath+p.ID, 0)
	if p.Width > 0 {
		o.add(Mark, " ="+strconv.Itoa(p.Width), 0)
	}
	o.add(Mark, ")", 0)
}

// What names a file in canonical HTML: the beginning of its tag, and of its address.
const (
	imgTag  = "<img src"
	linkTag = "<a href"
	named   = `="` + mediaPath
)

// Named returns the ids of the files that canonical HTML shows or leads to, each once, in reading order, without parsing it.
func Named(canonical string) (ids []string) {
	seen := map[string]bool{}
	for {
		before, rest, found := strings.Cut(canonical, named)
		if !found {
			return ids
		}
		canonical = rest
		if !strings.HasSuffix(before, imgTag) && !strings.HasSuffix(before, linkTag) {
			continue
		}
		if id, _, _ := strings.Cut(rest, `"`); isMediaID(id) && !seen[id] {
			ids, seen[id] = append(ids, id), true
		}
	}
}

// Resolve returns canonical HTML for its readers: with what picture writes for each picture, and links to where file says that a file
// is. Where that is nowhere, the link goes and its text stays.
func Resolve(canonical string, picture func(Picture) string, file func(id string) string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(canonical, named)
		id, after, closed := strings.Cut(rest, `"`)
		tag, isImage := strings.CutSuffix(before, imgTag)
		opened, isLink := strings.CutSuffix(before, linkTag)
		switch {
		case !found:
			b.WriteString(canonical)
			return b.String()
		case !closed || !isMediaID(id) || !isImage && !isLink:
			b.WriteString(before + named)
			canonical = rest
		case isImage:
			var attrs string
			attrs, canonical, _ = strings.Cut(after, "/>")
			b.WriteString(tag + picture(pictureAs(id, attrs)))
		default:
			url := file(id)
			if b.WriteString(opened); url == "" {
				said, next, _ := strings.Cut(strings.TrimPrefix(after, ">"), "</a>")
				b.WriteString(said)
				canonical = next
				continue
			}
			b.WriteString(linkTag + `="` + html.EscapeString(url) + `"`)
			canonical = after
		}
	}
}

// pictureAs reads the attributes that follow the address of a picture in canonical HTML.
func pictureAs(id, attrs string) Picture {
	p := Picture{ID: id}
	if _, rest, found := strings.Cut(attrs, ` alt="`); found {
		alt, _, _ := strings.Cut(rest, `"`)
		p.Alt, p.Described = html.UnescapeString(alt), true
	}
	if _, rest, found := strings.Cut(attrs, ` width="`); found {
		width, _, _ := strings.Cut(rest, `"`)
		p.Width, _ = strconv.Atoi(width)
	}
	return p
}
