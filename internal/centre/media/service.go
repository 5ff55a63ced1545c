package media

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"ttyt.example/ttyt/internal/base/blob"
	"ttyt.example/ttyt/internal/base/clamd"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/picture"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/core/job"
)

// Service answers every use case of the media library.
type Service struct {
	db          *db.DB
	access      *access.Access
	audit       *audit.Log
	feed        *feed.Feed
	jobs        *job.Runner
	inbox       *inbox.Service
	directory   approval.Directory
	departments *department.Service
	bytes       blob.Blob
	scanner     *clamd.Client
	studio      *picture.Studio
	drawn       *blob.Cache
	drawing     singleflight.Group // what is drawn now, for all who wait for it
	o           Options
	acts        *act.Frame[*File]
	infected    []InfectedHook
	uses        []Use

	mu    sync.Mutex
	probe probe
	after time.Time // when the scanner is asked again, of the clock of this machine
	watch time.Time // when it is looked at again while nothing waits
}

// InfectedHook is told, in the transaction of the verdict, which files were found infected: they are the same bytes. recent are
// the other files that the account of the first brought lately.
type InfectedHook func(ctx context.Context, files, recent []*File) error

// Options are what operators set.
type Options struct {
	Dir    string        // of the bytes
	Drawn  string        // the folder of the sizes of pictures, which are made again when they are gone
	Clamd  string        // the address of the scanner; "" for none
	MaxAge time.Duration // of its signatures; 0 for any
	Quota  int64         // bytes of a department
	// DrawnSize is how many bytes the sizes of pictures take at most.
	DrawnSize int64
	// MaxSize is how many bytes a file has at most, whatever its type: what the probe proves the scanner to read.
	MaxSize int64
	Delete  bool // what is found infected, instead of locking it away
	Demo    bool // without a scanner, texts and pictures drawn anew are used unscanned
}

// Deps is what the service is built from.
type Deps struct {
	DB          *db.DB
	Access      *access.Access
	Audit       *audit.Log
	Feed        *feed.Feed
	Jobs        *job.Runner
	Inbox       *inbox.Service
	Directory   approval.Directory
	Departments *department.Service
	Options
}

// New returns the service, known to the job runner.
func New(d Deps) (*Service, error) {
	s := &Service{db: d.DB, access: d.Access, audit: d.Audit, feed: d.Feed, jobs: d.Jobs, inbox: d.Inbox, directory: d.Directory, departments: d.Departments, bytes: blob.NewLocal(d.Dir), o: d.Options,
		studio: picture.NewStudio(), drawn: blob.NewCache(d.Drawn, d.DrawnSize)}
	s.acts = &act.Frame[*File]{
		DB: s.db, Access: s.access, Kind: kind, Rules: s.rules(), Version: func(f *File) int { return f.Version },
		Open: s.Get, Digest: func(f *File) []byte { return keptFiles.Digest(f) }, Keep: s.keep,
	}
	if d.Clamd != "" {
		var err error
		if s.scanner, err = clamd.New(d.Clamd); err != nil {
			return nil, err
		}
		d.Jobs.EveryIf("media.scan", time.Second, s.ScanWanted, s.Scan)
		d.Jobs.EveryIf("media.watch", time.Second, s.WatchWanted, s.Watch)
		d.Jobs.Every("media.rescan", 5*time.Minute, s.ScanAgain)
	}
	d.Jobs.EveryIf("media.measure", time.Second, s.anyUnmeasured, s.Measure)
	d.Jobs.Every("media.sweep", time.Hour, s.Sweep)
	return s, nil
}

// OnInfected registers a hook. Call it at start-up only.
func (s *Service) OnInfected(h InfectedHook) { s.infected = append(s.infected, h) }

// tag is that of every file in the change feed, tagOf that of one.
const tag = "media"

func tagOf(file db.ID) string { return "media:" + file.String() }

// turn is taken by whatever puts bytes under a row, or takes them away: no row is left without its bytes.
const turn = "media"

// UploadInput brings a file.
type UploadInput struct {
	File           input.File
	Department     *string // the caller's own when left out
	IdempotencyKey string
}

// arrived is a file as it is known before anything is written.
type arrived struct {
	Name       string
	Type       string
	Size       int64
	Sum        [32]byte
	Department *string
}

// Upload takes a file, which waits for its verdict. Repeated under its idempotency key it answers with the file taken the first
// time.
func (s *Service) Upload(ctx context.Context, in UploadInput) (*File, error) {
	a, state, malformed := s.look(ctx, &in)
	c := act.Creation{Operation: "uploadMedia", Key: in.IdempotencyKey, Input: a, Turn: turn}
	for try := 0; ; try++ {
		if malformed == nil && access.Of(ctx).SignedIn() {
			err := s.bytes.Put(ctx, blob.Key{Area: blob.Files, Sum: a.Sum}, in.File.Open())
			if errors.Is(err, blob.ErrFull) {
				return nil, &fault.Error{Code: fault.Unavailable, Text: diskFull}
			}
			if err != nil {
				return nil, err
			}
		}
		f, err := s.acts.Create(ctx, c, func(ctx context.Context) (*File, error) { return s.upload(ctx, a, state, malformed) })
		if errors.Is(err, blob.ErrNotExist) && try < 3 { // swept a moment ago
			continue
		}
		if err != nil && malformed == nil {
			err = errors.Join(err, s.release(context.WithoutCancel(ctx), a.Sum))
		}
		return f, err
	}
}

