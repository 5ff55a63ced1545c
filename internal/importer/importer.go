// Package importer reads texts that move in from elsewhere: Markdown, and plain text such as pages of an older website
// give when they are copied. It only reads: making drafts of them, and sanitising them, is left to the posts.
package importer

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"ttyt/internal/text"
)

// MaxBytes is the longest file that is read: several times the longest text that a post takes, since what surrounds a
// text on its page goes.
const MaxBytes = 1 << 20

// Draft is a text as a file has it.
type Draft struct {
	Title  string
	HTML   string // not sanitised
	Origin Origin // zero where the file does not tell
}

// Origin is where a text stood before: when it was put there, and the name shown for who did it.
type Origin struct {
	PostedAt time.Time
	PostedBy string
}

// Parse reads a file, as Markdown (.md, .markdown) or plain text (.txt) by its name. The error is for whoever has the
// file at hand, and does not name it.
func Parse(name string, content []byte) (Draft, error) {
	read, err := reader(name)
	if err != nil {
		return Draft{}, err
	}
	if len(content) > MaxBytes {
		return Draft{}, fmt.Errorf("the file is longer than %d bytes", MaxBytes)
	}
	if err := checkUTF8(content); err != nil {
		return Draft{}, err
	}
	d, err := read(text.NFC(string(content)))
	if err != nil {
		return Draft{}, err
	}
	if d.HTML == "" {
		return Draft{}, errors.New("nothing follows the title")
	}
	return d, nil
}

func reader(name string) (func(string) (Draft, error), error) {
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case ".txt":
		return plain, nil
	case ".md", ".markdown":
		return markdown, nil
	default:
		return nil, fmt.Errorf("the ending %q is neither .txt nor .md", ext)
	}
}

// checkUTF8 says where a file stops being UTF-8: word processors still save in what their machine is set to.
func checkUTF8(content []byte) error {
	if utf8.Valid(content) {
		return nil
	}
	if bytes.HasPrefix(content, []byte{0xFF, 0xFE}) || bytes.HasPrefix(content, []byte{0xFE, 0xFF}) {
		return errors.New("not UTF-8 but UTF-16: save it as UTF-8")
	}
	line := 1
	for rest := content; ; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			return fmt.Errorf("not UTF-8: byte %#02x in line %d; save it as UTF-8", rest[0], line)
		}
		if r == '\n' {
			line++
		}
		rest = rest[size:]
	}
}
