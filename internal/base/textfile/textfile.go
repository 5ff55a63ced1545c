// Package textfile reads texts that move in from elsewhere: Markdown, and plain text such as pages of an older website
// give when they are copied. It only reads: making drafts of them, and sanitising them, is left to the posts.
package textfile

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
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

// Parse reads a file, as Markdown (.md, .markdown) or plain text (.txt) by its name. What is wrong with it is a user error
// for whoever has the file at hand, and does not name it.
func Parse(name string, content []byte) (Draft, error) {
	read, err := reader(name)
	if err != nil {
		return Draft{}, err
	}
	if len(content) > MaxBytes {
		return Draft{}, fault.User(fault.TooLong, fault.Text{
			VI: fmt.Sprintf("Tệp dài hơn %d byte.", MaxBytes), EN: fmt.Sprintf("The file is longer than %d bytes.", MaxBytes)}, "")
	}
	if err := CheckUTF8(content); err != nil {
		return Draft{}, err
	}
	d, err := read(text.NFC(string(content)))
	if err != nil {
		return Draft{}, err
	}
	if d.HTML == "" {
		return Draft{}, invalid("Sau tiêu đề không có nội dung.", "Nothing follows the title.")
	}
	return d, nil
}

func invalid(vi, en string) error { return fault.User(fault.Invalid, fault.Text{VI: vi, EN: en}, "") }

func reader(name string) (func(string) (Draft, error), error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".txt":
		return plain, nil
	case ".md", ".markdown":
		return markdown, nil
	default:
		return nil, invalid("Tên tệp phải có đuôi .txt hoặc .md.", "The name of the file has to end in .txt or .md.")
	}
}

// CheckUTF8 says, as a user error, where a file stops being UTF-8: word processors still save in what their machine is set to.
func CheckUTF8(content []byte) error {
	if utf8.Valid(content) {
		return nil
	}
	if bytes.HasPrefix(content, []byte{0xFF, 0xFE}) || bytes.HasPrefix(content, []byte{0xFE, 0xFF}) {
		return invalid("Tệp mã hóa UTF-16: hãy lưu lại bằng UTF-8.", "The file is in UTF-16: save it as UTF-8.")
	}
	line := 1
	for rest := content; ; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			return invalid(fmt.Sprintf("Tệp không phải UTF-8 (byte %#02x ở dòng %d): hãy lưu lại bằng UTF-8.", rest[0], line),
				fmt.Sprintf("The file is not UTF-8 (byte %#02x in line %d): save it as UTF-8.", rest[0], line))
		}
		if r == '\n' {
			line++
		}
		rest = rest[size:]
	}
}
