package post

import "ttyt/internal/db"

// Post is a post as a reader meets it; each type of post has its own Go type.
type Post interface {
	db.Node
	Common() *Entry
}

// Entry is what all types of posts show: the head and the small content of the revision shown.
type Entry struct {
	*Head
	content Content
}

// Common returns the entry itself.
func (e *Entry) Common() *Entry { return e }
