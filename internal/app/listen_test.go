package app_test

import (
	"bufio"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/test/kit"
)

// listening serves the program as Run does, with every time bound cut to a twentieth, and returns its address.
func listening(t *testing.T, k *kit.Kit, c config.Config) string {
	t.Helper()
	c.Addr, c.PublicURL, c.AuditKey = "127.0.0.1:0", &url.URL{Scheme: "http", Host: "127.0.0.1"}, make([]byte, 32)
	a, err := app.New(k.DB, c, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := a.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := a.Server()
	for _, bound := range []*time.Duration{&s.ReadHeaderTimeout, &s.ReadTimeout, &s.WriteTimeout, &s.IdleTimeout} {
		if *bound <= 0 || *bound > time.Minute {
			t.Errorf("a bound of %s", *bound)
		}
		*bound /= 20
	}
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close() })
	return l.Addr().String()
}

// dial connects from an address of this machine.
func dial(t *testing.T, from, to string) net.Conn {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	c, err := d.DialContext(t.Context(), "tcp", to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return c
}

// Clients that are slow on purpose are sent away, each after its bound: none waits for the twenty seconds of this test.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		addr := listening(t, k, config.Config{})
		for name, c := range map[string]struct{ begins, drips string }{
			"says nothing":                 {},
			"sends headers byte by byte":   {"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ", "a"},
			"never ends its headers":       {"GET /healthz HTTP/1.1\r\nHost: a\r\n", "X-Slow: a\r\n"},
			"sends a body byte by byte":    {"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{", " "},
			"sends a chunk at a time":      {"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"},
			"stays after an answer":        {"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", ""},
			"begins TLS on a plain port":   {"\x16\x03\x01\x02\x00\x01", ""},
			"sends a body to another path": {"POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n{", " "},
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				conn := dial(t, "127.0.0.1", addr)
				gone := make(chan error, 1)
				go func() {
					_, err := io.Copy(io.Discard, conn)
					gone <- err
				}()
				_, _ = io.WriteString(conn, c.begins)
				drip := time.NewTicker(10 * time.Millisecond)
				defer drip.Stop()
				for {
					select {
					case err := <-gone:
						if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
							t.Error("still connected")
						}
						return
					case <-drip.C:
						_, _ = io.WriteString(conn, c.drips) // fails once it is sent away
					}
				}
			})
		}
	})
}

func TestConnectionsOfOne(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		addr := listening(t, k, config.Config{})
		alive := func(c net.Conn) bool {
			_, _ = io.WriteString(c, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
			answer, err := http.ReadResponse(bufio.NewReader(c), nil)
			return err == nil && answer.StatusCode == http.StatusNoContent
		}
		var held []net.Conn
		for range app.MaxConnsOfOne {
			c := dial(t, "127.0.0.1", addr)
			if !alive(c) {
				t.Fatalf("connection %d is closed", len(held))
			}
			held = append(held, c)
		}
		if !alive(dial(t, "127.0.0.1", addr)) {
			t.Error("idle connections keep out who shares their address")
		}
		if _, err := held[0].Read(make([]byte, 1)); err == nil {
			t.Error("one connection too many is open")
		}
		if !alive(held[app.MaxConnsOfOne-1]) {
			t.Error("not the oldest made room")
		}
		if !alive(dial(t, "127.0.0.2", addr)) {
			t.Error("another address is shut out")
		}
	})
}

// Slow bodies of one address leave room for the requests of others.
func TestSlowBodiesOfOne(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		addr := listening(t, k, config.Config{})
		for range app.MaxConnsOfOne {
			_, _ = io.WriteString(dial(t, "127.0.0.1", addr), "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{")
		}
		time.Sleep(100 * time.Millisecond) // all are being answered
		if _, err := dial(t, "127.0.0.1", addr).Read(make([]byte, 1)); err == nil || strings.Contains(err.Error(), "timeout") {
			t.Errorf("one connection too many is open: %v", err)
		}
		c := dial(t, "127.0.0.2", addr)
		_, _ = io.WriteString(c, "GET /graphql?query={__typename} HTTP/1.1\r\nHost: a\r\n\r\n")
		answer, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("got %v, %v", answer, err)
		}
	})
}

