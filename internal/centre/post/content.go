package post

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/privacy"
	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/centre/media"
)

// Revision is an immutable snapshot of a post's content; every save makes one.
type Revision struct {
	Key    db.ID `db:"id"`
	Post   db.ID `db:"post_id"`
	Number int   `db:"number"`    // 1, 2, 3 … within the post
	Editor db.ID `db:"editor_id"` // zero where a tool saved it
	// Service is the tool that saved it, zero where a person did.
	Service db.ID `db:"service_account_id"`
	Copy
	Hash         []byte  `db:"hash"`
	RestoredFrom db.ID   `db:"restored_from"`
	CreatedAt    db.Time `db:"created_at"`

	// Findings are what the privacy check finds in it, by the version FindingsRules of its rules.
	Findings      db.JSON[[]privacy.Finding] `db:"findings"`
	FindingsRules int                        `db:"findings_rules"`
}

// ID is the global id.
func (r *Revision) ID() string { return db.GlobalID("revision", r.Key) }

// adopt makes the copy the working copy of the head, as the revision with the number.
func (h *Head) adopt(now db.Time, number int, editor db.ID, c *Copy) *Revision {
	r := &Revision{Key: db.NewID(), Post: h.Key, Number: number, Editor: editor, Copy: *c, Hash: Hash(h, c), CreatedAt: now}
	h.WorkingRevision, h.WorkingTitle, h.WorkingAudience = r.Key, c.Title, c.Audience
	if h.PublishedRevision.IsZero() {
		h.show(c)
	}
	return r
}

// Copy is the content of a post: all of it that a reader gets.
type Copy struct {
	Title    string           `db:"title"`
	Summary  string           `db:"summary"`
	Byline   string           `db:"byline"`
	Audience Audience         `db:"audience"`
	Body     string           `db:"body"` // sanitised HTML
	Content  db.JSON[Content] `db:"content"`

	read *richtext.Document // the body, once it was parsed
}

// document is the body, parsed when it is first asked for.
func (c *Copy) document() *richtext.Document {
	if c.read == nil {
		c.read = richtext.Parse(c.Body)
	}
	return c.read
}

// size is how many bytes of text the copy holds, all that may be long.
func (c *Copy) size() int {
	n := len(c.Title) + len(c.Summary) + len(c.Body)
	if page := c.Content.V.Fields.DepartmentPage; page != nil {
		n += len(page.Functions) + len(page.Duties) + len(page.Processes)
	}
	return n
}

// Content is the part of a Copy that is stored as JSON. Its fields are left out while they are empty, so that a field
// added later changes no hash of what was consented to before.
type Content struct {
	Categories []db.ID  `json:"categories,omitempty"`
	Tags       []string `json:"tags,omitempty"`
	SEO        SEO      `json:"seo,omitzero"`
	Fields     Fields   `json:"fields,omitzero"`
	Origin     Origin   `json:"origin,omitzero"`

	Cover       *media.Attached  `json:"cover,omitempty"`
	Gallery     []media.Attached `json:"gallery,omitempty"`
	Attachments []media.Attached `json:"attachments,omitempty"`
	Embedded    []media.Attached `json:"embedded,omitempty"` // those that the rich text names: what they say of themselves stands there
}

// SEO is what search engines and link previews show instead of title and summary.
type SEO struct {
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
}

// Origin is the place of content on the older site that it was imported from. Readers get it instead of the person and time of
// publication here, which the audit log keeps.
type Origin struct {
	PostedAt db.Time `json:"postedAt"`
	PostedBy string  `json:"postedBy"`
}

// Hash is the SHA-256 of all that a reader gets, in canonical JSON: consent binds to it, so what is published is exactly
// what was approved (Art. 11c). It is computed from what is stored now, never taken from the revision's own column.
// Slug, pin and times lie outside, and so does the department of a profile, which follows the person.
func Hash(h *Head, c *Copy) []byte {
	sum := sha256.Sum256(canonical(h, c))
	return sum[:]
}

// hashed is all that a reader gets of a post. Deciders are shown how two of them differ, by the same JSON as is hashed:
// so a field that is added here is covered by both.
type hashed struct {
	Type       Type
	Department db.ID
	Person     db.ID
	Title      string
	Summary    string
	Byline     string
	Audience   Audience
	Body       string
	Content    Content
}

// canonical is all that a reader gets, as JSON.
func canonical(h *Head, c *Copy) []byte {
	content, owner := c.Content.V, h.Department
	if h.Type == TypeStaffProfile { // it follows the person
		owner = db.ID{}
	}
	content.Categories = slices.Clone(content.Categories)
	slices.SortFunc(content.Categories, func(a, b db.ID) int { return bytes.Compare(a[:], b[:]) })
	text, err := json.Marshal(hashed{h.Type, owner, h.Person, c.Title, c.Summary, c.Byline, c.Audience, c.Body, content})
	if err != nil {
		panic(err) // plain values always encode
	}
	return text
}

// Text is all the text of the copy, without markup, for the index and the privacy check.
func (c *Copy) Text() string {
	f := sheet{stored: true}
	f.copy(c)
	f.put(c.document().Plain())
	return strings.Join(f.text, "\n")
}

// hosts are those to which links of the copy lead, each once.
func (c *Copy) hosts() []string {
	f := sheet{stored: true}
	f.copy(c)
	hosts := slices.AppendSeq(f.hosts, c.document().Hosts())
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// Urgent reports whether the copy asks for the urgent flow.
func (c *Copy) Urgent() bool {
	f := c.Content.V.Fields
	return f.Announcement != nil && f.Announcement.Urgent || f.HealthGuide != nil && f.HealthGuide.Urgent
}
