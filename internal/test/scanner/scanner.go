// Package scanner stands in for a ClamAV daemon in tests, and starts a real one where it is installed. Imported by tests only.
package scanner

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/clamd"
)

// Server speaks the part of the daemon's protocol that the program uses. It finds the EICAR file where a file or a member of a
// ZIP, however deep, begins with it.
type Server struct {
	Address string // as the setting clamd has it

	mu       sync.Mutex
	listener net.Listener // nil while it is stopped
	conduct  Conduct
	scans    int
	open     map[net.Conn]bool
}

// Conduct is how a server behaves.
type Conduct struct {
	Version   string               // that it tells; a current one when empty
	Most      int                  // bytes after which it hangs up, as StreamMaxLength sets it; 0 for none
	Shallow   bool                 // looks into no members, and says OK of them
	Answer    func([]byte) string  // takes the place of scanning where it returns a text
	Hang      bool                 // never answers a scan
	HangUp    bool                 // hangs up once it has the first piece
	Delay     time.Duration        // before each verdict
	OnContent func(content []byte) // is called with what is scanned
}

// Start starts a server on a socket of its own, which ends with the test.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{Address: "unix:" + filepath.Join(t.TempDir(), "c"), open: map[net.Conn]bool{}}
	s.listen(t)
	t.Cleanup(s.Stop)
	return s
}

func (s *Server) listen(t testing.TB) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "unix", strings.TrimPrefix(s.Address, "unix:"))
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listener = l
	go s.accept(l)
}

// Restart starts it again after Stop.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.listen(t)
}

// Stop ends it, and cuts what is under way.
func (s *Server) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener == nil {
		return
	}
	_ = s.listener.Close()
	s.listener = nil
	for c := range s.open {
		_ = c.Close()
	}
}

// Behave changes how it behaves from the next connection on.
func (s *Server) Behave(c Conduct) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conduct = c
}

// Scans is how often it was asked to scan.
func (s *Server) Scans() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.scans
}

func (s *Server) accept(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.open[c] = true
		conduct := s.conduct
		if s.listener != l { // stopped meanwhile
			_ = c.Close()
		}
		s.mu.Unlock()
		go func() {
			s.serve(c, conduct)
			s.mu.Lock()
			delete(s.open, c)
			s.mu.Unlock()
			_ = c.Close()
		}()
	}
}

func (s *Server) serve(c net.Conn, conduct Conduct) {
	var command []byte
	for one := make([]byte, 1); ; command = append(command, one[0]) {
		if _, err := io.ReadFull(c, one); err != nil {
			return
		}
		if one[0] == 0 {
			break
		}
	}
	switch string(command) {
	case "zVERSION":
		version := conduct.Version
		if version == "" {
			version = "ClamAV 1.4.6/27835/" + time.Now().UTC().Format(time.ANSIC)
		}
		_, _ = io.WriteString(c, version+"\x00")
	case "zINSTREAM":
		s.mu.Lock()
		s.scans++
		s.mu.Unlock()
		s.scan(c, conduct)
	case "zIDSESSION":
		if !conduct.HangUp {
			hold(c)
		}
	default:
		_, _ = io.WriteString(c, "UNKNOWN COMMAND\x00")
	}
}

// hold answers the pings of one connection, which are numbered, until either side ends it.
func hold(c net.Conn) {
	in := bufio.NewReader(c)
	for n := 1; ; n++ {
		if command, err := in.ReadString(0); err != nil || command != "zPING\x00" {
			return
		}
		if _, err := fmt.Fprintf(c, "%d: PONG\x00", n); err != nil {
			return
		}
	}
}

// scan reads the pieces up to the empty one, and answers. Where the client hangs up before, there is no answer.
func (s *Server) scan(c net.Conn, conduct Conduct) {
	var content bytes.Buffer
	for {
		var size uint32
		if err := binary.Read(c, binary.BigEndian, &size); err != nil {
			return
		}
		if size == 0 {
			break
		}
		if _, err := io.CopyN(&content, c, int64(size)); err != nil || conduct.HangUp {
			return
		}
		if conduct.Most > 0 && content.Len() > conduct.Most {
			_, _ = io.WriteString(c, "INSTREAM size limit exceeded. ERROR\x00")
			return
		}
	}
	if conduct.Hang {
		_, _ = io.Copy(io.Discard, c) // until either side hangs up
		return
	}
	time.Sleep(conduct.Delay)
	if conduct.OnContent != nil {
		conduct.OnContent(content.Bytes())
	}
	answer := "stream: OK"
	if found := found(content.Bytes(), !conduct.Shallow, 0); found != "" {
		answer = "stream: " + found + " FOUND"
	}
	if conduct.Answer != nil {
		if other := conduct.Answer(content.Bytes()); other != "" {
			answer = other
		}
	}
	_, _ = io.WriteString(c, answer+"\x00")
}

// maxDepth is how many ZIPs in each other are looked into.
const maxDepth = 16

// found is the signature of what is in some bytes, "" for nothing.
func found(content []byte, deep bool, depth int) string {
	if bytes.HasPrefix(content, clamd.EICAR()) {
		return "Eicar-Signature"
	}
	if !deep || !bytes.HasPrefix(content, []byte("PK")) {
		return ""
	}
	if depth > maxDepth {
		return "Heuristics.Limits.Exceeded.MaxRecursion"
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ""
	}
	for _, m := range slices.Backward(z.File) { // a probe has it at its end
		if m.Flags&1 != 0 {
			return "Heuristics.Encrypted.Zip"
		}
		r, err := m.Open()
		if err != nil {
			continue
		}
		inner, _ := io.ReadAll(io.LimitReader(r, 64<<20))
		_ = r.Close()
		if found := found(inner, true, depth+1); found != "" {
			return found
		}
	}
	return ""
}

// WithinProbe answers a probe as a working daemon would, and everything else with the text.
func WithinProbe(text string) func([]byte) string {
	return func(content []byte) string {
		if found(content, true, 0) != "" {
			return ""
		}
		return text
	}
}
