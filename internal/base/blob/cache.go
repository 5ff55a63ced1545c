package blob

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Cache keeps on disk what was made of some bytes and can be made again, up to a bound: what was used longest ago goes first.
// Each replica has its own. Nothing in it is synced, as a file that a crash has cut is not found under its name.
type Cache struct {
	root string
	most int64 // bytes; 0 for no bound

	mu    sync.Mutex
	taken int64 // bytes; -1 before the folder was looked at
}

// NewCache returns the cache in a folder, which it makes once there is something to keep. most is its bound in bytes, 0 for none.
func NewCache(root string, most int64) *Cache { return &Cache{root: root, most: most, taken: -1} }

func (c *Cache) dir(of Sum) string { return filepath.Join(c.root, of.String()[:2], of.String()) }

// Get opens what was made of the bytes under a name, which is that of a file. Errors: ErrNotExist.
func (c *Cache) Get(of Sum, name string) (*os.File, error) {
	path := filepath.Join(c.dir(of), name)
	f, err := os.Open(path)
	if err != nil {
		return nil, gone(err)
	}
	if i, err := f.Stat(); err == nil && time.Since(i.ModTime()) > time.Hour { // used again; not told more often than it matters
		_ = os.Chtimes(path, time.Time{}, time.Now())
	}
	return f, nil
}

// Put keeps what make writes, and opens it. Errors: ErrFull, those of make.
func (c *Cache) Put(of Sum, name string, make func(io.Writer) error) (*os.File, error) {
	if err := os.MkdirAll(filepath.Join(c.root, unfinished), 0o700); err != nil {
		return nil, full(err)
	}
	f, err := os.CreateTemp(filepath.Join(c.root, unfinished), "put-")
	if err != nil {
		return nil, full(err)
	}
	err = make(f)
	if err == nil {
		err = os.MkdirAll(c.dir(of), 0o700)
	}
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(c.dir(of), name))
	}
	var size int64
	if err == nil {
		size, err = f.Seek(0, io.SeekCurrent)
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return nil, full(errors.Join(err, f.Close()))
	}
	if err := c.grow(size); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// grow counts what was kept, and makes room where it is too much.
func (c *Cache) grow(by int64) error {
	if c.most == 0 {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.taken >= 0 {
		c.taken += by
	}
	if c.taken >= 0 && c.taken <= c.most {
		return nil
	}
	return c.trim()
}

// kept is one file of the cache.
type kept struct {
	path string
	size int64
	at   time.Time
}

// trim looks at the folder, and removes what was used longest ago until a tenth of the room is free.
func (c *Cache) trim() error {
	var all []kept
	c.taken = 0
	err := c.each(func(_ Sum, k kept) error {
		all = append(all, k)
		c.taken += k.size
		return nil
	})
	if err != nil || c.taken <= c.most {
		return err
	}
	slices.SortFunc(all, func(a, b kept) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.path, b.path)) })
	for _, k := range all {
		if c.taken <= c.most*9/10 {
			break
		}
		if err := os.Remove(k.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		c.taken -= k.size
	}
	return nil
}

// each calls do for every file that is kept.
func (c *Cache) each(do func(of Sum, k kept) error) error {
	return filepath.WalkDir(c.root, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := hex.DecodeString(filepath.Base(filepath.Dir(path)))
		if err != nil || len(raw) != len(Sum{}) {
			return nil //nolint:nilerr // being written, or not ours
		}
		i, err := d.Info()
		if err != nil {
			return gone(err)
		}
		return do(Sum(raw), kept{path, i.Size(), i.ModTime()})
	})
}

// Forget removes all that was made of the bytes.
func (c *Cache) Forget(of Sum) error {
	err := os.RemoveAll(c.dir(of))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.taken = -1 // what that leaves is counted when something is next kept
	return err
}

// Sweep removes what was made of bytes that are not wanted any more, and what was begun before a moment and never finished.
func (c *Cache) Sweep(ctx context.Context, before time.Time, wanted func(Sum) (bool, error)) error {
	known := map[Sum]bool{}
	err := c.each(func(of Sum, _ kept) error {
		known[of] = true
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	for of := range known {
		ok, err := wanted(of)
		if err == nil && !ok {
			err = c.Forget(of)
		}
		if err != nil {
			return err
		}
	}
	_, err = (&Local{root: c.root}).Sweep(ctx, before)
	return err
}
