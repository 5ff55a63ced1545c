package department

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"

	"ttyt/internal/access"
	"ttyt/internal/audit"
	"ttyt/internal/change"
	"ttyt/internal/db"
	"ttyt/internal/fault"
	"ttyt/internal/form"
)

// Service answers every use case of departments.
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

// CreateInput describes a new department.
type CreateInput struct {
	Kind           Kind
	Name           string
	Code           string
	Parent         string // the one above; empty for the centre
	Position       *int   // among its siblings, at the end when left out
	IdempotencyKey string
}

// UpdateInput changes a department; what is nil stays as it is.
type UpdateInput struct {
	ID              string
	ExpectedVersion int
	Name            *string
	Code            *string
}

// MoveInput puts a department below another, or at another place below the same.
type MoveInput struct {
	ID              string
	ExpectedVersion int
	Parent          string // empty: below the same as before
	Position        *int   // at the end when left out
}

// DeleteInput takes away a department that was created by mistake.
type DeleteInput struct {
	ID              string
	ExpectedVersion int
}

var codeForm = regexp.MustCompile(`^[A-Z0-9]+([.-][A-Z0-9]+)*$`)

// check brings name and code into their stored form.
func check(name, code *string) error {
	var f form.Form
	f.Needed("name", name, 200)
	f.Needed("code", code, 32)
	f.Check(*code == "" || codeForm.MatchString(*code), "code",
		"Mã gồm chữ in hoa không dấu và chữ số, có thể nối bằng gạch nối.", "A code is upper-case letters and digits, joined by hyphens or dots.")
	return f.Err()
}

// Create adds a department to the tree. A repeated request with the same idempotency key answers what the first made.
func (s *Service) Create(ctx context.Context, in CreateInput) (*Department, error) {
	request, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	return s.shape(ctx, func(ctx context.Context) (*Department, error) {
		id, _, err := s.db.Once(ctx, access.Of(ctx).AccountID, "department.create", in.IdempotencyKey, request, func(ctx context.Context) (db.ID, error) {
			return s.create(ctx, in)
		})
		if err != nil {
			return nil, err
		}
		return s.one(ctx, s.visible(ctx), "id", id)
	})
}

func (s *Service) create(ctx context.Context, in CreateInput) (db.ID, error) {
	if err := s.access.Require(ctx, "department", "structure", access.Target{}); err != nil {
		return db.ID{}, err
	}
	d := &Department{Key: db.NewID(), Kind: in.Kind, Name: in.Name, Code: in.Code, Version: 1, CreatedAt: s.db.Now(ctx), UpdatedAt: s.db.Now(ctx)}
	if err := check(&d.Name, &d.Code); err != nil {
		return db.ID{}, err
	}
	if err := s.only(ctx, d.Kind); err != nil {
		return db.ID{}, err
	}
	err := s.below(ctx, d, in.Parent)
	if err != nil {
		return db.ID{}, err
	}
	if d.Slug, err = s.freeSlug(ctx, d.Name, d.Code); err != nil {
		return db.ID{}, err
	}
	siblings, err := s.siblings(ctx, d.ParentKey)
	if err != nil {
		return db.ID{}, err
	}
	siblings = place(siblings, d, in.Position)
	if err := s.insert(ctx, d); err != nil {
		return db.ID{}, err
	}
	if err := s.arrange(ctx, siblings); err != nil {
		return db.ID{}, err
	}
	return d.Key, s.record(ctx, "department.create", d, nil)
}

// below hangs d below the parent with the global id, under the rule of kinds.
func (s *Service) below(ctx context.Context, d *Department, parent string) error {
	if parent == "" {
		return d.Kind.below(nil)
	}
	p, err := s.Get(ctx, parent)
	if err != nil {
		return err
	}
	inside, err := s.Subtree(ctx, d.Key)
	if err != nil {
		return err
	}
	if slices.Contains(inside, p.Key) {
		return fault.User(fault.Cycle, fault.Text{
			VI: "Không thể chuyển đơn vị vào chính nó hoặc vào đơn vị trực thuộc của nó.",
			EN: "A department cannot lie below itself or one of its own units."}, "input.parent")
	}
	d.ParentKey = p.Key
	return d.Kind.below(p)
}

