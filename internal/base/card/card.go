// Package card draws the pictures that stand for a page elsewhere: the card that is shown where somebody shares it, and the icon of a
// browser's tab. It knows letters, boxes and one colour; no red cross, which is a protected emblem, is ever part of them.
package card

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/png"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/base/colour"
	"ttyt.example/ttyt/internal/base/text"
)

// Sizes in pixels: of cards as social networks show them, and of icons.
const (
	Width  = 1200
	Height = 630
	Icon   = 192
)

// Version counts how cards have looked: a digest of what is on one holds it too, so that a new look is a new address.
const Version = 1

const (
	margin  = 80
	tile    = 144 // the side of the tile on a card
	stripe  = 24  // at the foot of a card
	leading = 1.3 // of the size of letters, or the marks of Ế and Ộ are cut

	maxName     = 2   // lines of the centre's name
	maxTitle    = 3   // lines of the title
	maxInitials = 4   // letters on the tile
	maxText     = 400 // letters of a text that are looked at; what is longer does not fit
)

// Card says what is on a card.
type Card struct {
	Name     string // of the centre
	Initials string // of the centre, for the tile
	Title    string // of the page; "" where the name says it all
	Colour   colour.RGB
}

var (
	paper = colour.White
	ink   = colour.RGB{0x17, 0x21, 0x1F}
	soft  = colour.RGB{0x4C, 0x5A, 0x57}
)

// drawing bounds how many pictures are drawn at once: each takes three megabytes meanwhile.
var drawing = make(chan struct{}, 2)

// turn waits until a picture may be drawn.
func turn(ctx context.Context) (done func(), err error) {
	select {
	case drawing <- struct{}{}:
		return func() { <-drawing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// PNG draws the card. It ends early with the context's error where it has to wait too long for others.
func (c Card) PNG(ctx context.Context) ([]byte, error) {
	return drawn(ctx, Width, Height, func(p *page) {
		p.tile(image.Rect(margin, margin, margin+tile, margin+tile), c.Initials, c.Colour)
		left := margin + tile + 40
		if p.fonts.bold.known(clean(c.Title)) == "" {
			p.block(c.Name, p.fonts.bold, []int{72, 64, 56}, maxTitle, ink, image.Rect(margin, margin+tile+64, Width-margin, Height-stripe-40))
		} else {
			p.block(c.Name, p.fonts.bold, []int{40, 36}, maxName, soft, image.Rect(left, margin, Width-margin, margin+tile))
			p.block(c.Title, p.fonts.bold, []int{72, 64, 56, 50}, maxTitle, ink, image.Rect(margin, margin+tile+48, Width-margin, Height-stripe-24))
		}
		p.box(image.Rect(0, Height-stripe, Width, Height), c.Colour)
	})
}

// IconPNG draws the tile alone.
func (c Card) IconPNG(ctx context.Context) ([]byte, error) {
	return drawn(ctx, Icon, Icon, func(p *page) {
		p.tile(image.Rect(0, 0, Icon, Icon), c.Initials, c.Colour)
	})
}

func drawn(ctx context.Context, width, height int, draw func(p *page)) ([]byte, error) {
	done, err := turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	fonts, err := load()
	if err != nil {
		return nil, err
	}
	p := &page{image: image.NewRGBA(image.Rect(0, 0, width, height)), fonts: fonts}
	p.box(p.image.Bounds(), paper)
	draw(p)
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, p.image); err != nil {
		return nil, err
	}
	return out.Bytes(), p.err
}

// page is a picture that is being drawn.
type page struct {
	image *image.RGBA
	fonts *fonts
	err   error // the first
}

func (p *page) box(at image.Rectangle, c colour.RGB) {
	draw.Draw(p.image, at, uniform(c), image.Point{}, draw.Src)
}

// tile draws initials on the colour: up to three in a row, four in two rows, which leaves them larger.
func (p *page) tile(at image.Rectangle, initials string, c colour.RGB) {
	p.box(at, c)
	letters := []rune(p.fonts.bold.known(clean(initials)))
	letters = letters[:min(len(letters), maxInitials)]
	rows, size := []string{string(letters)}, at.Dy()*44/100
	switch len(letters) {
	case 0:
		return
	case 3:
		size = at.Dy() * 36 / 100
	case maxInitials:
		rows = []string{string(letters[:2]), string(letters[2:])}
	}
	face := p.face(p.fonts.bold, size)
	if face == nil {
		return
	}
	defer face.close()
	capital := face.Metrics().CapHeight.Ceil()
	gap := at.Dy() * 8 / 100
	y := at.Min.Y + (at.Dy()-len(rows)*capital-(len(rows)-1)*gap)/2
	for _, row := range rows {
		y += capital
		p.line(face, row, at.Min.X+(at.Dx()-face.width(row))/2, y, paper)
		y += gap
	}
}

// block writes a text into a box, in the largest of the sizes in which it takes no more lines than it may; else in the smallest, cut
// with an ellipsis. What is fewer lines than there are stands in the middle of the box.
func (p *page) block(s string, f *letters, sizes []int, most int, c colour.RGB, at image.Rectangle) {
	s = f.known(clean(s))
	for i, size := range sizes {
		face := p.face(f, size)
		if face == nil {
			return
		}
		lines := face.wrapped(s, at.Dx())
		if high := int(leading * float64(size)); len(lines) <= most && len(lines)*high <= at.Dy() || i == len(sizes)-1 {
			lines = face.cut(lines, min(most, at.Dy()/high), at.Dx())
			m := face.Metrics()
			y := at.Min.Y + (at.Dy()-len(lines)*high)/2 + (high-m.Ascent.Ceil()-m.Descent.Ceil())/2 + m.Ascent.Ceil()
			for _, line := range lines {
				p.line(face, line, at.Min.X, y, c)
				y += high
			}
			face.close()
			return
		}
		face.close()
	}
}

func (p *page) line(f *face, s string, x, y int, c colour.RGB) {
	d := font.Drawer{Dst: p.image, Src: uniform(c), Face: f.Face, Dot: point(x, y)}
	d.DrawString(s)
}

// clean is a text in one line of composed letters, no longer than a card can show.
func clean(s string) string {
	letters := []rune(norm.NFC.String(text.Line(s)))
	return strings.TrimSpace(string(letters[:min(len(letters), maxText)]))
}
