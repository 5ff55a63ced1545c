package department

import (
	"cmp"
	"context"
	"regexp"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
)

// Service answers every use case of departments.
type Service struct {
	db     *db.DB
	access *access.Access
	audit  *audit.Log
	feed   *feed.Feed
	acts   *act.Frame[*matter]
	tree   *feed.Mirror[*tree]

	renamed act.RenameHooks
	recoded act.RenameHooks
	named   []func(ctx context.Context, names ...string) error
}

// New returns the service over a store.
func New(d *db.DB, a *access.Access, l *audit.Log, c *feed.Feed) *Service {
	s := &Service{db: d, access: a, audit: l, feed: c}
	s.tree = feed.NewMirror(c, tag, s.readTree)
	s.acts = &act.Frame[*matter]{
		DB: d, Access: a, Kind: "department", Rules: rules(), Version: func(m *matter) int { return m.Version }, Open: s.open, Keep: s.keep,
	}
	return s
}

// OnRename registers what follows when a department gets another name. Register at start-up only.
func (s *Service) OnRename(h act.RenameHook) { s.renamed = append(s.renamed, h) }

// OnRecode registers what follows when a department gets another code, before it has it. Register at start-up only.
func (s *Service) OnRecode(h act.RenameHook) { s.recoded = append(s.recoded, h) }

// OnName registers what follows when names or codes of departments come into use, before they do. Register at start-up only.
func (s *Service) OnName(h func(ctx context.Context, names ...string) error) {
	s.named = append(s.named, h)
}

// name runs the hooks of names that come into use.
func (s *Service) name(ctx context.Context, names ...string) error {
	for _, h := range s.named {
		if err := h(ctx, names...); err != nil {
			return err
		}
	}
	return nil
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
	var f input.Form
	f.Needed("name", name, 200)
	f.Needed("code", code, 32)
	f.Must(*code == "" || codeForm.MatchString(*code), "code",
		malformedCode)
	return f.Err()
}

// turn is the name under which those who change the tree take turns: it changes rarely.
const turn = "departments"

// matter is a department as one act has read it.
type matter struct {
	*Department
	was  Department
	row  *row // those that are asked about together with it
	gone bool // the act deletes it
}

func (s *Service) open(ctx context.Context, global string) (*matter, error) {
	d, err := s.Get(ctx, global)
	if err != nil {
		return nil, err
	}
	return &matter{Department: d, was: *d, row: &row{s: s, list: []*Department{d}}}, nil
}

// department is what an act leaves, nil where it failed.
func department(m *matter, err error) (*Department, error) {
	if err != nil {
		return nil, err
	}
	return m.Department, nil
}

// Create adds a department to the tree. A repeated request with the same idempotency key answers what the first made.
func (s *Service) Create(ctx context.Context, in CreateInput) (*Department, error) {
	made := act.Creation{Operation: "department.create", Key: in.IdempotencyKey, Input: in, Turn: turn}
	return department(s.acts.Create(ctx, made, func(ctx context.Context) (*matter, error) { return s.create(ctx, in) }))
}

func (s *Service) create(ctx context.Context, in CreateInput) (*matter, error) {
	d := &Department{Key: db.NewID(), Kind: in.Kind, Name: in.Name, Code: in.Code, Version: 1, CreatedAt: s.db.Now(ctx), UpdatedAt: s.db.Now(ctx)}
	grant, err := s.acts.May(ctx, actionCreate, &matter{Department: d})
	if err != nil {
		return nil, err
	}
	if err := check(&d.Name, &d.Code); err != nil {
		return nil, err
	}
	if err := s.room(ctx); err != nil {
		return nil, err
	}
	if err := s.only(ctx, d.Kind); err != nil {
		return nil, err
	}
	if err := s.below(ctx, d, in.Parent); err != nil {
		return nil, err
	}
	if d.Slug, err = s.freeSlug(ctx, d.Name, d.Code); err != nil {
		return nil, err
	}
	siblings, err := s.siblings(ctx, d.ParentKey)
	if err != nil {
		return nil, err
	}
	siblings = place(siblings, d, in.Position)
	if err := s.name(ctx, d.Name, d.Code); err != nil {
		return nil, err
	}
	if err := s.insert(ctx, d); err != nil {
		return nil, err
	}
	if err := s.arrange(ctx, siblings); err != nil {
		return nil, err
	}
	m := &matter{Department: d}
	return m, s.record(ctx, m, act.Line{Action: "department.create", Grant: grant})
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
		return fault.User(fault.Cycle, belowItself, "input.parent")
	}
	d.ParentKey = p.Key
	return d.Kind.below(p)
}

