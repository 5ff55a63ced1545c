package conventions

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Which store lacks a test is found and named, as are a test that was skipped and a row of .ci/one-store that nothing needs.
func TestTheStoresAreTestedAlike(t *testing.T) {
	t.Parallel()
	const both = "--- PASS: TestA (0.1s)\n    --- PASS: TestA/sqlite (0.1s)\n    --- PASS: TestA/mysql (0.1s)\n"
	for _, c := range []struct{ name, rows, log, says string }{
		{"alike", "# no rows\n", both, ""},
		{"below another name", "", both + "        --- PASS: TestB/x/sqlite/y (0s)\n        --- PASS: TestB/x/mysql/y (0s)\n", ""},
		{"one store lacks a test", "", both + "    --- PASS: TestB/sqlite (0s)\n", "excuse TestB/sqlite: it passed 1 times, and TestB/mysql 0"},
		{"the other lacks a case", "", both + "        --- PASS: TestA/mysql/x (0s)\n", "excuse TestA/mysql/x"},
		{"as the table says", "TestB/sqlite a file is SQLite's alone\n", both + "    --- PASS: TestB/sqlite (0s)\n        --- PASS: TestB/sqlite/x (0s)\n", ""},
		{"skipped", "", both + "--- SKIP: TestC (0s)\n", "excuse TestC: it was skipped"},
		{"skipped, as the table says", "TestC needs a file system\n", both + "--- SKIP: TestC (0s)\n", ""},
		{"a row without a test", "TestA/sqlite it was once so\n", both, "one-store:1: no test needs TestA/sqlite"},
		{"a row without a reason", "TestB/sqlite\n", both + "    --- PASS: TestB/sqlite (0s)\n", "no reason for TestB/sqlite"},
		{"one store", "TestA sqlite is enough here\n", "    --- PASS: TestA/sqlite (0.1s)\n", "a store was not tested"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			rows, log := filepath.Join(dir, "one-store"), filepath.Join(dir, "log")
			write(t, rows, c.rows+"\n")
			write(t, log, c.log)
			out, err := exec.CommandContext(t.Context(), "awk", "-f", root+"/.ci/alike.awk", rows, log).CombinedOutput()
			if (err != nil) != (c.says != "") || !strings.Contains(string(out), c.says) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// A step that takes longer than its budget fails with its name, the total is bounded too, and a failure ends the run.
func TestStepsKeepToTheirBudgets(t *testing.T) {
	t.Parallel()
	const script = `set -euo pipefail
. ../../../.ci/steps.sh
budgets="
quick 900
slow  100
total 900
"
step_quick() { echo quick is through; }
step_slow() { SECONDS=$((SECONDS + AGES)); }
step_broken() { false; echo never reached; }
`
	for _, c := range []struct {
		name, then, ages string
		fails            bool
		says, never      string
	}{
		{"all within", `steps`, "0", false, " s of 900 s", "FAILED"},
		{"a slow one", `steps; echo never reached`, "500", true, "FAILED: slow after 5", "never reached"},
		{"says where to mend it", `steps`, "500", true, "slow took longer than its budget", "total"},
		{"a slower machine", `SLOWER=5; steps`, "400", false, " s of 500 s", "FAILED"},
		{"the total", `budgets="slow 900"$'\n'"total 100"; steps`, "500", true, "FAILED: total after 5", ""},
		{"named alone", `steps quick`, "500", false, "quick is through", "slow"},
		{"a command that fails", `budgets="$budgets"$'\n'"broken 900"; steps broken quick`, "0", true, "FAILED: broken", "never reached"},
		{"without a budget", `steps broken`, "0", true, "no budget for broken", "never reached"},
		{"without a step", `budgets="$budgets"$'\n'"gone 900"; steps gone`, "0", true, "no step gone", "== gone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), "bash", "-c", script+c.then)
			cmd.Env = append(os.Environ(), "AGES="+c.ages)
			out, err := cmd.CombinedOutput()
			if (err != nil) != c.fails || !strings.Contains(string(out), c.says) || c.never != "" && strings.Contains(string(out), c.never) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// The hosted workflows may only read, run what everybody can run, and take the actions of others by commit.
func TestWorkflowsArePinned(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(root + "/.github/workflows/*.yml")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	var (
		uses = regexp.MustCompile(`^\s*- uses: (.*)$`)
		pin  = regexp.MustCompile(`^[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
		runs = regexp.MustCompile(`^\s*- run: (.*)$`)
		ours = regexp.MustCompile(`^\.ci/\w+( \w+)*$`)
	)
	for _, file := range files {
		text := read(t, strings.TrimPrefix(file, root+"/"))
		if !strings.Contains(text, "\npermissions:\n  contents: read\n\n") || strings.Count(text, "permissions:") != 1 || strings.Contains(text, "secrets.") {
			t.Errorf("%s has other rights than to read", file)
		}
		number := 0
		for line := range strings.Lines(text) {
			number++
			line = strings.TrimSuffix(line, "\n")
			if m := uses.FindStringSubmatch(line); m != nil && !pin.MatchString(m[1]) {
				t.Errorf("%s:%d: %s is not pinned", file, number, m[1])
			}
			if m := runs.FindStringSubmatch(line); m != nil && !ours.MatchString(m[1]) {
				t.Errorf("%s:%d: %s stands in no script of .ci", file, number, m[1])
			}
		}
	}
}
