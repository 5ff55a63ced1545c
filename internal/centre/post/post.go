// Package post is the content of the website and the internal pages (Art. 9, 11): posts of several types, their
// immutable revisions, and the way of a revision onto the site.
package post

import (
	"database/sql/driver"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// Publication says where the published revision of a post stands.
type Publication string

// The states of the published revision.
const (
	PublicationNone        Publication = "NONE"        // never on the site
	PublicationScheduled   Publication = "SCHEDULED"   // the first publication waits for its time
	PublicationPublished   Publication = "PUBLISHED"   // on the site
	PublicationUnpublished Publication = "UNPUBLISHED" // taken down
	PublicationArchived    Publication = "ARCHIVED"    // taken down for good, unless a newer version is consented to
)

// Working says where the working copy of a post stands: a published post may have a newer version under way.
type Working string

// The states of the working copy.
const (
	WorkingNone     Working = "NONE"
	WorkingDraft    Working = "DRAFT"
	WorkingInReview Working = "IN_REVIEW"
	WorkingApproved Working = "APPROVED"
)

// Audience says for whom a post is.
type Audience string

// The audiences.
const (
	AudiencePublic     Audience = "PUBLIC"     // everybody
	AudienceInternal   Audience = "INTERNAL"   // the centre's staff
	AudienceDepartment Audience = "DEPARTMENT" // staff of the owning department and its units
)

// Head is a post without its content: both states, both revisions, and the projection that lists, filters and search
// read. The projection shows the published revision; while there never was one it mirrors the working copy, which only
// those who may read working copies can reach.
type Head struct {
	Key               db.ID       `db:"id"`
	Type              Type        `db:"type"`
	Department        db.ID       `db:"department_id"`
	Author            db.ID       `db:"author_id"`            // zero while it is the draft of a tool that no person has taken over
	Service           db.ID       `db:"service_account_id"`   // of the tool that drafted it, zero where a person did
	AuthorLeft        bool        `db:"author_left" json:"-"` // which the record of staff tells
	Submitter         db.ID       `db:"submitter_id"`
	Person            db.ID       `db:"person_id"` // whom a staff profile is about
	Publication       Publication `db:"publication"`
	Working           Working     `db:"working"`
	AtBoard           bool        `db:"at_board"`           // the working copy was sent to website section and Board
	PublishedAtBoard  bool        `db:"published_at_board"` // the same of the published revision
	SubmittedEver     bool        `db:"submitted_ever"`     // a draft that never was may be deleted
	PublishedRevision db.ID       `db:"published_revision_id"`
	WorkingRevision   db.ID       `db:"working_revision_id"`
	Approval          db.ID       `db:"approval_id"`           // of the working copy, else of what is published
	PublishedApproval db.ID       `db:"published_approval_id"` // the consent that the published revision stands under
	Slug              string      `db:"slug"`
	Pinned            bool        `db:"pinned"`
	PublishedAt       sortTime    `db:"published_at"`      // first publication, here or on an older site
	UpdatedPublicAt   db.Time     `db:"updated_public_at"` // latest publication
	DownAt            db.Time     `db:"down_at"`           // since when what was on the site is off it
	ScheduledAt       db.Time     `db:"scheduled_at"`
	ScheduledBy       db.ID       `db:"scheduled_by"` // whose public alias the post will show
	ExpiresAt         db.Time     `db:"expires_at"`
	Audience          Audience    `db:"audience"`
	Title             string      `db:"title"`
	SortTitle         string      `db:"sort_title"`
	Summary           string      `db:"summary"`
	Excerpt           string      `db:"excerpt"`
	Byline            string      `db:"byline"`
	PosterAlias       string      `db:"poster_alias"`
	ClosesAt          deadline    `db:"closes_at"` // the deadline of a recruitment or tender notice
	WorkingTitle      string      `db:"working_title"`
	WorkingAudience   Audience    `db:"working_audience"`
	UnpublishReason   string      `db:"unpublish_reason"`
	Version           int         `db:"version"`
	HiddenChanges     int         `db:"hidden_changes"` // how many of them only those see who may read a draft of it
	CreatedAt         db.Time     `db:"created_at"`
	SeenAt            db.Time     `db:"seen_at"` // the latest of the other changes
	UpdatedAt         db.Time     `db:"updated_at"`
}

// sortTime is a moment that is stored as 0, not NULL, where there is none, so that lists can sort by it.
type sortTime struct{ db.Time }

// Value stores the moment as microseconds.
func (t sortTime) Value() (driver.Value, error) { return micros(t.Time, 0), nil }

// Scan reads microseconds.
func (t *sortTime) Scan(src any) error {
	if src == int64(0) {
		src = nil
	}
	return t.Time.Scan(src)
}

// deadline is a moment that is stored as noDeadline, not NULL, where there is none, so that lists can sort by it.
type deadline struct{ db.Time }

// Value stores the moment as microseconds.
func (d deadline) Value() (driver.Value, error) { return micros(d.Time, noDeadline), nil }

// Scan reads microseconds.
func (d *deadline) Scan(src any) error {
	if src == int64(noDeadline) {
		src = nil
	}
	return d.Time.Scan(src)
}

// ID is the global id; all types of posts are one kind.
func (h *Head) ID() string { return db.GlobalID("post", h.Key) }

// Target is what permission rules look at.
func (h *Head) Target() access.Target {
	t := access.Target{
		Department: h.Department,
		People:     []db.ID{h.Author, h.Submitter, h.Person},
		Published:  h.Publication == PublicationPublished,
		Audience:   string(h.Audience),
		AuthorLeft: h.AuthorLeft || h.Author.IsZero(),
		Submitted:  h.AtBoard,
		Sent:       h.PublishedAtBoard,
		AtBoard:    h.AtBoard && h.Working == WorkingInReview,
		Approved:   h.Working == WorkingApproved,
		Taken:      h.Publication == PublicationUnpublished,
		Ever:       h.SubmittedEver,
	}
	if h.Author.IsZero() {
		t.Tool = h.Service
	}
	return t
}

// Shown is the revision that readers get: the published one, or before the first publication the working copy.
func (h *Head) Shown() db.ID {
	if h.PublishedRevision.IsZero() {
		return h.WorkingRevision
	}
	return h.PublishedRevision
}

// edit opens the working copy for a change: a draft stays one, a post without a working copy gets a new one based on
// what is published, or was before it was archived. What is under review or approved is withdrawn first, so that nobody decides on moving text.
func (h *Head) edit() error {
	switch {
	case h.Working == WorkingInReview, h.Working == WorkingApproved:
		return fault.User(fault.WrongState, withdrawFirst, "").By("11c")
	case h.Working == WorkingNone:
		// A new version starts on the author's desk: what the website section and the Board saw was the last one.
		h.Working, h.AtBoard = WorkingDraft, false
		if !h.PublishedRevision.IsZero() { // a profile may be archived before anybody saw it
			h.WorkingRevision = h.PublishedRevision
		}
	}
	return nil
}

// inSight is the head with nothing but what those see who may not read a draft on its writer's desk: as if there were none.
func (h *Head) inSight() Head {
	seen := *h
	if !h.AtBoard {
		seen.Working, seen.Approval, seen.ScheduledAt, seen.ScheduledBy = WorkingNone, h.PublishedApproval, db.Time{}, db.ID{}
	}
	if seen.Working == WorkingNone {
		seen.WorkingRevision, seen.WorkingTitle, seen.WorkingAudience, seen.AtBoard = db.ID{}, "", "", false
	}
	seen.Submitter, seen.SubmittedEver = db.ID{}, false
	seen.Version, seen.HiddenChanges, seen.SeenAt, seen.UpdatedAt = 0, 0, db.Time{}, db.Time{}
	return seen
}

// hide counts the change since the head was as it is given, where it is out of sight. What was sent to the website section and the
// Board is in sight as a whole, and what was hidden before it with it. All who read what never came to them see each change of it.
func (h *Head) hide(was *Head, now db.Time) {
	if h.AtBoard || was.AtBoard {
		h.HiddenChanges = 0
	}
	hidden := h.inSight() == was.inSight()
	if hidden {
		h.HiddenChanges++
	}
	if !hidden || !h.PublishedAtBoard {
		h.SeenAt = now
	}
}

// narrows reports whether publishing the working copy takes the post off the public site: it is for fewer readers than
// what is there.
func (h *Head) narrows() bool {
	return h.Working == WorkingApproved && h.Publication == PublicationPublished && h.Audience == AudiencePublic && h.WorkingAudience != AudiencePublic
}

// returns reports whether publishing puts back what was taken down, for want of a newer version that is consented to.
func (h *Head) returns() bool {
	return h.Working != WorkingApproved && h.Publication == PublicationUnpublished
}

// unscheduled takes a set time back: the post stands where it stood before.
func (h *Head) unscheduled() {
	if h.Publication == PublicationScheduled {
		h.Publication = PublicationNone
		if !h.PublishedRevision.IsZero() {
			h.Publication = PublicationUnpublished
		}
	}
	h.ScheduledAt, h.ScheduledBy = db.Time{}, db.ID{}
}

// tags name the lists that a change of the post touches. What never was on the site touches no list that strangers see.
func (h *Head) tags() []string {
	if h.PublishedRevision.IsZero() {
		return []string{"drafts", "drafts:department:" + h.Department.String(), tagOf(h.Key)}
	}
	return []string{tagAll, tagDepartment(h.Department), tagOf(h.Key), tagSlug(h.Slug)}
}
