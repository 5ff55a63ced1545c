package post

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"ttyt.example/ttyt/internal/base/budget"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/privacy"
	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/feed"
)

// Post is a post as a reader meets it; each type of post has its own Go type.
type Post interface {
	db.Node
	Common() *Entry
}

// Entry is what all types of posts show. Public fields show the published revision, and before the first publication the
// working copy, to the few who can reach the post then. Gated fields are null for others.
type Entry struct {
	head    *Head
	content *Content // of the revision shown, empty if it was not read
	score   int64    // of a text search
	key     string   // that a list sorts by which shows no key of the head
	decided bool     // it shows a revision that was decided on, to a reader who gets nothing else of the post
	list    *batch
}

// batch holds what the posts or revisions of one list share: each kind of nested object is read once for all of them,
// and only when it is asked for.
type batch struct {
	s          *Service
	reads      reading
	heads      []*Head
	shown      []db.ID // revisions whose bodies may be asked for
	working    []db.ID // revisions under way
	owners     []db.ID // departments
	people     []db.ID // authors, editors, whom profiles are about
	tools      []db.ID // that drafted posts, or saved revisions
	contents   []*Content
	bodies     paging.Once[map[db.ID]string]
	embedded   paging.Once[map[db.ID]*media.File] // what the bodies show
	files      paging.Once[map[db.ID]*media.File] // what stands beside them
	findings   paging.Once[map[db.ID][]privacy.Finding]
	copies     paging.Once[map[db.ID]*Snapshot]
	categories paging.Once[[]*category.Category]

	departments paging.Once[map[db.ID]*department.Department]
	members     paging.Once[map[db.ID]*staff.Member]
	toolNames   paging.Once[map[db.ID]string]
	matters     paging.Once[map[db.ID]*matter]
	approvals   paging.OnceEach[map[db.ID]*approval.Connection] // by the page that is asked for
	beside      paging.OnceEach[map[db.ID]Post]                 // by the section and the direction
	errata      paging.Once[map[db.ID]*Erratum]
	kept        paging.Once[map[db.ID][]*kept]
	ratings     paging.Once[map[db.ID]Rating]
	views       paging.Once[map[db.ID]int]
}

// unique returns the keys without repetitions and without the zero key.
func unique(keys []db.ID) []db.ID {
	slices.SortFunc(keys, db.ID.Compare)
	keys = slices.Compact(keys)
	if len(keys) > 0 && keys[0].IsZero() {
		keys = keys[1:]
	}
	return keys
}

// noContent is what an entry shows of a revision that was not read. Nobody writes to it.
var noContent Content

// entries makes entries of the heads: at most one statement, for their small contents; none for bodies.
func (s *Service) entries(ctx context.Context, heads []*Head, r reading) ([]*Entry, error) {
	list := &batch{s: s, reads: r, heads: heads}
	for _, h := range heads {
		list.shown, list.owners = append(list.shown, h.Shown()), append(list.owners, h.Department)
		list.people, list.tools = append(list.people, h.Author, h.Person), append(list.tools, h.Service)
		if !h.WorkingRevision.IsZero() {
			list.working = append(list.working, h.WorkingRevision)
		}
	}
	list.owners, list.people, list.tools = unique(list.owners), unique(list.people), unique(list.tools)
	ends(ctx, heads)
	var contents map[db.ID]*Content
	if r.content {
		var err error
		if contents, err = s.contents(ctx, list.shown); err != nil {
			return nil, err
		}
	}
	entries := make([]*Entry, len(heads))
	for i, h := range heads {
		entries[i] = &Entry{head: h, content: cmp.Or(contents[h.Shown()], &noContent), list: list}
		list.contents = append(list.contents, entries[i].content)
	}
	return entries, nil
}

// view makes what readers get of one head.
func (s *Service) view(ctx context.Context, h *Head, r reading) (Post, error) {
	entries, err := s.entries(ctx, []*Head{h}, r)
	if err != nil {
		return nil, err
	}
	return entries[0].Post(), nil
}

