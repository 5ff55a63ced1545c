package asset

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// ImportState is where an import stands.
type ImportState string

// The states of an import. Until Applying nothing of it is in the register.
const (
	Receiving ImportState = "RECEIVING"
	Checking  ImportState = "CHECKING"
	Checked   ImportState = "CHECKED"
	Applying  ImportState = "APPLYING"
	Applied   ImportState = "APPLIED"
	Failed    ImportState = "FAILED"
)

// Import is a file of assets on its way into the register.
type Import struct {
	Key        db.ID       `db:"id"`
	FileName   string      `db:"file_name"`
	State      ImportState `db:"state"`
	Parts      int         `db:"parts"`
	Bytes      int         `db:"bytes"`
	StartedBy  db.ID       `db:"started_by"`
	Account    db.ID       `db:"account_id"`
	StartedAt  db.Time     `db:"started_at"`
	FinishedAt db.Time     `db:"finished_at"`
	Rows       int         `db:"row_count"`
	Done       int         `db:"done"` // rows of the present phase
	BadRows    int         `db:"bad_rows"`
	Created    int         `db:"created"`
	Updated    int         `db:"updated"`
	Unchanged  int         `db:"unchanged"`
	Attempts   int         `db:"attempts"` // at the present phase, that ended in an error of the program
	FailureVI  string      `db:"failure_vi"`
	FailureEN  string      `db:"failure_en"`
	Version    int         `db:"version"`
}

// ID is the global id.
func (i *Import) ID() string { return db.GlobalID("asset_import", i.Key) }

// Failure says why the import failed, nil where it did not.
func (i *Import) Failure(ctx context.Context) *string {
	if i.FailureEN == "" {
		return nil
	}
	says := fault.Text{VI: i.FailureVI, EN: i.FailureEN}.In(ctx)
	return &says
}

// Fault is something that is wrong in one cell of a file, or in a row as a whole.
type Fault struct {
	Key     db.ID          `db:"id"`
	Import  db.ID          `db:"import_id"`
	Row     int            `db:"line"` // of the file; its header is line 1
	Column  string         `db:"column_name"`
	Code    fault.UserCode `db:"code"`
	VI      string         `db:"message_vi"`
	EN      string         `db:"message_en"`
	Article string         `db:"article"`
}

// Message is what to tell the person.
func (x *Fault) Message(ctx context.Context) string { return fault.Text{VI: x.VI, EN: x.EN}.In(ctx) }

// Rule is the article for GraphQL, nil where there is none.
func (x *Fault) Rule() *string { return Optional(x.Article).pointer() }

// Pages of imports and of what is wrong in them.
type (
	ImportConnection = paging.Connection[*Import]
	ImportEdge       = paging.Edge[*Import]
	FaultConnection  = paging.Connection[*Fault]
	FaultEdge        = paging.Edge[*Fault]
)

// ImportInput brings a file, or its first part.
type ImportInput struct {
	File input.File
	More bool
}

// PartInput brings the next part of a file.
type PartInput struct {
	Import string
	Part   int
	File   input.File
	More   bool
}

// ApplyImportInput has the checked rows written.
type ApplyImportInput struct {
	ID              string
	ExpectedVersion int
	SkipBadRows     bool
}

// maxImport is how many bytes a file of assets has at most, in all its parts.
const maxImport = 16 << 20

const importColumns = `asset_imports.id, asset_imports.file_name, asset_imports.state, asset_imports.parts, asset_imports.bytes, asset_imports.started_by, asset_imports.account_id,
	asset_imports.started_at, asset_imports.finished_at, asset_imports.row_count, asset_imports.done, asset_imports.bad_rows, asset_imports.created, asset_imports.updated,
	asset_imports.unchanged, asset_imports.attempts, asset_imports.failure_vi, asset_imports.failure_en, asset_imports.version`

