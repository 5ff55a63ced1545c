package conventions

import (
	"go/ast"
	"os"
	"path"
	"path/filepath"
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

// Every setting has a row in docs/operations.md.
func TestOperationsNameEverySetting(t *testing.T) {
	t.Parallel()
	operations, settings := read(t, "docs/operations.md"), read(t, "internal/base/config/settings.go")
	for _, m := range regexp.MustCompile(`\{name: "([a-z-]+)"`).FindAllStringSubmatch(settings, -1) {
		if env := strings.ToUpper(strings.ReplaceAll(m[1], "-", "_")); !strings.Contains(operations, "`"+env+"`") {
			t.Errorf("docs/operations.md does not explain %s", env)
		}
	}
}

// docs/operations.md lists the commands of server.go, and no others.
func TestOperationsListTheCommands(t *testing.T) {
	t.Parallel()
	names := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\t(\w+) += "([a-z ]+)"$`).FindAllStringSubmatch(read(t, "internal/base/config/config.go"), -1) {
		names["config."+m[1]] = m[2]
	}
	var commands, listed []string
	for _, m := range regexp.MustCompile(`(?m)^\t\t\{(?:"([a-z ]+)"|(config\.\w+)), "`).FindAllStringSubmatch(read(t, "server.go"), -1) {
		commands = append(commands, m[1]+names[m[2]])
	}
	for line := range strings.Lines(read(t, "docs/operations.md")) {
		if strings.HasPrefix(line, "| `ttyt ") {
			for _, m := range regexp.MustCompile("`ttyt ([a-z ]+)`").FindAllStringSubmatch(strings.Split(line, "|")[1], -1) {
				listed = append(listed, m[1])
			}
		}
	}
	slices.Sort(commands)
	slices.Sort(listed)
	if len(commands) < 5 || !slices.Equal(commands, listed) {
		t.Errorf("server.go has %q, docs/operations.md lists %q", commands, listed)
	}
}

// Links between the documents lead to files and headings that exist.
func TestDocumentsLinkToWhatExists(t *testing.T) {
	t.Parallel()
	links := 0
	for _, file := range tracked(t, ".md") {
		for _, m := range regexp.MustCompile(`\]\(([^):#]*)(?:#([^)]+))?\)`).FindAllStringSubmatch(read(t, file), -1) {
			links++
			target := file
			if m[1] != "" {
				target = path.Join(path.Dir(file), m[1])
			}
			if _, err := os.Stat(filepath.Join(root, target)); err != nil {
				t.Errorf("%s links to %s, which does not exist", file, m[1])
			} else if m[2] != "" && !slices.Contains(headings(read(t, target)), m[2]) {
				t.Errorf("%s links to %s#%s, which is no heading", file, target, m[2])
			}
		}
	}
	if links < 20 {
		t.Errorf("%d links", links)
	}
}

// headings are the fragments under which a Markdown file's headings are linked to.
func headings(text string) []string {
	var ids []string
	for _, m := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(text, -1) {
		id := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(m[1]), "")
		ids = append(ids, strings.ReplaceAll(id, " ", "-"))
	}
	return ids
}

// A README is one screen: what it is, how to start and where to read on.
func TestReadmesAreOneScreen(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"README.md", "README.vi.md"} {
		if n := strings.Count(read(t, file), "\n"); n > 70 {
			t.Errorf("%s has %d lines: details belong to a reader's file in docs", file, n)
		}
	}
}
