package card

import (
	"image"
	"image/color"
	"strings"
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"ttyt.example/ttyt/internal/base/colour"
)

// letters is a typeface that all drawings share.
type letters struct{ font *opentype.Font }

type fonts struct{ bold *letters }

// load reads the typefaces when the first picture is drawn.
var load = sync.OnceValues(func() (*fonts, error) {
	bold, err := opentype.Parse(liberationsansbold.TTF)
	return &fonts{bold: &letters{bold}}, err
})

// known is the text without what the typeface has no letter for: an empty box says less than nothing.
func (l *letters) known(s string) string {
	var b sfnt.Buffer
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if i, err := l.font.GlyphIndex(&b, r); err != nil || i == 0 {
			return -1
		}
		return r
	}, s)), " ")
}

// face is a typeface in one size, for one drawing.
type face struct{ font.Face }

func (p *page) face(l *letters, size int) *face {
	f, err := opentype.NewFace(l.font, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		p.err = err
		return nil
	}
	return &face{f}
}

func (f *face) close() { _ = f.Close() } // nothing is held

func (f *face) width(s string) int { return font.MeasureString(f, s).Ceil() }

// wrapped breaks a text between words; a word that is wider than a line is broken within.
func (f *face) wrapped(s string, width int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(s) {
		longer := strings.TrimSpace(line + " " + word)
		if f.width(longer) <= width {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for line = word; f.width(line) > width; {
			n := f.fitting(line, width)
			lines, line = append(lines, line[:n]), line[n:]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fitting is how many bytes of a word fit into the width, one letter at least.
func (f *face) fitting(word string, width int) int {
	fits := 0
	for at := range word {
		if at > 0 && f.width(word[:at]) > width {
			break
		}
		if at > 0 {
			fits = at
		}
	}
	return max(fits, len(string([]rune(word)[:1])))
}

// cut is the lines that there is room for, the last with an ellipsis where something is left out.
func (f *face) cut(lines []string, most, width int) []string {
	if len(lines) <= most {
		return lines
	}
	lines = lines[:most]
	last := []rune(lines[most-1])
	for len(last) > 0 && f.width(string(last)+"…") > width {
		last = last[:len(last)-1]
	}
	lines[most-1] = strings.TrimRight(string(last), " ,.;:–-") + "…"
	return lines
}

func uniform(c colour.RGB) *image.Uniform {
	return image.NewUniform(color.RGBA{c[0], c[1], c[2], 255})
}

func point(x, y int) fixed.Point26_6 { return fixed.P(x, y) }
