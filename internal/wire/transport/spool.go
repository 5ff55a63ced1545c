package transport

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
)

// Bounds of a long file.
const (
	longStep  = 128 << 10        // what has to arrive within each body time
	longest   = 40 * time.Minute // for all of it, however steadily it comes
	longAll   = 32               // at once
	longEach  = 3                // of one account
	sniffSize = 32 << 10         // bytes that are copied at once
)

// Spool is a folder of long files, from their arrival until their request is answered.
type Spool struct {
	dir string
	max int64 // bytes of one file

	mu sync.Mutex
	by map[db.ID]int // those of each account
	n  int           // of all
}

// NewSpool returns a spool in the folder, which it makes once there is a long file. Of an earlier process it takes away what is
// too old to be read still. A file has at most max bytes.
func NewSpool(dir string, max int64) *Spool {
	all, _ := os.ReadDir(dir) // none where it is not there
	for _, d := range all {
		if i, err := d.Info(); err == nil && time.Since(i.ModTime()) > longest {
			_ = os.Remove(filepath.Join(dir, d.Name()))
		}
	}
	return &Spool{dir: dir, max: max, by: map[db.ID]int{}}
}

// most is how many bytes a request may have.
func (s *Spool) most() int64 { return maxMemory + s.max }

// enter lets an account bring one more long file; leave ends that.
func (s *Spool) enter(account db.ID) (leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n >= longAll || s.by[account] >= longEach {
		return nil, false
	}
	s.n++
	s.by[account]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.n--
		if s.by[account]--; s.by[account] == 0 {
			delete(s.by, account)
		}
	}, true
}

// arrival is what has come of one request with files: the small ones are in memory, the long one on disk.
type arrival struct {
	spool   *Spool // nil takes no long file
	small   int64  // bytes in memory
	file    *os.File
	leave   func()
	account db.ID
}

func (s *Spool) arrive(ctx context.Context) *arrival {
	return &arrival{spool: s, account: access.Of(ctx).AccountID}
}

// take reads one file. What is too long for memory goes to the disk.
func (a *arrival) take(name string, r io.Reader) (input.File, *refusal) {
	room := min(maxFile, maxMemory-a.small)
	start, err := io.ReadAll(io.LimitReader(r, room+1))
	switch {
	case err != nil:
		return input.File{}, bad(errForm)
	case int64(len(start)) <= room:
		a.small += int64(len(start))
		return input.File{Name: name, Content: start}, nil
	case a.spool == nil:
		return input.File{}, tooLarge(room)
	case a.file != nil:
		return input.File{}, &refusal{http.StatusRequestEntityTooLarge, errOneLong}
	}
	var entered bool
	if a.leave, entered = a.spool.enter(a.account); !entered {
		return input.File{}, &refusal{http.StatusTooManyRequests, errManyLong}
	}
	long, refused := a.write(io.MultiReader(bytes.NewReader(start), r))
	return input.File{Name: name, Long: long}, refused
}

// write puts a long file on the disk, where it has no name: it ends with this process, whatever ends that.
func (a *arrival) write(r io.Reader) (*input.Long, *refusal) {
	if err := os.MkdirAll(a.spool.dir, 0o700); err != nil {
		return nil, &refusal{http.StatusServiceUnavailable, errNoRoom}
	}
	f, err := os.CreateTemp(a.spool.dir, "upload-")
	if err != nil {
		return nil, &refusal{http.StatusServiceUnavailable, errNoRoom}
	}
	a.file = f
	_ = os.Remove(f.Name()) // where the system allows that of an open file; else close does it
	h := sha256.New()
	from := &source{Reader: io.LimitReader(r, a.spool.max+1)}
	n, err := io.CopyBuffer(io.MultiWriter(f, h), struct{ io.Reader }{from}, make([]byte, sniffSize))
	switch {
	case from.err != nil:
		return nil, bad(errForm)
	case err != nil:
		return nil, &refusal{http.StatusServiceUnavailable, errNoRoom}
	case n > a.spool.max:
		return nil, tooLarge(a.spool.max)
	}
	return &input.Long{At: f, Size: n, Sum: [sha256.Size]byte(h.Sum(nil))}, nil
}

// close takes what came off the disk.
func (a *arrival) close() {
	if a.file != nil {
		_ = errors.Join(a.file.Close(), os.Remove(a.file.Name())) // it may have no name any more
	}
	if a.leave != nil {
		a.leave()
	}
}

