package media

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"sync"
	"unicode"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/input"
)

// harmless is what a demonstration without a scanner uses of a file: a text that is nothing else, or a picture drawn anew. nil is
// what has to wait.
func harmless(f input.File, t *accepted) []byte {
	switch t.media {
	case "text/plain", "text/csv":
		if b, err := io.ReadAll(f.Open()); err == nil && plain(b) {
			return b
		}
	case "image/jpeg", "image/png", "image/gif":
		if b := redrawn(f.Open(), t.media); int64(len(b)) <= t.max {
			return b
		}
	}
	return nil
}

// plain reports whether some bytes are a text and nothing else.
func plain(b []byte) bool {
	return utf8.Valid(b) && !bytes.ContainsFunc(b, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' })
}

// maxPixels bounds the memory that a picture takes: 12 bytes a pixel while a progressive JPEG is decoded.
const maxPixels = 16_000_000

// drawing is held while a picture is drawn anew: one at a time.
var drawing sync.Mutex

// redrawn is a picture that was decoded and encoded anew, so that nothing is left of what else its file held; of one that moves,
// the first picture. nil is one that the program does not decode.
func redrawn(r io.ReadSeeker, media string) []byte {
	head, _, err := image.DecodeConfig(r)
	if err != nil || head.Width <= 0 || head.Height <= 0 || head.Width > maxPixels/head.Height {
		return nil
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil
	}
	drawing.Lock()
	defer drawing.Unlock()
	picture, _, err := image.Decode(r)
	if err != nil {
		return nil
	}
	var b bytes.Buffer
	switch media {
	case "image/jpeg":
		err = jpeg.Encode(&b, picture, &jpeg.Options{Quality: 90})
	case "image/png":
		err = png.Encode(&b, picture)
	case "image/gif":
		err = gif.Encode(&b, picture, nil)
	}
	if err != nil {
		return nil
	}
	return b.Bytes()
}