// Update renames a department, keeping the earlier name with its dates, or gives it another code.
func (s *Service) Update(ctx context.Context, in UpdateInput) (*Department, error) {
	return s.shape(ctx, func(ctx context.Context) (*Department, error) {
		d, err := s.toShape(ctx, in.ID, in.ExpectedVersion)
		if err != nil {
			return nil, err
		}
		before := *d
		if in.Name != nil {
			d.Name = *in.Name
		}
		if in.Code != nil {
			d.Code = *in.Code
		}
		if err := check(&d.Name, &d.Code); err != nil {
			return nil, err
		}
		if d.Name != before.Name {
			if err := s.keepName(ctx, &before); err != nil {
				return nil, err
			}
		}
		if err := s.save(ctx, d, before.Version); err != nil {
			return nil, err
		}
		return d, s.record(ctx, "department.update", d, &before)
	})
}

// Move puts a department elsewhere in the tree. Its posts, its staff and all below it go along.
func (s *Service) Move(ctx context.Context, in MoveInput) (*Department, error) {
	return s.shape(ctx, func(ctx context.Context) (*Department, error) {
		d, err := s.toShape(ctx, in.ID, in.ExpectedVersion)
		if err != nil {
			return nil, err
		}
		before := *d
		if err := s.rehang(ctx, d, in.Parent); err != nil {
			return nil, err
		}
		siblings, err := s.siblings(ctx, d.ParentKey)
		if err != nil {
			return nil, err
		}
		if err := s.save(ctx, d, before.Version); err != nil {
			return nil, err
		}
		if err := s.arrange(ctx, place(siblings, d, in.Position)); err != nil {
			return nil, err
		}
		return d, s.record(ctx, "department.move", d, &before)
	})
}

// rehang moves the subtree of d below the parent with the global id; empty for the one it has.
func (s *Service) rehang(ctx context.Context, d *Department, parent string) error {
	was := d.ParentKey
	if parent == "" {
		return nil
	}
	if err := s.below(ctx, d, parent); err != nil || d.ParentKey == was {
		return err
	}
	if err := s.unhang(ctx, d); err != nil {
		return err
	}
	return s.hang(ctx, d)
}

// Delete takes away a department to which nothing refers: one created by mistake. It returns what it was.
func (s *Service) Delete(ctx context.Context, in DeleteInput) (*Department, error) {
	return s.shape(ctx, func(ctx context.Context) (*Department, error) {
		d, err := s.toShape(ctx, in.ID, in.ExpectedVersion)
		if err != nil {
			return nil, err
		}
		if err := s.remove(ctx, d); err != nil {
			return nil, err
		}
		return d, s.record(ctx, "department.delete", nil, d)
	})
}

// shape runs fn in a transaction in which nobody else changes the tree: it changes rarely, so writers take turns.
func (s *Service) shape(ctx context.Context, fn func(ctx context.Context) (*Department, error)) (d *Department, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.db.Lock(ctx, "departments"); err != nil {
			return err
		}
		ctx, err := s.access.Refresh(ctx)
		if err != nil {
			return err
		}
		d, err = fn(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

// toShape reads the department that the actor wants to change, as they last saw it.
func (s *Service) toShape(ctx context.Context, global string, expected int) (*Department, error) {
	d, err := s.Get(ctx, global)
	if err != nil {
		return nil, err
	}
	if err := s.access.Require(ctx, "department", "structure", d.Target()); err != nil {
		return nil, err
	}
	if d.Version != expected {
		return nil, fault.Changed("department", global)
	}
	return d, nil
}

// record notes what happened to the department; before is nil for a new one, after for one that is gone.
func (s *Service) record(ctx context.Context, action string, after, before *Department) error {
	e := audit.Event{Class: audit.Administration, Action: action, SubjectKind: "department", Article: "3"}
	if before != nil {
		e.SubjectID, e.Department, e.Before, e.Detail = before.Key, before.Key, audit.DigestOf(before), before.Code
	}
	if after != nil {
		e.SubjectID, e.Department, e.After, e.Detail = after.Key, after.Key, audit.DigestOf(after), after.Code
	}
	if err := s.audit.Record(ctx, e); err != nil {
		return err
	}
	return s.changes.Record(ctx, "department", e.SubjectID, tag)
}
