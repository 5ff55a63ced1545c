package site

import (
	"context"
	"regexp"
	"slices"
	"strconv"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
)

// maxItems is how many items a menu has at most, and how many lie below one of them.
const maxItems = 12

// entry is an item of a menu as it is stored: it points to one of a category, a post, a department and an own path, or to nothing
// where others lie below it.
type entry struct {
	Label                      string // empty for the name of what it points to
	Category, Post, Department db.ID
	Path                       string
	Items                      []*entry
}

func sealMenu(items []*entry) (values []any) {
	for _, e := range items {
		values = append(values, e.Label, e.Category, e.Post, e.Department, e.Path, len(e.Items))
		values = append(values, sealMenu(e.Items)...)
	}
	return values
}

// statement is what an item says in words of its own.
type statement struct {
	label, path, kind          string
	category, post, department db.ID
}

// said are the statements of a menu, in any order.
func said(items []*entry) (all []statement) {
	for _, e := range items {
		if e.Label != "" {
			all = append(all, statement{label: e.Label, path: e.Path, category: e.Category, post: e.Post, department: e.Department})
		}
		all = append(all, said(e.Items)...)
	}
	return all
}

// among reports whether everything that is said was said before.
func among(before, after []statement) bool {
	return !slices.ContainsFunc(after, func(s statement) bool { return !slices.Contains(before, s) })
}

// MenuItem is an item of a menu with what it points to.
type MenuItem struct {
	Label, Path string
	OwnLabel    string  // "" where Label is the name of what it points to
	Target      db.Node // nil for an own path, and for what is not there
	Shown       bool    // to every reader
	Items       []*MenuItem
}

// Menu resolves the items of a menu. What points to something that not every reader gets is left out with all below it, except
// where whole is asked for, or for those who arrange the website: they see it marked.
func (s *Service) Menu(ctx context.Context, items []*entry, whole bool) ([]*MenuItem, error) {
	found, err := s.targets(ctx, items)
	if err != nil {
		return nil, err
	}
	return found.resolve(items, whole || s.access.Allowed(ctx, siteKind, "arrange", access.Target{})), nil
}

// targets are what menus point to, as far as every reader gets it.
type targets map[db.ID]target

// target is something that an item points to.
type target struct {
	node       db.Node
	name, path string
}

// targets reads what the items point to, as a reader without an account gets it.
func (s *Service) targets(ctx context.Context, items []*entry) (targets, error) {
	ctx = access.With(ctx, access.Anonymous("", ""))
	var categories, posts, departments []db.ID
	for _, e := range flat(items) {
		switch {
		case !e.Category.IsZero():
			categories = append(categories, e.Category)
		case !e.Post.IsZero():
			posts = append(posts, e.Post)
		case !e.Department.IsZero():
			departments = append(departments, e.Department)
		}
	}
	found := targets{}
	if len(categories) > 0 {
		all, err := s.categories.ByIDs(ctx, categories)
		if err != nil {
			return nil, err
		}
		for id, c := range all {
			found[id] = target{node: c, name: c.Name}
		}
	}
	if len(departments) > 0 {
		all, err := s.departments.ByIDs(ctx, departments)
		if err != nil {
			return nil, err
		}
		for id, d := range all {
			found[id] = target{node: d, name: d.Name}
		}
	}
	if len(posts) > 0 {
		all, err := s.posts.ByIDs(ctx, posts)
		if err != nil {
			return nil, err
		}
		for id, p := range all {
			found[id] = target{node: p.Post(), name: p.Title(), path: p.Path()}
		}
	}
	return found, nil
}

func flat(items []*entry) (all []*entry) {
	for _, e := range items {
		all = append(append(all, e), flat(e.Items)...)
	}
	return all
}

