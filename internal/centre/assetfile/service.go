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
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
)

// Service answers every use case of files of assets.
type Service struct {
	db     *db.DB
	access *access.Access
	audit  *audit.Log
	people *staff.Service
	assets *asset.Service
	acts   *act.Frame[*Import]
}

// New returns the service over a store.
func New(d *db.DB, a *access.Access, l *audit.Log, people *staff.Service, assets *asset.Service) *Service {
	s := &Service{db: d, access: a, audit: l, people: people, assets: assets}
	s.acts = &act.Frame[*Import]{
		DB: d, Access: a, Kind: kind, Policy: "asset", Rules: rules(), Version: func(i *Import) int { return i.Version }, Open: s.Get, Keep: s.keep,
	}
	return s
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
	return s.acts.Create(ctx, act.Creation{Operation: "importAssets"}, func(ctx context.Context) (*Import, error) {
		name := []rune(text.Line(in.File.Name))
		i := &Import{Key: db.NewID(), FileName: string(name[:min(len(name), 200)]), State: Receiving, StartedBy: access.Of(ctx).StaffID,
			Account: access.Of(ctx).AccountID, StartedAt: s.db.Now(ctx), Version: 1}
		grant, err := s.acts.May(ctx, actionStart, i)
		if err != nil {
			return nil, err
		}
		if err := s.insert(ctx, i); err != nil {
			return nil, err
		}
		if err := s.addPart(ctx, i, in.File, in.More); err != nil {
			return nil, err
		}
		return i, s.record(ctx, i, act.Line{Action: "asset.import", Detail: i.FileName, Grant: grant})
	})
}

// AddPart takes the next part of a file. One that is there already, sent again since the answer was lost, changes nothing.
func (s *Service) AddPart(ctx context.Context, in PartInput) (*Import, error) {
	if i, err := s.Get(ctx, in.Import); err == nil && i.by(ctx) == nil && in.Part >= 1 && in.Part <= i.Parts {
		return i, nil
	}
	w := act.Want{Action: actionAdd, ID: in.Import, Whatever: true}
	return s.acts.Do(ctx, w, func(ctx context.Context, i *Import, _ access.Grant) (act.Line, error) {
		if in.Part >= 1 && in.Part <= i.Parts { // came a moment ago
			return act.Line{}, nil
		}
		if in.Part != i.Parts+1 {
			return act.Line{}, fault.User(fault.Invalid, partsInOrder, "input.part")
		}
		return act.Line{}, s.addPart(ctx, i, in.File, in.More) // the record has the import as a whole
	})
}

func (s *Service) addPart(ctx context.Context, i *Import, file input.File, more bool) error {
	if err := file.Small(); err != nil {
		return err
	}
	if i.Bytes += len(file.Content); i.Bytes > maxImport {
		return fault.User(fault.TooLong, fileTooLarge, "input.file")
	}
	if len(file.Content) == 0 {
		return fault.User(fault.Required, text.EmptyFile, "input.file")
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
	w := act.Want{Action: actionApply, ID: in.ID, Version: in.ExpectedVersion}
	return s.acts.Do(ctx, w, func(ctx context.Context, i *Import, _ access.Grant) (line act.Line, err error) {
		if i.BadRows > 0 && !in.SkipBadRows {
			return line, fault.User(fault.Invalid, wrongRows, "input.skipBadRows")
		}
		i.State, i.Done, i.Attempts, i.Created, i.Updated, i.Unchanged, i.Version = Applying, 0, 0, 0, 0, 0, i.Version+1
		i.StartedBy, i.Account = access.Of(ctx).StaffID, access.Of(ctx).AccountID
		return act.Line{Action: "asset.import_apply", Detail: i.FileName}, nil
	})
}

// keep has the job begin to write, and records the act.
func (s *Service) keep(ctx context.Context, i *Import, l act.Line) error {
	if err := s.begin(ctx, i); err != nil {
		return err
	}
	return s.record(ctx, i, l)
}

func (s *Service) record(ctx context.Context, i *Import, l act.Line) error {
	return s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: l.Action, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf, SubjectKind: kind, SubjectID: i.Key,
		After: imports.Digest(i), Article: "5a", Detail: l.Detail})
}