// Post is the entry in the form of its type.
func (e *Entry) Post() Post { return e.head.Type.definition().show(e, &e.content.Fields) }

// Common is the entry itself.
func (e *Entry) Common() *Entry { return e }

// What every reader of the post gets.

func (e *Entry) ID() string         { return e.head.ID() }
func (e *Entry) Slug() string       { return e.head.Slug }
func (e *Entry) Path() string       { return postPath + e.head.Slug }
func (e *Entry) Title() string      { return e.head.Title }
func (e *Entry) Summary() string    { return e.head.Summary }
func (e *Entry) Excerpt() string    { return e.head.Excerpt }
func (e *Entry) Byline() *string    { return given(e.head.Byline) }
func (e *Entry) Audience() Audience { return e.head.Audience }
func (e *Entry) Pinned() bool       { return e.head.Pinned }
func (e *Entry) PostedBy() *string  { return given(e.head.PosterAlias) }
func (e *Entry) PostedAt() db.Time  { return e.head.PublishedAt.Time }
func (e *Entry) UpdatedAt() db.Time { return e.head.UpdatedPublicAt }
func (e *Entry) Tags() []string     { return e.content.Tags }
func (e *Entry) SEO() SEO           { return e.content.SEO }

// Rating is what readers gave the post.
func (e *Entry) Rating(ctx context.Context) (Rating, error) {
	list := e.list
	if list.s.ratings == nil {
		return Rating{}, nil
	}
	found, err := list.ratings.Get(func() (map[db.ID]Rating, error) { return list.s.ratings.Of(ctx, list.keys()) })
	return found[e.head.Key], err
}

// Views is how often the post was read, nil if the caller may not know.
func (e *Entry) Views(ctx context.Context) (*int, error) {
	list := e.list
	if list.s.views == nil || !list.s.access.Allowed(ctx, "analytics", "read", e.head.Target()) {
		return nil, nil
	}
	found, err := list.views.Get(func() (map[db.ID]int, error) { return list.s.views.Of(ctx, list.keys()) })
	if err != nil {
		return nil, err
	}
	n := found[e.head.Key]
	return &n, nil
}

// keys are those of the posts of the list.
func (b *batch) keys() []db.ID {
	keys := make([]db.ID, len(b.heads))
	for i, h := range b.heads {
		keys[i] = h.Key
	}
	return keys
}

// Rating is what readers gave a post: the sum of their stars, and how many rated it.
type Rating struct{ Total, Count int }

// Average is how many stars a reader gave on average, 0 if nobody rated.
func (r Rating) Average() float64 {
	if r.Count == 0 {
		return 0
	}
	return float64(r.Total) / float64(r.Count)
}

// Views knows how often posts were read.
type Views interface {
	Of(ctx context.Context, posts []db.ID) (map[db.ID]int, error)
}

// Ratings knows what readers gave posts.
type Ratings interface {
	Of(ctx context.Context, posts []db.ID) (map[db.ID]Rating, error)
}

// IsOpen reports whether the deadline of the post lies ahead.
func (e *Entry) IsOpen(ctx context.Context) bool {
	if !e.list.s.db.Now(ctx).Before(e.head.ClosesAt.Time.Time) {
		feed.Timed(ctx, time.Time{})
		return false
	}
	feed.Timed(ctx, e.head.ClosesAt.Time.Time)
	return true
}

func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Body is the sanitised HTML of the revision shown.
func (e *Entry) Body(ctx context.Context) (string, error) {
	return e.list.body(ctx, e.head.Shown())
}

func (b *batch) body(ctx context.Context, revision db.ID) (string, error) {
	found, err := b.bodies.Get(func() (map[db.ID]string, error) { return b.s.bodies(ctx, b.shown) })
	if err != nil {
		return "", err
	}
	text := found[revision]
	if len(richtext.Named(text)) > 0 {
		files, err := b.embedded.Get(func() (map[db.ID]*media.File, error) {
			return b.s.filesIn(ctx, slices.Collect(maps.Values(found))...)
		})
		if err != nil {
			return "", err
		}
		text = b.s.illustrate(ctx, text, files)
	}
	return text, budget.Write(ctx, len(text))
}

