package asset

import (
	"context"
	"fmt"
	"iter"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
)

// What features do to many assets at once, in the open transaction and in few statements. Who may do so, they have asked.

// Entry is an asset to be registered with its interfaces.
type Entry struct {
	Asset      *Asset
	Interfaces []*Interface
}

// RegisterMany puts assets into the register, checked before, with the first line of the history of each and one event for all.
func (s *Service) RegisterMany(ctx context.Context, all []Entry, c Cause) error {
	if len(all) == 0 {
		return nil
	}
	if err := s.admitMany(ctx, all); err != nil {
		return err
	}
	now, me := s.db.Now(ctx), access.Of(ctx).StaffID
	var assets []*Asset
	var interfaces []*Interface
	var events []Event
	for _, e := range all {
		a := e.Asset
		a.Version, a.CreatedAt, a.UpdatedAt = 1, now, now
		a.derive()
		keyPorts(e.Interfaces)
		assets = append(assets, a)
		for _, n := range e.Interfaces {
			n.Key, n.Asset = db.NewID(), a.Key
			interfaces = append(interfaces, n)
		}
		events = append(events, Event{Key: db.NewID(), Asset: a.Key, Action: FirstRegistration, After: a.Code, Article: c.Article, CauseKind: c.Kind, CauseKey: c.Key, Staff: me, At: now})
		if a.Found() {
			events = append(events, Event{Key: db.NewID(), Asset: a.Key, Action: FoundConnected, Article: "5e", CauseKind: c.Kind, CauseKey: c.Key, Staff: me, At: now})
		}
	}
	if err := s.insertMany(ctx, assets, interfaces); err != nil {
		return err
	}
	if err := s.placed(ctx, assets...); err != nil {
		return err
	}
	if err := s.insertEvents(ctx, events); err != nil {
		return err
	}
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: "asset.register", SubjectKind: c.Kind, SubjectID: c.Key,
		Article: c.Article, Detail: fmt.Sprintf("%d assets", len(assets))})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, c.Kind, c.Key, tag)
}

// Rewrite changes what is not protected of an asset from what it was before; a ConflictError where somebody else did so
// since then.
func (s *Service) Rewrite(ctx context.Context, before, after *Asset, c Cause) error {
	told, action := Updated, "asset.update"
	if after.Department != before.Department {
		told, action = Transferred, "asset.transfer"
	}
	lines, err := s.edits(ctx, told, before, after)
	if err != nil {
		return err
	}
	if err := s.save(ctx, after); err != nil {
		return err
	}
	if err := s.handed(ctx, before, after); err != nil {
		return err
	}
	if told == Transferred {
		if err := s.placed(ctx, after); err != nil {
			return err
		}
	}
	if err := s.history(ctx, after.Key, c, lines...); err != nil {
		return err
	}
	return s.record(ctx, after, act.Line{Action: action, Article: c.Article, Before: keptRegister.Digest(before)})
}

// Confirm notes that the assets are as the register says; seenIn is what they were looked through for.
func (s *Service) Confirm(ctx context.Context, keys []db.ID, seenIn string, c Cause) error {
	me := access.Of(ctx).StaffID
	if err := s.setConfirmed(ctx, keys, me); err != nil {
		return err
	}
	events := make([]Event, len(keys))
	for i, k := range keys {
		events[i] = Event{Key: db.NewID(), Asset: k, Action: Confirmed, After: seenIn, Article: c.Article, CauseKind: c.Kind, CauseKey: c.Key, Staff: me, ServiceAccount: access.Of(ctx).Service, At: s.db.Now(ctx)}
	}
	return s.insertEvents(ctx, events)
}

// Pages returns the assets that the filter leaves and the actor may read, by code, so many at a time. What is wrong with
// the filter is told before anything is read.
func (s *Service) Pages(ctx context.Context, f Filter, size int) (iter.Seq2[[]*Asset, error], error) {
	where, values, err := s.where(ctx, f)
	if err != nil {
		return nil, err
	}
	return func(yield func([]*Asset, error) bool) {
		for after := ""; ; {
			some, err := s.page(ctx, where, values, after, size)
			if err == nil && len(some) == 0 || !yield(some, err) || err != nil {
				return
			}
			after = some[len(some)-1].Code
		}
	}, nil
}
