package category

import (
	"context"
	"encoding/json"
	"slices"

	"ttyt/internal/access"
	"ttyt/internal/audit"
	"ttyt/internal/change"
	"ttyt/internal/db"
	"ttyt/internal/fault"
	"ttyt/internal/text"
)

// Service answers every use case of categories.
type Service struct {
	db      *db.DB
	access  *access.Access
	audit   *audit.Log
	changes *change.Feed
}

// New returns the service over a store.
func New(d *db.DB, a *access.Access, l *audit.Log, c *change.Feed) *Service {
	return &Service{db: d, access: a, audit: l, changes: c}
}

// List returns the categories in their order. They are public.
func (s *Service) List(ctx context.Context) ([]*Category, error) { return s.all(ctx) }

// Get returns the category with the global id, or NotFound.
func (s *Service) Get(ctx context.Context, global string) (*Category, error) {
	id, err := db.ParseID("category", global)
	if err != nil {
		return nil, err
	}
	return s.get(ctx, id)
}

// CreateInput describes a new category; without a slug it gets one from its name.
type CreateInput struct {
	Name     string
	Slug     *string
	Position *int
}

// Create adds a section. A name or a wished slug that another has is a user error.
func (s *Service) Create(ctx context.Context, in CreateInput) (*Category, error) {
	c := &Category{Key: db.NewID(), Version: 1}
	if in.Position != nil {
		c.Position = *in.Position
	}
	err := s.shape(ctx, func(ctx context.Context) (err error) {
		if err = s.access.Require(ctx, "category", "manage", access.Target{}); err != nil {
			return err
		}
		others, err := s.rename(ctx, c, in.Name)
		if err != nil {
			return err
		}
		if c.Slug, err = slug(in.Slug, c.Name, others); err != nil {
			return err
		}
		if err = s.insert(ctx, c); db.IsDuplicate(err) {
			return fault.User(fault.Taken, fault.Text{VI: "Đường dẫn chuyên mục đã được dùng.", EN: "The category's slug is in use."}, "input.slug")
		} else if err != nil {
			return err
		}
		return s.record(ctx, "create", c.Key, nil, c)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// RenameInput changes the name or the place of a category; its slug, and so its address, stays.
type RenameInput struct {
	ID              string
	ExpectedVersion int
	Name            *string
	Position        *int
}

// Rename changes a section. A lost race is a ConflictError.
func (s *Service) Rename(ctx context.Context, in RenameInput) (*Category, error) {
	return s.change(ctx, in.ID, in.ExpectedVersion, func(ctx context.Context, c *Category) (err error) {
		before := digest(c)
		if in.Name != nil {
			if _, err = s.rename(ctx, c, *in.Name); err != nil {
				return err
			}
		}
		if in.Position != nil {
			c.Position = *in.Position
		}
		if err := s.update(ctx, c, in.ExpectedVersion); err != nil {
			return err
		}
		return s.record(ctx, "rename", c.Key, before, c)
	})
}

// DeleteInput names the category to delete.
type DeleteInput struct {
	ID              string
	ExpectedVersion int
}

// Delete removes a section that no post is in, published or draft, and returns its global id; InUse otherwise.
func (s *Service) Delete(ctx context.Context, in DeleteInput) (*string, error) {
	_, err := s.change(ctx, in.ID, in.ExpectedVersion, func(ctx context.Context, c *Category) error {
		if err := s.delete(ctx, c); db.IsForeignKey(err) {
			return fault.User(fault.InUse, fault.Text{VI: "Chuyên mục đang có bài viết.", EN: "There are posts in this category."}, "input.id")
		} else if err != nil {
			return err
		}
		return s.record(ctx, "delete", c.Key, digest(c), nil)
	})
	if err != nil {
		return nil, err
	}
	return &in.ID, nil
}

// change runs fn on the category in a transaction, once the right and the expected version are checked.
func (s *Service) change(ctx context.Context, global string, expected int, fn func(context.Context, *Category) error) (*Category, error) {
	var c *Category
	err := s.shape(ctx, func(ctx context.Context) (err error) {
		if c, err = s.Get(ctx, global); err != nil {
			return err
		}
		if err := s.access.Require(ctx, "category", "manage", access.Target{}); err != nil {
			return err
		}
		if c.Version != expected {
			return fault.Changed("category", c.ID())
		}
		return fn(ctx, c)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// shape runs fn in a transaction in which nobody else changes the sections: they change rarely, so writers take turns.
func (s *Service) shape(ctx context.Context, fn func(context.Context) error) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.db.Lock(ctx, "categories"); err != nil {
			return err
		}
		return fn(ctx)
	})
}

// rename gives the category a name that none of the others has, and returns those.
func (s *Service) rename(ctx context.Context, c *Category, wish string) (others []*Category, err error) {
	if c.Name, err = name(wish); err != nil {
		return nil, err
	}
	all, err := s.all(ctx)
	others = slices.DeleteFunc(all, func(o *Category) bool { return o.Key == c.Key })
	if slices.ContainsFunc(others, func(o *Category) bool { return text.Key(o.Name) == text.Key(c.Name) }) {
		return nil, fault.User(fault.Taken, fault.Text{VI: "Đã có chuyên mục mang tên này.", EN: "Another category has this name."}, "input.name")
	}
	return others, err
}

func (s *Service) record(ctx context.Context, action string, id db.ID, before []byte, after *Category) error {
	e := audit.Event{Class: audit.Content, Action: "category." + action, Article: "10", SubjectKind: "category", SubjectID: id, Before: before}
	if after != nil {
		e.After, e.Detail = digest(after), after.Slug
	}
	if err := s.audit.Record(ctx, e); err != nil {
		return err
	}
	return s.changes.Record(ctx, "category", id, tag)
}

func digest(c *Category) []byte {
	state, err := json.Marshal(c)
	if err != nil {
		panic(err) // plain columns always encode
	}
	return audit.Digest(state)
}
