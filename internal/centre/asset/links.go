package asset

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/budget"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// LinkInput says that one asset depends on another.
type LinkInput struct {
	Asset     string
	DependsOn string
	Note      string
}

// UnlinkInput says that one asset no longer depends on another.
type UnlinkInput struct {
	Asset     string
	DependsOn string
}

// Link is one thing that an asset depends on.
type Link struct {
	Key  db.ID   `db:"id"`
	From db.ID   `db:"from_id"` // what stops
	To   db.ID   `db:"to_id"`   // when this stops
	Note string  `db:"note"`
	At   db.Time `db:"created_at"`
}

// Impact is what stops when an asset stops: what the caller may see of it, and how much there is.
type Impact struct {
	Hidden, Total int

	near []hit // the nearest first
}

// hit is an asset and how many steps away it stops.
type hit struct {
	*Asset
	steps int64
}

// Assets is a page of those that the caller may see, the nearest first.
func (i *Impact) Assets(first *int, after *string, last *int, before *string, offset *int) (*Connection, error) {
	plan, err := paging.New(paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}, paging.Order{Name: "near"})
	if err != nil {
		return nil, err
	}
	c := paging.Listed(plan, i.near, func(a hit) (any, db.ID) { return a.steps, a.Key })
	return paging.Map(c, func(a hit) *Asset { return a.Asset }), nil
}

// maxDependsOn is on how many others an asset depends at most by links.
const maxDependsOn = 100

// dependentSize is as how many bytes of text one of them counts.
const dependentSize = 64

// linksLock lets one transaction at a time change what depends on what, so that two links never close a circle.
const linksLock = "asset_links"

// Link says that an asset depends on another, which must not depend on it, at whatever distance.
func (s *Service) Link(ctx context.Context, in LinkInput) (*Asset, error) {
	var f input.Form
	f.Line("note", &in.Note, 200)
	return s.relink(ctx, in.Asset, in.DependsOn, f.Err(), func(ctx context.Context, m *matter, to *Asset) (line, error) {
		if to.State == Retired {
			return line{}, errRetired
		}
		circle, err := s.linked(ctx, to.Key, m.Key)
		if err != nil {
			return line{}, err
		}
		if circle {
			return line{}, fault.User(fault.Cycle, dependsAlready.With(to.Code, m.Code), "input.dependsOn").By("2")
		}
		if links, err := s.countLinks(ctx, m.Key); err != nil {
			return line{}, err
		} else if links >= maxDependsOn {
			return line{}, fault.User(fault.Invalid, tooManyLinks, "input.dependsOn").By("2")
		}
		err = s.insertLink(ctx, Link{Key: db.NewID(), From: m.Key, To: to.Key, Note: in.Note, At: s.db.Now(ctx)})
		if db.IsDuplicate(err) {
			err = fault.User(fault.Taken, linkThere, "input.dependsOn")
		}
		return line{action: Linked, field: fieldDependsOn, after: to.Code}, err
	})
}

// Unlink says that an asset no longer depends on another.
func (s *Service) Unlink(ctx context.Context, in UnlinkInput) (*Asset, error) {
	return s.relink(ctx, in.Asset, in.DependsOn, nil, func(ctx context.Context, m *matter, to *Asset) (line, error) {
		found, err := s.deleteLink(ctx, m.Key, to.Key)
		if err == nil && !found {
			err = fault.User(fault.WrongState, noSuchLink, "input.dependsOn")
		}
		return line{action: Unlinked, field: fieldDependsOn, before: to.Code}, err
	})
}

// relink changes what an asset depends on: links take turns, so that two never close a circle.
func (s *Service) relink(ctx context.Context, from, dependsOn string, wrong error, do func(ctx context.Context, m *matter, to *Asset) (line, error)) (*Asset, error) {
	w := act.Want{Action: ActionLink, ID: from, Whatever: true, Turn: linksLock, Fault: wrong}
	return s.hang(ctx, w, func(ctx context.Context, m *matter) (line, error) {
		to, err := s.Get(ctx, dependsOn)
		if err != nil {
			return line{}, err
		}
		return do(ctx, m, to)
	})
}

