package walk

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// line is one line of the script: what was done when, and to what.
type line struct {
	step    int
	at      time.Time
	subject *subject
	text    string
}

func (l line) String() string {
	return fmt.Sprintf("  %5d %s  %s", l.step, l.at.Format("2006-01-02 15:04"), l.text)
}

// note adds a line to the script.
func (w *walk) note(s *subject, text string) {
	w.script = append(w.script, line{w.steps, w.Clock.Now(), s, text})
}

// How much of the script a failure shows: the last lines, and what happened to its subject before.
const (
	lastLines = 30
	ofSubject = 30
)

// fail notes a failure. Its name says what kind of failure it is, so that the next walk calls it the same; the first of its
// name fails the test, with what led to it.
func (w *walk) fail(s *subject, name, detail string) {
	w.t.Helper()
	w.found[name]++
	w.note(s, "!! "+name)
	if w.found[name] > 1 {
		return
	}
	w.t.Errorf("%s\n%s\nseed %d, step %d\n%s", name, detail, w.seed, w.steps, w.tale(s))
}

// tale returns what led to where the walk is.
func (w *walk) tale(s *subject) string { return w.taleTo(len(w.script), s) }

// taleTo is tale up to a line of the script.
func (w *walk) taleTo(end int, s *subject) string {
	from := max(0, end-lastLines)
	var lines []string
	if s != nil {
		for _, l := range w.script[:from] {
			if l.subject != nil && (l.subject == s || l.subject == s.about || l.subject.about == s) {
				lines = append(lines, l.String())
			}
		}
		lines = append(lines[max(0, len(lines)-ofSubject):], "  …")
	}
	for _, l := range w.script[from:end] {
		lines = append(lines, l.String())
	}
	return strings.Join(lines, "\n")
}

var jobName = regexp.MustCompile(`job ([a-z_]+\.[a-z_]+)`)

// jobOf names the job that failed.
func jobOf(err error) string {
	if m := jobName.FindStringSubmatch(err.Error()); m != nil {
		return "job " + m[1]
	}
	return "a job"
}
