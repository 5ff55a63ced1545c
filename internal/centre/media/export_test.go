package media

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"syscall"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/blob"
	"ttyt.example/ttyt/internal/base/clamd"
)

// Named is the name under which a file of a media type is kept.
func Named(name, media string) string { return named(name, typeNamed(media)) }

// Bounded is why a ZIP cannot be scanned.
func Bounded(b []byte) Reason { return bounded(bytes.NewReader(b), int64(len(b)), 32<<20) }

// Bytes is the store of bytes.
func (s *Service) Bytes() blob.Blob { return s.bytes }

// Stale are the names of the files that are scanned again, in turn.
func (s *Service) Stale(ctx context.Context, engine string) (names []string, err error) {
	files, err := s.stale(ctx, engine, s.db.Now(ctx), rescanBatch)
	for _, f := range files {
		names = append(names, f.Name)
	}
	return names, err
}

// Impatient has the scanner asked at once after a failure, and waited for only so long.
func (s *Service) Impatient(d time.Duration) {
	s.pause(-time.Hour)
	if s.scanner != nil {
		s.scanner.Patience, s.scanner.Scan = d, d
	}
}

// ProbedAgo makes the last probe older.
func (s *Service) ProbedAgo(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.probe.at = time.Now().Add(-d)
}

// Full is a store without room.
type Full struct{ blob.Blob }

// Put writes a part and finds the disk full.
func (f Full) Put(ctx context.Context, k blob.Key, r io.Reader) error {
	return f.Blob.Put(ctx, k, io.MultiReader(io.LimitReader(r, 3), fails{}))
}

type fails struct{}

func (fails) Read([]byte) (int, error) { return 0, syscall.ENOSPC }

// Interrupt does something in the middle of the next scan.
func (s *Service) Interrupt(do func()) {
	whole := s.bytes
	s.bytes = interrupted{whole, func() {
		s.bytes = whole
		do()
	}}
}

type interrupted struct {
	blob.Blob
	do func()
}

// Open reads a piece, then does what is to be done, then reads the rest.
func (i interrupted) Open(ctx context.Context, k blob.Key, offset, length int64) (io.ReadCloser, error) {
	r, err := i.Blob.Open(ctx, k, offset, length)
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(io.LimitReader(r, 1<<20), doing(i.do), r), r}, nil
}

type doing func()

// Read does it.
func (d doing) Read([]byte) (int, error) {
	d()
	return 0, io.EOF
}

// FillDisk leaves no room for bytes.
func (s *Service) FillDisk() { s.bytes = Full{s.bytes} }

// ZipOf is a ZIP of members with their contents, in turn.
func ZipOf(members ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		m, err := w.Create(members[i])
		if err == nil {
			_, err = m.Write([]byte(members[i+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Over is another service over the store and the bytes of one.
func Over(t testing.TB, s *Service, address string, demo bool) *Service {
	t.Helper()
	client, err := clamd.New(address)
	if err != nil {
		t.Fatal(err)
	}
	o := s.o
	o.Demo, o.Clamd, o.MaxAge = demo, address, 0
	other := &Service{db: s.db, access: s.access, audit: s.audit, feed: s.feed, jobs: s.jobs, inbox: s.inbox, directory: s.directory, departments: s.departments, bytes: s.bytes, scanner: client, studio: s.studio, drawn: s.drawn, o: o, acts: s.acts}
	return other
}
