package inventory

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
)

var (
	columns     = db.ColumnsOf("inventory_rounds", Round{})
	lineColumns = db.ColumnsOf("inventory_lines", Line{})
)

// one reads a round; inside a transaction nobody else changes it, or closes it, until the end.
func (s *Service) one(ctx context.Context, key db.ID) (*Round, error) {
	r := new(Round)
	if err := s.db.From(ctx).Get(ctx, r, "SELECT "+columns+" FROM inventory_rounds WHERE inventory_rounds.id = ?"+s.db.ForUpdate(ctx), key); err != nil {
		return nil, err
	}
	return r, nil
}

func (s *Service) some(ctx context.Context, keys []db.ID) ([]*Round, error) {
	return db.All[*Round](ctx, s.db.From(ctx), "SELECT "+columns+" FROM inventory_rounds WHERE inventory_rounds.id IN (?)", keys)
}

// live reads the round that is open, else NotFound.
func (s *Service) live(ctx context.Context) (*Round, error) {
	r := new(Round)
	return r, s.db.From(ctx).Get(ctx, r, "SELECT "+columns+" FROM inventory_rounds WHERE inventory_rounds.live = 1")
}

// insert writes a new round with a line for each asset that is not retired. It is a duplicate while another is open.
func (s *Service) insert(ctx context.Context, r *Round) error {
	if err := s.db.From(ctx).Insert(ctx, "inventory_rounds", r); err != nil {
		return err
	}
	h := s.db.From(ctx)
	_, err := h.Exec(ctx, `INSERT INTO inventory_lines (round_id, id, asset_id, label, department_id, result, place, note)
		SELECT ?, id, id, code, department_id, 'OPEN', '', '' FROM assets WHERE state <> 'RETIRED'`, r.Key)
	if err != nil {
		return err
	}
	keys, err := db.All[db.ID](ctx, h, "SELECT id FROM inventory_lines WHERE round_id = ?", r.Key)
	for _, key := range keys {
		h.Touched("inventory_lines", r.Key, key)
	}
	return err
}

// save closes the round when it still has its version, which it raises; else a ConflictError.
func (s *Service) save(ctx context.Context, r *Round) error {
	expected := r.Version
	r.Version = expected + 1
	saved, err := s.db.From(ctx).Update(ctx, "inventory_rounds", r, r.Key, expected, "id", "name", "due_on", "opened_by", "opened_at")
	if err == nil && !saved {
		err = fault.Changed(kind, r.ID())
	}
	return err
}

// hold makes what closes the round conflict with the open transaction.
func (s *Service) hold(ctx context.Context, r *Round) error {
	return s.db.From(ctx).Hold(ctx, "inventory_rounds", r.Key)
}

// line reads the line of an asset, else NotFound.
func (s *Service) line(ctx context.Context, r *Round, asset db.ID) (*Line, error) {
	l := new(Line)
	return l, s.db.From(ctx).Get(ctx, l, "SELECT "+lineColumns+" FROM inventory_lines WHERE inventory_lines.round_id = ? AND inventory_lines.id = ?", r.Key, asset)
}

const confirmable = "SELECT l.id FROM inventory_lines l JOIN assets a ON a.id = l.asset_id AND a.state <> 'RETIRED' WHERE l.round_id = ? AND l.department_id = ? AND "

// unseen are the assets of the share at which nobody looked yet, and which are still there.
func (s *Service) unseen(ctx context.Context, sh *share) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), confirmable+"l.result = 'OPEN' ORDER BY l.id", sh.Key, sh.department)
}

// among are those of the assets that are of the share, and still there; for a tool, those at which no person has looked.
func (s *Service) among(ctx context.Context, sh *share, assets []db.ID) ([]db.ID, error) {
	if !access.Of(ctx).Service.IsZero() {
		return db.All[db.ID](ctx, s.db.From(ctx), confirmable+"l.id IN (?) AND l.staff_id IS NULL ORDER BY l.id"+s.db.ForUpdate(ctx), sh.Key, sh.department, assets)
	}
	return db.All[db.ID](ctx, s.db.From(ctx), confirmable+"l.id IN (?) ORDER BY l.id", sh.Key, sh.department, assets)
}

// confirmLines notes that the assets are as they should be.
func (s *Service) confirmLines(ctx context.Context, r *Round, assets []db.ID) error {
	h, me := s.db.From(ctx), access.Of(ctx)
	_, err := h.Exec(ctx, `UPDATE inventory_lines SET result = 'CONFIRMED', place = '', found_in = NULL, custodian_id = NULL, note = '', staff_id = ?, service_account_id = ?, at = ?
		WHERE round_id = ? AND id IN (?)`, me.StaffID, me.Service, s.db.Now(ctx), r.Key, assets)
	for _, key := range assets {
		h.Touched("inventory_lines", r.Key, key)
	}
	return err
}

