// File is the file that a request brings along, as features see it: the scalar Upload of the API.
package input

import (
	"bytes"
	"crypto/sha256"
	"io"

	"ttyt.example/ttyt/internal/base/fault"
)

// File is one file of a request: in memory where it is small, else on disk until the request is answered. The transport
// bounds both.
type File struct {
	Name    string // as the client calls it, without folders; to be trusted as little as any input
	Content []byte // of a small one
	Long    *Long  // of any other
}

// Long is what is on disk of a file.
type Long struct {
	At   io.ReaderAt
	Size int64
	Sum  [sha256.Size]byte // of all of it
}

// Small refuses a file that is not small, for what takes no other.
func (f File) Small() error {
	if f.Long != nil {
		return fault.User(fault.TooLong, fileTooLong.With(MaxSmall>>10), "input.file")
	}
	return nil
}

// MaxSmall is how many bytes a small file has at most.
const MaxSmall = 1 << 20

// Size is how many bytes there are.
func (f File) Size() int64 {
	if f.Long != nil {
		return f.Long.Size
	}
	return int64(len(f.Content))
}

// Sum is their SHA-256.
func (f File) Sum() [sha256.Size]byte {
	if f.Long != nil {
		return f.Long.Sum
	}
	return sha256.Sum256(f.Content)
}

// Open reads them from the beginning.
func (f File) Open() *io.SectionReader {
	if f.Long != nil {
		return io.NewSectionReader(f.Long.At, 0, f.Long.Size)
	}
	return io.NewSectionReader(bytes.NewReader(f.Content), 0, int64(len(f.Content)))
}

var errNone = fault.Bad(notFile)

// UnmarshalGQL takes what the transport put where the variable was. No JSON value is a File.
func (f *File) UnmarshalGQL(v any) error {
	file, ok := v.(File)
	if !ok {
		return errNone
	}
	*f = file
	return nil
}

// MarshalGQL writes null: a file is input alone.
func (f File) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, "null") }
