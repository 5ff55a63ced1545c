package richtext

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"ttyt.example/ttyt/internal/base/text"
)

// idPrefix begins the ids of places. No id of the site's own pages does, and none is the name of what scripts find by it.
const idPrefix = "muc-"

// safeID is what an id looks like.
var safeID = regexp.MustCompile(`^` + idPrefix + `[a-z0-9]+(-[a-z0-9]+)*$`)

// Bounds of what leads to a place.
const (
	maxNames = 500 // in one text
	maxName  = 200 // bytes
	maxID    = 56  // bytes, without the prefix
)

// placeName is the name of a place in the form in which links and places are compared, "" if it is not one.
func placeName(s string) string {
	if s = text.Line(s); len(s) > maxName {
		return ""
	}
	return s
}

// within is the link to a place on the page, by the name that it comes under; see anchor.
func within(place string) string {
	if plain, err := url.PathUnescape(place); err == nil {
		place = plain
	}
	if place = placeName(place); place == "" {
		return ""
	}
	return "#" + place
}

// idOf is the id for a name, which stays as it is where it is one already.
func idOf(name string) string {
	if len(name) <= len(idPrefix)+maxID && safeID.MatchString(name) {
		return name
	}
	slug := text.Slug(name, maxID)
	switch {
	case slug == "":
		return ""
	case safeID.MatchString(slug):
		return slug
	}
	return idPrefix + slug
}

// name notes that an element is a place: by its id or, in documents from Word, by the name of a link. It marks the text block
// that it is in, or the next one.
func (b *builder) name(tag string, attrs []html.Attribute) {
	if isMark(tag) { // the wrapper of Google Docs has an id
		return
	}
	for _, a := range attrs {
		if a.Key != "id" && (a.Key != "name" || tag != "a") {
			continue
		}
		name := placeName(a.Val)
		if name == "" || b.named == maxNames {
			continue
		}
		b.named++
		if b.leaf != nil {
			b.leaf.names = append(b.leaf.names, name)
		} else {
			b.names = append(b.names, name)
		}
	}
}

func isMark(tag string) bool {
	if alias, ok := aliases[tag]; ok {
		tag = alias
	}
	return slices.Contains(markTags[:], tag)
}

// blank reports whether a text block shows nothing.
func (n *node) blank() bool {
	return !slices.ContainsFunc(n.runs, func(r run) bool { return strings.TrimSpace(r.text) != "" })
}

// anchor gives the text blocks below n their ids and leads links within the page to them. A link that leads nowhere goes.
func (n *node) anchor() {
	ids, used := map[string]string{}, map[string]bool{}
	for leaf := range n.leaves() {
		for _, name := range leaf.names {
			if id := idOf(name); leaf.id == "" && !used[id] {
				leaf.id, used[id] = id, id != ""
			}
			if _, known := ids[name]; !known && leaf.id != "" {
				ids[name] = leaf.id
			}
		}
	}
	for leaf := range n.leaves() {
		changed := false
		for i, r := range leaf.runs {
			place, ok := strings.CutPrefix(r.style.link, "#")
			if !ok {
				continue
			}
			link := ""
			if id := ids[place]; id != "" {
				link = "#" + id
			}
			changed = changed || link != r.style.link
			leaf.runs[i].style.link = link
		}
		if changed && leaf.tag == "pre" {
			leaf.runs = tidyPre(leaf.runs)
		} else if changed {
			leaf.runs = tidy(leaf.runs)
		}
	}
}

// alignClass begins the class of what is aligned.
const alignClass = "align-"

// alignment is how an element is aligned: left, center or right, "" if it is not.
func alignment(attrs []html.Attribute) string {
	found := strings.ToLower(strings.TrimSpace(value(attrs, "align")))
	for _, class := range strings.Fields(value(attrs, "class")) {
		if a, ok := strings.CutPrefix(class, alignClass); ok {
			found = a
		}
	}
	for _, declaration := range strings.Split(squeeze(value(attrs, "style")), ";") {
		if a, ok := strings.CutPrefix(declaration, "text-align:"); ok {
			found = strings.TrimSuffix(a, "!important")
		}
	}
	if found == "left" || found == "center" || found == "right" {
		return found
	}
	return ""
}

// aligned is an element that loses its tags and aligns what is in it.
type aligned struct {
	tag, align string
	depth      int // how many of the tag are open
}

func (a *aligned) start(tag string, attrs []html.Attribute) {
	switch align := alignment(attrs); {
	case a.depth > 0 && tag == a.tag:
		a.depth++
	case a.depth > 0:
	case tag == "center":
		*a = aligned{tag, "center", 1}
	case align != "":
		*a = aligned{tag, align, 1}
	}
}

func (a *aligned) end(tag string) {
	if a.depth > 0 && tag == a.tag {
		if a.depth--; a.depth == 0 {
			*a = aligned{}
		}
	}
}
