package main

import (
	"encoding/base64"
	"strconv"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// The values of an answer, appended by hand.

const hexDigits = "0123456789abcdef"

// appendText appends a JSON string.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return append(append(b, s[from:]...), '"')
}

// appendGiven appends null for an empty text.
func appendGiven(b []byte, s string) []byte {
	if s == "" {
		return append(b, "null"...)
	}
	return appendText(b, s)
}

var zone = time.FixedZone("", 7*60*60)

func appendTime(b []byte, micros int64) []byte {
	if micros == 0 {
		return append(b, "null"...)
	}
	return append(time.UnixMicro(micros).In(zone).AppendFormat(append(b, '"'), time.RFC3339Nano), '"')
}

// appendID appends a global id.
func appendID(b []byte, kind string, id db.ID) []byte {
	var raw [64]byte
	plain := append(append(append(raw[:0], kind...), ':'), id[:]...)
	return append(base64.RawURLEncoding.AppendEncode(append(b, '"'), plain), '"')
}

// appendCursor appends the cursor of a row in a list sorted by a number, without quotes.
func appendCursor(b []byte, order string, n int64, id db.ID) []byte {
	var raw [128]byte
	plain := append(append(append(raw[:0], `{"o":"`...), order...), `","n":`...)
	plain = append(strconv.AppendInt(plain, n, 10), `,"k":"`...)
	plain = append(base64.StdEncoding.AppendEncode(plain, id[:]), `"}`...)
	return base64.RawURLEncoding.AppendEncode(b, plain)
}

func appendBool(b []byte, v bool) []byte { return strconv.AppendBool(b, v) }