func (found targets) resolve(items []*entry, marked bool) []*MenuItem {
	shown := make([]*MenuItem, 0, len(items))
	for _, e := range items {
		item := &MenuItem{Label: e.Label, OwnLabel: e.Label, Path: e.Path, Shown: true}
		if key := e.target(); !key.IsZero() {
			t, ok := found[key]
			item.Target, item.Shown = t.node, ok
			if t.path != "" {
				item.Path = t.path
			}
			if item.Label == "" {
				item.Label = t.name
			}
		}
		if item.Shown || marked {
			item.Items = found.resolve(e.Items, marked)
			shown = append(shown, item)
		}
	}
	return shown
}

// target is the key of what the item points to, zero for an own path or nothing.
func (e *entry) target() db.ID {
	for _, key := range []db.ID{e.Category, e.Post, e.Department} {
		if !key.IsZero() {
			return key
		}
	}
	return db.ID{}
}

// SubmenuItemInput is an item below one of a menu.
type SubmenuItemInput struct {
	Label                      string
	Category, Post, Department *string
	Path                       string
}

// MenuItemInput is an item of a menu.
type MenuItemInput struct {
	Label                      string
	Category, Post, Department *string
	Path                       string
	Items                      []*SubmenuItemInput
}

// ownPath is an address of the website itself.
var ownPath = regexp.MustCompile(`^/([a-z0-9-]+(/[a-z0-9-]+)*)?$`)

// menu takes all items of a menu.
func (s *Service) menu(ctx context.Context, f *input.Form, name string, given []*MenuItemInput) ([]*entry, error) {
	f.Must(len(given) <= maxItems, name, tooManyItems.With(maxItems))
	var items []*entry // nil if there are none, as they are read
	for i, g := range given {
		at := name + "." + strconv.Itoa(i)
		e, err := item(f, at, SubmenuItemInput{g.Label, g.Category, g.Post, g.Department, g.Path}, len(g.Items) > 0)
		if err != nil {
			return nil, err
		}
		f.Must(len(g.Items) <= maxItems, at+".items", tooManyItems.With(maxItems))
		for j, below := range g.Items {
			sub, err := item(f, at+".items."+strconv.Itoa(j), *below, false)
			if err != nil {
				return nil, err
			}
			e.Items = append(e.Items, sub)
		}
		items = append(items, e)
	}
	return items, s.pointed(ctx, f, name, items)
}

// item takes one item; head says that others lie below it.
func item(f *input.Form, at string, g SubmenuItemInput, head bool) (*entry, error) {
	e := &entry{Label: g.Label, Path: g.Path}
	f.Line(at+".label", &e.Label, maxName)
	f.Line(at+".path", &e.Path, maxLine)
	f.Must(e.Path == "" || ownPath.MatchString(e.Path), at+".path", malformedPath)
	pointsTo := 0
	for _, to := range []struct {
		kind   string
		global *string
		key    *db.ID
	}{{"category", g.Category, &e.Category}, {"post", g.Post, &e.Post}, {"department", g.Department, &e.Department}} {
		if to.global == nil {
			continue
		}
		var err error
		if *to.key, err = db.ParseID(to.kind, *to.global); err != nil {
			return nil, err
		}
		pointsTo++
	}
	if e.Path != "" {
		pointsTo++
	}
	f.Must(pointsTo == 1 || pointsTo == 0 && head, at, pointsToOne)
	f.Must(e.Label != "" || !e.target().IsZero() || pointsTo != 1 && !head, at+".label", labelNeeded)
	return e, nil
}

// pointed notes the items that point to what not every reader gets.
func (s *Service) pointed(ctx context.Context, f *input.Form, at string, items []*entry) error {
	found, err := s.targets(ctx, items)
	if err != nil {
		return err
	}
	for i, e := range items {
		here := at + "." + strconv.Itoa(i)
		found.check(f, here, e)
		for j, below := range e.Items {
			found.check(f, here+".items."+strconv.Itoa(j), below)
		}
	}
	return nil
}

func (found targets) check(f *input.Form, at string, e *entry) {
	if key := e.target(); !key.IsZero() {
		_, ok := found[key]
		if !ok {
			f.Add(fault.Unknown, at, notPublic)
		}
	}
}
