package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/blob"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/base/picture"
)

// Drawn is a picture in one of its sizes.
type Drawn struct {
	*os.File
	Type string // by which it is written
	Tag  string // names its bytes
}

// drawingTime bounds how long a picture is drawn, with the wait for those before it.
const drawingTime = time.Minute

// Draw opens a picture that the actor may read in one of its sizes, drawn anew: nothing is left of what a camera has written beside
// the pixels. reads tells which types of media its reader understands.
//
// Errors: NotFound for what the actor may not see, and for what no address of the API says; Forbidden, with the reason, for what has
// no verdict or a bad one; Unavailable while too much else is drawn.
func (s *Service) Draw(ctx context.Context, global, written string, reads func(media string) bool) (*File, *Drawn, error) {
	f, err := s.reader(ctx, global)
	if err != nil {
		return nil, nil, err
	}
	d, ok := f.signed(written)
	if !ok || f.Picture != Drawable {
		return nil, nil, fault.ErrNotFound
	}
	if why := s.withheld(f); why != nil {
		return nil, nil, why
	}
	if err := s.used(ctx, f); err != nil {
		return nil, nil, err
	}
	as := d.as()
	as.Format = d.writtenFor(f, reads)
	name := d.String() + "." + string(as.Format)
	file, err := s.drawn.Get(f.sum(), name)
	if errors.Is(err, blob.ErrNotExist) {
		file, err = s.drawOnce(ctx, f, name, as)
	}
	if err != nil {
		return nil, nil, err
	}
	return f, &Drawn{file, as.Format.MediaType(), f.SHA256()[:16] + "-" + name}, nil
}

// writtenFor is how a drawing is written for what reads it.
func (d drawing) writtenFor(f *File, reads func(media string) bool) picture.Format {
	switch {
	case d.format == FormatWebP && picture.CanWebP, d.format == "" && picture.CanWebP && reads(picture.WebP.MediaType()):
		return picture.WebP
	case d.format == FormatPNG, d.format != FormatJPEG && formatOf(f.Type) != picture.JPEG:
		return picture.PNG
	}
	return picture.JPEG
}

// drawOnce draws a picture for all who wait for it, and goes on when the first of them leaves.
func (s *Service) drawOnce(ctx context.Context, f *File, name string, as picture.Drawing) (*os.File, error) {
	done := s.drawing.DoChan(f.SHA256()+"/"+name, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drawingTime)
		defer cancel()
		return nil, s.drawAnew(ctx, f, name, as)
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-done:
		if r.Err != nil {
			return nil, r.Err
		}
	}
	file, err := s.drawn.Get(f.sum(), name)
	if errors.Is(err, blob.ErrNotExist) { // it had to make room already
		err = &fault.Error{Code: fault.Unavailable, Text: drawsMuch}
	}
	return file, err
}

func (s *Service) drawAnew(ctx context.Context, f *File, name string, as picture.Drawing) error {
	r, err := s.content(ctx, f)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // it is only read
	start := time.Now()
	file, err := s.drawn.Put(f.sum(), name, func(w io.Writer) error { return s.studio.Draw(ctx, w, r, formatOf(f.Type), as) })
	metrics.Drawn(string(as.Format), time.Since(start))
	switch {
	case err == nil:
		return file.Close()
	case errors.Is(err, context.DeadlineExceeded):
		return &fault.Error{Code: fault.Unavailable, Text: drawsMuch}
	case errors.Is(err, blob.ErrFull):
		return &fault.Error{Code: fault.Unavailable, Text: diskFull}
	}
	return fmt.Errorf("draw %s: %w", f.ID(), err)
}

// measureBatch is how many pictures are read from the store at once to be measured.
const measureBatch = 20

// Measure looks at the pixels of pictures that have a verdict: whether they can be drawn, how large they are, and their colour. One that
// cannot be read now keeps no other waiting.
func (s *Service) Measure(ctx context.Context) error {
	var failed []error
	for last := (db.ID{}); ; {
		files, err := s.unmeasured(ctx, last, measureBatch)
		if err != nil || len(files) == 0 {
			return errors.Join(append(failed, err)...)
		}
		for _, f := range files {
			failed, last = append(failed, s.measure(ctx, f)), f.Key
		}
	}
}

func (s *Service) measure(ctx context.Context, f *File) error {
	r, err := s.content(ctx, f)
	if errors.Is(err, blob.ErrNotExist) { // the sweeper tells
		return nil
	}
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // it is only read
	i, colour, err := s.studio.Measure(ctx, r, formatOf(f.Type))
	switch {
	case err == nil:
		f.Picture, f.Width, f.Height, f.Colour = Drawable, i.Width, i.Height, colour
	case errors.Is(err, picture.ErrTooLarge):
		f.Picture, f.Width, f.Height = TooLarge, i.Width, i.Height
	case errors.Is(err, picture.ErrUnreadable):
		f.Picture = Unreadable
	default:
		return err
	}
	if err != nil {
		slog.InfoContext(ctx, "a picture is not drawn", "file", f.ID(), "err", err)
	}
	return s.noteMeasured(ctx, f)
}

// Reads tells which types of media a reader understands, by the header Accept of its request.
func Reads(accept string) func(media string) bool {
	return func(media string) bool {
		for one := range strings.SplitSeq(accept, ",") {
			name, parameters, _ := strings.Cut(strings.TrimSpace(one), ";")
			if strings.EqualFold(strings.TrimSpace(name), media) && strings.ReplaceAll(parameters, " ", "") != "q=0" {
				return true
			}
		}
		return false
	}
}
