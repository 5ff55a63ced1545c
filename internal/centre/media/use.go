package media

import (
	"context"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Use is one way in which subjects show files. A file follows the rights to what shows it: those who read that read the file, though
// not in the library.
type Use struct {
	// Reads is where the actor reads a file because of what shows it: a condition over media_files.
	Reads func(ctx context.Context) access.Reach
	// Holds is where a file may not be deleted because of what shows it: a condition over media_files.
	Holds string
	// Forget drops what is still noted of a file that is deleted, of what shows it no longer.
	Forget func(ctx context.Context, file db.ID) error
}

// UsedBy has files follow the rights to what shows them. It belongs to start-up.
func (s *Service) UsedBy(u Use) { s.uses = append(s.uses, u) }

// readable is where the actor may read a file: in the library, or because of what shows it.
func (s *Service) readable(ctx context.Context) access.Reach {
	reach := s.visible(ctx)
	for _, u := range s.uses {
		reach = reach.Or(u.Reads(ctx))
	}
	return reach
}

// held is the condition under which something shows a file.
func (s *Service) held() string {
	var all []string
	for _, u := range s.uses {
		all = append(all, u.Holds)
	}
	if all == nil {
		return "1 = 0"
	}
	return strings.Join(all, " OR ")
}

// reader returns the file with the global id that the actor may read, in the library or because of what shows it, else NotFound.
func (s *Service) reader(ctx context.Context, global string) (*File, error) {
	key, err := db.ParseID(kind, global)
	if err != nil {
		return nil, err
	}
	return s.one(ctx, key, s.readable(ctx))
}

// shelf is a list of files of which those in use are read at once.
type shelf struct {
	keys []db.ID
	used paging.Once[map[db.ID]bool]
}

// shelve lets the files of a list be looked up together.
func shelve(files []*File) {
	on := &shelf{}
	for _, f := range files {
		on.keys, f.shelf = append(on.keys, f.Key), on
	}
}

// shown reports whether something shows the file.
func (s *Service) shown(ctx context.Context, f *File) (bool, error) {
	if len(s.uses) == 0 {
		return false, nil
	}
	if f.shelf == nil {
		shelve([]*File{f})
	}
	used, err := f.shelf.used.Get(func() (map[db.ID]bool, error) { return s.inUse(ctx, f.shelf.keys) })
	return used[f.Key], err
}
