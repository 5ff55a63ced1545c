package conventions

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every file, name and command in CONTRIBUTING.md exists: a recipe leads nobody astray.
func TestRecipesNameWhatExists(t *testing.T) {
	t.Parallel()
	faults, checked := astray(t, read(t, "CONTRIBUTING.md"))
	for _, f := range faults {
		t.Errorf("CONTRIBUTING.md:%s", f)
	}
	if checked < 120 {
		t.Errorf("%d names checked", checked)
	}
}

// What is gone is named with its line, each kind of it.
func TestARecipeThatLeadsAstrayIsFound(t *testing.T) {
	t.Parallel()
	const sound = "intro `whatever` and `internal/app/app.go`\n## Recipes\n\n1. `internal/app/app.go`: `Every`.\n"
	for _, c := range []struct{ step, says string }{
		{"", ""},
		{"2. `internal/app/gone.go`: a row.\n", "5: there is no file internal/app/gone.go"},
		{"2. `internal/app/app.go`: a row\n   in `Nothing`.\n", "6: Nothing is not in internal/app/app.go"},
		{"2. `internal/app/app.go`: `Eve`.\n", "5: Eve is not in"}, // a part of a word
		{"2. `graph/<noun>.resolvers.go`: `transport.Timed`.\n", ""},
		{"2. `graph/<noun>.gone.go`.\n", "5: there is no file graph/*.gone.go"},
		{"2. The room's `service.go`.\n", ""},
		{"2. A name without a file: `Every`.\n", "5: Every stands beside no file"},
		{"2. `go generate ./graph`.\n", ""},
		{"2. `go generate ./schema`.\n", "5: go generate ./schema: nothing there generates"},
		{"2. `go test ./internal/app -run 'TestDigest|Warp'`.\n", "5: no test of ./internal/app matches Warp"},
		{"2. `go test ./internal/gone`.\n", "5: there is no package ./internal/gone"},
		{"2. `go test ./internal/test/acceptance -run TestStatements -update`.\n", ""},
		{"2. `go test ./internal/test/acceptance -run TestStatements -brew`.\n", "5: ./internal/test/acceptance has no flag brew"},
		{"2. `go run . texts`.\n", ""},
		{"2. `go run . coffee`.\n", "5: the program has no command coffee"},
		{"2. `go vet ./...`.\n", "5: go vet ./...: not a command that is known here"},
		{"2. `make test`.\n", ""},
		{"2. `make coffee`.\n", "5: no target coffee"},
		{"2. `.ci/run lint coffee`.\n", "5: .ci/run has no step coffee"},
		{"2. `npm run lint --prefix .ci`.\n", ""},
		{"2. `npm run brew --prefix .ci`.\n", "5: .ci/package.json has no script brew"},
	} {
		faults, _ := astray(t, sound+c.step)
		if got := strings.Join(faults, "\n"); c.says == "" && got != "" || c.says != "" && !strings.HasPrefix(got, c.says) {
			t.Errorf("%q: %s", c.step, got)
		}
	}
}

var (
	quoted      = regexp.MustCompile("`([^`]+)`")
	aFile       = regexp.MustCompile(`^[^ ]+/[^ ]*$|^[^ ]+\.(go|md|yml|mod|json|graphqls|csv)$`)
	aCommand    = regexp.MustCompile(`^(go|make|npm|\.ci/\w+)( |$)`)
	placeholder = regexp.MustCompile(`<\w+>`)
	beginsStep  = regexp.MustCompile(`^(\d+\. |#|\||$)`)
)

// astray returns what the text names and is not there, by line. Names beside files are looked for in the recipes alone.
func astray(t *testing.T, doc string) (faults []string, checked int) {
	t.Helper()
	type name struct {
		line int
		text string
	}
	var names []name
	var files []string
	recipes := false
	end := func() {
		if recipes {
			for _, n := range names {
				checked++
				if what := missing(t, n.text, files); what != "" {
					faults = append(faults, fmt.Sprintf("%d: %s", n.line, what))
				}
			}
		}
		names, files = nil, nil
	}
	number := 0
	for line := range strings.Lines(doc) {
		number++
		if beginsStep.MatchString(strings.TrimSuffix(line, "\n")) {
			end()
		}
		recipes = recipes && !strings.HasPrefix(line, "## ") || strings.HasPrefix(line, "## Recipes")
		for _, m := range quoted.FindAllStringSubmatch(line, -1) {
			what := ""
			switch token := m[1]; {
			case aCommand.MatchString(token) && !placeholder.MatchString(token):
				what = wrongCommand(t, strings.Fields(strings.ReplaceAll(token, "'", "")))
			case strings.HasPrefix(token, "fix("): // how a commit begins
			case aFile.MatchString(token):
				found := matching(token)
				files = append(files, found...)
				if len(found) == 0 {
					what = "there is no file " + placeholder.ReplaceAllString(token, "*")
				}
			default:
				names = append(names, name{number, token})
				continue
			}
			checked++
			if what != "" {
				faults = append(faults, fmt.Sprintf("%d: %s", number, what))
			}
		}
	}
	end()
	return faults, checked
}