// Department is the owning department.
func (e *Entry) Department(ctx context.Context) (*department.Department, error) {
	list := e.list
	found, err := list.departments.Get(func() (map[db.ID]*department.Department, error) {
		return list.s.departments.ByIDs(ctx, list.owners)
	})
	return found[e.head.Department], err
}

// Author answers for the post, nil if the caller may not read the directory, and while it is the draft of a tool.
func (e *Entry) Author(ctx context.Context) (*staff.Member, error) {
	return e.list.member(ctx, e.head.Author)
}

// member returns one of the people of the list; nil if the caller may not read the directory.
func (b *batch) member(ctx context.Context, id db.ID) (*staff.Member, error) {
	found, err := b.members.Get(func() (map[db.ID]*staff.Member, error) { return b.s.people.ByIDs(ctx, b.people, b.reads.people...) })
	return found[id], err
}

// sent reports whether the actor may see the way of the post to the site, and of the working side nothing that is hidden from the
// website section and the Board.
func (e *Entry) sent(ctx context.Context) bool {
	return !e.decided && e.list.s.access.Allowed(ctx, "post", "read_sent", e.head.Target())
}

// Tool is the name of the tool that drafted the post, nil if a person did, or if the caller may read no more than what is published.
func (e *Entry) Tool(ctx context.Context) (*string, error) {
	if !e.staffOnly(ctx) && !e.sent(ctx) {
		return nil, nil
	}
	return e.list.tool(ctx, e.head.Service)
}

// tool is the name of one of the tools of the list, nil for the zero key.
func (b *batch) tool(ctx context.Context, id db.ID) (*string, error) {
	if id.IsZero() {
		return nil, nil
	}
	names, err := b.toolNames.Get(func() (map[db.ID]string, error) { return b.s.namesOfTools(ctx, b.tools) })
	return given(names[id]), err
}

// Categories are those of the revision shown.
func (e *Entry) Categories(ctx context.Context) ([]*category.Category, error) {
	return e.list.among(ctx, e.content.Categories)
}

// among returns the categories with the keys, in the order of the site's sections. There are few, so all are read.
func (b *batch) among(ctx context.Context, keys []db.ID) ([]*category.Category, error) {
	all, err := b.categories.Get(func() ([]*category.Category, error) { return b.s.categories.List(ctx) })
	found := make([]*category.Category, 0, len(keys))
	for _, c := range all {
		if slices.Contains(keys, c.Key) {
			found = append(found, c)
		}
	}
	return found, err
}

// staffOnly reports whether the actor may see the working side of the post.
func (e *Entry) staffOnly(ctx context.Context) bool {
	return e.list.s.access.Allowed(ctx, "post", "read_working", e.head.Target())
}

// Version is what a change of the post has to expect; null for those who may change nothing of it, to whom it would tell of
// drafts that they do not see.
func (e *Entry) Version(ctx context.Context) *int {
	if !access.Of(ctx).Known() || e.decided {
		return nil
	}
	return e.list.s.acts.VersionFor(ctx, &matter{Head: e.head, s: e.list.s, expect: e.list.s.versionFor(ctx, e.head)})
}

// Publication is the state of the published revision; null if the caller may not read working copies and keeps no revision.
func (e *Entry) Publication(ctx context.Context) (*Publication, error) {
	return onSite(e, ctx, &e.head.Publication)
}

// Working is the state of the working copy, null for those who may not read it. The website section and the Board, who read one from
// the Board's step on and keep what came to it, are answered as long as another is on its writer's desk as if there were none.
func (e *Entry) Working(ctx context.Context) (*Working, error) {
	if e.staffOnly(ctx) {
		return &e.head.Working, nil
	}
	if none := WorkingNone; e.sent(ctx) {
		return &none, nil
	}
	return nil, nil
}

