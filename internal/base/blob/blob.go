// Package blob keeps the bytes of files, apart from the store: written once, whole or not at all, under the SHA-256 of what
// they are.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Sum is the SHA-256 of some bytes.
type Sum [sha256.Size]byte

// String is the sum in hexadecimal.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// Area is one part of a store of bytes.
type Area string

// The areas.
const (
	Files  Area = "files"  // what may be served, once its verdict is known
	Locked Area = "locked" // what was found infected
)

var areas = []Area{Files, Locked}

// Key names some bytes.
type Key struct {
	Area Area
	Sum  Sum
}

// String is the name of the bytes in their store.
func (k Key) String() string {
	sum := k.Sum.String()
	return string(k.Area) + "/" + sum[:2] + "/" + sum
}

// parse reads what String has written.
func parse(name string) (k Key, ok bool) {
	area, rest, _ := strings.Cut(name, "/")
	_, sum, _ := strings.Cut(rest, "/")
	raw, err := hex.DecodeString(sum)
	if err != nil || len(raw) != sha256.Size {
		return k, false
	}
	k = Key{Area(area), Sum(raw)}
	return k, k.String() == name
}

// Info is what is known of some bytes without reading them.
type Info struct {
	Key  Key
	Size int64
	At   time.Time // when they were put there
}

// Blob is a store of bytes.
type Blob interface {
	// Put stores what is read, which has to be what the key names. It is there as a whole and for good once Put returns nil,
	// and not at all otherwise. Bytes that are there already are not read. Errors: ErrMismatch, ErrFull, those of the reader.
	Put(ctx context.Context, k Key, r io.Reader) error
	// Open reads length bytes from offset on, to the end where length is negative. Errors: ErrNotExist.
	Open(ctx context.Context, k Key, offset, length int64) (io.ReadCloser, error)
	// Stat tells what is there under a key. Errors: ErrNotExist.
	Stat(ctx context.Context, k Key) (Info, error)
	// Delete takes bytes away; it does nothing where there are none.
	Delete(ctx context.Context, k Key) error
	// List calls do for all bytes of an area, in the order of their keys, until it returns an error.
	List(ctx context.Context, a Area, do func(Info) error) error
	// Move gives bytes another area. Where they are there already, it takes them away from the former one. Errors: ErrNotExist.
	Move(ctx context.Context, from, to Key) error
}

// The errors that callers tell apart.
var (
	ErrNotExist = errors.New("blob: no such bytes")
	ErrMismatch = errors.New("blob: the bytes are not what their key says")
	ErrFull     = errors.New("blob: no room is left")
)

// Reader reads bytes of a known size from wherever it is sent, for what serves ranges. It holds one connection to the store at
// most.
type Reader struct {
	ctx  context.Context
	in   Blob
	key  Key
	size int64
	at   int64
	open io.ReadCloser // at, nil where nothing is open
}

// NewReader returns a reader that stands at the beginning.
func NewReader(ctx context.Context, in Blob, k Key, size int64) *Reader {
	return &Reader{ctx: ctx, in: in, key: k, size: size}
}

// Read reads on.
func (r *Reader) Read(p []byte) (int, error) {
	if r.at >= r.size {
		return 0, io.EOF
	}
	if r.open == nil {
		open, err := r.in.Open(r.ctx, r.key, r.at, -1)
		if err != nil {
			return 0, err
		}
		r.open = open
	}
	n, err := r.open.Read(p)
	r.at += int64(n)
	return n, err
}

// Seek stands elsewhere from now on.
func (r *Reader) Seek(offset int64, whence int) (int64, error) {
	to := offset
	switch whence {
	case io.SeekCurrent:
		to += r.at
	case io.SeekEnd:
		to += r.size
	}
	if to < 0 {
		return 0, fmt.Errorf("blob: seek to %d", to)
	}
	if to == r.at {
		return to, nil
	}
	r.at = to
	return to, r.Close()
}

// Close gives back what is open.
func (r *Reader) Close() error {
	if r.open == nil {
		return nil
	}
	open := r.open
	r.open = nil
	return open.Close()
}
