package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func try(ctx context.Context, env map[string]string, args ...string) (code int, out, log string) {
	var o, l bytes.Buffer
	code = run(ctx, console{env: func(name string) string { return env[name] }, out: &o, log: &l}, args)
	return code, o.String(), l.String()
}

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		args     []string
		code     int
		out, log string
	}{
		{nil, 2, "Usage: ttyt COMMAND", ""},
		{[]string{"help"}, 0, "try it: a made-up centre", ""},
		{[]string{"--help"}, 0, "serve a real centre", ""},
		{[]string{"dance"}, 2, "Usage: ttyt COMMAND", ""},
		{[]string{"version"}, 0, "(devel)\n", ""},
		{[]string{"serve", "-help"}, 0, "AUDIT_KEY", ""},
		{[]string{"serve"}, 1, "", "audit-key: missing"},
		{[]string{"demo", "now"}, 1, "", `unexpected ["now"]`},
		{[]string{"migrate", "-log-level", "loud"}, 1, "", "LOG_LEVEL"},
	} {
		code, out, log := try(t.Context(), nil, c.args...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(log, c.log) {
			t.Errorf("%v: %d\n%s%s", c.args, code, out, log)
		}
	}
}

// The demonstration starts from nothing, and again from what it left.
func TestDemoStartsTwice(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "demo")
	for _, password := range []string{"", "mat-khau-dat-lai"} {
		ctx, stop := context.WithCancel(t.Context())
		out := &watched{says: "Stop it with Ctrl-C", then: stop}
		code := run(ctx, console{env: func(name string) string {
			return map[string]string{"DEMO_PASSWORD": password}[name]
		}, out: out, log: os.Stderr}, []string{"demo", "-addr", "127.0.0.1:0", "-data", folder})
		if code != 0 || !strings.Contains(out.String(), password) || !strings.Contains(out.String(), "truongkhoa2") {
			t.Errorf("%d: %s", code, out)
		}
	}
}

// watched calls then once what was written says something.
type watched struct {
	bytes.Buffer
	says string
	then func()
}

func (w *watched) Write(b []byte) (int, error) {
	n, err := w.Buffer.Write(b)
	if strings.Contains(w.String(), w.says) {
		w.then()
	}
	return n, err
}
