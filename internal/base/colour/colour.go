// Package colour computes how well colours are told apart, and shades of a hue that are.
package colour

import (
	"encoding/hex"
	"math"
	"strings"
)

// Text is the least contrast of text to its background (WCAG 2.2 AA).
const Text = 4.5

// RGB is a colour of screens: red, green and blue.
type RGB [3]uint8

// White is the sheet that pages are written on.
var White = RGB{255, 255, 255}

// Parse reads a colour that is written as #rrggbb.
func Parse(s string) (c RGB, ok bool) {
	digits, ok := strings.CutPrefix(s, "#")
	if !ok || len(digits) != hex.EncodedLen(len(c)) {
		return c, false
	}
	_, err := hex.Decode(c[:], []byte(digits))
	return c, err == nil
}

// String is the colour as #rrggbb.
func (c RGB) String() string { return "#" + hex.EncodeToString(c[:]) }

// linear is the light that each value of a channel gives.
var linear = func() (all [256]float64) {
	for i := range all {
		if v := float64(i) / 255; v <= 0.04045 {
			all[i] = v / 12.92
		} else {
			all[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return all
}()

func (c RGB) luminance() float64 {
	return 0.2126*linear[c[0]] + 0.7152*linear[c[1]] + 0.0722*linear[c[2]]
}

// Contrast is that of two colours, from 1 to 21 (WCAG 2.2).
func Contrast(a, b RGB) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// steps is how many shades there are of a colour on the way to black or white.
const steps = 255

// Darker is the shade of the same hue with so many steps of the colour's light; all of them are the colour itself.
func (c RGB) Darker(of int) (shade RGB) {
	for i, v := range c {
		shade[i] = uint8(int(v) * of / steps)
	}
	return shade
}

// Lighter is the colour that has gone so many steps of the way to white.
func (c RGB) Lighter(by int) (shade RGB) {
	for i, v := range c {
		shade[i] = uint8(int(v) + (steps-int(v))*by/steps)
	}
	return shade
}

// ReadableOn is the shade nearest to the colour that has the contrast with the background: darker on a light one, lighter on a dark one.
// Every background allows for that of Text, nearly black or white ones for more.
func (c RGB) ReadableOn(back RGB, least float64) RGB {
	shade, from, to := c.Darker, steps, 0
	if Contrast(back, RGB{}) < Contrast(back, White) {
		shade, from, to = c.Lighter, 0, steps
	}
	if Contrast(shade(from), back) >= least {
		return c
	}
	for from-to > 1 || to-from > 1 { // from does not contrast, to does
		if mid := (from + to) / 2; Contrast(shade(mid), back) >= least {
			to = mid
		} else {
			from = mid
		}
	}
	return shade(to)
}
