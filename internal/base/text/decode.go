package text

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/fault"
)

// Decode returns what a file says that is in UTF-8, or in UTF-16 with its mark as spreadsheets save "Unicode text". In any
// other encoding it is a user error that says where the file stops being text: to guess would spoil Vietnamese names.
func Decode(content []byte) (string, error) {
	switch {
	case bytes.HasPrefix(content, []byte{0xFF, 0xFE}):
		return decode16(content[2:], binary.LittleEndian)
	case bytes.HasPrefix(content, []byte{0xFE, 0xFF}):
		return decode16(content[2:], binary.BigEndian)
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if utf8.Valid(content) {
		return string(content), nil
	}
	l := lines{last: '\n'}
	for {
		r, size := utf8.DecodeRune(content)
		if r == utf8.RuneError && size == 1 {
			return "", undecodable(notUTF8.With(fmt.Sprintf("%#02x", content[0]), l.at(r)))
		}
		l.at(r)
		content = content[size:]
	}
}

func decode16(content []byte, order binary.ByteOrder) (string, error) {
	var b []byte
	l := lines{last: '\n'}
	for len(content) > 0 {
		r, size := utf8.RuneError, min(2, len(content))
		if size == 2 {
			r = rune(order.Uint16(content))
		}
		if utf16.IsSurrogate(r) && len(content) >= 4 {
			r, size = utf16.DecodeRune(r, rune(order.Uint16(content[2:]))), 4
		}
		line := l.at(r)
		if r == utf8.RuneError || utf16.IsSurrogate(r) {
			return "", undecodable(brokenUTF16.With(line))
		}
		b, content = utf8.AppendRune(b, r), content[size:]
	}
	return string(b), nil
}

// lines counts lines, however they end.
type lines struct {
	n    int
	last rune
}

// at is the line of the next character.
func (l *lines) at(r rune) int {
	if l.last == '\n' || l.last == '\r' && r != '\n' {
		l.n++
	}
	l.last = r
	return l.n
}

func undecodable(t fault.Text) error {
	return fault.User(fault.Invalid, t, "")
}