// hang runs an act that changes what hangs on an asset, beside its own row; do returns the line of history.
func (s *Service) hang(ctx context.Context, w act.Want, do func(ctx context.Context, m *matter) (line, error)) (*Asset, error) {
	return asset(s.acts.Do(ctx, w, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		m.beside = true
		l, err := do(ctx, m)
		if err != nil {
			return act.Line{}, err
		}
		l.article = "2"
		return act.Line{Action: "asset.link", Article: "2"}, s.history(ctx, m.Key, Cause{}, l)
	}))
}

// Links returns what each of the assets depends on, by code. A caller who may not see the other end gets the link without it.
func (s *Service) Links(ctx context.Context, from []db.ID) (map[db.ID][]*Link, error) {
	all, err := s.linksFrom(ctx, from)
	of := make(map[db.ID][]*Link, len(from))
	for _, l := range all {
		of[l.From] = append(of[l.From], l)
	}
	return of, err
}

// Impact returns what stops when the asset stops (Art. 2). Assets that the caller may not see are counted, not named.
func (s *Service) Impact(ctx context.Context, a *Asset) (*Impact, error) {
	end, err := budget.Turn(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	levels, err := s.dependents(ctx, []db.ID{a.Key})
	if err != nil {
		return nil, err
	}
	i := new(Impact)
	for _, level := range levels {
		i.Total += len(level)
	}
	if err := budget.Compute(ctx, i.Total*dependentSize); err != nil {
		return nil, err
	}
	for steps, level := range levels {
		if err := s.reached(ctx, i, int64(steps), level); err != nil {
			return nil, err
		}
	}
	i.Hidden = i.Total - len(i.near)
	return i, nil
}

// reached adds those of the assets that the actor may see, by their ids.
func (s *Service) reached(ctx context.Context, i *Impact, steps int64, level []db.ID) error {
	return db.Listed(level, func(some []db.ID) error {
		seen, err := s.ByIDs(ctx, some)
		for _, k := range some {
			if d := seen[k]; d != nil {
				i.near = append(i.near, hit{d, steps})
			}
		}
		return err
	})
}

// maxLevels bounds how far is followed what depends on what.
const maxLevels = 100

// Dependents returns the keys of all that stops when one of the assets stops, the nearest first and without those
// themselves, for any caller (Art. 2): what depends on it by a link, and what is plugged into it. It takes one statement for
// each level, of which it follows maxLevels; those who are plugged into each other in a circle are met once.
func (s *Service) Dependents(ctx context.Context, keys []db.ID) ([]db.ID, error) {
	levels, err := s.dependents(ctx, keys)
	return slices.Concat(levels...), err
}

// dependents is Dependents by how many steps away they are, each level by id.
func (s *Service) dependents(ctx context.Context, keys []db.ID) ([][]db.ID, error) {
	return follow(keys, func(some []db.ID) ([]db.ID, error) { return s.hangingOn(ctx, some) })
}

// follow goes from the keys by steps to all that they lead to, level by level and without those themselves.
func follow(keys []db.ID, step func(some []db.ID) ([]db.ID, error)) ([][]db.ID, error) {
	seen := make(map[db.ID]bool, len(keys))
	for _, k := range keys {
		seen[k] = true
	}
	var all [][]db.ID
	for level, n := keys, 0; len(level) > 0 && n < maxLevels; n++ {
		var next []db.ID
		err := db.Listed(level, func(some []db.ID) error {
			found, err := step(some)
			next = append(next, found...)
			return err
		})
		if err != nil {
			return nil, err
		}
		level = nil
		for _, k := range next {
			if !seen[k] {
				seen[k] = true
				level = append(level, k)
			}
		}
		if len(level) > 0 {
			slices.SortFunc(level, db.ID.Compare)
			all = append(all, level)
		}
	}
	return all, nil
}

// linked reports whether one asset depends on another by links, at whatever distance: those never close a circle, while
// plugs may.
func (s *Service) linked(ctx context.Context, from, to db.ID) (found bool, err error) {
	level, seen := []db.ID{to}, map[db.ID]bool{to: true}
	for len(level) > 0 && !seen[from] {
		var next []db.ID
		if err := db.Listed(level, func(some []db.ID) error {
			resting, err := s.restingOn(ctx, some)
			next = append(next, resting...)
			return err
		}); err != nil {
			return false, err
		}
		level = slices.DeleteFunc(next, func(k db.ID) bool { return seen[k] })
		for _, k := range level {
			seen[k] = true
		}
	}
	return seen[from], nil
}
