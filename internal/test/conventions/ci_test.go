package conventions

import (
	"os"
	"os/exec"
	"path/filepath"
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
		{"as the table has it", "TestB/sqlite a file is SQLite's alone\n", both + "    --- PASS: TestB/sqlite (0s)\n        --- PASS: TestB/sqlite/x (0s)\n", ""},
		{"skipped", "", both + "--- SKIP: TestC (0s)\n", "excuse TestC: it was skipped"},
		{"skipped, as the table has it", "TestC needs a file system\n", both + "--- SKIP: TestC (0s)\n", ""},
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
quick 9
slow  1
total 9
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
		{"all within", `steps`, "0", false, "total: 0 s of 9 s", "FAILED"},
		{"a slow one", `steps; echo never reached`, "5", true, "FAILED: slow after 5 s in all", "never reached"},
		{"says where to mend it", `steps`, "5", true, "slow took longer than its budget", "total"},
		{"a slower machine", `SLOWER=5; steps`, "5", false, "slow: 5 s of 5 s", "FAILED"},
		{"the total", `budgets="slow 90"$'\n'"total 9"; steps`, "20", true, "FAILED: total after 20 s", ""},
		{"named alone", `steps quick`, "5", false, "quick is through", "slow"},
		{"a command that fails", `budgets="$budgets"$'\n'"broken 9"; steps broken quick`, "0", true, "FAILED: broken", "never reached"},
		{"without a budget", `steps broken`, "0", true, "no budget for broken", "never reached"},
		{"without a step", `budgets="$budgets"$'\n'"gone 9"; steps gone`, "0", true, "no step gone", "== gone"},
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
