package assetfile

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
)

var (
	columns      = db.ColumnsOf("asset_imports", Import{})
	faultColumns = db.ColumnsOf("asset_import_faults", Fault{})
)

// one reads an import; inside a transaction nobody else changes it until the end.
func (s *Service) one(ctx context.Context, key db.ID) (*Import, error) {
	i := new(Import)
	if err := s.db.From(ctx).Get(ctx, i, "SELECT "+columns+" FROM asset_imports WHERE asset_imports.id = ?"+s.db.ForUpdate(ctx), key); err != nil {
		return nil, err
	}
	return i, nil
}

// countWaiting counts the imports that a job has to work on.
func (s *Service) countWaiting(ctx context.Context) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM asset_imports WHERE state IN ('CHECKING', 'APPLYING')")
}

// waiting reads them, those that came first first.
func (s *Service) waiting(ctx context.Context) ([]*Import, error) {
	return db.All[*Import](ctx, s.db.From(ctx), "SELECT "+columns+" FROM asset_imports WHERE asset_imports.state IN ('CHECKING', 'APPLYING') ORDER BY asset_imports.started_at, asset_imports.id")
}

// startedBefore are the imports that are over and began before a moment, those that wait to be written and began before
// another, and those of which the rest never came.
func (s *Service) startedBefore(ctx context.Context, over, checked, receiving db.Time) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT id FROM asset_imports WHERE started_at < ? AND state IN ('APPLIED', 'FAILED') OR started_at < ? AND state = 'CHECKED' OR started_at < ? AND state = 'RECEIVING'",
		over, checked, receiving)
}

// forget deletes imports with all that belongs to them.
func (s *Service) forget(ctx context.Context, imports []db.ID) error {
	for _, q := range []string{"DELETE FROM asset_import_faults WHERE import_id IN (?)", "DELETE FROM asset_import_parts WHERE import_id IN (?)", "DELETE FROM asset_imports WHERE id IN (?)"} {
		if _, err := s.db.From(ctx).Exec(ctx, q, imports); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) insert(ctx context.Context, i *Import) error {
	return s.db.From(ctx).Insert(ctx, "asset_imports", i)
}

// insertPart writes the last part that came, and how far the import is with it.
func (s *Service) insertPart(ctx context.Context, i *Import, content []byte) error {
	h := s.db.From(ctx)
	if _, err := h.Exec(ctx, "INSERT INTO asset_import_parts (import_id, part, content) VALUES (?, ?, ?)", i.Key, i.Parts, content); err != nil {
		return err
	}
	_, err := h.Exec(ctx, "UPDATE asset_imports SET parts = ?, bytes = ?, state = ?, version = ? WHERE id = ?", i.Parts, i.Bytes, i.State, i.Version, i.Key)
	return err
}

// content is the file in all its parts.
func (s *Service) content(ctx context.Context, i *Import) ([]byte, error) {
	parts, err := db.All[[]byte](ctx, s.db.From(ctx), "SELECT content FROM asset_import_parts WHERE import_id = ? ORDER BY part", i.Key)
	return slices.Concat(parts...), err
}

// begin writes the checked rows on behalf of the person who applied the import.
func (s *Service) begin(ctx context.Context, i *Import) error {
	_, err := s.db.From(ctx).Exec(ctx, `UPDATE asset_imports SET state = ?, done = 0, attempts = 0, created = 0, updated = 0, unchanged = 0, started_by = ?, account_id = ?, version = ? WHERE id = ?`,
		i.State, i.StartedBy, i.Account, i.Version, i.Key)
	return err
}

func (s *Service) saveAttempts(ctx context.Context, i *Import) error {
	_, err := s.db.From(ctx).Exec(ctx, "UPDATE asset_imports SET attempts = ? WHERE id = ?", i.Attempts, i.Key)
	return err
}

// saveProgress reports whether the import is still in its phase.
func (s *Service) saveProgress(ctx context.Context, i *Import) (bool, error) {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE asset_imports SET row_count = ?, done = ?, bad_rows = ?, created = ?, updated = ?, unchanged = ?, fault_kinds = ? WHERE id = ? AND state = ?",
		i.Rows, i.Done, i.BadRows, i.Created, i.Updated, i.Unchanged, i.Kinds, i.Key, i.State)
	return n > 0, err
}

