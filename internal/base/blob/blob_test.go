package blob

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func opened(t *testing.T) *Local {
	t.Helper()
	return NewLocal(filepath.Join(t.TempDir(), "media"))
}

func keyOf(b []byte) Key { return Key{Files, sha256.Sum256(b)} }

func some(t *testing.T, n int) []byte {
	t.Helper()
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

// left are the files below the folder, whatever they are called.
func left(t *testing.T, l *Local) (names []string) {
	t.Helper()
	err := filepath.WalkDir(l.root, func(path string, d os.DirEntry, err error) error {
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if err == nil && !d.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestWhatIsPutIsReadAgain(t *testing.T) {
	t.Parallel()
	l, ctx := opened(t), t.Context()
	content := some(t, 100_000)
	k := keyOf(content)
	if err := l.Put(ctx, k, bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	if i, err := l.Stat(ctx, k); err != nil || i.Size != 100_000 || i.Key != k {
		t.Errorf("%v, %v", i, err)
	}
	for _, part := range []struct{ offset, length, want int64 }{{0, -1, 100_000}, {10, 20, 20}, {99_990, 50, 10}, {99_999, -1, 1}, {100_000, -1, 0}} {
		r, err := l.Open(ctx, k, part.offset, part.length)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil || !bytes.Equal(got, content[part.offset:part.offset+part.want]) {
			t.Errorf("%v: %d bytes, %v", part, len(got), err)
		}
	}
	// Bytes that are there are not written again, nor read.
	if err := l.Put(ctx, k, iotestFail{}); err != nil {
		t.Error(err)
	}
	if err := l.Delete(ctx, k); err != nil {
		t.Error(err)
	}
	if _, err := l.Open(ctx, k, 0, -1); !errors.Is(err, ErrNotExist) {
		t.Error(err)
	}
	if err := l.Delete(ctx, k); err != nil {
		t.Error(err)
	}
	if names := left(t, l); len(names) > 0 {
		t.Error(names)
	}
}

type iotestFail struct{}

func (iotestFail) Read([]byte) (int, error) { return 0, errors.New("the client went away") }

func TestAReaderGoesWhereItIsSent(t *testing.T) {
	t.Parallel()
	l, ctx := opened(t), t.Context()
	content := []byte("0123456789")
	k := keyOf(content)
	if err := l.Put(ctx, k, bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	r := NewReader(ctx, l, k, 10)
	for _, step := range []struct {
		offset int64
		whence int
		at     int64
		want   string
	}{{0, io.SeekStart, 0, "0123"}, {-2, io.SeekCurrent, 2, "2345"}, {-3, io.SeekEnd, 7, "789"}, {0, io.SeekStart, 0, "0123"}} {
		if at, err := r.Seek(step.offset, step.whence); err != nil || at != step.at {
			t.Fatal(at, err)
		}
		b := make([]byte, len(step.want))
		if _, err := io.ReadFull(r, b); err != nil || string(b) != step.want {
			t.Errorf("%q, %v", b, err)
		}
	}
	if _, err := r.Seek(-1, io.SeekStart); err == nil {
		t.Error("before the beginning")
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// full is a file on a disk without room for more than a few bytes.
type fullFile struct {
	*os.File
	room int
}

func (f *fullFile) Write(p []byte) (int, error) {
	n := min(len(p), f.room)
	f.room -= n
	if _, err := f.File.Write(p[:n]); err != nil {
		return 0, err
	}
	if n < len(p) {
		return n, &os.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
	}
	return n, nil
}

func TestNothingHalfIsLeft(t *testing.T) {
	t.Parallel()
	content := some(t, 200_000)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		in   io.Reader
		room int
		want error
	}{
		"a full disk":                 {t.Context(), bytes.NewReader(content), 70_000, ErrFull},
		"a disk that was full before": {t.Context(), bytes.NewReader(content), 0, ErrFull},
		"an upload cut half way":      {t.Context(), io.MultiReader(bytes.NewReader(content[:100_000]), iotestFail{}), 1 << 20, nil},
		"fewer bytes than were named": {t.Context(), bytes.NewReader(content[:100_000]), 1 << 20, ErrMismatch},
		"more bytes than were named":  {t.Context(), io.MultiReader(bytes.NewReader(content), strings.NewReader("x")), 1 << 20, ErrMismatch},
		"nobody waits any more":       {over, bytes.NewReader(content), 1 << 20, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := opened(t)
			l.create = func(dir string) (file, error) {
				f, err := os.CreateTemp(dir, "put-")
				return &fullFile{f, c.room}, err
			}
			err := l.Put(c.ctx, keyOf(content), c.in)
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("%v, not %v", err, c.want)
			}
			if names := left(t, l); len(names) > 0 {
				t.Errorf("left: %v", names)
			}
		})
	}
}

// A process that ends while it writes leaves nothing under a key, and what it leaves is swept.
func TestAProcessIsKilledWhileItWrites(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv("BLOB_TEST_DIR"); dir != "" {
		_ = NewLocal(dir).Put(t.Context(), Key{Area: Files}, os.Stdin) // never comes back
		return
	}
	l := opened(t)
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), me, "-test.run=^TestAProcessIsKilledWhileItWrites$")
	child.Env = append(os.Environ(), "BLOB_TEST_DIR="+l.root)
	in, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Write(some(t, 300_000)); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); len(left(t, l)) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it does not write")
		}
	}
	_ = child.Process.Kill()
	_ = child.Wait()
	if err := l.List(t.Context(), Files, func(i Info) error { return errors.New(i.Key.String()) }); err != nil {
		t.Error(err)
	}
	if n, err := l.Sweep(t.Context(), time.Now().Add(-time.Hour)); err != nil || n != 0 {
		t.Errorf("%d swept that may still be written, %v", n, err)
	}
	if n, err := l.Sweep(t.Context(), time.Now().Add(time.Hour)); err != nil || n != 1 {
		t.Errorf("%d swept, %v", n, err)
	}
	if names := left(t, l); len(names) > 0 {
		t.Error(names)
	}
}

