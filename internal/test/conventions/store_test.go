package conventions

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"strings"
	"testing"
)

// scattered names the rooms of which statements still stand outside their store. The list only shrinks.
var scattered = map[string]bool{
	"changerequest": true, "department": true, "malware": true, "post": true, "role": true, "staff": true, "token": true,
}

var statement = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)\s`)

// Every statement of a room of the centre stands in its store: a reader of the SQL opens one file, or a few that begin with
// its name. What a filter adds to one stands with the filter.
func TestStatementsStandInTheStore(t *testing.T) {
	t.Parallel()
	seen := 0
	each(t, func(dir, file string, f *ast.File) {
		room, ok := strings.CutPrefix(dir, "internal/centre/")
		if !ok || strings.HasSuffix(file, "_test.go") {
			return
		}
		store := strings.HasPrefix(path.Base(file), "store")
		ast.Inspect(f, func(n ast.Node) bool {
			text, ok := n.(*ast.BasicLit)
			if !ok || text.Kind != token.STRING || !statement.MatchString(strings.Trim(text.Value, "\"`")) {
				return true
			}
			if seen++; !store && !scattered[room] {
				t.Errorf("%s: a statement outside the store: %.60s", fileset.Position(text.Pos()), text.Value)
			}
			return true
		})
	})
	if seen < 100 {
		t.Errorf("saw %d statements", seen)
	}
}
