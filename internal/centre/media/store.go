package media

import (
	"context"

	"ttyt.example/ttyt/internal/base/blob"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

var columns = db.ColumnsOf("media_files", File{})

// everywhere is for the program itself, and for what has asked for a right already.
var everywhere = access.Reach{SQL: "1 = 1"}

// one reads a file that the reach covers, else NotFound; inside a transaction nobody else changes it until the end.
func (s *Service) one(ctx context.Context, key db.ID, reach access.Reach) (*File, error) {
	f := new(File)
	if err := s.db.From(ctx).Get(ctx, f, "SELECT "+columns+" FROM media_files WHERE media_files.id = ? AND "+reach.SQL+s.db.ForUpdate(ctx),
		append([]any{key}, reach.Args...)...); err != nil {
		return nil, err
	}
	return f, nil
}

// some reads the files with the keys that the reach covers; inside a transaction nobody else changes them until the end.
func (s *Service) some(ctx context.Context, keys []db.ID, reach access.Reach) ([]*File, error) {
	return db.All[*File](ctx, s.db.From(ctx), "SELECT "+columns+" FROM media_files WHERE media_files.id IN (?) AND "+reach.SQL+" ORDER BY media_files.id"+s.db.ForUpdate(ctx), append([]any{keys}, reach.Args...)...)
}

func (s *Service) page(ctx context.Context, plan *paging.Plan, where string, values []any) (*Connection, error) {
	c, err := paging.Read[*File](ctx, s.db, plan, columns, "media_files", where, values)
	if err == nil {
		shelve(c.Nodes())
	}
	return c, err
}

func (s *Service) insert(ctx context.Context, f *File) error {
	return s.db.From(ctx).Insert(ctx, "media_files", f)
}

// save writes the file when it still has its version, which it raises; else a ConflictError.
func (s *Service) save(ctx context.Context, f *File) error {
	expected := f.Version
	f.Version = expected + 1
	saved, err := s.db.From(ctx).Update(ctx, "media_files", f, f.Key, expected, "id", "department_id", "uploader_id", "name", "sort_name", "media_type", "size", "sha256", "created_at", "salt")
	if err == nil && !saved {
		err = fault.Changed(kind, f.ID())
	}
	return err
}

func (s *Service) remove(ctx context.Context, f *File) error {
	h := s.db.From(ctx)
	for _, u := range s.uses {
		if err := u.Forget(ctx, f.Key); err != nil {
			return err
		}
	}
	if _, err := h.Exec(ctx, "DELETE FROM media_files WHERE id = ?", f.Key); err != nil {
		return err
	}
	h.Gone("media_files", f.Key)
	return nil
}

// noteScan writes down that a scan confirmed what was known, and noteAttempt that one failed: the record does not digest either.
func (s *Service) noteScan(ctx context.Context, f *File) error {
	_, err := s.db.From(ctx).Exec(db.Beside(ctx), "UPDATE media_files SET engine = ?, scanned_at = ?, try_at = NULL, attempts = 0 WHERE id = ?", f.Engine, f.ScannedAt, f.Key)
	return err
}

func (s *Service) noteAttempt(ctx context.Context, f *File) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		_, err := s.db.From(ctx).Exec(db.Beside(ctx), "UPDATE media_files SET try_at = ?, attempts = ? WHERE sha256 = ? AND state = 'PENDING'", f.TryAt, f.Attempts, f.Sum)
		return err
	})
}

// noteMeasured writes down what a picture was measured to be: the record does not digest it.
func (s *Service) noteMeasured(ctx context.Context, f *File) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		_, err := s.db.From(ctx).Exec(db.Beside(ctx), "UPDATE media_files SET picture = ?, width = ?, height = ?, colour = ? WHERE id = ?", f.Picture, f.Width, f.Height, f.Colour, f.Key)
		if err != nil {
			return err
		}
		return s.feed.Record(ctx, kind, f.Key, tag, tagOf(f.Key))
	})
}

// unmeasured are pictures after one that readers may have and that were not measured yet.
func (s *Service) unmeasured(ctx context.Context, after db.ID, most int) ([]*File, error) {
	return db.All[*File](ctx, s.db.From(ctx), "SELECT "+columns+" FROM media_files WHERE picture = 'UNMEASURED' AND state IN ('CLEAN', 'NOT_SCANNED') AND id > ? ORDER BY id LIMIT ?", after[:], most)
}

func (s *Service) anyUnmeasured(ctx context.Context) (bool, error) {
	n, err := db.One[int](ctx, s.db.From(ctx), "SELECT EXISTS (SELECT 1 FROM media_files WHERE picture = 'UNMEASURED' AND state IN ('CLEAN', 'NOT_SCANNED'))")
	return n > 0, err
}

// noteOpened writes down that a file was read since its last scan.
func (s *Service) noteOpened(ctx context.Context, f *File) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		_, err := s.db.From(ctx).Exec(db.Beside(ctx), "UPDATE media_files SET opened_at = ? WHERE id = ?", s.db.Now(ctx), f.Key)
		return err
	})
}

