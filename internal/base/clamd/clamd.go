// Package clamd asks a ClamAV daemon about bytes, and tells apart what it says: the daemon answers OK for what it did not scan,
// and FOUND for what it could not.
package clamd

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Result is what the daemon said of some bytes.
type Result struct {
	Outcome   Outcome
	Signature string // of what was found, or of what kept the daemon from scanning
}

// Outcome is what it amounts to.
type Outcome string

// The outcomes.
const (
	Clean     Outcome = "CLEAN"
	Infected  Outcome = "INFECTED"
	Limits    Outcome = "LIMITS"    // more, deeper or larger than the daemon looks at
	Encrypted Outcome = "ENCRYPTED" // nobody can look into it
	Unnamed   Outcome = "UNNAMED"   // found, and nothing was found: how some versions tell of an exceeded limit
)

// The errors that callers tell apart. Without a result there is no verdict.
var (
	// ErrAway is a daemon that is not there, says nothing in time or hangs up.
	ErrAway = errors.New("clamd: no answer")
	// ErrFailed is a daemon that says that it could not scan.
	ErrFailed = errors.New("clamd: the scan failed")
	// ErrRead is a failure to read what is to be scanned. The daemon has given no verdict on a part of it.
	ErrRead = errors.New("clamd: cannot read what is to be scanned")
)

// Client speaks to one daemon, one connection a question.
type Client struct {
	network, address string
	// Patience is how long the daemon may take to accept a connection or the next piece, and Scan how long for its verdict once
	// it has everything.
	Patience, Scan time.Duration
}

// New returns a client of the daemon at an address: unix:/path or tcp:host:port.
func New(address string) (*Client, error) {
	network, at, _ := strings.Cut(address, ":")
	switch network {
	case "unix":
		if !strings.HasPrefix(at, "/") {
			return nil, fmt.Errorf("%q: want unix: and the full path of a socket", address)
		}
	case "tcp":
		host, port, err := net.SplitHostPort(at)
		if err != nil || port == "" {
			return nil, fmt.Errorf("%q: want tcp:host:port", address)
		}
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return nil, fmt.Errorf("%q: the daemon's protocol encrypts nothing, so name this machine, where a tunnel may end (Art. 6a)", address)
		}
	default:
		return nil, fmt.Errorf("%q: want unix:/path/of/socket or tcp:127.0.0.1:3310", address)
	}
	return &Client{network: network, address: at, Patience: 10 * time.Second, Scan: 2 * time.Minute}, nil
}

// chunk is how many bytes are sent at once.
const chunk = 64 << 10

// Ask has the daemon scan what is read. Errors: ErrAway, ErrFailed, ErrRead, each with its cause.
func (c *Client) Ask(ctx context.Context, r io.Reader) (Result, error) {
	s, err := c.open(ctx, "zINSTREAM\x00")
	if err != nil {
		return Result{}, err
	}
	defer s.close()
	buffer := make([]byte, 4+chunk)
	for {
		n, end := io.ReadFull(r, buffer[4:])
		if end != nil && end != io.EOF && end != io.ErrUnexpectedEOF {
			return Result{}, errors.Join(ErrRead, end) // hanging up without the last piece, so that there is no verdict on a part
		}
		binary.BigEndian.PutUint32(buffer, uint32(n)) //nolint:gosec // at most chunk
		if n > 0 {
			if err := s.write(buffer[:4+n]); err != nil {
				return s.last(err)
			}
		}
		if end != nil {
			break
		}
	}
	if err := s.write([]byte{0, 0, 0, 0}); err != nil {
		return s.last(err)
	}
	answer, err := s.read(c.Scan)
	if err != nil {
		return Result{}, err
	}
	return read(answer)
}

// read makes a result of an answer.
func read(answer string) (Result, error) {
	said := strings.TrimPrefix(answer, "stream: ")
	if said == "OK" {
		return Result{Outcome: Clean}, nil
	}
	if name, found := strings.CutSuffix(said, " FOUND"); found {
		return Result{outcomeOf(name), name}, nil
	}
	if strings.Contains(said, "size limit exceeded") {
		return Result{Limits, "StreamMaxLength"}, nil
	}
	return Result{}, fmt.Errorf("%w: %q", ErrFailed, answer)
}

