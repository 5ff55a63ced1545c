package fastfield

import (
	"bytes"
	"io"

	"github.com/99designs/gqlgen/graphql"
)

// text writes itself as a JSON string.
type text string

// MarshalString answers with a string.
func MarshalString(s string) graphql.Marshaler { return text(s) }

const hex = "0123456789abcdef"

// plain tells the bytes that stand for themselves inside a JSON string.
var plain = func() (p [256]bool) {
	for c := range p {
		p[c] = c >= 0x20 && c != '"' && c != '\\'
	}
	return p
}()

// MarshalGQL writes the string in quotes.
func (s text) MarshalGQL(w io.Writer) {
	b := bufferOf(w)
	s.write(b.Buffer)
	b.flush()
}

func (s text) write(b *bytes.Buffer) {
	b.WriteByte('"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if plain[c] {
			continue
		}
		b.WriteString(string(s[start:i]))
		start = i + 1
		switch c {
		case '"', '\\':
			b.Write([]byte{'\\', c})
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			b.Write([]byte{'\\', 'u', '0', '0', hex[c>>4], hex[c&0xf]})
		}
	}
	b.WriteString(string(s[start:]))
	b.WriteByte('"')
}