// inUse are those of the files that something shows.
func (s *Service) inUse(ctx context.Context, keys []db.ID) (map[db.ID]bool, error) {
	rows, err := db.All[db.ID](ctx, s.db.From(ctx), "SELECT media_files.id FROM media_files WHERE media_files.id IN (?) AND ("+s.held()+")", keys)
	found := make(map[db.ID]bool, len(rows))
	for _, key := range rows {
		found[key] = true
	}
	return found, err
}

// taken is how many bytes the files of a department have.
func (s *Service) taken(ctx context.Context, department db.ID) (int64, error) {
	return db.One[int64](ctx, s.db.From(ctx), "SELECT COALESCE(SUM(size), 0) FROM media_files WHERE department_id = ?", department)
}

// alike are the files with the same bytes, those that came first first; inside a transaction nobody else changes them.
func (s *Service) alike(ctx context.Context, sum blob.Sum) ([]*File, error) {
	return db.All[*File](ctx, s.db.From(ctx), "SELECT "+columns+" FROM media_files WHERE sha256 = ? ORDER BY created_at, id"+s.db.ForUpdate(ctx), sum[:])
}

// due are files that wait to be scanned, at most so many: one for each content.
func (s *Service) due(ctx context.Context, most int) ([]*File, error) {
	return db.All[*File](ctx, s.db.From(ctx), "SELECT "+columns+" FROM media_files WHERE try_at <= ? AND NOT EXISTS (SELECT 1 FROM media_files o WHERE o.sha256 = media_files.sha256 AND o.try_at IS NOT NULL AND o.id < media_files.id) ORDER BY try_at, id LIMIT ?",
		s.db.Now(ctx), most)
}

func (s *Service) anyDue(ctx context.Context) (bool, error) {
	n, err := db.One[int](ctx, s.db.From(ctx), "SELECT EXISTS (SELECT 1 FROM media_files WHERE try_at <= ?)", s.db.Now(ctx))
	return n > 0, err
}

// stale are clean files that another engine than this one has scanned, before a moment: those first that were read since.
func (s *Service) stale(ctx context.Context, engine string, before db.Time, most int) ([]*File, error) {
	return db.All[*File](ctx, s.db.From(ctx), "SELECT "+columns+" FROM media_files WHERE state = 'CLEAN' AND scanned_at < ? AND engine <> ? ORDER BY CASE WHEN opened_at >= scanned_at THEN 0 ELSE 1 END, scanned_at LIMIT ?", before, engine, most)
}

// recent are the files that somebody brought since a moment, the latest first, except those with the same bytes.
func (s *Service) recent(ctx context.Context, f *File, since db.Time, most int) ([]*File, error) {
	return db.All[*File](ctx, s.db.From(ctx), "SELECT "+columns+" FROM media_files WHERE uploader_id = ? AND created_at >= ? AND sha256 <> ? ORDER BY created_at DESC, id DESC LIMIT ?", f.Uploader, since, f.Sum, most)
}

// unscanned are files that a demonstration without a scanner has shown.
func (s *Service) unscanned(ctx context.Context, most int) ([]*File, error) {
	return db.All[*File](ctx, s.db.From(ctx), "SELECT "+columns+" FROM media_files WHERE state = 'NOT_SCANNED' ORDER BY id LIMIT ?", most)
}

// beyond are files in the order of their keys, after one, at most so many: those that have bytes to be read.
func (s *Service) beyond(ctx context.Context, key db.ID, most int) ([]*File, error) {
	return db.All[*File](ctx, s.db.From(ctx), "SELECT "+columns+" FROM media_files WHERE id > ? AND state <> 'INFECTED' AND reason <> 'MISSING' ORDER BY id LIMIT ?", key[:], most)
}

// counts tells how many files have the bytes, and how many of those were found infected.
func (s *Service) counts(ctx context.Context, sum blob.Sum) (c struct {
	All      int `db:"everyone"`
	Infected int `db:"infected"`
}, err error,
) {
	err = s.db.From(ctx).Get(ctx, &c, "SELECT COUNT(*) AS everyone, COALESCE(SUM(CASE WHEN state = 'INFECTED' THEN 1 ELSE 0 END), 0) AS infected FROM media_files WHERE sha256 = ?", sum[:])
	return c, err
}

// States counts the files in each state.
func (s *Service) States(ctx context.Context) (map[string]int, error) {
	return db.Counted(ctx, s.db.From(ctx), "SELECT state AS kind, COUNT(*) AS n FROM media_files GROUP BY state")
}

var scannerColumns = db.ColumnsOf("media_scanner", Scanner{})

// readScanner reads the one row, NotFound before the first.
func (s *Service) readScanner(ctx context.Context) (*Scanner, error) {
	found := new(Scanner)
	return found, s.db.From(ctx).Get(ctx, found, "SELECT "+scannerColumns+" FROM media_scanner WHERE id = 1")
}

func (s *Service) writeScanner(ctx context.Context, found *Scanner) error {
	h := s.db.From(ctx)
	n, err := h.Exec(ctx, "UPDATE media_scanner SET state = ?, engine = ?, signatures_at = ?, since = ? WHERE id = 1", found.State, found.Engine, found.Signatures, found.Since)
	if err != nil || n > 0 {
		return err
	}
	found.Row = 1
	return h.Insert(ctx, "media_scanner", found)
}
