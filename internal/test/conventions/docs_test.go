package conventions

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every row of docs/regulation.md names tests, and each of them exists.
func TestRegulationNamesTestsThatExist(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{}
	each(t, func(_, file string, f *ast.File) {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && strings.HasSuffix(file, "_test.go") && fn.Recv == nil {
				tests[fn.Name.Name] = true
			}
		}
	})
	rows := 0
	for line := range strings.Lines(read(t, "docs/regulation.md")) {
		if !regexp.MustCompile(`^\| \d`).MatchString(line) {
			continue
		}
		rows++
		cells := strings.Split(line, "|")
		named := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(cells[len(cells)-2], -1)
		if len(named) == 0 && !strings.Contains(line, "not built yet") {
			t.Errorf("no test: %s", line)
		}
		for _, n := range named {
			if !tests[n[1]] {
				t.Errorf("%s does not exist: %s", n[1], line)
			}
		}
	}
	if rows < 10 {
		t.Errorf("%d rows", rows)
	}
}

// Every dependency has its reason in docs/decisions.md, and nothing else is said to be one.
func TestDecisionsCoverTheDependencies(t *testing.T) {
	t.Parallel()
	var required []string
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(read(t, "go.mod"), -1) {
		required = append(required, m[1])
	}
	explained := regexp.MustCompile("(?m)^\\| `([a-z0-9.]+\\.[a-z]+/[^`]+)`").FindAllStringSubmatch(read(t, "docs/decisions.md"), -1)
	for _, r := range required {
		if !slices.ContainsFunc(explained, func(m []string) bool { return m[1] == r }) {
			t.Errorf("docs/decisions.md does not explain %s", r)
		}
	}
	for _, m := range explained {
		if !slices.Contains(required, m[1]) {
			t.Errorf("docs/decisions.md explains %s, which go.mod does not require", m[1])
		}
	}
}

// The environment's names in the README are settings that exist.
func TestReadmeNamesSettings(t *testing.T) {
	t.Parallel()
	readme, settings := read(t, "README.md"), read(t, "internal/base/config/settings.go")
	for _, m := range regexp.MustCompile(`\{name: "([a-z-]+)"`).FindAllStringSubmatch(settings, -1) {
		if env := strings.ToUpper(strings.ReplaceAll(m[1], "-", "_")); !strings.Contains(readme, "`"+env+"`") {
			t.Errorf("README.md does not explain %s", env)
		}
	}
}
