package category

import (
	"context"
	"slices"
	"strconv"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
)

// Service answers every use case of categories. They change by changes of the website alone, which ask for the right and the
// consent, and call Shape, Stand and Make.
type Service struct {
	db     *db.DB
	audit  *audit.Log
	feed   *feed.Feed
	mirror *feed.Mirror[[]*Category]
}

// New returns the service over a store.
func New(d *db.DB, l *audit.Log, c *feed.Feed) *Service {
	s := &Service{db: d, audit: l, feed: c}
	s.mirror = feed.NewMirror(c, tag, s.readAll)
	return s
}

// Input is what becomes of one category. What is left out stays; without an id it is a new one, which gets a slug from its name
// where none is wished for.
type Input struct {
	ID         *string
	Name, Slug *string
	Position   *int
	Remove     *bool
}

// Shape brings what is to become of categories into its two sides: those that it touches, as they are and as they are to be. What is
// only on the first side is removed, what is only on the second is new. Mistakes go into the form, each at its input path.
func (s *Service) Shape(ctx context.Context, f *input.Form, given []*Input) (was, is []*Entry, err error) {
	if len(given) == 0 {
		return nil, nil, nil
	}
	all, err := s.all(ctx)
	if err != nil {
		return nil, nil, err
	}
	p := &shaping{f: f, all: all}
	for i, g := range given {
		if err := p.take("categories."+strconv.Itoa(i), g); err != nil {
			return nil, nil, err
		}
	}
	for i, e := range p.is {
		if e.Name != "" && p.taken(e, func(o *Entry) bool { return text.Key(o.Name) == text.Key(e.Name) }) {
			f.Add(fault.Taken, p.at[i]+".name", nameTaken)
		}
	}
	f.Must(len(all)-len(p.was)+len(p.is) <= maxCategories, "categories", tooManyCategories)
	return p.was, p.is, nil
}

// shaping is the work of Shape.
type shaping struct {
	f       *input.Form
	all     []*Category
	named   []db.ID
	was, is []*Entry
	at      []string // of each that is to be
}