func (s *Service) insertLine(ctx context.Context, l *Line) error {
	return s.db.From(ctx).Insert(ctx, "inventory_lines", l)
}

func (s *Service) insertLines(ctx context.Context, lines []*Line) error {
	if len(lines) == 0 {
		return nil
	}
	return db.InsertMany(ctx, s.db.From(ctx), "inventory_lines", lines)
}

// linesOf reads the lines of the round for the assets.
func (s *Service) linesOf(ctx context.Context, r *Round, assets []*asset.Asset) (map[db.ID]*Line, error) {
	keys := make([]db.ID, len(assets))
	for i, a := range assets {
		keys[i] = a.Key
	}
	found := make(map[db.ID]*Line, len(keys))
	return found, db.Listed(keys, func(some []db.ID) error {
		lines, err := db.All[*Line](ctx, s.db.From(ctx), "SELECT "+lineColumns+" FROM inventory_lines WHERE round_id = ? AND id IN (?)", r.Key, some)
		for _, l := range lines {
			found[l.Key] = l
		}
		return err
	})
}

// saveDepartment has another department look for what nobody looked at yet.
func (s *Service) saveDepartment(ctx context.Context, l *Line) error {
	h := s.db.From(ctx)
	if _, err := h.Exec(ctx, "UPDATE inventory_lines SET department_id = ? WHERE round_id = ? AND id = ?", l.Department, l.Round, l.Key); err != nil {
		return err
	}
	return h.Saved("inventory_lines", l)
}

func (s *Service) saveLine(ctx context.Context, l *Line) error {
	h := s.db.From(ctx)
	_, err := h.Exec(ctx, "UPDATE inventory_lines SET result = ?, place = ?, found_in = ?, custodian_id = ?, note = ?, staff_id = ?, service_account_id = ?, at = ? WHERE round_id = ? AND id = ?",
		l.Result, l.Place, l.FoundIn, l.Custodian, l.Note, l.Staff, l.Service, l.At, l.Round, l.Key)
	if err != nil {
		return err
	}
	return h.Saved("inventory_lines", l)
}

// progress counts the lines of each department that the reach covers, by the department's code.
func (s *Service) progress(ctx context.Context, r *Round, reach access.Reach) ([]*Progress, error) {
	return db.All[*Progress](ctx, s.db.From(ctx), `SELECT inventory_lines.department_id, COUNT(inventory_lines.asset_id) AS expected,
		SUM(CASE WHEN inventory_lines.result = 'CONFIRMED' THEN 1 ELSE 0 END) AS confirmed, SUM(CASE WHEN inventory_lines.result = 'OPEN' THEN 1 ELSE 0 END) AS open_lines,
		SUM(CASE WHEN inventory_lines.result IN (?) THEN 1 ELSE 0 END) AS differences
		FROM inventory_lines JOIN departments d ON d.id = inventory_lines.department_id
		WHERE inventory_lines.round_id = ? AND `+reach.SQL+" GROUP BY inventory_lines.department_id, d.code ORDER BY d.code", append([]any{r.different(), r.Key}, reach.Args...)...)
}

// claim ties an asset to something extra that was found connected and is not registered yet; false if there is none.
func (s *Service) claim(ctx context.Context, r *Round, department db.ID, label string, made db.ID) (bool, error) {
	found, err := db.All[db.ID](ctx, s.db.From(ctx), `SELECT id FROM inventory_lines WHERE round_id = ? AND department_id = ? AND label = ? AND result = 'UNKNOWN_EXTRA'
		AND connected = 1 AND registered_id IS NULL ORDER BY id LIMIT 1`, r.Key, department, label)
	if err != nil || len(found) == 0 {
		return false, err
	}
	h := s.db.From(ctx)
	n, err := h.Exec(ctx, "UPDATE inventory_lines SET registered_id = ? WHERE round_id = ? AND id = ? AND registered_id IS NULL", made, r.Key, found[0])
	if n == 1 {
		h.Touched("inventory_lines", r.Key, found[0])
	}
	return n == 1, err
}

// lineSeen reads a line that the reach covers.
func (s *Service) lineSeen(ctx context.Context, round, key db.ID, reach access.Reach) (*Line, error) {
	l := new(Line)
	return l, s.db.From(ctx).Get(ctx, l, "SELECT "+lineColumns+" FROM inventory_lines WHERE inventory_lines.round_id = ? AND inventory_lines.id = ? AND "+reach.SQL,
		append([]any{round, key}, reach.Args...)...)
}
