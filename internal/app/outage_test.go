package app_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// gate is a server of MySQL's protocol that passes everything on until it is held, as a server that is stopped does.
type gate struct{ sync.RWMutex }

// before puts the gate before the server of a DSN, and returns the DSN of the gate.
func (g *gate) before(t *testing.T, dsn string) string {
	t.Helper()
	c, err := mysql.ParseDSN(strings.TrimPrefix(dsn, "mysql:"))
	if err != nil {
		t.Fatal(err)
	}
	network, server := c.Net, c.Addr
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial(network, server)
			if err != nil {
				_ = in.Close()
				continue
			}
			go g.pass(in, out)
			go g.pass(out, in)
		}
	}()
	c.Net, c.Addr = "unix", l.Addr().String()
	return "mysql:" + c.FormatDSN()
}

func (g *gate) pass(from, to net.Conn) {
	defer to.Close()
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		g.RLock()
		_, err = to.Write(b[:n])
		g.RUnlock()
		if err != nil {
			return
		}
	}
}

// logLines counts the lines of a log by their message.
type logLines struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logLines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(b)
}

func (l *logLines) count(message string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.String(), message)
}

// When the store hangs, /readyz says so within seconds and requests get 503; the log has one line when it begins and one when
// it ends, and the program goes on by itself. What is under way at a stop gets its answer.
func TestAStoreThatStopsAndComesBack(t *testing.T) {
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			log := new(logLines)
			was := slog.Default()
			slog.SetDefault(slog.New(slog.NewTextHandler(log, nil)))
			defer slog.SetDefault(was)
			dsn, g := s.DSN(t), new(gate)
			hold := g.Lock
			free := g.Unlock
			if s.Dialect == db.SQLite { // another program writes and does not end
				other, err := sql.Open("sqlite", strings.TrimPrefix(dsn, "sqlite:"))
				if err != nil {
					t.Fatal(err)
				}
				defer other.Close()
				other.SetMaxOpenConns(1)
				do := func(query string) func() {
					return func() {
						if _, err := other.Exec(query); err != nil {
							t.Error(err)
						}
					}
				}
				do("PRAGMA busy_timeout = 5000")()
				hold, free = do("BEGIN IMMEDIATE"), do("ROLLBACK")
			} else {
				dsn = g.before(t, dsn)
			}
			c := config.Config{Addr: "127.0.0.1:0", Data: t.TempDir(), DSN: dsn, PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, AuditKey: make([]byte, 32)}
			a, err := app.Open(t.Context(), c, app.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := a.Close(); err != nil {
					t.Error(err)
				}
			}()
			ctx, stop := context.WithCancel(t.Context())
			ready, done := make(chan net.Addr, 1), make(chan error, 1)
			go func() { done <- a.Run(ctx, func(addr net.Addr) { ready <- addr }) }()
			base := "http://" + (<-ready).String()
			await := func(status int, within time.Duration) {
				t.Helper()
				began := time.Now()
				for {
					got, _, _ := get(t, base+"/readyz")
					if got == status {
						t.Logf("%d after %s", status, time.Since(began).Round(100*time.Millisecond))
						return
					}
					if time.Since(began) > within {
						t.Fatalf("/readyz is %d after %s, want %d", got, within, status)
					}
					time.Sleep(50 * time.Millisecond)
				}
			}
			signIn := func() (int, http.Header, string) {
				r, err := http.Post(base+"/graphql", "application/json", strings.NewReader(`{"query":"mutation { signIn(input: {login: \"ai\", password: \"sai mat khau\", client: APP}) { token userErrors { code } } }"}`))
				if err != nil {
					return 0, nil, err.Error()
				}
				defer r.Body.Close()
				body, err := io.ReadAll(r.Body)
				return r.StatusCode, r.Header, fmt.Sprint(string(body), err)
			}
			await(http.StatusNoContent, time.Second)
			hold()
			await(http.StatusServiceUnavailable, 9*time.Second)
			if status, header, body := signIn(); status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" || !strings.Contains(body, `"outcome":"NOT_SAVED"`) {
				t.Errorf("%d %v %s", status, header, body)
			}
			free()
			await(http.StatusNoContent, 12*time.Second)
			if status, _, body := signIn(); status != http.StatusOK || !strings.Contains(body, "BAD_CREDENTIALS") {
				t.Errorf("afterwards: %d %s", status, body)
			}
			for deadline := time.Now().Add(15 * time.Second); log.count("the store works again") == 0 && time.Now().Before(deadline); {
				time.Sleep(50 * time.Millisecond)
			}
			if log.count("the store fails") != 1 || log.count("the store works again") != 1 || log.count("level=ERROR") != 1 || log.count("request failed") != 0 {
				t.Errorf("the log:\n%s", log)
			}

			hold()
			answered := make(chan string, 1)
			go func() {
				status, _, body := signIn()
				answered <- fmt.Sprint(status, body)
			}()
			time.Sleep(500 * time.Millisecond)
			stop()
			time.Sleep(500 * time.Millisecond)
			free()
			if got := <-answered; !strings.HasPrefix(got, "200") || !strings.Contains(got, "BAD_CREDENTIALS") {
				t.Errorf("under way at the stop: %s", got)
			}
			select {
			case err := <-done:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(25 * time.Second):
				t.Error("it does not stop")
			}
		})
	}
}
