// Package picture draws the pictures of strangers anew: upright, scaled or cut, and without anything but their pixels. How much
// memory that takes is known, and bounded, before a pixel is decoded.
package picture

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
	"golang.org/x/sync/semaphore"
)

// Format is how a picture is written.
type Format string

// The formats that are read. JPEG, PNG and, where CanWebP says so, WebP are written, too.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	GIF  Format = "gif"
	WebP Format = "webp"
)

// MediaType is that of the format.
func (f Format) MediaType() string { return "image/" + string(f) }

// The errors that callers tell apart.
var (
	ErrUnreadable = errors.New("picture: not a whole picture of the format")
	ErrTooLarge   = errors.New("picture: drawing it would take too much memory")
)

// Memory is how many bytes all pictures may take that are drawn at once.
const Memory = 256 << 20

// Widest is how wide a picture is drawn at most, in pixels, and Tallest how many times as high as wide.
const (
	Widest  = 1920
	Tallest = 3
)

// Info is what the head of a picture tells.
type Info struct {
	Width, Height int // in pixels, as it is looked at
	turn          turn
	memory        int64 // that drawing it takes at most, in whatever size
}

// Studio draws pictures, some at once, as the memory allows.
type Studio struct{ free *semaphore.Weighted }

// NewStudio returns one with the whole Memory.
func NewStudio() *Studio { return &Studio{semaphore.NewWeighted(Memory)} }

// Look reads the head of a picture, and leaves the reader at its beginning. Errors: ErrUnreadable, ErrTooLarge, those of the reader.
func Look(r io.ReadSeeker, f Format) (i Info, err error) {
	head, err := config(r, f)
	if err != nil {
		return i, err
	}
	if _, err = r.Seek(0, io.SeekStart); err != nil {
		return i, err
	}
	i = Info{Width: head.Width, Height: head.Height}
	if i.turn, err = orientation(r, f); err != nil {
		return i, err
	}
	if i.turn.sideways() {
		i.Width, i.Height = i.Height, i.Width
	}
	pixel, err := bytesPerPixel(r, f, head.ColorModel)
	if err != nil {
		return i, err
	}
	if i.memory = i.needs(pixel); i.memory > Memory {
		return i, fmt.Errorf("%w: %d x %d pixels", ErrTooLarge, head.Width, head.Height)
	}
	return i, nil
}

// Measure is Look at a picture that is also decoded to its end, and its average colour as #rrggbb.
func (s *Studio) Measure(ctx context.Context, r io.ReadSeeker, f Format) (i Info, colour string, err error) {
	i, err = Look(r, f)
	if err != nil {
		return i, "", err
	}
	err = s.within(ctx, i, func() error {
		picture, err := decode(r, f)
		if err == nil {
			colour = average(scaled(picture, picture.Bounds(), image.Pt(1, 1)))
		}
		return err
	})
	return i, colour, err
}

// Draw writes a picture anew. Errors: those of Look, of the writer, and the context's while others are drawn.
func (s *Studio) Draw(ctx context.Context, w io.Writer, r io.ReadSeeker, f Format, as Drawing) error {
	i, err := Look(r, f)
	if err != nil {
		return err
	}
	return s.within(ctx, i, func() error {
		picture, err := decode(r, f)
		if err != nil {
			return err
		}
		return encode(w, as.of(picture, i.turn), as.Format, f)
	})
}

// within does something with a picture once there is memory for it.
func (s *Studio) within(ctx context.Context, i Info, do func() error) error {
	if err := s.free.Acquire(ctx, i.memory); err != nil {
		return err
	}
	defer s.free.Release(i.memory)
	return do()
}

// reader remembers how the one below it failed, besides its end: not all decoders tell.
type reader struct {
	io.Reader
	failed error
}

func (r *reader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		r.failed = err
	}
	return n, err
}

// unreadable tells what is wrong with a picture from what is wrong with its reader.
func (r *reader) unreadable(err error) error {
	if r.failed != nil {
		return r.failed
	}
	return fmt.Errorf("%w: %w", ErrUnreadable, err)
}

// decoders read the formats: the head alone, or all of a picture; of one that moves, the first.
var decoders = map[Format]struct {
	head  func(io.Reader) (image.Config, error)
	whole func(io.Reader) (image.Image, error)
}{
	JPEG: {jpeg.DecodeConfig, jpeg.Decode},
	PNG:  {png.DecodeConfig, png.Decode},
	GIF:  {gif.DecodeConfig, gif.Decode},
	WebP: {webp.DecodeConfig, webp.Decode},
}

func config(from io.Reader, f Format) (image.Config, error) {
	r, of := &reader{Reader: from}, decoders[f]
	if of.head == nil {
		return image.Config{}, fmt.Errorf("%w: no format %q is read", ErrUnreadable, f)
	}
	head, err := of.head(r)
	if err == nil && (head.Width <= 0 || head.Height <= 0) {
		err = errors.New("no pixels")
	}
	if err != nil {
		return head, r.unreadable(err)
	}
	return head, nil
}

// decode reads a picture whose head was read.
func decode(from io.Reader, f Format) (image.Image, error) {
	r := &reader{Reader: from}
	picture, err := decoders[f].whole(r)
	if err != nil {
		return nil, r.unreadable(err)
	}
	return picture, nil
}

// encode writes a picture. Without a format it is WebP where that can be written; else PNG for what is transparent or was no
// photograph, and JPEG for all others.
func encode(w io.Writer, picture *image.RGBA, f, from Format) error {
	switch f {
	case WebP:
		return encodeWebP(w, picture)
	case PNG:
		return png.Encode(w, picture)
	case JPEG:
		return jpeg.Encode(w, onWhite(picture), &jpeg.Options{Quality: 82})
	}
	if picture.Opaque() && from == JPEG {
		return encode(w, picture, JPEG, from)
	}
	return encode(w, picture, PNG, from)
}
