package acceptance

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "remove what passes now from testdata/generated_failures.txt; nothing is ever added")

// failuresFile lists known failures. Its head explains the format.
var failuresFile = filepath.Join("testdata", "generated_failures.txt")

// findings are the failures of a walk and the list that they are compared with.
type findings struct {
	store  string          // the suffix of lines of this store; "" for the whole walk
	names  map[string]bool // that wordings leave out
	listed map[string]bool
	mu     sync.Mutex
	failed map[string]string    // why, by line
	class  map[string]*ofAClass // the attempts of each class
}

// ofAClass counts the attempts of a class and keeps those that failed.
type ofAClass struct {
	made   int
	failed map[string]bool     // by name
	lines  map[string][]string // by how they failed
}

func newFindings(t *testing.T, names map[string]bool, store string) *findings {
	t.Helper()
	f := &findings{store: store, names: names, listed: map[string]bool{}, failed: map[string]string{}, class: map[string]*ofAClass{}}
	for _, line := range f.read(t) {
		if line != "" && !strings.HasPrefix(line, "#") {
			f.listed[line] = true
		}
	}
	return f
}

func (f *findings) read(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(failuresFile)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func (f *findings) of(class string) *ofAClass {
	if f.class[class] == nil {
		f.class[class] = &ofAClass{failed: map[string]bool{}, lines: map[string][]string{}}
	}
	return f.class[class]
}

func (f *findings) tried(a attempt) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.of(a.class()).made++
}

// fail records how an attempt failed, and why.
func (f *findings) fail(a attempt, how, why string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	line, c := a.name()+": "+how, f.of(a.class())
	if known := f.listed[line] || f.listed["*: "+a.class()+": "+how]; !known {
		line, how = line+f.store, how+f.store
	}
	f.failed[line] = why
	c.failed[a.name()] = true
	c.lines[how] = append(c.lines[how], line)
}

// failMessage records a message that breaks a rule. One line stands for all messages of the same wording.
func (f *findings) failMessage(how, message string, a attempt) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failed["message "+how+": "+f.wording(message)] = a.name() + ": " + message
}

// said matches what messages quote: strings, numbers, enum values, and lists or objects to the end of the line.
var said = regexp.MustCompile(`"[^"]*"?|[\[{].*|[0-9]+|\b[A-Z][A-Z0-9_]+\b`)

var path = regexp.MustCompile(`\$?…(\.…)+`)

// wording returns the message without quotations and names.
func (f *findings) wording(message string) string {
	message = said.ReplaceAllString(message, "…")
	message = anyWord.ReplaceAllStringFunc(message, func(w string) string {
		if f.names[w] {
			return "…"
		}
		return w
	})
	return path.ReplaceAllString(message, "…")
}

// settle compares the failures with the list: each must have all of the other's entries.
func (f *findings) settle(t *testing.T) {
	t.Helper()
	for _, line := range slices.Sorted(maps.Keys(f.failed)) {
		if !f.listed[line] && !f.listed[classLine(line)] {
			t.Errorf("%s\n\t%.400s", line, f.failed[line])
		}
	}
	gone := f.passing()
	if *update && len(gone) > 0 {
		f.rewrite(t, gone)
		return
	}
	for _, line := range gone {
		t.Errorf("passes: %s\n\tRemove the line from %s, or run with -update.", line, failuresFile)
	}
}

// classLine turns the line of an attempt into that of its class.
func classLine(line string) string {
	_, class, _ := strings.Cut(line, ": ")
	return "*: " + class
}

// passing returns the lines that no longer hold, as far as this walk can tell. The line of a class holds while every
// attempt of the class fails.
func (f *findings) passing() (out []string) {
	for line := range f.listed {
		store, isClass := "", strings.HasPrefix(line, "*: ")
		if strings.HasSuffix(line, " on mysql") {
			store = " on mysql"
		}
		_, fails := f.failed[line]
		switch {
		case isClass && f.passes(line):
		case !isClass && store == f.store && !fails:
		default:
			continue
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

// passes reports whether any attempt of the class passes, or there is none.
func (f *findings) passes(line string) bool {
	class, how, _ := strings.Cut(strings.TrimPrefix(line, "*: "), ": ")
	c := f.of(class)
	if f.store != "" {
		return len(c.failed) < c.made
	}
	return c.made == 0 || len(c.lines[how]) < c.made
}

var rewriting sync.Mutex

// rewrite removes lines from the list. A class is replaced by those of its attempts that still fail.
func (f *findings) rewrite(t *testing.T, gone []string) {
	t.Helper()
	rewriting.Lock()
	defer rewriting.Unlock()
	var head, lines []string
	for _, line := range f.read(t) {
		switch {
		case strings.HasPrefix(line, "#"):
			head = append(head, line)
		case !slices.Contains(gone, line):
			lines = append(lines, line)
		}
	}
	for _, line := range gone {
		class, how, _ := strings.Cut(strings.TrimPrefix(line, "*: "), ": ")
		if f.store == "" && strings.HasPrefix(line, "*: ") {
			lines = append(lines, f.of(class).lines[how]...)
		}
	}
	slices.Sort(lines)
	if err := os.WriteFile(failuresFile, []byte(strings.Join(append(head, lines...), "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}
