package conventions

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// statement is how a statement begins.
var statement = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s`)

// Every statement of a room stands in its store, the files whose names begin with store: a reader finds there what a room
// asks of the database. Elsewhere no text begins as a statement does, and nobody takes the handle that runs them.
func TestSQLStandsInStores(t *testing.T) {
	t.Parallel()
	stores := 0
	each(t, func(dir, file string, f *ast.File) {
		if !strings.HasPrefix(dir, "internal/core/") && !strings.HasPrefix(dir, "internal/centre/") || strings.HasSuffix(file, "_test.go") {
			return
		}
		if strings.HasPrefix(path.Base(file), "store") {
			stores++
			return
		}
		for _, found := range sqlIn(f) {
			t.Errorf("%s: %s belongs into a store file", fileset.Position(found.Pos()), shown(found))
		}
	})
	if stores < 15 {
		t.Errorf("%d stores", stores)
	}
}

// sqlIn returns the texts that are statements, and where the handle of the database is taken.
func sqlIn(f *ast.File) (found []ast.Node) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if n.Kind != token.STRING {
				return true
			}
			if text, err := strconv.Unquote(n.Value); err == nil && statement.MatchString(text) {
				found = append(found, n)
			}
		case *ast.CallExpr:
			if takesHandle(n) {
				found = append(found, n)
			}
		}
		return true
	})
	return found
}

// takesHandle reports whether the call is From of a store, as in s.db.From(ctx).
func takesHandle(c *ast.CallExpr) bool {
	from, ok := c.Fun.(*ast.SelectorExpr)
	if !ok || from.Sel.Name != "From" {
		return false
	}
	on, ok := from.X.(*ast.SelectorExpr)
	return ok && strings.EqualFold(on.Sel.Name, "db")
}

// shown is how a finding is told: by the beginning of its text.
func shown(n ast.Node) string {
	text, ok := n.(*ast.BasicLit)
	if !ok {
		return "the handle"
	}
	words := strings.Fields(text.Value)
	return strings.Join(words[:min(len(words), 6)], " ")
}

// What begins as a statement is found, and what only looks like one is not.
func TestStatementsAreKnown(t *testing.T) {
	t.Parallel()
	for text, is := range map[string]bool{
		"SELECT * FROM t": true, "\n\t SELECT id FROM t": true, "SELECT (SELECT 1)": true, "INSERT INTO t": true, "UPDATE t SET a = 1": true,
		"DELETE FROM t": true, "UPDATE ": true, "SELECT ": true, "WITH x AS (SELECT 1)": true,
		"UPDATE": false, "DELETE": false, "UPDATE_ALIAS": false, "Update the record": false, "x IN (SELECT 1)": false, " AND a = 1": false, "": false,
	} {
		if statement.MatchString(text) != is {
			t.Errorf("%q: want %v", text, is)
		}
	}
}

// everyColumn reads what a table has rather than what the program knows; versioned is the end of an update by version.
var (
	everyColumn = regexp.MustCompile(`(?:\bSELECT (?:\w+\.)?|^\w+\.|, ?(?:\w+\.)?)\*(?: FROM \w|,|$)`)
	versioned   = regexp.MustCompile(`(?s)\bUPDATE .*WHERE \w+ = \? AND version = \?`)
)

// Every column of a table is found, in a statement and in what is handed to a list, and what merely has an asterisk is not.
func TestEveryColumnIsKnown(t *testing.T) {
	t.Parallel()
	for text, is := range map[string]bool{
		"SELECT * FROM t": true, "SELECT t.* FROM t": true, "SELECT t.*, u.name FROM t": true, "SELECT u.name, t.* FROM t": true, "SELECT *": true,
		"*": false /* but in a list */, "tokens.*": true, "tokens.*, staff.name": true, "staff.name, tokens.*": true,
		"SELECT COUNT(*) FROM t": false, "COUNT(*)": false, "SELECT COUNT(*), a FROM t": false, "a * b": false, "SELECT a * b FROM t": false, "": false,
	} {
		if everyColumn.MatchString(text) != is {
			t.Errorf("%q: want %v", text, is)
		}
	}
}

// A store reads the columns of its row by name, also in a list: a program of before a migration, which runs on until it is replaced, would
// choke on a column that its row does not know. And it saves a row by Update, so that no list of columns and no list of
// their values have to agree.
func TestRowsAreReadAndSavedByTheirColumns(t *testing.T) {
	t.Parallel()
	otherwise := map[string]string{
		"internal/centre/malware/store_protection.go": "a schedule's key is a kind of asset, not an id",
	}
	each(t, func(dir, file string, f *ast.File) {
		if !strings.HasPrefix(dir, "internal/core/") && !strings.HasPrefix(dir, "internal/centre/") || strings.HasSuffix(file, "_test.go") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			for _, l := range listed(n) {
				if l.Value == `"*"` {
					t.Errorf("%s: name the columns of the list, as db.ColumnsOf does", fileset.Position(l.Pos()))
				}
			}
			l, ok := n.(*ast.BasicLit)
			if !ok || l.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(l.Value)
			if err != nil {
				return true
			}
			if everyColumn.MatchString(text) {
				t.Errorf("%s: name the columns, as db.ColumnsOf does: %s", fileset.Position(l.Pos()), shown(l))
			}
			if versioned.MatchString(text) {
				if otherwise[file] == "" {
					t.Errorf("%s: save the row by Update: %s", fileset.Position(l.Pos()), shown(l))
				}
				delete(otherwise, file)
			}
			return true
		})
	})
	for file := range otherwise {
		t.Errorf("%s updates no row by its version any more", file)
	}
}

// listed are the texts that are handed to a list of package paging, as an argument or as its columns.
func listed(n ast.Node) (texts []*ast.BasicLit) {
	var given []ast.Expr
	switch x := n.(type) {
	case *ast.CallExpr:
		on := x.Fun
		if of, ok := on.(*ast.IndexExpr); ok {
			on = of.X
		}
		if f, ok := on.(*ast.SelectorExpr); ok {
			if from, ok := f.X.(*ast.Ident); ok && from.Name == "paging" {
				given = x.Args
			}
		}
	case *ast.KeyValueExpr:
		if key, ok := x.Key.(*ast.Ident); ok && key.Name == "Columns" {
			given = []ast.Expr{x.Value}
		}
	}
	for _, e := range given {
		if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
			texts = append(texts, l)
		}
	}
	return texts
}
