package asset

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
)

// writeGood writes the rows of one step that are right. Those that were wrong when they were checked stay left out; what
// went wrong since then is told.
func (s *Service) writeGood(ctx context.Context, i *Import, f *importFile, rows []*entry) error {
	wrong, err := db.All[int](ctx, s.db.From(ctx), "SELECT DISTINCT line FROM asset_import_faults WHERE import_id = ? AND line >= ? AND line <= ?",
		i.Key, rows[0].line, rows[len(rows)-1].line)
	if err != nil {
		return err
	}
	checked := slices.DeleteFunc(slices.Clone(rows), func(e *entry) bool { return slices.Contains(wrong, e.line) })
	l, err := s.look(ctx, checked)
	if err != nil {
		return err
	}
	good := l.judge(f, checked, map[string]db.ID{})
	if err := s.keepFaults(ctx, i, checked); err != nil {
		return err
	}
	if err := s.insertRows(ctx, i, good); err != nil {
		return err
	}
	for _, o := range good {
		if o.before != nil && o.changed() {
			if err := s.updateRow(ctx, i, o); err != nil {
				return err
			}
		}
	}
	i.BadRows += len(checked) - len(good)
	i.count(good, len(rows))
	return s.progress(ctx, i)
}

// insertRows registers the new assets, with their interfaces and the first line of their history.
func (s *Service) insertRows(ctx context.Context, i *Import, good []*outcome) error {
	now, me := s.db.Now(ctx), access.Of(ctx).StaffID
	var assets []*Asset
	var interfaces []*Interface
	var events []Event
	for _, o := range good {
		if o.before != nil {
			continue
		}
		a := o.asset
		a.Version, a.CreatedAt, a.UpdatedAt = 1, now, now
		a.derive()
		assets = append(assets, a)
		for _, n := range o.row.Interfaces {
			n.Key, n.Asset = db.NewID(), a.Key
			interfaces = append(interfaces, n)
		}
		events = append(events, Event{Key: db.NewID(), Asset: a.Key, Action: FirstRegistration, After: a.Code, Article: "5d", CauseKind: ByImport, CauseKey: i.Key, Staff: me, At: now})
	}
	if len(assets) == 0 {
		return nil
	}
	h := s.db.From(ctx)
	if err := db.InsertMany(ctx, h, "assets", assets); err != nil {
		return err
	}
	if err := s.plugged(ctx, interfaces); err != nil {
		return err
	}
	if err := db.InsertMany(ctx, h, "asset_interfaces", interfaces); err != nil {
		return err
	}
	if err := db.InsertMany(ctx, h, "asset_events", events); err != nil {
		return err
	}
	return s.feed.Record(ctx, "asset_import", i.Key, tag)
}

// updateRow changes what is not protected of an asset that the register has.
func (s *Service) updateRow(ctx context.Context, i *Import, o *outcome) error {
	told, action := Updated, "asset.update"
	if o.asset.Department != o.before.Department {
		told, action = Transferred, "asset.transfer"
	}
	lines, err := s.edits(ctx, told, o.before, o.asset)
	if err != nil {
		return err
	}
	if err := s.save(ctx, o.asset); err != nil {
		return err
	}
	if err := s.history(ctx, o.asset.Key, Cause{Kind: ByImport, Key: i.Key, Article: "5b"}, lines...); err != nil {
		return err
	}
	return s.record(ctx, o.asset, act.Line{Action: action, Article: "5b", Before: audit.DigestOf(o.before)})
}
