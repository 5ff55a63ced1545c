package post

import (
	"bytes"
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
)

// everyPost is the facet that each published post has; the others are its categories, by id, its tags and the
// hosts that it links to.
var everyPost = []byte("*")

// tagFacet is the facet of a tag. No id of a category begins like it, or like those of hosts, before the year 3200.
func tagFacet(tag string) []byte { return []byte("#" + text.Key(tag)) }

// tagFacets are what a tag is found by: itself and, where it has letters or digits, those without marks and signs, which
// find all tags of that fold.
func tagFacets(tag string) [][]byte {
	facets := [][]byte{tagFacet(tag)}
	if fold := text.Fold(tag); fold != "" {
		facets = append(facets, tagFacet(fold))
	}
	return facets
}

// maxHosts bounds how many hosts of one post count as known. A post with more of them is a list of links, and what is
// linked beside them goes through the full flow.
const maxHosts = 100

// maxHost is how long the name of a host, with its port, may be.
const maxHost = 255

// hostFacet is the facet of a host to which a post links. It tells which hosts are known (Art. 11c); no list asks for it.
func hostFacet(host string) []byte { return []byte("@" + host) }

// hostFacets are those of the copy.
func hostFacets(c *Copy) (facets [][]byte) {
	for _, host := range c.hosts() {
		if len(host) <= maxHost && len(facets) < maxHosts {
			facets = append(facets, hostFacet(host))
		}
	}
	return facets
}

// facetsOf are what the published copy is found by, in one order for all, so that writers of the same counts wait for
// each other instead of deadlocking.
func facetsOf(c *Copy) [][]byte {
	facets := [][]byte{everyPost}
	for _, id := range c.Content.V.Categories {
		facets = append(facets, id[:])
	}
	for _, tag := range c.Content.V.Tags {
		facets = append(facets, tagFacets(tag)...)
	}
	facets = append(facets, hostFacets(c)...)
	slices.SortFunc(facets, bytes.Compare)
	return slices.CompactFunc(facets, bytes.Equal)
}

// The part of a list's SQL that facets are for.

// faceted reports whether the list is read in the order of a facet: the newest of a category or tag.
func (f *Filter) faceted(o Order) bool {
	return f.Text == nil && !f.ofWorking() && o.Field == ByPublishedAt && (f.Category != nil || f.Tag != nil)
}

// table is where the list finds what it is narrowed by.
func (f *Filter) table(o Order) string {
	if f.faceted(o) {
		return "post_facets"
	}
	return "posts"
}

// wanted are the facets that the filter names, as SQL, each with its argument.
func (f *Filter) wanted() (sql []string, args []any) {
	if f.Category != nil {
		sql, args = append(sql, "(SELECT id FROM categories WHERE slug = ?)"), append(args, *f.Category)
	}
	if f.Tag != nil {
		sql, args = append(sql, "?"), append(args, tagFacet(*f.Tag))
	}
	return sql, args
}

// ofWorking reports whether the list is of posts whose working copies the caller may read, chosen by their state: words,
// tag and category are those of the working copies then, and of what is off the site: as far as the caller reads them, see bySent.
func (f *Filter) ofWorking() bool {
	return f.Working != nil && *f.Working != WorkingNone || f.offSite()
}

// underFacets narrows the list to the facets: the first gives the order where it can, the others are looked up by key.
func (f *Filter) underFacets(ctx context.Context, o Order, fromCursor bool, and func(string, ...any)) {
	if f.ofWorking() {
		if f.Category != nil {
			and("EXISTS (SELECT 1 FROM post_categories has WHERE has.category_id = (SELECT id FROM categories WHERE slug = ?) AND has.live = 0 AND has.post_id = posts.id)", *f.Category)
		}
		if f.Tag != nil {
			and("EXISTS (SELECT 1 FROM post_working_terms has WHERE has.term = ? AND has.post_id = posts.id)", string(tagFacet(*f.Tag)))
		}
		return
	}
	names, args := f.wanted()
	table := f.table(o)
	for i, name := range names {
		if i == 0 && f.faceted(o) {
			and("posts.id = post_facets.post_id AND post_facets.facet = "+name, args[i])
			if !access.Of(ctx).Known() && !fromCursor { // their reach says so too, but not in the words of the index
				and("post_facets.audience = ?", AudiencePublic)
			}
			continue
		}
		and(hasFacet(table, name), args[i])
	}
}

// hasFacet is the condition that a post also stands under the facet that the SQL names.
func hasFacet(table, name string) string {
	return "EXISTS (SELECT 1 FROM post_facets has WHERE has.facet = " + name + " AND has.published_at = " + table + ".published_at AND has.post_id = posts.id)"
}

// counted reports whether the counts can tell how many published posts the filter finds.
func (f *Filter) counted(o Order) bool {
	return o.Field != ByUpdatedAt && f.Text == nil && f.Working == nil && f.PublishedAt == nil && f.Open == nil && f.Pinned == nil && f.Mine == nil &&
		(f.Publication == nil || *f.Publication == PublicationPublished) && (f.Category == nil || f.Tag == nil)
}
