// File is the file that a request brings along, as features see it: the scalar Upload of the API.
package input

import (
	"io"

	"ttyt.example/ttyt/internal/base/fault"
)

// File is one file of a request, held in memory: the transport bounds it.
type File struct {
	Name    string // as the client calls it, without folders; to be trusted as little as any input
	Content []byte
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