// Import returns the import with the global id, to whoever may write the register; else NotFound.
func (s *Service) Import(ctx context.Context, global string) (*Import, error) {
	id, err := db.ParseID("asset_import", global)
	if err != nil {
		return nil, err
	}
	if !s.access.Allowed(ctx, "asset", "write", access.Target{}) {
		return nil, fault.ErrNotFound
	}
	return s.importOf(ctx, id)
}

func (s *Service) importOf(ctx context.Context, id db.ID) (*Import, error) {
	i := new(Import)
	if err := s.db.From(ctx).Get(ctx, i, "SELECT "+importColumns+" FROM asset_imports WHERE asset_imports.id = ?"+s.db.ForUpdate(ctx), id); err != nil {
		return nil, err
	}
	return i, nil
}

// Imports returns a page of the imports, the latest first; none for those who may not write the register.
func (s *Service) Imports(ctx context.Context, args paging.Args) (*ImportConnection, error) {
	plan, err := paging.New(args, paging.Order{Name: "started", Column: "asset_imports.started_at", ID: "asset_imports.id", Desc: true})
	if err != nil {
		return nil, err
	}
	where := "1 = 0"
	if s.access.Allowed(ctx, "asset", "write", access.Target{}) {
		where = "1 = 1"
	}
	return paging.Query(ctx, s.db, plan, importColumns, "asset_imports", where, nil, func(i *Import) (any, db.ID) { return i.StartedAt, i.Key })
}

// Faults returns a page of all that is wrong in the file, by line.
func (s *Service) Faults(ctx context.Context, i *Import, args paging.Args) (*FaultConnection, error) {
	plan, err := paging.New(args, paging.Order{Name: "line", Column: "asset_import_faults.line", ID: "asset_import_faults.id"})
	if err != nil {
		return nil, err
	}
	const columns = `asset_import_faults.id, asset_import_faults.import_id, asset_import_faults.line, asset_import_faults.column_name, asset_import_faults.code,
		asset_import_faults.message_vi, asset_import_faults.message_en, asset_import_faults.article`
	return paging.Query(ctx, s.db, plan, columns, "asset_import_faults", "asset_import_faults.import_id = ?", []any{i.Key},
		func(x *Fault) (any, db.ID) { return int64(x.Row), x.Key })
}

// StartImport takes a file, or its first part. Once it is there as a whole, a job checks its rows.
func (s *Service) StartImport(ctx context.Context, in ImportInput) (*Import, error) {
	return s.importing(ctx, func(ctx context.Context) (*Import, error) {
		if err := s.access.Require(ctx, "asset", "write", access.Target{}); err != nil {
			return nil, err
		}
		name := []rune(text.Line(in.File.Name))
		i := &Import{Key: db.NewID(), FileName: string(name[:min(len(name), 200)]), State: Receiving, StartedBy: access.Of(ctx).StaffID,
			Account: access.Of(ctx).AccountID, StartedAt: s.db.Now(ctx), Version: 1}
		if err := s.db.From(ctx).Insert(ctx, "asset_imports", i); err != nil {
			return nil, err
		}
		if err := s.addPart(ctx, i, in.File, in.More); err != nil {
			return nil, err
		}
		return i, s.recordImport(ctx, "asset.import", i, i.FileName)
	})
}

// AddPart takes the next part of a file. One that is there already, sent again since the answer was lost, changes nothing.
func (s *Service) AddPart(ctx context.Context, in PartInput) (*Import, error) {
	return s.importing(ctx, func(ctx context.Context) (*Import, error) {
		i, err := s.Import(ctx, in.Import)
		if err != nil {
			return nil, err
		}
		if i.StartedBy != access.Of(ctx).StaffID {
			return nil, fault.Refused("6b")
		}
		switch {
		case in.Part >= 1 && in.Part <= i.Parts:
			return i, nil
		case i.State != Receiving:
			return nil, fault.User(fault.WrongState, fault.Text{VI: "Tệp đã nhận đủ.", EN: "The file is there as a whole."}, "")
		case in.Part != i.Parts+1:
			return nil, fault.User(fault.Invalid, fault.Text{VI: "Các phần phải gửi theo thứ tự.", EN: "Parts come in their order."}, "input.part")
		}
		return i, s.addPart(ctx, i, in.File, in.More)
	})
}

