package app

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
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
// address, or IPv6 network of 64 bits, replace an idle one or are closed at once: nobody alone can take all, nor more than
// half of maxRequests.
const (
	maxConns      = 4_096
	maxConnsOfOne = 128
)

// Server returns the HTTP server of the program with its bounds on every connection.
func (a *App) Server() *http.Server {
	s := bounds(answering(a.handler))
	s.ConnContext = withConn
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
func (a *App) Listen(ctx context.Context) (net.Listener, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", a.config.Addr)
	if err != nil {
		return nil, err
	}
	return &fairListener{Listener: netutil.LimitListener(l, maxConns), exempt: a.config.TrustedProxies, open: map[netip.Prefix][]*fairConn{}}, nil
}

// fairListener bounds how many connections one address may hold open. Where it has all, the oldest on which nothing is
// being answered makes room for the next, so that idle connections do not keep out other people behind the same address.
type fairListener struct {
	net.Listener
	exempt []netip.Prefix // proxies, which stand for many

	mu   sync.Mutex
	open map[netip.Prefix][]*fairConn // oldest first
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
		fair, idle, ok := l.take(c, address)
		if idle != nil {
			_ = idle.Close()
		}
		if ok {
			return fair, nil
		}
		metrics.Refused(metrics.TooManyConnections)
		_ = c.Close() // nobody is told why: an answer would cost what the bound saves
	}
}

// take counts a connection. idle is the one that makes room for it.
func (l *fairListener) take(c net.Conn, address netip.Addr) (fair, idle *fairConn, ok bool) {
	bits := 32
	if address.Is6() {
		bits = 64
	}
	of, _ := address.Prefix(bits) // the length fits
	fair = &fairConn{Conn: c}
	fair.done = sync.OnceFunc(func() { l.give(of, fair) })
	l.mu.Lock()
	defer l.mu.Unlock()
	if held := l.open[of]; len(held) >= maxConnsOfOne {
		i := slices.IndexFunc(held, func(o *fairConn) bool { return o.answering.Load() == 0 })
		if i < 0 {
			return nil, nil, false
		}
		idle = held[i]
		l.open[of] = slices.Delete(held, i, i+1)
	}
	l.open[of] = append(l.open[of], fair)
	return fair, idle, true
}

func (l *fairListener) give(of netip.Prefix, c *fairConn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open[of] = slices.DeleteFunc(l.open[of], func(o *fairConn) bool { return o == c })
	if len(l.open[of]) == 0 {
		delete(l.open, of)
	}
}

// fairConn gives its place back when it is closed.
type fairConn struct {
	net.Conn
	answering atomic.Int32 // requests that are being answered, sockets included
	done      func()
}

// Close closes the connection.
func (c *fairConn) Close() error {
	defer c.done()
	return c.Conn.Close()
}

type fairConnKey struct{}

// withConn lets the requests of a connection say that they are being answered.
func withConn(ctx context.Context, c net.Conn) context.Context {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	if fair, ok := c.(*fairConn); ok {
		return context.WithValue(ctx, fairConnKey{}, fair)
	}
	return ctx
}

// answering marks the connection of each request while it is being answered.
func answering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, ok := r.Context().Value(fairConnKey{}).(*fairConn); ok {
			c.answering.Add(1)
			defer c.answering.Add(-1)
		}
		next.ServeHTTP(w, r)
	})
}
