package app

import (
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"golang.org/x/net/netutil"

	"ttyt.example/ttyt/internal/base/metrics"
)

// The bounds of a connection. A slow client, or one that says nothing, is gone after seconds.
const (
	readHeaderTimeout = 5 * time.Second // and the TLS handshake
	readTimeout       = 15 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = time.Minute
	maxHeaderBytes    = 16 << 10 // the request line with its URL included
	maxStreams        = 100      // requests at once on one HTTP/2 connection
)

// Connections open at once. Beyond maxConns further ones wait in the system's queue; beyond maxConnsOfOne those of one
// address, or IPv6 network of 64 bits, are closed at once: nobody alone can take all, nor more than half of maxRequests.
const (
	maxConns      = 4_096
	maxConnsOfOne = 128
)

// Server returns the HTTP server of the program with its bounds on every connection.
func (a *App) Server() *http.Server {
	s := bounds(a.handler)
	s.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			metrics.Connections.Inc()
		case http.StateClosed, http.StateHijacked:
			metrics.Connections.Dec()
		}
	}
	return s
}

func bounds(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: maxStreams},
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
}

// Listen opens the configured address with the bounds on how many connections there may be.
func (a *App) Listen() (net.Listener, error) {
	l, err := net.Listen("tcp", a.config.Addr)
	if err != nil {
		return nil, err
	}
	return netutil.LimitListener(&fairListener{Listener: l, exempt: a.config.TrustedProxies, open: map[netip.Prefix]int{}}, maxConns), nil
}

// fairListener bounds how many connections one address may hold open.
type fairListener struct {
	net.Listener
	exempt []netip.Prefix // proxies, which stand for many

	mu   sync.Mutex
	open map[netip.Prefix]int
}

// Accept returns the next connection that is within its address's bound.
func (l *fairListener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		at, err := netip.ParseAddrPort(c.RemoteAddr().String())
		if err != nil { // not an address of a network
			return c, nil
		}
		address := at.Addr().Unmap().WithZone("")
		if slices.ContainsFunc(l.exempt, func(p netip.Prefix) bool { return p.Contains(address) }) {
			return c, nil
		}
		if of, ok := l.take(address); ok {
			return &fairConn{Conn: c, done: sync.OnceFunc(func() { l.give(of) })}, nil
		}
		metrics.Refused(metrics.TooManyConnections)
		_ = c.Close() // nobody is told why: an answer would cost what the bound saves
	}
}

func (l *fairListener) take(address netip.Addr) (of netip.Prefix, ok bool) {
	bits := 32
	if address.Is6() {
		bits = 64
	}
	of, _ = address.Prefix(bits) // the length fits
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[of] >= maxConnsOfOne {
		return of, false
	}
	l.open[of]++
	return of, true
}

func (l *fairListener) give(of netip.Prefix) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[of]--; l.open[of] == 0 {
		delete(l.open, of)
	}
}

// fairConn gives its place back when it is closed.
type fairConn struct {
	net.Conn
	done func()
}

// Close closes the connection.
func (c *fairConn) Close() error {
	defer c.done()
	return c.Conn.Close()
}
