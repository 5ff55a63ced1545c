package post

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/core/feed"
)

// headOf returns which columns of the head answer a field of a post, by the field's name in the API. A field that is not
// here takes the content of the revision too: tags, categories, the search preview, what the type adds.
var headOf = map[string][]string{
	"__typename": nil, "id": nil, "rating": nil, "views": {"department_id"},
	"slug": {"slug"}, "path": {"slug"}, "title": {"title"}, "summary": {"summary"}, "excerpt": {"excerpt"}, "byline": {"byline"},
	"postedBy": {"poster_alias"}, "postedAt": {"published_at"}, "updatedAt": {"updated_public_at"}, "isOpen": {"closes_at"},
	"audience": {"audience"}, "pinned": {"pinned"}, "department": {"department_id"}, "author": {"author_id"},
	"body":        {"published_revision_id", "working_revision_id"},
	"correctedAt": {"published_revision_id"}, "correctionNote": {"published_revision_id"},
	"previous": {"publication", "published_at"}, "next": {"publication", "published_at"},
	"version": whole, "publication": whole, "working": whole, "workingCopy": whole, "scheduledAt": whole, "expiresAt": whole,
	"unpublishReason": whole, "tool": whole, "availableActions": whole,
}

// whole stands for all columns: the right to the working side of a post depends on most of them.
var whole = headNames

// reading is what a list reads of its posts.
type reading struct {
	columns string // of the heads
	content bool   // of the revisions shown

	// The fields of people that the answer shows; all fields by default.
	people []string
}

// everything is read where nothing is said.
var everything = reading{columns: headColumns, content: true}

// read returns what the fields, and the column that the list is sorted by, take. A field of a person of the
// post is named after a dot. No fields are all of them.
func read(ctx context.Context, fields []string, sortedBy ...string) reading {
	if len(fields) == 0 {
		return everything
	}
	// The slug is in no index of an order. Without it SQLite would read the whole of an index that holds all that is wanted
	// rather than the first entries of the one that is in order.
	wanted := append([]string{"id", "type", "slug"}, sortedBy...)
	if feed.Noting(ctx) {
		wanted = append(wanted, "expires_at", "scheduled_at")
	}
	var r reading
	for _, f := range fields {
		of, inner, nested := strings.Cut(f, ".")
		switch {
		case nested && of == "author":
			r.people = append(r.people, inner)
		case nested:
		default:
			columns, known := headOf[f]
			if !known {
				return everything
			}
			wanted = append(wanted, columns...)
		}
	}
	var b strings.Builder
	for _, name := range headNames {
		if slices.Contains(wanted, name) {
			b.WriteString(", posts." + name)
		}
	}
	r.columns = b.String()[2:]
	return r
}
