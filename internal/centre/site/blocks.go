package site

import (
	"context"
	"slices"
	"strconv"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
)

// BlockKind is what a block of the home page shows.
type BlockKind string

// The kinds.
const (
	Pinned           BlockKind = "PINNED"
	Latest           BlockKind = "LATEST"
	LatestOfCategory BlockKind = "LATEST_OF_CATEGORY"
	HealthGuides     BlockKind = "HEALTH_GUIDES"
	Notices          BlockKind = "NOTICES"
	Links            BlockKind = "LINKS"
	Contact          BlockKind = "CONTACT"
	Text             BlockKind = "TEXT"
)

// BlockKinds are all kinds.
func BlockKinds() []BlockKind {
	return []BlockKind{Pinned, Latest, LatestOfCategory, HealthGuides, Notices, Links, Contact, Text}
}

// Bounds of the home page.
const (
	maxBlocks  = 12
	maxPosts   = 12 // of a block
	usualPosts = 5
	maxText    = 2000
)

// section is a block of the home page as it is stored.
type section struct {
	Kind     BlockKind
	Heading  string // empty for the website's usual one
	Category db.ID  // of LATEST_OF_CATEGORY
	Limit    int    // how many posts
	Text     string // of TEXT
}

func sealBlocks(blocks []*section) (values []any) {
	for _, b := range blocks {
		values = append(values, string(b.Kind), b.Heading, b.Category, b.Limit, b.Text)
	}
	return values
}

// written are the blocks that say something in words of their own. Fewer of them say nothing new.
func written(blocks []*section) (all []statement) {
	for _, b := range blocks {
		if b.Heading != "" || b.Text != "" {
			all = append(all, statement{label: b.Heading, path: b.Text, kind: string(b.Kind), category: b.Category})
		}
	}
	return all
}

// Block is a block of the home page.
type Block interface{ block() }

// PostsBlock shows posts.
type PostsBlock struct {
	Kind     BlockKind
	Heading  string
	Category *category.Category
	Limit    int
}

// LinksBlock shows the groups of links.
type LinksBlock struct{ Heading string }

// ContactBlock shows address, hotline and opening hours.
type ContactBlock struct{ Heading string }

// TextBlock shows a text.
type TextBlock struct{ Heading, Text string }

func (*PostsBlock) block()   {}
func (*LinksBlock) block()   {}
func (*ContactBlock) block() {}
func (*TextBlock) block()    {}

// Blocks resolves the blocks of the home page. One whose category is gone is left out.
func (s *Service) Blocks(ctx context.Context, home []*section) ([]Block, error) {
	var keys []db.ID
	for _, b := range home {
		if !b.Category.IsZero() {
			keys = append(keys, b.Category)
		}
	}
	found := map[db.ID]*category.Category{}
	if len(keys) > 0 {
		var err error
		if found, err = s.categories.ByIDs(ctx, keys); err != nil {
			return nil, err
		}
	}
	blocks := make([]Block, 0, len(home))
	for _, b := range home {
		switch {
		case b.Kind == Links:
			blocks = append(blocks, &LinksBlock{b.Heading})
		case b.Kind == Contact:
			blocks = append(blocks, &ContactBlock{b.Heading})
		case b.Kind == Text:
			blocks = append(blocks, &TextBlock{b.Heading, b.Text})
		case b.Kind != LatestOfCategory || found[b.Category] != nil:
			blocks = append(blocks, &PostsBlock{b.Kind, b.Heading, found[b.Category], b.Limit})
		}
	}
	return blocks, nil
}

// Posts are those that the block shows to every reader.
func (s *Service) Posts(ctx context.Context, b *PostsBlock) ([]post.Post, error) {
	yes, public := true, post.AudiencePublic
	filter := post.Filter{Audience: &public}
	order := post.Order{Field: post.ByPublishedAt, Direction: paging.Descending}
	switch b.Kind {
	case Pinned:
		filter.Pinned = &yes
	case Latest:
		filter.Type = []post.Type{post.TypeNewsArticle, post.TypeAnnouncement}
	case LatestOfCategory:
		filter.Category = &b.Category.Slug
	case HealthGuides:
		filter.Type = []post.Type{post.TypeHealthGuide}
	case Notices:
		filter.Type, filter.Open = []post.Type{post.TypeRecruitmentNotice, post.TypeTenderNotice}, &yes
		order = post.Order{Field: post.ByDeadline, Direction: paging.Ascending}
	}
	page, err := s.posts.List(access.With(ctx, access.Anonymous("", "")), &filter, &order, paging.Args{First: &b.Limit})
	if err != nil {
		return nil, err
	}
	return page.Nodes(), nil
}

// BlockInput is a block of the home page. What its kind does not take is refused.
type BlockInput struct {
	Kind          BlockKind
	Heading, Text string
	Category      *string
	Limit         *int
}

// posts are the kinds of blocks that show posts.
var ofPosts = []BlockKind{Pinned, Latest, LatestOfCategory, HealthGuides, Notices}

// blocks takes all blocks of the home page.
func (s *Service) blocks(ctx context.Context, f *input.Form, given []*BlockInput) ([]*section, error) {
	f.Must(len(given) <= maxBlocks, "blocks", tooManyBlocks.With(maxBlocks))
	var blocks []*section // nil if there are none, as they are read
	for i, g := range given {
		at := "blocks." + strconv.Itoa(i)
		b := &section{Kind: g.Kind, Heading: g.Heading, Text: g.Text}
		f.Line(at+".heading", &b.Heading, maxName)
		f.Lines(at+".text", &b.Text, maxText)
		f.Must(b.Text == "" || g.Kind == Text, at+".text", onlyOfText)
		f.Present(at+".text", b.Text != "" || g.Kind != Text)
		f.Must(g.Limit == nil || slices.Contains(ofPosts, g.Kind), at+".limit", onlyOfPosts)
		if slices.Contains(ofPosts, g.Kind) {
			b.Limit = usualPosts
			if g.Limit != nil {
				b.Limit = *g.Limit
			}
			f.Must(b.Limit >= 1 && b.Limit <= maxPosts, at+".limit", limitOfPosts.With(maxPosts))
		}
		if err := s.section(ctx, f, at, g, b); err != nil {
			return nil, err
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

// section takes the category of a block.
func (s *Service) section(ctx context.Context, f *input.Form, at string, g *BlockInput, b *section) error {
	if g.Category != nil { // malformed is malformed, whatever the kind takes
		if _, err := db.ParseID("category", *g.Category); err != nil {
			return err
		}
	}
	f.Must(g.Category == nil || g.Kind == LatestOfCategory, at+".category", onlyOfCategory)
	f.Must(g.Category != nil || g.Kind != LatestOfCategory, at+".category", categoryNeeded)
	if g.Category == nil || g.Kind != LatestOfCategory {
		return nil
	}
	c, err := s.categories.Get(ctx, *g.Category)
	if fault.Is(err, fault.NotFound) {
		f.Add(fault.Unknown, at+".category", notPublic)
		return nil
	}
	if err == nil {
		b.Category = c.Key
	}
	return err
}
