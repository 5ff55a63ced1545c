package approval

import (
	"context"

	"ttyt.example/ttyt/internal/base/fault"
)

// Correction is whether what was submitted as a correction is one. The subject's feature judges, and the approval keeps
// what it found.
type Correction struct {
	Objections []Objection `json:"objections,omitempty"`
}

// Accepted reports whether it is one.
func (c *Correction) Accepted() bool { return len(c.Objections) == 0 }

// Objection is a reason why an edit does not count as a correction.
type Objection struct {
	Code   ObjectionCode `json:"code"`
	Detail *string       `json:"detail,omitempty"` // the field or the host
	Text   fault.Text    `json:"text"`
}

// Message is the reason in the language of the request.
func (o Objection) Message(ctx context.Context) string { return o.Text.In(ctx) }

// ObjectionCode names a reason.
type ObjectionCode string

// The reasons why something is no correction (Art. 11c).
const (
	NotPublished ObjectionCode = "NOT_PUBLISHED"  // it is not of a public post that is on the site
	TooManyWords ObjectionCode = "TOO_MANY_WORDS" // of title, summary and body
	Digit        ObjectionCode = "DIGIT"          // one changes
	Field        ObjectionCode = "FIELD"          // another part of what the hash covers changes
	NewLinkHost  ObjectionCode = "NEW_LINK_HOST"  // to which no published post links
)
