package answercache

import (
	"slices"
	"strings"
)

// covers lists the tables that strangers' answers may be made of, each with the kinds of tags whose changes tell of it.
// The kind of a tag is what stands before its first colon. An answer made of another table, or without a tag of the
// table's, is not kept.
var covers = map[string][]string{
	"posts":           {"posts", "post"},
	"revisions":       {"posts", "post"},
	"media_files":     {"media"},
	"post_categories": {"posts", "post"},
	"post_terms":      {"posts"},
	"post_facets":     {"posts"},
	"post_counts":     {"posts"},
	"post_errata":     {"posts", "post"},
	"slugs":           {"posts", "post"},

	"post_ratings": {"rating"},

	"categories": {"categories"},
	"sites":      {"site"},

	"departments":      {"departments"},
	"department_paths": {"departments"},
	"department_names": {"departments"},

	"staff":     {"staff"},
	"positions": {"staff"},
}

// covered reports whether the tags tell of changes of all the tables.
func covered(tables, tags []string) bool {
	return !slices.ContainsFunc(tables, func(table string) bool {
		return !slices.ContainsFunc(tags, func(tag string) bool {
			kind, _, _ := strings.Cut(tag, ":")
			return slices.Contains(covers[table], kind)
		})
	})
}