// Update renames a department, keeping the earlier name with its dates, or gives it another code.
func (s *Service) Update(ctx context.Context, in UpdateInput) (*Department, error) {
	w := act.Want{Action: actionUpdate, ID: in.ID, Version: in.ExpectedVersion, Turn: turn}
	return department(s.acts.Do(ctx, w, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		line := act.Line{Action: "department.update"}
		if in.Name != nil {
			m.Name = *in.Name
		}
		if in.Code != nil {
			m.Code = *in.Code
		}
		if err := check(&m.Name, &m.Code); err != nil {
			return line, err
		}
		if m.Name != m.was.Name || m.Code != m.was.Code {
			if err := s.name(ctx, m.Name, m.Code); err != nil {
				return line, err
			}
		}
		if m.Code != m.was.Code {
			if _, err := s.recoded.Run(ctx, act.Renaming{Kind: "department", Subject: m.Key, Before: m.was.Code, After: m.Code}); err != nil {
				return line, err
			}
		}
		if m.Name == m.was.Name {
			return line, nil
		}
		if err := s.keepName(ctx, &m.was); err != nil {
			return line, err
		}
		line.Action = "department.rename"
		var err error
		line.Detail, err = s.renamed.Run(ctx, act.Renaming{Kind: "department", Subject: m.Key, Before: m.was.Name, After: m.Name})
		return line, err
	}))
}

// keepName puts the name that the department bears until now among its earlier names.
func (s *Service) keepName(ctx context.Context, d *Department) error {
	from := d.CreatedAt
	earlier, err := s.EarlierNames(ctx, []db.ID{d.Key})
	if err != nil {
		return err
	}
	names := earlier[d.Key]
	if len(names) >= maxNames {
		return fault.User(fault.Invalid, tooManyNames, "input.name")
	}
	if len(names) > 0 {
		from = names[0].To
	}
	return s.insertName(ctx, Name{Key: db.NewID(), Department: d.Key, Name: d.Name, From: from, To: s.db.Now(ctx)})
}

// Move puts a department elsewhere in the tree. Its posts, its staff and all below it go along.
func (s *Service) Move(ctx context.Context, in MoveInput) (*Department, error) {
	w := act.Want{Action: actionMove, ID: in.ID, Version: in.ExpectedVersion, Turn: turn}
	return department(s.acts.Do(ctx, w, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		line := act.Line{Action: "department.move"}
		if err := s.rehang(ctx, m.Department, in.Parent); err != nil {
			return line, err
		}
		siblings, err := s.siblings(ctx, m.ParentKey)
		if err != nil {
			return line, err
		}
		return line, s.arrange(ctx, place(siblings, m.Department, in.Position))
	}))
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
	w := act.Want{Action: actionDelete, ID: in.ID, Version: in.ExpectedVersion, Turn: turn}
	return department(s.acts.Do(ctx, w, func(_ context.Context, m *matter, _ access.Grant) (act.Line, error) {
		m.gone = true
		return act.Line{Action: "department.delete"}, nil
	}))
}

// keep saves or deletes the department and records the act.
func (s *Service) keep(ctx context.Context, m *matter, l act.Line) error {
	write := s.save
	if m.gone {
		write = s.remove
	}
	if err := write(ctx, m.Department); err != nil {
		return err
	}
	l.Before = keptDepartments.Digest(m.was)
	return s.record(ctx, m, l)
}

// record notes what happened to the department.
func (s *Service) record(ctx context.Context, m *matter, l act.Line) error {
	e := audit.Event{Class: audit.Administration, Action: l.Action, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf, Article: "3",
		SubjectKind: "department", SubjectID: m.Key, Department: m.Key, Before: l.Before, Detail: cmp.Or(l.Detail, m.Code)}
	if !m.gone {
		e.After = keptDepartments.Digest(m.Department)
	}
	if err := s.audit.Record(ctx, e); err != nil {
		return err
	}
	return s.feed.Record(ctx, "department", m.Key, tag)
}