// Two who put the same bytes at once have them stored once.
func TestSameBytesAtOnce(t *testing.T) {
	t.Parallel()
	l := opened(t)
	content := some(t, 500_000)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := l.Put(t.Context(), keyOf(content), bytes.NewReader(content)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if names := left(t, l); len(names) != 1 {
		t.Error(names)
	}
}

func TestListAndMove(t *testing.T) {
	t.Parallel()
	l, ctx := opened(t), t.Context()
	if err := l.List(ctx, Files, func(i Info) error { return errors.New(i.Key.String()) }); err != nil {
		t.Error(err)
	}
	keys := map[Key]bool{}
	for range 20 {
		content := some(t, 100)
		keys[keyOf(content)] = true
		if err := l.Put(ctx, keyOf(content), bytes.NewReader(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(l.root, "files", "Thumbs.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var last string
	count := func(a Area) (n int) {
		last = ""
		if err := l.List(ctx, a, func(i Info) error {
			if !keys[Key{Files, i.Key.Sum}] || i.Key.String() <= last || i.Size != 100 {
				t.Errorf("%v after %s", i, last)
			}
			last = i.Key.String()
			n++
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count(Files); n != 20 {
		t.Error(n)
	}
	for k := range keys {
		if err := l.Move(ctx, k, Key{Locked, k.Sum}); err != nil {
			t.Fatal(err)
		}
		if err := l.Move(ctx, k, Key{Locked, k.Sum}); !errors.Is(err, ErrNotExist) {
			t.Error(err)
		}
		if err := l.Move(ctx, Key{Locked, k.Sum}, Key{Area: Files}); !errors.Is(err, ErrMismatch) {
			t.Error(err)
		}
	}
	if n, m := count(Files), count(Locked); n != 0 || m != 20 {
		t.Errorf("%d and %d", n, m)
	}
	if got := errors.New("enough"); !errors.Is(l.List(ctx, Locked, func(Info) error { return got }), got) {
		t.Error("List goes on")
	}
}
