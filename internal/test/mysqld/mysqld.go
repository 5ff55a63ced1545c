// Package mysqld starts a MySQL or MariaDB server for tests, which leaves nothing behind.
package mysqld

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"time"
)

// ErrNone says that this machine has no server to start.
var ErrNone = errors.New("neither mariadbd nor mysqld is on the PATH")

// startWithin is how long a server may take until its socket is there.
const startWithin = 30 * time.Second

// Server is a server on a socket in a temporary folder. It keeps nothing safe: it neither flushes nor asks for a password.
type Server struct {
	// Socket is where root signs in without a password.
	Socket string

	dir  string
	stop func() error
}

// Start starts a server and waits for its socket. It ends with this process, also when that is killed: the shell around
// it waits for the end of its standard input.
func Start() (s *Server, err error) {
	binary := find()
	if binary == "" {
		return nil, ErrNone
	}
	s = &Server{}
	if s.dir, err = os.MkdirTemp("", "ttyt-mysqld-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(s.dir))
		}
	}()
	data := filepath.Join(s.dir, "data")
	s.Socket = filepath.Join(s.dir, "s")
	me, err := user.Current()
	if err != nil {
		return nil, err
	}
	if err := initialise(binary, me.Username, data); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(context.Background(), "sh", "-c", `"$@" & pid=$!; cat >/dev/null; kill -9 $pid; wait; rm -rf "$0"`, s.dir,
		binary, "--no-defaults", "--user="+me.Username, "--datadir="+data, "--socket="+s.Socket, "--pid-file="+filepath.Join(s.dir, "pid"),
		"--skip-networking", "--skip-grant-tables", "--log-error="+filepath.Join(s.dir, "log"), "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0",
		"--innodb-buffer-pool-size=128M", "--innodb-log-file-size=8M", "--max-connections=800", "--skip-log-bin")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s.stop = func() error { return errors.Join(stdin.Close(), cmd.Wait(), os.RemoveAll(s.dir)) }
	for start := time.Now(); time.Since(start) < startWithin; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(s.Socket); err == nil {
			return s, nil
		}
	}
	log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	return nil, errors.Join(fmt.Errorf("no socket after %s:\n%s", startWithin, log), s.stop())
}

// Stop ends the server and deletes what it kept.
func (s *Server) Stop() error { return s.stop() }

// find looks in the folders of system daemons too, which a user's PATH may not name.
func find() string {
	for _, name := range []string{"mariadbd", "mysqld"} {
		for _, dir := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/sbin", "/usr/local/sbin") {
			if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
				return path
			}
		}
	}
	return ""
}

// initialise prepares an empty data folder. MariaDB starts on a bare one, since grants are off; MySQL wants its
// dictionary first.
func initialise(binary, account, data string) error {
	version, err := exec.CommandContext(context.Background(), binary, "--version").Output()
	if err != nil || strings.Contains(string(version), "MariaDB") {
		return errors.Join(err, os.Mkdir(data, 0o700))
	}
	out, err := exec.CommandContext(context.Background(), binary, "--no-defaults", "--initialize-insecure", "--user="+account, "--datadir="+data).CombinedOutput()
	if err != nil {
		return fmt.Errorf("initialise %s: %w\n%s", binary, err, out)
	}
	return nil
}