func outcomeOf(signature string) Outcome {
	switch {
	case strings.Trim(signature, "() ") == "null" || strings.TrimSpace(signature) == "":
		return Unnamed
	case strings.HasPrefix(signature, "Heuristics.Limits.Exceeded"):
		return Limits
	case strings.HasPrefix(signature, "Heuristics.Encrypted"):
		return Encrypted
	}
	return Infected
}

// Version is what the daemon runs with.
type Version struct {
	Text       string    // as the daemon tells it: another one may find other things
	Signatures time.Time // when its signatures were made; zero where it does not say
}

// Version asks for it. Errors: ErrAway, ErrFailed.
func (c *Client) Version(ctx context.Context) (v Version, err error) {
	s, err := c.open(ctx, "zVERSION\x00")
	if err != nil {
		return v, err
	}
	defer s.close()
	answer, err := s.read(c.Patience)
	if err != nil {
		return v, err
	}
	if !strings.HasPrefix(answer, "ClamAV ") {
		return v, fmt.Errorf("%w: %q", ErrFailed, answer)
	}
	v.Text = answer
	// "ClamAV 1.4.6/27835/Mon Nov 30 09:24:11 2026"
	if parts := strings.SplitN(answer, "/", 3); len(parts) == 3 {
		if at, err := time.Parse("Mon Jan _2 15:04:05 2006", parts[2]); err == nil {
			v.Signatures = at
		}
	}
	return v, nil
}

// Hold is a connection that lasts no longer than the daemon's process: while it answers, the daemon was not restarted.
type Hold struct {
	s *session

	mu    sync.Mutex
	asked int
}

// Hold opens one, which the daemon closes when nobody asks for two minutes. Errors: ErrAway.
func (c *Client) Hold(ctx context.Context) (*Hold, error) {
	s, err := c.open(context.WithoutCancel(ctx), "zIDSESSION\x00")
	if err != nil {
		return nil, err
	}
	h := &Hold{s: s}
	if !h.Same() {
		h.Close()
		return nil, ErrAway
	}
	return h, nil
}

// Same reports whether the daemon is still the one that it was opened to.
func (h *Hold) Same() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked++
	if h.s.write([]byte("zPING\x00")) != nil {
		return false
	}
	answer, err := h.s.read(h.s.c.Patience)
	return err == nil && answer == strconv.Itoa(h.asked)+": PONG"
}

// Close ends it.
func (h *Hold) Close() { h.s.close() }

// session is one connection.
type session struct {
	net.Conn
	c    *Client
	stop func() bool // of the watch over the context
}

func (c *Client) open(ctx context.Context, command string) (*session, error) {
	d := net.Dialer{Timeout: c.Patience}
	conn, err := d.DialContext(ctx, c.network, c.address)
	if err != nil {
		return nil, errors.Join(ErrAway, err)
	}
	s := &session{Conn: conn, c: c}
	s.stop = context.AfterFunc(ctx, func() { _ = conn.Close() })
	if err := s.write([]byte(command)); err != nil {
		s.close()
		return nil, errors.Join(ErrAway, err)
	}
	return s, nil
}

func (s *session) close() {
	s.stop()
	_ = s.Close()
}

func (s *session) write(b []byte) error {
	_ = s.SetWriteDeadline(time.Now().Add(s.c.Patience))
	_, err := s.Write(b)
	return err
}

// maxAnswer is how many bytes an answer has at most.
const maxAnswer = 4 << 10

// read waits for the answer.
func (s *session) read(within time.Duration) (string, error) {
	_ = s.SetReadDeadline(time.Now().Add(within))
	answer, err := bufio.NewReader(io.LimitReader(s, maxAnswer)).ReadString(0)
	if err != nil {
		return "", errors.Join(ErrAway, err)
	}
	return strings.TrimSpace(strings.TrimSuffix(answer, "\x00")), nil
}

// last is the result where sending failed: the daemon may have said why before it hung up. A half-sent file is not clean,
// whatever it says.
func (s *session) last(failed error) (Result, error) {
	answer, err := s.read(s.c.Patience)
	if err != nil {
		return Result{}, errors.Join(ErrAway, failed)
	}
	r, err := read(answer)
	if err == nil && r.Outcome == Clean {
		return Result{}, errors.Join(ErrAway, failed)
	}
	return r, err
}
