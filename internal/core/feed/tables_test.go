package feed

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// statements are those of the acts and lists whose statements are on file.
func statements(t testing.TB) (list []string) {
	t.Helper()
	files, err := filepath.Glob("../../test/acceptance/testdata/statements/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		for s := bufio.NewScanner(f); s.Scan(); {
			if text := s.Text(); !strings.HasPrefix(text, "--") {
				list = append(list, text)
			}
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// What is remembered is what the text says, however many ask at once, and no more is kept than the bound says.
func TestTablesAreRemembered(t *testing.T) {
	t.Parallel()
	list := statements(t)
	const size = 16
	kept := newTables(size)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, query := range slices.Concat(list, list) {
				names, plain := tablesOf(query)
				if got, ok := kept.tables(query); ok != plain || !slices.Equal(got, names) {
					t.Errorf("%s: %v %v, want %v %v", query, got, ok, names, plain)
				}
			}
		})
	}
	all.Wait()
	if n := kept.last.Len(); n != size {
		t.Errorf("%d statements are kept, want %d", n, size)
	}
}

// BenchmarkTables is what the watch over an answer's tables costs each statement of a stranger: remembered, and read.
func BenchmarkTables(b *testing.B) {
	var list []string
	for _, query := range statements(b) {
		if strings.HasPrefix(query, "SELECT") && !slices.Contains(list, query) {
			list = append(list, query)
		}
	}
	for name, of := range map[string]func(string) ([]string, bool){"remembered": newTables(maxRead).tables, "read": tablesOf} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				of(list[n%len(list)])
				n++
			}
		})
	}
	b.Run("remembered by many", func(b *testing.B) {
		kept := newTables(maxRead)
		b.RunParallel(func(pb *testing.PB) {
			for n := 0; pb.Next(); n++ {
				kept.tables(list[n%len(list)])
			}
		})
	})
}