// What is no request, or too large a one, is refused with a status and no detail.
func TestMalformedRequests(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		addr := listening(t, k, config.Config{})
		const post = "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
		for name, c := range map[string]struct {
			sends string
			want  string // statuses, any of which will do
		}{
			"large headers":             {"GET / HTTP/1.1\r\nHost: a\r\nX-Large: " + strings.Repeat("a", 64<<10) + "\r\n\r\n", "431"},
			"many headers":              {"GET / HTTP/1.1\r\nHost: a\r\n" + strings.Repeat("X-Many: a\r\n", 10_000) + "\r\n", "431"},
			"a long address":            {"GET /graphql?query=" + strings.Repeat("a", 64<<10) + " HTTP/1.1\r\nHost: a\r\n\r\n", "431"},
			"no request":                {"\x00\x01\x02\r\n\r\n", "400"},
			"a method of odd letters":   {"G\x00T / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
			"no host":                   {"GET / HTTP/1.1\r\n\r\n", "400"},
			"two hosts":                 {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
			"a later protocol":          {"GET / HTTP/9.9\r\nHost: a\r\n\r\n", "505"},
			"two lengths":               {post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}", "400"},
			"a negative length":         {post + "Content-Length: -1\r\n\r\n{}", "400"},
			"a length beyond numbers":   {post + "Content-Length: 99999999999999999999\r\n\r\n{}", "400"},
			"a large length":            {post + "Content-Length: 1000000000\r\nConnection: close\r\n\r\n{", "400 413"},
			"a length and chunks":       {post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
			"an unknown coding":         {post + "Transfer-Encoding: gzip\r\n\r\n{}", "501"},
			"chunks of nonsense":        {post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", "400"},
			"a folded header":           {"GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\nConnection: close\r\n\r\n", "200 400"},
			"a path above the root":     {"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "301 307 404"},
			"an encoded path above":     {"GET /explorer/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "301 307 400 404"},
			"a NUL in the path":         {"GET /explorer/a%00b HTTP/1.1\r\nHost: a\r\n\r\n", "400 404"},
			"a broken escape":           {"GET /explorer/%zz HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
			"CONNECT":                   {"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", "400 404 405"},
			"TRACE":                     {"TRACE /graphql HTTP/1.1\r\nHost: a\r\nCookie: session=s3cret\r\n\r\n", "405"},
			"a whole address elsewhere": {"GET http://evil.example/nowhere HTTP/1.1\r\nHost: a\r\n\r\n", "404"},
			"HTTP/2 without TLS":        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400 505"},
			"an unknown expectation":    {post + "Expect: miracles\r\nContent-Length: 2\r\n\r\n{}", "417"},
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				conn := dial(t, "127.0.0.1", addr)
				go func() { _, _ = io.WriteString(conn, c.sends) }() // refused before it is read whole
				answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
				if err != nil {
					t.Fatal(err)
				}
				body, _ := io.ReadAll(answer.Body) // cut where the connection is
				if !strings.Contains(c.want, fmt.Sprint(answer.StatusCode)) {
					t.Errorf("status %d, want %s: %.300s", answer.StatusCode, c.want, body)
				}
				if strings.Contains(string(body), "s3cret") || answer.Header.Get("Server") != "" {
					t.Errorf("it tells too much: %v %.300s", answer.Header, body)
				}
				findInternals(t, string(body))
			})
		}
	})
}

// With a certificate the program speaks HTTP/2, and bounds the requests on one connection.
func TestHTTP2(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		a, err := app.New(k.DB, config.Config{PublicURL: &url.URL{Scheme: "https", Host: "ttyt.example"}}, app.Options{})
		if err != nil {
			t.Fatal(err)
		}
		made := a.Server()
		s := httptest.NewUnstartedServer(made.Handler)
		s.Config, s.EnableHTTP2 = made, true
		s.StartTLS()
		t.Cleanup(s.Close)
		client := s.Client()
		answer, err := client.Get(s.URL + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.ProtoMajor != 2 || answer.StatusCode != http.StatusNoContent || answer.Header.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s %d %v", answer.Proto, answer.StatusCode, answer.Header)
		}
		if n := made.HTTP2.MaxConcurrentStreams; n < 1 || n > 250 {
			t.Errorf("%d streams", n)
		}
		old := &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS11} // of the test's own certificate
		if c, err := tls.Dial("tcp", s.Listener.Addr().String(), old); err == nil {
			_ = c.Close()
			t.Error("it speaks TLS 1.1")
		}
	})
}
