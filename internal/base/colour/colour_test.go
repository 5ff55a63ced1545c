package colour_test

import (
	"fmt"
	"testing"

	"ttyt.example/ttyt/internal/base/colour"
)

func parsed(t *testing.T, s string) colour.RGB {
	t.Helper()
	c, ok := colour.Parse(s)
	if !ok {
		t.Fatalf("%q is no colour", s)
	}
	return c
}

// Ratios that are known from elsewhere.
func TestContrastIsThatOfWCAG(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ a, b, ratio string }{
		{"#000000", "#ffffff", "21.00"}, {"#ffffff", "#000000", "21.00"}, {"#777777", "#ffffff", "4.48"}, {"#767676", "#ffffff", "4.54"},
		{"#ff0000", "#ffffff", "4.00"}, {"#0000ff", "#ffffff", "8.59"}, {"#123456", "#123456", "1.00"},
	} {
		if got := fmt.Sprintf("%.2f", colour.Contrast(parsed(t, c.a), parsed(t, c.b))); got != c.ratio {
			t.Errorf("%s on %s: %s, wanted %s", c.a, c.b, got, c.ratio)
		}
	}
}

func TestOnlySixDigitsAreAColour(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "#", "#fff", "00695c", "#00695", "#00695cc", "#00695g", "#0069\n5", " #00695c", "red"} {
		if c, ok := colour.Parse(s); ok {
			t.Errorf("%q is read as %s", s, c)
		}
	}
	if got := parsed(t, "#00695C").String(); got != "#00695c" {
		t.Errorf("#00695C is written %s", got)
	}
}

// lattice calls visit for colours all over the cube, its corners among them.
func lattice(visit func(c colour.RGB)) {
	for r := 0; r < 256; r += 3 {
		for g := 0; g < 256; g += 3 {
			for b := 0; b < 256; b += 3 {
				visit(colour.RGB{uint8(r), uint8(g), uint8(b)})
			}
		}
	}
}

// Whatever colour somebody chooses, its readable shade can be read, on light and on dark, and a colour that
// can be read stays as it is.
func TestEveryColourHasAReadableShade(t *testing.T) {
	t.Parallel()
	for _, back := range []string{"#ffffff", "#f4f7f6", "#1b2325", "#12181a", "#000000"} {
		back := parsed(t, back)
		lattice(func(c colour.RGB) {
			got := c.ReadableOn(back, colour.Text)
			if colour.Contrast(got, back) < colour.Text {
				t.Fatalf("%s on %s: %s has a contrast of %.3f", c, back, got, colour.Contrast(got, back))
			}
			if colour.Contrast(c, back) >= colour.Text && got != c {
				t.Fatalf("%s can be read on %s, and yet becomes %s", c, back, got)
			}
		})
	}
	for c, want := range map[string]string{"#777777": "#767676", "#000000": "#000000", "#ffffff": "#767676"} {
		if got := parsed(t, c).ReadableOn(colour.White, colour.Text).String(); got != want {
			t.Errorf("%s becomes %s, wanted %s", c, got, want)
		}
	}
}

// The shade before the readable one is not readable.
func TestTheReadableShadeIsTheNearest(t *testing.T) {
	t.Parallel()
	back := parsed(t, "#1b2325")
	for _, name := range []string{"#000000", "#0000ff", "#00695c", "#b3261e", "#5b3a91", "#111111"} {
		c := parsed(t, name)
		got := c.ReadableOn(back, colour.Text)
		for by := range 256 {
			shade := c.Lighter(by)
			if shade == got {
				break
			}
			if colour.Contrast(shade, back) >= colour.Text {
				t.Fatalf("%s: %s can be read before %s", c, shade, got)
			}
		}
	}
}