// take takes what becomes of one category.
func (p *shaping) take(at string, g *Input) error {
	e, c := &Entry{Key: db.NewID()}, (*Category)(nil)
	if g.ID != nil {
		key, err := db.ParseID("category", *g.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(p.all, func(c *Category) bool { return c.Key == key })
		if i < 0 || slices.Contains(p.named, key) {
			p.f.Add(fault.Unknown, at+".id", unknownCategory)
			return nil
		}
		p.named, c = append(p.named, key), p.all[i]
		e = c.entry()
	}
	if g.Remove != nil && *g.Remove {
		p.f.Must(c != nil && g.Name == nil && g.Slug == nil && g.Position == nil, at+".remove", removedAlone)
		if c != nil {
			p.was = append(p.was, e)
		}
		return nil
	}
	if g.Name != nil || c == nil {
		e.Name = ""
		if g.Name != nil {
			e.Name = *g.Name
		}
		p.f.Needed(at+".name", &e.Name, maxName)
	}
	if g.Position != nil {
		e.Position = *g.Position
	}
	switch {
	case c == nil:
		e.Slug = slug(p.f, at, g.Slug, e.Name, func(slug string) bool { return p.taken(e, func(o *Entry) bool { return o.Slug == slug }) })
	case g.Slug != nil:
		p.f.Must(false, at+".slug", slugStays)
	case e.Name == c.Name && e.Position == c.Position:
		return nil
	default:
		p.was = append(p.was, c.entry())
	}
	p.is, p.at = append(p.is, e), append(p.at, at)
	return nil
}

// taken reports whether what holds of an entry also holds of another category, as they are to be.
func (p *shaping) taken(e *Entry, holds func(*Entry) bool) bool {
	return slices.ContainsFunc(p.is, func(o *Entry) bool { return o.Key != e.Key && holds(o) }) ||
		slices.ContainsFunc(p.all, func(c *Category) bool { return !slices.Contains(p.named, c.Key) && c.Key != e.Key && holds(c.entry()) }) ||
		slices.ContainsFunc(p.all, func(c *Category) bool { // its slug stays its own, whatever name it gets
			return slices.Contains(p.named, c.Key) && c.Key != e.Key && holds(&Entry{Slug: c.Slug})
		})
}

// Stand reports whether categories may still become what a change says: those that it touches are as it was proposed over, and no
// other has got a name or slug that it gives.
func (s *Service) Stand(ctx context.Context, was, is []*Entry) (bool, error) {
	all, err := s.all(ctx)
	if err != nil {
		return false, err
	}
	touched := func(c *Category) bool { return slices.ContainsFunc(was, func(e *Entry) bool { return e.Key == c.Key }) }
	for _, e := range was {
		if !slices.ContainsFunc(all, func(c *Category) bool { return *c.entry() == *e }) {
			return false, nil
		}
	}
	for _, e := range is {
		if slices.ContainsFunc(all, func(c *Category) bool {
			return !touched(c) && (c.Slug == e.Slug || text.Key(c.Name) == text.Key(e.Name))
		}) {
			return false, nil
		}
	}
	return len(all)-len(was)+len(is) <= maxCategories, nil
}

// Make makes of the categories what the change says, in the open transaction. InUse where a post is in one that is removed.
func (s *Service) Make(ctx context.Context, was, is []*Entry) error {
	var now []*Category
	if len(was) > 0 {
		var err error
		if now, err = s.some(ctx, keysOf(was)); err != nil {
			return err
		}
	}
	for _, c := range now {
		do := func() error { return s.remove(ctx, c) }
		if i := slices.IndexFunc(is, func(e *Entry) bool { return e.Key == c.Key }); i >= 0 {
			do = func() error { return s.become(ctx, c, is[i]) }
		}
		if err := do(); err != nil {
			return err
		}
	}
	for _, e := range is {
		if slices.ContainsFunc(was, func(o *Entry) bool { return o.Key == e.Key }) {
			continue
		}
		c := &Category{Key: e.Key, Slug: e.Slug, Name: e.Name, Position: e.Position, Version: 1}
		if err := s.insert(ctx, c); err != nil {
			return err
		}
		if err := s.record(ctx, c, act.Line{Action: "category.create", Detail: c.Slug}, keptCategories.Digest(c)); err != nil {
			return err
		}
	}
	return nil
}

// become gives the category the name and place of the entry.
func (s *Service) become(ctx context.Context, c *Category, e *Entry) error {
	l := act.Line{Action: "category.place", Detail: c.Slug, Before: keptCategories.Digest(c)}
	if c.Name != e.Name {
		l.Action, l.Detail = "category.rename", act.Renaming{Before: c.Name, After: e.Name}.Detail()
	}
	c.Name, c.Position = e.Name, e.Position
	if err := s.update(ctx, c); err != nil {
		return err
	}
	return s.record(ctx, c, l, keptCategories.Digest(c))
}

func (s *Service) remove(ctx context.Context, c *Category) error {
	l := act.Line{Action: "category.delete", Detail: c.Slug, Before: keptCategories.Digest(c)}
	if err := s.delete(ctx, c); db.IsForeignKey(err) {
		return fault.User(fault.InUse, categoryInUse.With(c.Name), "input.categories").By(article)
	} else if err != nil {
		return err
	}
	return s.record(ctx, c, l, nil)
}

func keysOf(entries []*Entry) (keys []db.ID) {
	for _, e := range entries {
		keys = append(keys, e.Key)
	}
	return keys
}

// article is what the changes carry out: the website section runs the site.
const article = "10"

func (s *Service) record(ctx context.Context, c *Category, l act.Line, after []byte) error {
	e := audit.Event{Class: audit.Content, Action: l.Action, Article: article, SubjectKind: "category", SubjectID: c.Key, Before: l.Before, After: after, Detail: l.Detail}
	if err := s.audit.Record(ctx, e); err != nil {
		return err
	}
	return s.feed.Record(ctx, "category", c.Key, tag)
}
