package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// Local keeps bytes in a folder of this machine, or of one that it has mounted.
type Local struct {
	root string
	// create makes a file to write to; tests put a full disk in its place.
	create func(dir string) (file, error)
}

// file is what bytes are written to before they have their name.
type file interface {
	io.Writer
	Name() string
	Sync() error
	Close() error
}

var _ Blob = (*Local)(nil)

// unfinished is the folder of what is being written.
const unfinished = "unfinished"

// NewLocal returns the store in a folder, which it makes once there is something to keep. Nobody but the program's user may
// read it.
func NewLocal(root string) *Local {
	return &Local{root: root, create: func(dir string) (file, error) { return os.CreateTemp(dir, "put-") }}
}

// prepare makes the folders.
func (l *Local) prepare() error {
	for _, dir := range append(slices.Clone(areas), unfinished) {
		if err := os.MkdirAll(filepath.Join(l.root, string(dir)), 0o700); err != nil {
			return err
		}
	}
	return nil
}

func (l *Local) path(k Key) string { return filepath.Join(l.root, filepath.FromSlash(k.String())) }

// Put writes to a file without a name of its own, and gives it that once the disk has it.
func (l *Local) Put(ctx context.Context, k Key, r io.Reader) error {
	if _, err := l.Stat(ctx, k); !errors.Is(err, ErrNotExist) {
		return err
	}
	if err := l.prepare(); err != nil {
		return full(err)
	}
	f, err := l.create(filepath.Join(l.root, unfinished))
	if err != nil {
		return full(err)
	}
	if err := errors.Join(write(ctx, f, k.Sum, r), f.Close()); err != nil {
		return full(errors.Join(err, os.Remove(f.Name())))
	}
	return full(l.name(f.Name(), k))
}

// write copies what is read until its end, and reports whether it came to the sum.
func write(ctx context.Context, f file, want Sum, r io.Reader) error {
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(f, h), during(ctx, r)); err != nil {
		return err
	}
	if Sum(h.Sum(nil)) != want {
		return ErrMismatch
	}
	return f.Sync()
}

// name gives a finished file the name of its key, for good.
func (l *Local) name(from string, k Key) error {
	to := l.path(k)
	if err := os.Mkdir(filepath.Dir(to), 0o700); err == nil {
		if err := syncDir(filepath.Join(l.root, string(k.Area))); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

// syncDir has the disk keep the names in a folder.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// full tells a full disk apart from other failures.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return errors.Join(ErrFull, err)
	}
	return err
}

// Open opens the file.
func (l *Local) Open(_ context.Context, k Key, offset, length int64) (io.ReadCloser, error) {
	f, err := os.Open(l.path(k))
	if err != nil {
		return nil, gone(err)
	}
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if length < 0 {
		return f, nil
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(f, length), f}, nil
}

// Stat looks at the file.
func (l *Local) Stat(_ context.Context, k Key) (Info, error) {
	i, err := os.Stat(l.path(k))
	if err != nil {
		return Info{}, gone(err)
	}
	return Info{k, i.Size(), i.ModTime()}, nil
}

func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNotExist
	}
	return err
}

// Delete removes the file.
func (l *Local) Delete(_ context.Context, k Key) error {
	if err := os.Remove(l.path(k)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// List walks the folder of the area. What is no file of ours is passed over.
func (l *Local) List(ctx context.Context, a Area, do func(Info) error) error {
	return filepath.WalkDir(filepath.Join(l.root, string(a)), func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // nothing was ever kept, or it was deleted meanwhile
			return nil
		}
		if err != nil || d.IsDir() {
			return errors.Join(ctx.Err(), err)
		}
		name, err := filepath.Rel(l.root, path)
		if err != nil {
			return err
		}
		k, ours := parse(filepath.ToSlash(name))
		if !ours {
			return nil
		}
		i, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) { // deleted meanwhile
			return nil
		}
		if err != nil {
			return err
		}
		return do(Info{k, i.Size(), i.ModTime()})
	})
}

// Move renames the file.
func (l *Local) Move(ctx context.Context, from, to Key) error {
	if from.Sum != to.Sum {
		return ErrMismatch
	}
	if _, err := l.Stat(ctx, from); err != nil {
		return err
	}
	if err := l.name(l.path(from), to); err != nil {
		return gone(err)
	}
	return syncDir(filepath.Dir(l.path(from)))
}

// Sweep removes what was begun before a moment and never finished: the program was stopped while it wrote.
func (l *Local) Sweep(ctx context.Context, before time.Time) (removed int, err error) {
	dir := filepath.Join(l.root, unfinished)
	all, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	for _, d := range all {
		i, err := d.Info()
		if err != nil || !i.ModTime().Before(before) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, d.Name())); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, errors.Join(ctx.Err(), err)
}

// during reads until the context ends.
func during(ctx context.Context, r io.Reader) io.Reader { return &bound{ctx, r} }

type bound struct {
	ctx context.Context
	r   io.Reader
}

// Read reads on.
func (b *bound) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	return b.r.Read(p)
}