func (s *Service) addPart(ctx context.Context, i *Import, file input.File, more bool) error {
	if i.Bytes += len(file.Content); i.Bytes > maxImport {
		return fault.User(fault.TooLong, fault.Text{VI: "Tệp lớn hơn 16 MiB.", EN: "The file is larger than 16 MiB."}, "input.file")
	}
	if len(file.Content) == 0 {
		return fault.User(fault.Required, fault.Text{VI: "Tệp không có nội dung.", EN: "The file is empty."}, "input.file")
	}
	i.Parts++
	h := s.db.From(ctx)
	if _, err := h.Exec(ctx, "INSERT INTO asset_import_parts (import_id, part, content) VALUES (?, ?, ?)", i.Key, i.Parts, file.Content); err != nil {
		return err
	}
	if !more {
		i.State = Checking
		i.Version++
	}
	_, err := h.Exec(ctx, "UPDATE asset_imports SET parts = ?, bytes = ?, state = ?, version = ? WHERE id = ?", i.Parts, i.Bytes, i.State, i.Version, i.Key)
	return err
}

// ApplyImport has the checked rows written by a job, in the name of who asks. With wrong rows in the file it is refused,
// unless those are to be left out.
func (s *Service) ApplyImport(ctx context.Context, in ApplyImportInput) (*Import, error) {
	return s.importing(ctx, func(ctx context.Context) (*Import, error) {
		i, err := s.Import(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		switch {
		case i.Version != in.ExpectedVersion:
			return nil, fault.Changed("asset_import", in.ID)
		case i.State != Checked:
			return nil, fault.User(fault.WrongState, fault.Text{VI: "Tệp chưa kiểm tra xong, hoặc đã ghi.", EN: "The file is not checked yet, or was written."}, "")
		case i.BadRows > 0 && !in.SkipBadRows:
			return nil, fault.User(fault.Invalid, fault.Text{VI: "Tệp còn dòng sai.", EN: "There are wrong rows in the file."}, "input.skipBadRows")
		}
		i.State, i.Done, i.Attempts, i.Created, i.Updated, i.Unchanged, i.Version = Applying, 0, 0, 0, 0, 0, i.Version+1
		i.StartedBy, i.Account = access.Of(ctx).StaffID, access.Of(ctx).AccountID
		_, err = s.db.From(ctx).Exec(ctx, `UPDATE asset_imports SET state = ?, done = 0, attempts = 0, created = 0, updated = 0, unchanged = 0, started_by = ?, account_id = ?, version = ? WHERE id = ?`,
			i.State, i.StartedBy, i.Account, i.Version, i.Key)
		if err != nil {
			return nil, err
		}
		return i, s.recordImport(ctx, "asset.import_apply", i, i.FileName)
	})
}

// importing runs fn in a transaction under the rights that the actor holds at this moment.
func (s *Service) importing(ctx context.Context, fn func(ctx context.Context) (*Import, error)) (i *Import, err error) {
	_, err = s.change(ctx, func(ctx context.Context) (*Asset, error) {
		i, err = fn(ctx)
		return nil, err
	})
	if err != nil {
		return nil, err
	}
	return i, nil
}

func (s *Service) recordImport(ctx context.Context, action string, i *Import, detail string) error {
	return s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: action, SubjectKind: "asset_import", SubjectID: i.Key,
		After: audit.DigestOf(i), Article: "5a", Detail: detail})
}

// content is the file in all its parts.
func (s *Service) content(ctx context.Context, i *Import) ([]byte, error) {
	parts, err := db.All[[]byte](ctx, s.db.From(ctx), "SELECT content FROM asset_import_parts WHERE import_id = ? ORDER BY part", i.Key)
	return slices.Concat(parts...), err
}
