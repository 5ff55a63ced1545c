// Package textfile reads texts that move in from elsewhere: Markdown, and plain text such as pages of an older website
// give when they are copied. It only reads: making drafts of them, and sanitising them, is left to the posts.
package textfile

import (
	"path/filepath"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
)

// MaxBytes is the longest file that is read: several times the longest text that a post takes, since what surrounds a
// text on its page goes.
const MaxBytes = 1 << 20

// Draft is a text read from a file.
type Draft struct {
	Title  string
	HTML   string // not sanitised
	Origin Origin // zero where the file does not tell
}

// Origin is where a text stood before: when it was published there, and the name shown as its poster.
type Origin struct {
	PostedAt time.Time
	PostedBy string
}

// Parse reads a file, as Markdown (.md, .markdown) or plain text (.txt) by its name. Errors in it are user errors that do not
// name the file, because the reader has it at hand.
func Parse(name string, content []byte) (Draft, error) {
	read, err := reader(name)
	if err != nil {
		return Draft{}, err
	}
	if len(content) > MaxBytes {
		return Draft{}, fault.User(fault.TooLong, fileTooLong.With(MaxBytes), "")
	}
	decoded, err := text.Decode(content)
	if err != nil {
		return Draft{}, err
	}
	d, err := read(text.NFC(decoded))
	if err != nil {
		return Draft{}, err
	}
	if d.HTML == "" {
		return Draft{}, invalid(noText)
	}
	return d, nil
}

func invalid(t fault.Text) error { return fault.User(fault.Invalid, t, "") }

func reader(name string) (func(string) (Draft, error), error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".txt":
		return plain, nil
	case ".md", ".markdown":
		return markdown, nil
	default:
		return nil, invalid(unknownExtension)
	}
}
