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
			return "", undecodable(fmt.Sprintf("Tệp không phải UTF-8 (byte %#02x ở dòng %d): hãy lưu lại bằng UTF-8.", content[0], l.at(r)),
				fmt.Sprintf("The file is not UTF-8 (byte %#02x in line %d): save it as UTF-8.", content[0], l.at(r)))
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
			return "", undecodable(fmt.Sprintf("Tệp UTF-16 bị hỏng ở dòng %d: hãy lưu lại bằng UTF-8.", line),
				fmt.Sprintf("The file is UTF-16 and broken in line %d: save it as UTF-8.", line))
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

func undecodable(vi, en string) error {
	return fault.User(fault.Invalid, fault.Text{VI: vi, EN: en}, "")
}