// ScheduledAt is when the approved copy goes onto the site; null if the caller may not read working copies.
func (e *Entry) ScheduledAt(ctx context.Context) *db.Time { return gated(e, ctx, &e.head.ScheduledAt) }

// ExpiresAt is when the post leaves the site by itself, null where the publication is.
func (e *Entry) ExpiresAt(ctx context.Context) (*db.Time, error) {
	return onSite(e, ctx, &e.head.ExpiresAt)
}

// UnpublishReason is why the post was taken down, null where the publication is.
func (e *Entry) UnpublishReason(ctx context.Context) (*string, error) {
	return onSite(e, ctx, given(e.head.UnpublishReason))
}

// onSite is what the published revision's state tells, for those who read the working side or keep a revision of the post: a
// draft of a newer version takes nothing away from them.
func onSite[T any](e *Entry, ctx context.Context, value *T) (*T, error) {
	if e.staffOnly(ctx) || e.sent(ctx) {
		return value, nil
	}
	mine, err := e.keeps(ctx)
	if len(mine) == 0 {
		return nil, err
	}
	return value, nil
}

func gated[T any](e *Entry, ctx context.Context, value *T) *T {
	if !e.staffOnly(ctx) {
		return nil
	}
	return value
}

// WorkingCopy is the revision under way, null if there is none or the actor may not read it.
func (e *Entry) WorkingCopy(ctx context.Context) (*Snapshot, error) {
	if e.head.Working == WorkingNone || !e.staffOnly(ctx) {
		return nil, nil
	}
	list := e.list
	found, err := list.copies.Get(func() (map[db.ID]*Snapshot, error) { return list.s.snapshots(ctx, list.working) })
	return found[e.head.WorkingRevision], err
}

// Approval is the open approval of the post, or the one it was published under; null if the caller may not see it. One of what is
// hidden from the caller hides none.
func (e *Entry) Approval(ctx context.Context) (*approval.Approval, error) {
	now := e.head.Approval
	if !e.head.AtBoard && !e.head.PublishedApproval.IsZero() && !e.staffOnly(ctx) {
		now = e.head.PublishedApproval
	}
	return e.list.s.approvals.Visible(ctx, now)
}

// Approvals are the approvals the post went through, as far as the actor may see them, latest first.
func (e *Entry) Approvals(ctx context.Context, first *int, after *string, last *int, before *string, offset *int) (*approval.Connection, error) {
	list, args := e.list, paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}
	pages, err := list.approvals.Under(args.String()).Get(func() (map[db.ID]*approval.Connection, error) {
		keys := make([]db.ID, len(list.heads))
		for i, h := range list.heads {
			keys[i] = h.Key
		}
		return list.s.approvals.History(ctx, "post", unique(keys), args)
	})
	return pages[e.head.Key], err
}

// AvailableActions returns what the actor may do to the post now and, if not, why. Strangers get nothing, and tools only for posts
// that they may change.
func (e *Entry) AvailableActions(ctx context.Context) ([]*act.Available, error) {
	if e.decided || !access.Of(ctx).SignedIn() && e.Version(ctx) == nil {
		return nil, nil
	}
	list := e.list
	matters, err := list.matters.Get(func() (map[db.ID]*matter, error) { return list.s.matters(ctx, list.heads) })
	if err != nil {
		return nil, err
	}
	return list.s.acts.Available(ctx, matters[e.head.Key])
}

// matters are posts as acts would find them.
func (s *Service) matters(ctx context.Context, heads []*Head) (map[db.ID]*matter, error) {
	list, found := make([]*matter, len(heads)), make(map[db.ID]*matter, len(heads))
	for i, h := range heads {
		list[i] = &matter{Head: h, s: s}
		found[h.Key] = list[i]
	}
	return found, s.readApprovals(ctx, list)
}
