package assetfile

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
)

// writeGood writes the rows of one step that are right. Those that were wrong when they were checked stay left out; what
// went wrong since then is told.
func (s *Service) writeGood(ctx context.Context, i *Import, f *importFile, rows []*entry) error {
	checked := slices.DeleteFunc(slices.Clone(rows), func(e *entry) bool { return f.out.has(e.row) })
	l, err := s.look(ctx, checked)
	if err != nil {
		return err
	}
	good := l.judge(f, checked, map[string]db.ID{})
	if err := s.insertFaults(ctx, f.keep(i, checked)); err != nil {
		return err
	}
	i.Kinds.V = f.kinds.list()
	if err := s.put(ctx, i, good); err != nil {
		return err
	}
	i.BadRows += len(checked) - len(good)
	i.count(good, len(rows))
	return s.progress(ctx, i)
}

// leaveOut notes which rows were wrong when they were checked. Of an import that was checked before rows were noted every fault
// is kept.
func (s *Service) leaveOut(ctx context.Context, i *Import, f *importFile) (err error) {
	if f.out, err = s.wrongRows(ctx, i); err != nil || f.out != nil {
		return err
	}
	lines, err := s.wrongLines(ctx, i)
	for _, e := range f.entries {
		if _, wrong := slices.BinarySearch(lines, e.line); wrong {
			f.out.add(e.row)
		}
	}
	return err
}

// put registers the new assets and changes those that the register has.
func (s *Service) put(ctx context.Context, i *Import, good []*outcome) error {
	var fresh []asset.Entry
	for _, o := range good {
		if o.before == nil {
			fresh = append(fresh, asset.Entry{Asset: o.asset, Interfaces: o.row.Interfaces})
		}
	}
	if err := s.assets.RegisterMany(ctx, fresh, asset.Cause{Kind: kind, Key: i.Key, Article: "5d"}); err != nil {
		return err
	}
	for _, o := range good {
		if o.before == nil || !o.changed() {
			continue
		}
		if err := s.assets.Rewrite(ctx, o.before, o.asset, asset.Cause{Kind: kind, Key: i.Key, Article: "5b"}); err != nil {
			return err
		}
	}
	return nil
}
