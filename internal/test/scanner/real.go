package scanner

import (
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/clamd"
)

// Daemon is a real ClamAV daemon, with a database of its own that knows the EICAR file alone.
type Daemon struct {
	Address string

	conf    string
	process *exec.Cmd
}

// Real starts one as the documentation for operators configures it, except for the lines in extra. Without one on the machine the
// test is skipped, and fails where REQUIRE_CLAMD is 1.
func Real(t testing.TB, extra ...string) *Daemon {
	t.Helper()
	program, err := exec.LookPath("clamd")
	if err != nil {
		if program = "/usr/sbin/clamd"; !is(program) {
			if os.Getenv("REQUIRE_CLAMD") == "1" {
				t.Fatal("no clamd on this machine, and REQUIRE_CLAMD=1")
			}
			t.Skip("no clamd on this machine: install clamav-daemon")
		}
	}
	dir := t.TempDir()
	d := &Daemon{Address: "unix:" + filepath.Join(dir, "c"), conf: filepath.Join(dir, "clamd.conf")}
	signature := "Eicar-Private:0:0:" + hex.EncodeToString(clamd.EICAR()) + "\n"
	lines := append(slices.Clone(extra), // of two lines that set the same, the first counts
		"Foreground yes", "LocalSocket "+filepath.Join(dir, "c"), "DatabaseDirectory "+filepath.Join(dir, "db"),
		"LogFile "+filepath.Join(dir, "log"), "TemporaryDirectory "+dir,
		"AlertExceedsMax yes", "AlertEncrypted yes", "StreamMaxLength 100M", "MaxFileSize 100M", "MaxScanSize 400M", "MaxScanTime 600000", // for a machine that does much else
	)
	if err := os.Mkdir(filepath.Join(dir, "db"), 0o755); err != nil { //nolint:gosec // the daemon may run as another user
		t.Fatal(err)
	}
	for name, content := range map[string]string{"db/eicar.ndb": signature, "clamd.conf": strings.Join(lines, "\n") + "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil { //nolint:gosec // as above
			t.Fatal(err)
		}
	}
	d.process = exec.CommandContext(t.Context(), program, "--config-file="+d.conf) //nolint:gosec // of this machine
	d.start(t)
	t.Cleanup(d.Kill)
	return d
}

func is(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (d *Daemon) start(t testing.TB) {
	t.Helper()
	var out strings.Builder
	d.process.Stdout, d.process.Stderr = &out, &out
	if err := d.process.Start(); err != nil {
		t.Fatal(err)
	}
	c, err := clamd.New(d.Address)
	if err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, err = c.Version(t.Context()); err == nil {
			return
		}
		if time.Now().After(end) {
			d.Kill()
			t.Fatal(fmt.Errorf("clamd does not start: %w: %s", err, out.String()))
		}
	}
}

// Kill ends it at once.
func (d *Daemon) Kill() {
	_ = d.process.Process.Signal(syscall.SIGKILL)
	_ = d.process.Wait()
	_ = os.Remove(strings.TrimPrefix(d.Address, "unix:"))
}

// Restart starts it again after Kill.
func (d *Daemon) Restart(t testing.TB) {
	t.Helper()
	d.process = exec.CommandContext(t.Context(), d.process.Path, d.process.Args[1:]...) //nolint:gosec // as before
	d.start(t)
}
