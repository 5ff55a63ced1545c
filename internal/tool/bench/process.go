package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The cores that the measured and the load run on, each alone.
const (
	serverCore = "0"
	loadCore   = "1"
)

// process is a running server, pinned to the first core with whatever it needs.
type process struct {
	cmd  *exec.Cmd
	addr string
}

// launch starts a program on the servers' core, with room for one thread of Go at a time.
func launch(ctx context.Context, log string, env []string, name string, args ...string) (*process, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	cmd := exec.CommandContext(ctx, "taskset", append([]string{"-c", serverCore, name}, args...)...)
	cmd.Env = append(append(os.Environ(), "GOMAXPROCS=1"), env...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 30 * time.Second
	return &process{cmd: cmd}, cmd.Start()
}

func (p *process) stop() error {
	if p == nil || p.cmd.Process == nil {
		return nil
	}
	err := p.cmd.Process.Signal(syscall.SIGTERM)
	_ = p.cmd.Wait() // how it ended says nothing
	if errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("%s ended by itself; see its log", p.cmd.Args[3])
	}
	return err
}

// cpu is the processor time the process took until now.
func (p *process) cpu() (time.Duration, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(content), ") ") // the name before it may hold anything
	f := strings.Fields(after)
	user, err1 := strconv.ParseInt(f[11], 10, 64)
	system, err2 := strconv.ParseInt(f[12], 10, 64)
	const tick = time.Second / 100
	return time.Duration(user+system) * tick, errors.Join(err1, err2)
}

// memory reads a figure of the process's memory in MB: VmRSS now, VmHWM at most so far.
func (p *process) memory(what string) (float64, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(content)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == what+":" {
			kb, err := strconv.ParseFloat(f[1], 64)
			return kb / 1024, err
		}
	}
	return 0, fmt.Errorf("no %s of %d", what, p.cmd.Process.Pid)
}

// freeAddr is an address of this machine that nobody listens on.
func freeAddr(ctx context.Context) (string, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

var errSilent = errors.New("the server does not answer")

// patience is how long a server may take to its first answer; one that writes the demonstration on a busy machine takes longest.
const patience = 2 * time.Minute

// awaited asks until the server answers well, and tells how long after start that was.
func awaited(ctx context.Context, start time.Time, ask func() (*http.Response, error)) (time.Duration, error) {
	for ctx.Err() == nil && time.Since(start) < patience {
		answer, err := ask()
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return time.Since(start), nil
			}
		}
		time.Sleep(time.Millisecond)
	}
	return 0, errSilent
}
