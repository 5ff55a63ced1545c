package site

import (
	"slices"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/input"
)

// Bounds of the links.
const (
	maxGroups = 6
	maxLinks  = 40 // of a group
)

// LinkGroup is a list of links to other websites: the sister units of the province, say.
type LinkGroup struct {
	Title string
	Links []*Link
}

// Link leads to another website.
type Link struct{ Title, URL string }

func sealLinks(groups []*LinkGroup) (values []any) {
	for _, g := range groups {
		values = append(values, g.Title, len(g.Links))
		for _, l := range g.Links {
			values = append(values, l.Title, l.URL)
		}
	}
	return values
}

// reordered reports whether the groups and their links differ in their order alone.
func reordered(before, after *Content) bool {
	return slices.Equal(listed(before.LinkGroups), listed(after.LinkGroups))
}

// listed are the groups and the links of each in one order, whatever theirs.
func listed(groups []*LinkGroup) (all []string) {
	for _, g := range groups {
		all = append(all, g.Title)
		for _, l := range g.Links {
			all = append(all, strings.Join([]string{g.Title, l.Title, l.URL}, "\n"))
		}
	}
	slices.Sort(all)
	return all
}

// LinkGroupInput is a list of links.
type LinkGroupInput struct {
	Title string
	Links []*LinkInput
}

// LinkInput is a link to another website.
type LinkInput struct{ Title, URL string }

// links takes all groups of links.
func links(f *input.Form, given []*LinkGroupInput) []*LinkGroup {
	f.Must(len(given) <= maxGroups, "linkGroups", tooManyGroups.With(maxGroups))
	var groups []*LinkGroup // nil if there are none, as they are read
	for i, in := range given {
		at := "linkGroups." + strconv.Itoa(i)
		g := &LinkGroup{Title: in.Title}
		f.Needed(at+".title", &g.Title, maxName)
		f.Must(len(in.Links) <= maxLinks, at+".links", tooManyLinks.With(maxLinks))
		for j, one := range in.Links {
			l, here := &Link{Title: one.Title, URL: one.URL}, at+".links."+strconv.Itoa(j)
			f.Needed(here+".title", &l.Title, maxLine)
			f.Line(here+".url", &l.URL, maxURL)
			f.Must(isLink(l.URL), here+".url", notHTTPS)
			g.Links = append(g.Links, l)
		}
		groups = append(groups, g)
	}
	return groups
}