type patienceKey struct{}

// Patient is a context that ends after some time, but not while a body keeps coming: reading it begins the time anew.
func Patient(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancelCause(ctx)
	late := time.AfterFunc(d, func() { stop(context.DeadlineExceeded) })
	return context.WithValue(limited{ctx}, patienceKey{}, func() { late.Reset(d) }), func() {
		late.Stop()
		stop(context.Canceled)
	}
}

// limited is a context that says of its time what one with a deadline says.
type limited struct{ context.Context }

// Err is DeadlineExceeded once its time is over.
func (l limited) Err() error {
	err := l.Context.Err()
	if err != nil && errors.Is(context.Cause(l.Context), context.DeadlineExceeded) {
		return context.DeadlineExceeded
	}
	return err
}

// steady is a body whose client gets more time as long as it sends steadily.
type steady struct {
	io.Reader
	clock *http.ResponseController
	each  time.Duration
	ends  time.Time
	more  func() // begins the request's own time anew; nil where it has none
	due   int    // bytes until the client gets more time
}

// newSteady returns one that has had its first time.
func newSteady(ctx context.Context, w http.ResponseWriter, body io.Reader, each time.Duration) *steady {
	more, _ := ctx.Value(patienceKey{}).(func())
	return &steady{Reader: body, clock: http.NewResponseController(w), each: each, ends: time.Now().Add(longest), more: more, due: longStep}
}

// Read reads on.
func (s *steady) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if s.due -= n; s.due <= 0 {
		s.due = longStep
		s.allow(s.each)
	}
	return n, err
}

// done begins the time of the work on what has arrived.
func (s *steady) done() {
	_ = s.clock.SetWriteDeadline(time.Now().Add(answerTime))
	if s.more != nil {
		s.more()
	}
}

// allow gives the client more time, and the answer its own after that.
func (s *steady) allow(d time.Duration) {
	now := time.Now()
	by := now.Add(d)
	if by.After(s.ends) {
		return
	}
	_ = s.clock.SetReadDeadline(by)
	_ = s.clock.SetWriteDeadline(by.Add(answerTime))
	if s.more != nil {
		s.more()
	}
}

// answerTime is how long the answer to a long request may take once it was read.
const answerTime = 30 * time.Second

// Form is what a form of a page sends.
type Form struct {
	Values map[string][]string
	Files  map[string]input.File // by the names of their fields
}

// ErrTooLarge is a form that is larger than any may be.
var ErrTooLarge = errors.New("transport: the form is too large")

// Form reads a form that may bring files, of whatever encoding, with the same bounds and at the same pace as other uploads: the
// texts have at most so many bytes. off takes away what is on the disk.
func (s *Spool) Form(w http.ResponseWriter, r *http.Request, texts int64) (f Form, off func(), err error) {
	f = Form{Values: map[string][]string{}, Files: map[string]input.File{}}
	if r.ContentLength > s.most() {
		return f, nil, ErrTooLarge
	}
	pace := newSteady(r.Context(), w, http.MaxBytesReader(w, r.Body, s.most()), DefaultBodyTime)
	pace.allow(DefaultBodyTime)
	r.Body = struct {
		io.Reader
		io.Closer
	}{pace, r.Body}
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		if err = r.ParseForm(); err == nil {
			f.Values = r.PostForm
		}
		return f, func() {}, err
	}
	if err != nil {
		return f, nil, err
	}
	came := s.arrive(r.Context())
	if err := came.form(parts, &f, texts); err != nil {
		came.close()
		return f, nil, err
	}
	pace.done()
	return f, came.close, nil
}

// form reads the parts of a form: those with a file name are files.
func (a *arrival) form(parts *multipart.Reader, f *Form, texts int64) error {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name := part.FormName()
		if part.FileName() == "" {
			text, err := io.ReadAll(io.LimitReader(part, texts+1))
			if err != nil {
				return err
			}
			if texts -= int64(len(text)); texts < 0 {
				return ErrTooLarge
			}
			f.Values[name] = append(f.Values[name], string(text))
			continue
		}
		if _, twice := f.Files[name]; twice || len(f.Files) >= maxFiles {
			return errForm
		}
		file, refused := a.take(part.FileName(), part)
		switch {
		case refused != nil && refused.status == http.StatusRequestEntityTooLarge:
			return ErrTooLarge
		case refused != nil:
			return refused.why
		}
		f.Files[name] = file
	}
}
