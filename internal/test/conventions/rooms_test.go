package conventions

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// without names the files that a room of centre does not have, each with the reason.
var without = map[string]map[string]string{
	"category":   {"rules.go": "the website's changes ask for the right and the consent"},
	"compliance": {"rules.go": noTable, "list.go": noTable, "store.go": noTable},
}

const noTable = "it has no table: it counts what other rooms list"

// Each room of centre has the same files, so that a reader who knows one finds their way in all.
func TestRoomsHaveTheSameFiles(t *testing.T) {
	t.Parallel()
	for _, room := range rooms(t) {
		for _, file := range []string{room + ".go", "rules.go", "service.go", "list.go", "store.go", room + "_test.go"} {
			_, err := os.Stat(filepath.Join(root, "internal", "centre", room, file))
			reason := without[room][file]
			switch {
			case err != nil && reason == "":
				t.Errorf("%s has no %s", room, file)
			case err == nil && reason != "":
				t.Errorf("%s has a %s: take it off the list here", room, file)
			}
		}
	}
}

// rooms are those of centre.
func rooms(t *testing.T) []string {
	t.Helper()
	i := slices.IndexFunc(groups, func(g group) bool { return g.name == "centre" })
	if i < 0 || len(groups[i].rooms) < 10 {
		t.Fatal("centre has no rooms")
	}
	return groups[i].rooms
}
