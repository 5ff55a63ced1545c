package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

func (s *Service) visible(ctx context.Context) access.Reach { return s.access.Reach(ctx, kind, "read") }

// Get returns the file with the global id that the actor may read, else NotFound.
func (s *Service) Get(ctx context.Context, global string) (*File, error) {
	key, err := db.ParseID(kind, global)
	if err != nil {
		return nil, err
	}
	return s.one(ctx, key, s.visible(ctx))
}

// ByIDs returns the files with the keys that the actor may read.
func (s *Service) ByIDs(ctx context.Context, keys []db.ID) (map[db.ID]*File, error) {
	reach := s.visible(ctx)
	if reach.None() {
		return nil, nil
	}
	all, err := s.some(ctx, keys, reach)
	found := make(map[db.ID]*File, len(all))
	for _, f := range all {
		found[f.Key] = f
	}
	return found, err
}

// Filter narrows a list of files; what is zero does not count.
type Filter struct {
	Department string // a global id
	Subtree    bool   // and the departments below it
	States     []State
	Mine       *bool // brought by the caller, or not
	SHA256     string
}

// List is a page of the files that the actor may read.
func (s *Service) List(ctx context.Context, f Filter, o Order, args paging.Args) (*Connection, error) {
	plan, err := orders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	var c db.Conditions
	reach := s.visible(ctx)
	c.Add(reach.SQL, reach.Args...)
	if f.Department != "" {
		key, err := db.ParseID("department", f.Department)
		if err != nil {
			return nil, err
		}
		of := []db.ID{key}
		if f.Subtree {
			if of, err = s.departments.Subtree(ctx, key); err != nil {
				return nil, err
			}
		}
		if len(of) == 0 { // no such department
			of = []db.ID{key}
		}
		c.Add("media_files.department_id IN (?)", of)
	}
	if f.SHA256 != "" {
		sum, err := hex.DecodeString(f.SHA256)
		if err != nil || len(sum) != sha256.Size {
			return nil, fault.Bad(notASum)
		}
		c.Add("media_files.sha256 = ?", sum)
	}
	if f.States != nil {
		c.Add("media_files.state IN (?)", f.States)
	}
	c.Flag(f.Mine, "media_files.uploader_id = ?", access.Of(ctx).StaffID)
	where, values := c.All()
	return s.page(ctx, plan, where, values)
}

// Scanner tells people who are signed in what the scanner was found to be when it was last asked.
func (s *Service) Scanner(ctx context.Context) (*Scanner, error) {
	if !access.Of(ctx).SignedIn() {
		return nil, fault.ErrUnauthenticated
	}
	return s.found(ctx)
}

func (s *Service) found(ctx context.Context) (*Scanner, error) {
	if s.scanner == nil {
		return &Scanner{State: ScannerNone}, nil
	}
	found, err := s.readScanner(ctx)
	if fault.Is(err, fault.NotFound) {
		return &Scanner{State: ScannerUnknown}, nil
	}
	return found, err
}

// MaxFileSize is how many bytes a file has at most, whatever its type.
func (s *Service) MaxFileSize() int { return int(s.o.MaxSize) }

// Waits is why files have no verdict yet.
func (s *Service) Waits(ctx context.Context, keys []db.ID) (map[db.ID]*Wait, error) {
	found, err := s.found(ctx)
	if err != nil {
		return nil, err
	}
	w, all := found.State.wait(), make(map[db.ID]*Wait, len(keys))
	for _, key := range keys {
		all[key] = &w
	}
	return all, nil
}
