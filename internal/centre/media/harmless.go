package media

import (
	"bytes"
	"context"
	"io"
	"unicode"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/picture"
)

// harmless is what a demonstration without a scanner uses of a file, and its type: a text that is nothing else, or a picture drawn
// anew. nil is what has to wait.
func (s *Service) harmless(ctx context.Context, f input.File, t *accepted) ([]byte, *accepted) {
	if t.media == "text/plain" || t.media == "text/csv" {
		if b, err := io.ReadAll(f.Open()); err == nil && plain(b) {
			return b, t
		}
		return nil, nil
	}
	from := formatOf(t.media)
	if from == "" {
		return nil, nil
	}
	as := picture.Drawing{Width: picture.Widest, Format: picture.PNG}
	if from == picture.JPEG {
		as.Format = picture.JPEG
	}
	var b bytes.Buffer
	if s.studio.Draw(ctx, &b, f.Open(), from, as) != nil {
		return nil, nil
	}
	drawn := typeNamed(as.Format.MediaType())
	if int64(b.Len()) > min(drawn.max, s.o.MaxSize) {
		return nil, nil
	}
	return b.Bytes(), drawn
}

// plain reports whether some bytes are a text and nothing else.
func plain(b []byte) bool {
	return utf8.Valid(b) && !bytes.ContainsFunc(b, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' })
}
