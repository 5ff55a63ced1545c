package incident

import (
	"context"
	"fmt"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/act"
)

// Application is a software system as everybody on the staff may name it in a report (Art. 8): those who may not see its line
// of the register still know that it exists.
type Application struct {
	Key  db.ID
	Code string
	Name string
}

// AssetID is the global id of the asset.
func (a *Application) AssetID() string { return db.GlobalID("asset", a.Key) }

func application(a *asset.Asset) *Application { return &Application{a.Key, a.Code, a.Name} }

// Applications returns the software systems of which people may report faults, by name; none to strangers.
func (s *Service) Applications(ctx context.Context) ([]*Application, error) {
	if s.access.Reach(ctx, kind, "report").None() {
		return nil, fault.Refused("8")
	}
	assets, err := s.assets.Applications(ctx)
	all := make([]*Application, len(assets))
	for i, a := range assets {
		all[i] = application(a)
	}
	return all, err
}

// ApplicationsByIDs returns the software systems among the assets; who may know of them, the caller has asked.
func (s *Service) ApplicationsByIDs(ctx context.Context, keys []db.ID) (map[db.ID]*Application, error) {
	assets, err := s.assets.ApplicationsByIDs(ctx, keys)
	found := make(map[db.ID]*Application, len(assets))
	for key, a := range assets {
		found[key] = application(a)
	}
	return found, err
}

// LinkInput says what an incident is about, or no longer is.
type LinkInput struct {
	ID              string
	ExpectedVersion int
	Assets, Posts   []string
}

// links are what an incident is about.
type links struct{ assets, posts []db.ID }

// maxLinks bounds how many assets and posts are named at once, and maxAbout how many of each an incident names in all.
const (
	maxLinks = 50
	maxAbout = 200
)

var errTooManyLinks = fault.User(fault.TooLong, tooManyLinks, "input.assets")

// Link adds to what an incident is about: assets and posts that the caller may see.
func (s *Service) Link(ctx context.Context, in LinkInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionLink, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, i *Incident, e *step) error {
		l, err := s.named(ctx, in.Assets, in.Posts)
		if err != nil {
			return err
		}
		e.detail = l.String()
		if err := s.link(ctx, i, l); err != nil {
			return err
		}
		return s.bounded(ctx, i)
	})
}

// bounded refuses links beyond maxAbout. Acts on one incident follow each other by its version, so what it counts stands.
func (s *Service) bounded(ctx context.Context, i *Incident) error {
	for _, t := range []linkTable{linkedAssets, linkedPosts} {
		about, err := s.linked(ctx, t, []db.ID{i.Key})
		if err != nil {
			return err
		}
		if len(about[i.Key]) > maxAbout {
			return fault.User(fault.TooLong, tooManySubjects, "input."+t.table[len("incident_"):])
		}
	}
	return nil
}

// Unlink takes from what an incident is about.
func (s *Service) Unlink(ctx context.Context, in LinkInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionLink, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, i *Incident, e *step) error {
		l, err := s.named(ctx, in.Assets, in.Posts)
		if err != nil {
			return err
		}
		e.kind, e.detail = EventUnlinked, l.String()
		return s.unlink(ctx, i, l)
	})
}

// CauseInput names the asset that an incident comes from.
type CauseInput struct {
	ID              string
	ExpectedVersion int
	Asset           string
}

// SetCause ties an incident to the asset that IT has found to be its cause, replacing an earlier one: a repair of that asset
// may start from it (Art. 5d). The history names the asset by its id only, since not all its readers may see the asset.
func (s *Service) SetCause(ctx context.Context, in CauseInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionSetCause, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, i *Incident, e *step) error {
		a, err := s.assets.Get(ctx, in.Asset)
		if err != nil {
			return err
		}
		i.Cause, e.detail = a.Key, a.ID()
		return nil
	})
}

// Concerns reports whether the incident names the asset, or has it as the application at fault or the cause that IT found.
func (s *Service) Concerns(ctx context.Context, i *Incident, asset db.ID) (bool, error) {
	if i.Application == asset || i.Cause == asset {
		return true, nil
	}
	named, err := s.linked(ctx, linkedAssets, []db.ID{i.Key})
	return slices.ContainsFunc(named[i.Key], func(key *db.ID) bool { return *key == asset }), err
}

func (l links) String() string { return fmt.Sprintf("%d + %d", len(l.assets), len(l.posts)) }

// named finds the assets and posts by their global ids, else NotFound.
func (s *Service) named(ctx context.Context, assets, posts []string) (l links, err error) {
	if len(assets)+len(posts) > maxLinks {
		return l, errTooManyLinks
	}
	for _, global := range assets {
		a, err := s.assets.Get(ctx, global)
		if err != nil {
			return l, err
		}
		l.assets = append(l.assets, a.Key)
	}
	for _, global := range posts {
		h, err := s.posts.Head(ctx, global)
		if err != nil {
			return l, err
		}
		l.posts = append(l.posts, h.Key)
	}
	return l, nil
}

// AssetsOf returns the assets that each incident is about. Who may see which of them, assets decide.
func (s *Service) AssetsOf(ctx context.Context, incidents []db.ID) (map[db.ID][]*db.ID, error) {
	return s.linked(ctx, linkedAssets, incidents)
}

// PostsOf returns the posts that each incident is about. Who may see which of them, posts decide.
func (s *Service) PostsOf(ctx context.Context, incidents []db.ID) (map[db.ID][]*db.ID, error) {
	return s.linked(ctx, linkedPosts, incidents)
}
