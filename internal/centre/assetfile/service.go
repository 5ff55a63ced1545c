package assetfile

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// Service answers every use case of files of assets.
type Service struct {
	db     *db.DB
	access *access.Access
	audit  *audit.Log
	people *staff.Service
	assets *asset.Service
}

// New returns the service over a store.
func New(d *db.DB, a *access.Access, l *audit.Log, people *staff.Service, assets *asset.Service) *Service {
	return &Service{db: d, access: a, audit: l, people: people, assets: assets}
}

// StartInput brings a file, or its first part.
type StartInput struct {
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

// ApplyInput has the checked rows written.
type ApplyInput struct {
	ID              string
	ExpectedVersion int
	SkipBadRows     bool
}

// maxImport is how many bytes a file of assets has at most, in all its parts.
const maxImport = 16 << 20

// Start takes a file, or its first part. Once it is there as a whole, a job checks its rows.
func (s *Service) Start(ctx context.Context, in StartInput) (*Import, error) {
	return s.change(ctx, func(ctx context.Context) (*Import, error) {
		if err := s.access.Require(ctx, "asset", "write", access.Target{}); err != nil {
			return nil, err
		}
		name := []rune(text.Line(in.File.Name))
		i := &Import{Key: db.NewID(), FileName: string(name[:min(len(name), 200)]), State: Receiving, StartedBy: access.Of(ctx).StaffID,
			Account: access.Of(ctx).AccountID, StartedAt: s.db.Now(ctx), Version: 1}
		if err := s.insert(ctx, i); err != nil {
			return nil, err
		}
		if err := s.addPart(ctx, i, in.File, in.More); err != nil {
			return nil, err
		}
		return i, s.record(ctx, "asset.import", i, i.FileName)
	})
}

// AddPart takes the next part of a file. One that is there already, sent again since the answer was lost, changes nothing.
func (s *Service) AddPart(ctx context.Context, in PartInput) (*Import, error) {
	return s.change(ctx, func(ctx context.Context) (*Import, error) {
		i, err := s.Get(ctx, in.Import)
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
	if !more {
		i.State = Checking
		i.Version++
	}
	return s.insertPart(ctx, i, file.Content)
}

// Apply has a job write the checked rows on behalf of the caller. With wrong rows in the file it is refused,
// unless those are to be left out.
func (s *Service) Apply(ctx context.Context, in ApplyInput) (*Import, error) {
	return s.change(ctx, func(ctx context.Context) (*Import, error) {
		i, err := s.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		switch {
		case i.Version != in.ExpectedVersion:
			return nil, fault.Changed(kind, in.ID)
		case i.State != Checked:
			return nil, fault.User(fault.WrongState, fault.Text{VI: "Tệp chưa kiểm tra xong, hoặc đã ghi.", EN: "The file is not checked yet, or was written."}, "")
		case i.BadRows > 0 && !in.SkipBadRows:
			return nil, fault.User(fault.Invalid, fault.Text{VI: "Tệp còn dòng sai.", EN: "There are wrong rows in the file."}, "input.skipBadRows")
		}
		i.State, i.Done, i.Attempts, i.Created, i.Updated, i.Unchanged, i.Version = Applying, 0, 0, 0, 0, 0, i.Version+1
		i.StartedBy, i.Account = access.Of(ctx).StaffID, access.Of(ctx).AccountID
		if err := s.begin(ctx, i); err != nil {
			return nil, err
		}
		return i, s.record(ctx, "asset.import_apply", i, i.FileName)
	})
}

// change runs fn in a transaction under the rights that the actor holds at this moment.
func (s *Service) change(ctx context.Context, fn func(ctx context.Context) (*Import, error)) (i *Import, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.access.Refresh(ctx)
		if err != nil {
			return err
		}
		i, err = fn(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return i, nil
}

func (s *Service) record(ctx context.Context, action string, i *Import, detail string) error {
	return s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: action, SubjectKind: kind, SubjectID: i.Key,
		After: audit.DigestOf(i), Article: "5a", Detail: detail})
}