// advance moves on by so many rows, and reports whether nobody else has done so.
func (s *Service) advance(ctx context.Context, i *Import, rows int) (bool, error) {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE asset_imports SET done = ? WHERE id = ? AND state = 'APPLYING' AND done = ?", i.Done+rows, i.Key, i.Done)
	return n > 0, err
}

func (s *Service) saveChecked(ctx context.Context, i *Import, wrong rowSet) error {
	_, err := s.db.From(ctx).Exec(ctx, "UPDATE asset_imports SET state = 'CHECKED', attempts = 0, version = ?, fault_kinds = ?, wrong_rows = ? WHERE id = ? AND state = 'CHECKING'",
		i.Version, i.Kinds, []byte(wrong), i.Key)
	return err
}

// saveFinished ends an import that is in a state, and deletes its file.
func (s *Service) saveFinished(ctx context.Context, i *Import, was State) error {
	h := s.db.From(ctx)
	if _, err := h.Exec(ctx, "UPDATE asset_imports SET state = ?, finished_at = ?, failure_vi = ?, failure_en = ?, version = ? WHERE id = ? AND state = ?",
		i.State, i.FinishedAt, i.FailureVI, i.FailureEN, i.Version, i.Key, was); err != nil {
		return err
	}
	_, err := h.Exec(ctx, "DELETE FROM asset_import_parts WHERE import_id = ?", i.Key)
	return err
}

func (s *Service) insertFaults(ctx context.Context, all []*Fault) error {
	return db.InsertMany(ctx, s.db.From(ctx), "asset_import_faults", all)
}

func (s *Service) deleteFaults(ctx context.Context, i *Import) error {
	_, err := s.db.From(ctx).Exec(ctx, "DELETE FROM asset_import_faults WHERE import_id = ?", i.Key)
	return err
}

// wrongRows are the rows that were wrong when they were checked, nil where they were not noted.
func (s *Service) wrongRows(ctx context.Context, i *Import) (rowSet, error) {
	return db.One[[]byte](ctx, s.db.From(ctx), "SELECT wrong_rows FROM asset_imports WHERE id = ?", i.Key)
}

// wrongLines are the lines with faults that are kept one by one, in their order.
func (s *Service) wrongLines(ctx context.Context, i *Import) ([]int, error) {
	return db.All[int](ctx, s.db.From(ctx), "SELECT DISTINCT line FROM asset_import_faults WHERE import_id = ? ORDER BY line", i.Key)
}

// unit is a department as rows are compared with it.
type unit struct {
	Key   db.ID           `db:"id"`
	Code  string          `db:"code"`
	Kind  department.Kind `db:"kind"`
	below map[db.ID]bool  // itself included
}

// units reads every department with those below it, by code.
func (s *Service) units(ctx context.Context) (map[string]*unit, error) {
	all, err := db.All[*unit](ctx, s.db.From(ctx), "SELECT id, code, kind FROM departments")
	if err != nil {
		return nil, err
	}
	paths, err := db.All[struct {
		Above db.ID `db:"ancestor_id"`
		Below db.ID `db:"descendant_id"`
	}](ctx, s.db.From(ctx), "SELECT ancestor_id, descendant_id FROM department_paths")
	byCode, byKey := make(map[string]*unit, len(all)), make(map[db.ID]*unit, len(all))
	for _, u := range all {
		u.below = map[db.ID]bool{}
		byCode[u.Code], byKey[u.Key] = u, u
	}
	for _, p := range paths {
		byKey[p.Above].below[p.Below] = true
	}
	return byCode, err
}

// person is somebody on the staff as rows are compared with them.
type person struct {
	Key        db.ID       `db:"id"`
	Code       string      `db:"code"`
	Department db.ID       `db:"department_id"`
	State      staff.State `db:"state"`
}

// persons reads people by their codes.
func (s *Service) persons(ctx context.Context, codes []string) (map[string]*person, error) {
	found := map[string]*person{}
	return found, db.Listed(codes, func(some []string) error {
		all, err := db.All[*person](ctx, s.db.From(ctx), "SELECT id, code, department_id, state FROM staff WHERE code IN (?)", some)
		for _, p := range all {
			found[p.Code] = p
		}
		return err
	})
}

func (s *Service) fault(ctx context.Context, id db.ID) (*Fault, error) {
	x := new(Fault)
	return x, s.db.From(ctx).Get(ctx, x, "SELECT "+faultColumns+" FROM asset_import_faults WHERE asset_import_faults.id = ?", id)
}
