package category

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
)

// Service answers every use case of categories.
type Service struct {
	db     *db.DB
	access *access.Access
	audit  *audit.Log
	feed   *feed.Feed
	acts   *act.Frame[*Category]
	mirror *feed.Mirror[[]*Category]

	renamed act.RenameHooks
}

// New returns the service over a store.
func New(d *db.DB, a *access.Access, l *audit.Log, c *feed.Feed) *Service {
	s := &Service{db: d, access: a, audit: l, feed: c}
	s.mirror = feed.NewMirror(c, tag, s.readAll)
	s.acts = &act.Frame[*Category]{
		DB: d, Access: a, Kind: "category", Rules: rules(), Version: func(c *Category) int { return c.Version },
		Open: s.Get, Digest: func(c *Category) []byte { return keptCategories.Digest(c) }, Keep: s.keep,
	}
	return s
}

// OnRename registers what follows when a category gets another name. Register at start-up only.
func (s *Service) OnRename(h act.RenameHook) { s.renamed = append(s.renamed, h) }

// CreateInput describes a new category; without a slug it gets one from its name.
type CreateInput struct {
	Name     string
	Slug     *string
	Position *int
}

// turn is the name under which those who change sections take turns: they change rarely.
const turn = "categories"

// Create adds a section. A name or a wished slug that another has is a user error.
func (s *Service) Create(ctx context.Context, in CreateInput) (*Category, error) {
	return s.acts.Create(ctx, act.Creation{Operation: "createCategory", Turn: turn, Input: in}, func(ctx context.Context) (*Category, error) {
		return s.create(ctx, in)
	})
}

func (s *Service) create(ctx context.Context, in CreateInput) (*Category, error) {
	c := &Category{Key: db.NewID(), Version: 1}
	grant, err := s.acts.May(ctx, actionCreate, c)
	if err != nil {
		return nil, err
	}
	if in.Position != nil {
		c.Position = *in.Position
	}
	others, err := s.rename(ctx, c, in.Name)
	if err != nil {
		return nil, err
	}
	if len(others) >= maxCategories {
		return nil, fault.User(fault.Invalid, tooManyCategories, "input")
	}
	if c.Slug, err = slug(in.Slug, c.Name, others); err != nil {
		return nil, err
	}
	if err = s.insert(ctx, c); db.IsDuplicate(err) {
		return nil, fault.User(fault.Taken, slugTaken, "input.slug")
	} else if err != nil {
		return nil, err
	}
	return c, s.record(ctx, c, act.Line{Action: "category.create", Detail: c.Slug, Grant: grant})
}

// RenameInput changes the name or the place of a category; its slug, and so its address, stays.
type RenameInput struct {
	ID              string
	ExpectedVersion int
	Name            *string
	Position        *int
}

// Rename changes a section. A lost race is a ConflictError. Name and place as they are change nothing.
func (s *Service) Rename(ctx context.Context, in RenameInput) (*Category, error) {
	w := act.Want{Action: actionRename, ID: in.ID, Version: in.ExpectedVersion, Turn: turn}
	return s.acts.Do(ctx, w, func(ctx context.Context, c *Category, _ access.Grant) (line act.Line, err error) {
		was := *c
		if in.Name != nil {
			if _, err = s.rename(ctx, c, *in.Name); err != nil {
				return line, err
			}
		}
		if in.Position != nil && *in.Position != c.Position {
			c.Position, line.Action, line.Detail = *in.Position, "category.place", c.Slug
		}
		if c.Name != was.Name {
			line.Action = "category.rename"
			line.Detail, err = s.renamed.Run(ctx, act.Renaming{Kind: "category", Subject: c.Key, Before: was.Name, After: c.Name})
		}
		return line, err
	})
}

// DeleteInput names the category to delete.
type DeleteInput struct {
	ID              string
	ExpectedVersion int
}

// Delete removes a section that no post is in, published or draft, and returns its global id; InUse otherwise.
func (s *Service) Delete(ctx context.Context, in DeleteInput) (*string, error) {
	w := act.Want{Action: actionDelete, ID: in.ID, Version: in.ExpectedVersion, Turn: turn}
	_, err := s.acts.Do(ctx, w, func(_ context.Context, c *Category, _ access.Grant) (act.Line, error) {
		c.gone = true
		return act.Line{Action: "category.delete"}, nil
	})
	if err != nil {
		return nil, err
	}
	return &in.ID, nil
}

// keep saves or deletes the category and records the act.
func (s *Service) keep(ctx context.Context, c *Category, l act.Line) error {
	write := s.update
	if c.gone {
		write = s.delete
	}
	if err := write(ctx, c); db.IsForeignKey(err) {
		return fault.User(fault.InUse, categoryInUse, "input.id")
	} else if err != nil {
		return err
	}
	return s.record(ctx, c, l)
}

// rename gives the category a name that none of the others has, and returns those.
func (s *Service) rename(ctx context.Context, c *Category, wish string) (others []*Category, err error) {
	if c.Name, err = name(wish); err != nil {
		return nil, err
	}
	all, err := s.all(ctx)
	others = slices.DeleteFunc(all, func(o *Category) bool { return o.Key == c.Key })
	if slices.ContainsFunc(others, func(o *Category) bool { return text.Key(o.Name) == text.Key(c.Name) }) {
		return nil, fault.User(fault.Taken, nameTaken, "input.name")
	}
	return others, err
}

func (s *Service) record(ctx context.Context, c *Category, l act.Line) error {
	e := audit.Event{Class: audit.Content, Action: l.Action, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf, Article: "10",
		SubjectKind: "category", SubjectID: c.Key, Before: l.Before, Detail: l.Detail}
	if !c.gone {
		e.After = keptCategories.Digest(c)
	}
	if err := s.audit.Record(ctx, e); err != nil {
		return err
	}
	return s.feed.Record(ctx, "category", c.Key, tag)
}
