package blob_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/blob"
)

func kept(t *testing.T, c *blob.Cache, of blob.Sum, name, content string) {
	t.Helper()
	f, err := c.Put(of, name, func(w io.Writer) error {
		_, err := io.WriteString(w, content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(f); err != nil || string(b) != content {
		t.Fatalf("%q, %v", b, err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func has(t *testing.T, c *blob.Cache, of blob.Sum, name string) bool {
	t.Helper()
	f, err := c.Get(of, name)
	if errors.Is(err, blob.ErrNotExist) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	return f.Close() == nil
}

// What was used longest ago makes room, in a folder that was there before, too.
func TestTheCacheStaysWithinItsBound(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ten := strings.Repeat("x", 10)
	a, b, c := blob.Sum{1}, blob.Sum{2}, blob.Sum{3}
	first := blob.NewCache(dir, 25)
	kept(t, first, a, "one", ten)
	kept(t, first, b, "one", ten)
	for of, age := range map[blob.Sum]time.Duration{a: 2 * time.Hour, b: 3 * time.Hour} {
		then := time.Now().Add(-age)
		if err := os.Chtimes(filepath.Join(dir, of.String()[:2], of.String(), "one"), then, then); err != nil {
			t.Fatal(err)
		}
	}
	if !has(t, first, b, "one") { // which is used again by that
		t.Fatal("it is not kept")
	}
	second := blob.NewCache(dir, 25)
	kept(t, second, c, "one", ten)
	if has(t, second, a, "one") || !has(t, second, b, "one") || !has(t, second, c, "one") {
		t.Error("what was used longest ago is not what made room")
	}
}

// What could not be made leaves nothing, and what is not wanted any more goes.
func TestTheCacheKeepsNothingHalf(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := blob.NewCache(dir, 1<<20)
	broken := errors.New("broken")
	if _, err := c.Put(blob.Sum{1}, "one", func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return broken
	}); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if has(t, c, blob.Sum{1}, "one") {
		t.Error("a half is kept")
	}
	kept(t, c, blob.Sum{1}, "one", "x")
	kept(t, c, blob.Sum{2}, "one", "y")
	if err := os.WriteFile(filepath.Join(dir, "unfinished", "put-old"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.Sweep(t.Context(), time.Now().Add(time.Hour), func(of blob.Sum) (bool, error) { return of == blob.Sum{2}, nil }); err != nil {
		t.Fatal(err)
	}
	if has(t, c, blob.Sum{1}, "one") || !has(t, c, blob.Sum{2}, "one") {
		t.Error("the wrong ones were swept")
	}
	if left, err := os.ReadDir(filepath.Join(dir, "unfinished")); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
	if err := c.Forget(blob.Sum{2}); err != nil || has(t, c, blob.Sum{2}, "one") {
		t.Error("it is not forgotten", err)
	}
}