// matching returns the files of a name, which may hold placeholders and may stand without the folder of its room.
func matching(token string) []string {
	pattern := placeholder.ReplaceAllString(token, "*")
	found, err := filepath.Glob(filepath.Join(root, pattern))
	if err == nil && found == nil {
		found, err = filepath.Glob(filepath.Join(root, "internal/centre/*", pattern))
	}
	if err != nil {
		return nil
	}
	return found
}

// missing tells where a name of a step is in none of its files.
func missing(t *testing.T, name string, files []string) string {
	t.Helper()
	if len(files) == 0 {
		return name + " stands beside no file"
	}
	word := regexp.MustCompile(`\b` + regexp.QuoteMeta(name[strings.LastIndex(name, ".")+1:]) + `\b`)
	var looked []string
	for _, file := range files {
		inside := []string{file}
		if info, err := os.Stat(file); err == nil && info.IsDir() {
			inside, _ = filepath.Glob(filepath.Join(file, "*.go"))
		}
		for _, f := range inside {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if word.Match(text) {
				return ""
			}
		}
		rel, _ := filepath.Rel(root, file)
		looked = append(looked, rel)
	}
	return fmt.Sprintf("%s is not in %s", name, strings.Join(looked, ", "))
}

// wrongCommand tells what a command names that is not there.
func wrongCommand(t *testing.T, words []string) string {
	t.Helper()
	all := strings.Join(words, " ")
	switch {
	case words[0] == "make" && len(words) == 2:
		if !regexp.MustCompile(`(?m)^` + words[1] + `:`).MatchString(read(t, "Makefile")) {
			return "no target " + words[1]
		}
	case strings.HasPrefix(words[0], ".ci/"):
		script := read(t, words[0])
		for _, step := range words[1:] {
			if !strings.Contains(script, "\nstep_"+step+"() ") {
				return words[0] + " has no step " + step
			}
		}
	case strings.HasPrefix(all, "npm run ") && strings.HasSuffix(all, " --prefix .ci"):
		var project struct{ Scripts map[string]string }
		if err := json.Unmarshal([]byte(read(t, ".ci/package.json")), &project); err != nil {
			t.Fatal(err)
		}
		if project.Scripts[words[2]] == "" {
			return ".ci/package.json has no script " + words[2]
		}
	case all == "npm ci --prefix .ci":
		read(t, ".ci/package-lock.json")
	case all == "go generate "+words[len(words)-1]:
		if !inGo(words[2], `(?m)^//go:generate `) {
			return all + ": nothing there generates"
		}
	case strings.HasPrefix(all, "go run . ") && len(words) == 4:
		if !inGo(".", `(?m)^\t\t\{"`+regexp.QuoteMeta(words[3])+`", "`) {
			return "the program has no command " + words[3]
		}
	case strings.HasPrefix(all, "go run ./") && len(words) == 3:
		if !inGo(words[2], `(?m)^package main$`) {
			return "there is no program " + words[2]
		}
	case strings.HasPrefix(all, "go test ./"):
		packages, run, _ := strings.Cut(strings.TrimPrefix(all, "go test "), " -run ")
		run, flag, _ := strings.Cut(run, " -")
		if flag != "" && !inGo(strings.Fields(packages)[0], `= flag\.\w+\("`+regexp.QuoteMeta(flag)+`"`) {
			return packages + " has no flag " + flag
		}
		for _, p := range strings.Fields(packages) {
			if !inGo(p, `(?m)^package `) {
				return "there is no package " + p
			}
		}
		for _, test := range strings.Split(run, "|") {
			if run != "" && !inGo(strings.Fields(packages)[0], `(?m)^func Test\w*`+strings.TrimPrefix(test, "Test")) {
				return fmt.Sprintf("no test of %s matches %s", packages, test)
			}
		}
	default:
		return all + ": not a command that is known here"
	}
	return ""
}

// inGo reports whether a Go file of the folder holds what the expression says.
func inGo(folder, expression string) bool {
	files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
	if err != nil {
		return false
	}
	is := regexp.MustCompile(expression)
	for _, f := range files {
		if text, err := os.ReadFile(f); err == nil && is.Match(text) {
			return true
		}
	}
	return false
}