// look tells what can be told of a file without the store. What a demonstration uses unscanned takes its place.
func (s *Service) look(ctx context.Context, in *UploadInput) (a arrived, state State, malformed error) {
	a = arrived{Size: in.File.Size(), Sum: in.File.Sum(), Department: in.Department}
	if a.Size == 0 {
		return a, "", fault.User(fault.Required, text.EmptyFile, "input.file").By("7b")
	}
	t, err := detect(in.File.Open())
	switch {
	case err != nil:
		return a, "", err
	case t == nil:
		return a, "", fault.User(fault.Invalid, notTaken, "input.file").By("7b")
	}
	if most := min(t.max, s.o.MaxSize); a.Size > most {
		return a, "", fault.User(fault.TooLong, tooLarge.With(t.media, most>>20), "input.file").By("7b")
	}
	a.Name, a.Type = named(in.File.Name, t), t.media
	if s.o.Demo && s.scanner == nil {
		if content, t := s.harmless(ctx, in.File, t); content != nil {
			in.File = input.File{Name: in.File.Name, Content: content}
			a.Size, a.Sum, a.Name, a.Type = in.File.Size(), in.File.Sum(), named(in.File.Name, t), t.media
			return a, NotScanned, nil
		}
	}
	return a, Pending, nil
}

func (s *Service) upload(ctx context.Context, a arrived, state State, malformed error) (*File, error) {
	me, now := access.Of(ctx), s.db.Now(ctx)
	f := &File{Key: db.NewID(), Department: me.Home, Uploader: me.StaffID, Name: a.Name, SortName: text.SortKey(a.Name, 200), Type: a.Type, Size: int(a.Size),
		Sum: a.Sum[:], State: state, Address: me.Address, Version: 1, CreatedAt: now, Picture: pictured(a.Type), Focus: Centre, Salt: newSalt()}
	if a.Department != nil {
		d, err := s.departments.Get(ctx, *a.Department)
		if err != nil {
			return nil, err
		}
		f.Department = d.Key
	}
	grant, err := s.acts.May(ctx, actionUpload, f)
	if err == nil {
		err = malformed
	}
	if err == nil {
		err = s.within(ctx, f)
	}
	if err != nil {
		return nil, err
	}
	if f.State == Pending {
		f.TryAt = now
	}
	if _, err := s.bytes.Stat(ctx, blob.Key{Area: blob.Files, Sum: a.Sum}); err != nil {
		return nil, err
	}
	if err := s.insert(ctx, f); err != nil {
		return nil, err
	}
	s.jobs.Soon(ctx)
	return f, s.record(ctx, f, act.Line{Action: "media.upload", Grant: grant, Detail: f.Name})
}

// within refuses a file for which its department has no room left.
func (s *Service) within(ctx context.Context, f *File) error {
	taken, err := s.taken(ctx, f.Department)
	if err == nil && taken+int64(f.Size) > s.o.Quota {
		err = fault.User(fault.TooLong, overQuota.With(s.o.Quota>>20), "input.file").By("7b")
	}
	return err
}

// VersionInput names a file as it was looked at.
type VersionInput struct {
	ID              string
	ExpectedVersion int
}

// Rescan has a file scanned once more. Until then nobody gets it.
func (s *Service) Rescan(ctx context.Context, in VersionInput) (*File, error) {
	w := act.Want{Action: actionRescan, ID: in.ID, Version: in.ExpectedVersion}
	return s.acts.Do(ctx, w, func(ctx context.Context, f *File, _ access.Grant) (act.Line, error) {
		s.jobs.Soon(ctx)
		f.State, f.Reason, f.Signature, f.TryAt, f.Attempts = Pending, "", "", s.db.Now(ctx), 0
		return act.Line{Action: "media.rescan", Detail: f.Name}, nil
	})
}

// Delete takes a file away, with its bytes unless another file has the same.
func (s *Service) Delete(ctx context.Context, in VersionInput) (*string, error) {
	w := act.Want{Action: actionDelete, ID: in.ID, Version: in.ExpectedVersion, Turn: turn}
	f, err := s.acts.Do(ctx, w, func(_ context.Context, f *File, _ access.Grant) (act.Line, error) {
		return act.Line{Action: deleted, Detail: f.Name}, nil
	})
	if err != nil {
		return nil, err
	}
	id := f.ID()
	return &id, s.release(context.WithoutCancel(ctx), f.sum())
}

const deleted = "media.delete"

// keep saves or deletes the file and records the act.
func (s *Service) keep(ctx context.Context, f *File, l act.Line) error {
	write := s.save
	if l.Action == deleted {
		write = s.remove
	}
	if err := write(ctx, f); err != nil {
		return err
	}
	return s.record(ctx, f, l)
}

func (s *Service) record(ctx context.Context, f *File, l act.Line) error {
	e := audit.Event{Class: audit.Administration, Action: l.Action, Article: "7b", Detail: l.Detail, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: kind, SubjectID: f.Key, Department: f.Department, Before: l.Before}
	if f.State == Infected {
		e.Class = audit.Security
	}
	if l.Action != deleted {
		e.After = keptFiles.Digest(f)
	}
	if err := s.audit.Record(ctx, e); err != nil {
		return err
	}
	return s.feed.Record(ctx, kind, f.Key, tag, tagOf(f.Key))
}

// it returns who is to be told of what concerns IT: who holds the role, the Board where nobody does.
func (s *Service) it(ctx context.Context) ([]db.ID, error) {
	people, err := s.directory.Holders(ctx, access.IT)
	if err == nil && len(people) == 0 {
		people, err = s.directory.Holders(ctx, access.Director)
	}
	return slices.Clone(people), err
}

func (s *Service) tell(ctx context.Context, f *File, what inbox.Kind, people ...db.ID) error {
	return s.inbox.TellOthers(ctx, inbox.Notice{Kind: what, SubjectKind: kind, Subject: f.Key, Detail: f.Name}, people...)
}
