package feed

import (
	"strings"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// maxRead bounds the statements whose tables are kept: those used last. There are few texts, since values are bound, but a
// caller who combines filters in every way makes more; a text of our lists takes up to 4 KiB.
const maxRead = 512

// read keeps the tables of the statements of this process, by their text.
var read = newTables(maxRead)

// tables keeps what tablesOf found.
type tables struct {
	mu   sync.Mutex
	last *simplelru.LRU[string, tablesRead]
}

type tablesRead struct {
	names []string
	plain bool
}

func newTables(size int) *tables {
	last, err := simplelru.NewLRU[string, tablesRead](size, nil)
	if err != nil {
		panic(err) // of a size that is not positive
	}
	return &tables{last: last}
}

// tables is tablesOf, remembered. The names are not for writing.
func (t *tables) tables(query string) (names []string, plain bool) {
	t.mu.Lock()
	r, known := t.last.Get(query)
	t.mu.Unlock()
	if known {
		return r.names, r.plain
	}
	r.names, r.plain = tablesOf(query)
	t.mu.Lock()
	t.last.Add(query, r)
	t.mu.Unlock()
	return r.names, r.plain
}

// tablesOf returns the tables after FROM and JOIN. It understands the plain SELECT statements of this program: no quoted
// names, no lists of tables.
func tablesOf(query string) (names []string, plain bool) {
	if !strings.HasPrefix(strings.TrimSpace(query), "SELECT") {
		return nil, false
	}
	for _, word := range []string{"FROM", "JOIN"} {
		for rest := query; ; {
			i := strings.Index(rest, word)
			if i < 0 {
				break
			}
			alone := i > 0 && !inName(rest[i-1])
			rest = rest[i+len(word):]
			if !alone || rest == "" || inName(rest[0]) {
				continue
			}
			name, after := cutName(rest)
			switch {
			case name != "":
				if after, _ = strings.CutPrefix(after, "AS "); !strings.HasPrefix(after, ",") {
					_, after = cutName(after)
				}
				if strings.HasPrefix(after, ",") {
					return nil, false
				}
				names = append(names, name)
			case !strings.HasPrefix(after, "("): // a subquery names its own tables
				return nil, false
			}
		}
	}
	return names, true
}

// cutName returns the name that the text begins with, and what follows it.
func cutName(text string) (name, rest string) {
	text = strings.TrimLeft(text, " \t\n")
	end := 0
	for end < len(text) && inName(text[end]) {
		end++
	}
	return text[:end], strings.TrimLeft(text[end:], " \t\n")
}

func inName(c byte) bool {
	return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
