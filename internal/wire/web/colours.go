package web

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"

	"ttyt.example/ttyt/internal/base/colour"
)

// The colours of a centre are one more style sheet, after that of the site. It follows from its address, which holds both colours, so
// it needs no store and may be kept for good: other colours are another address, on the next page that is drawn.

// What the colours stand on, and what stands on them, in dark: as in tokensFile.
var darkSheet = colour.RGB{0x1B, 0x23, 0x25}

// nightContrast is more than text needs: a button that barely contrasts looks as if it could not be pressed.
const nightContrast = 7

const (
	hoverShade = 180 // of 255 steps
	hoverLight = 80
	noColour   = "none"
)

var coloursName = regexp.MustCompile(`^colours-(none|[0-9a-f]{6})-(none|[0-9a-f]{6})\.css$`)

// coloursAddress is where the style sheet of two colours is loaded from, "" where neither is to be drawn.
func coloursAddress(main, accent string) string {
	name := "colours-" + digitsOf(main) + "-" + digitsOf(accent) + ".css"
	sheet, ok := coloursSheet(name)
	if !ok {
		return ""
	}
	return AssetsPath + "/" + sheet.hash + "/" + name
}

// digitsOf are those of a colour on which white can be read. Another one is not drawn: a page that can be read matters more.
func digitsOf(text string) string {
	c, ok := colour.Parse(text)
	if !ok || colour.Contrast(c, colour.White) < colour.Text {
		return noColour
	}
	return c.String()[1:]
}

// coloursSheet is the style sheet of the name, if it has one.
func coloursSheet(name string) (asset, bool) {
	m := coloursName.FindStringSubmatch(name)
	if m == nil {
		return asset{}, false
	}
	var light, dark strings.Builder
	for i, token := range []string{"--main", "--accent"} {
		digits := m[i+1]
		if digits == noColour {
			continue
		}
		c, ok := colour.Parse("#" + digits)
		if !ok || digitsOf("#"+digits) != digits {
			return asset{}, false
		}
		night := c.ReadableOn(darkSheet, nightContrast)
		write(&light, token, c)
		write(&dark, token, night)
		if token == "--main" {
			write(&light, "--main-hover", c.Darker(hoverShade))
			write(&dark, "--main-hover", night.Lighter(hoverLight))
		}
	}
	if light.Len() == 0 {
		return asset{}, false
	}
	content := []byte("@media screen { :root {" + light.String() + " } }\n@media screen and (prefers-color-scheme: dark) { :root {" + dark.String() + " } }\n")
	sum := sha256.Sum256(content)
	return asset{content, hex.EncodeToString(sum[:6]), "text/css; charset=utf-8"}, true
}

func write(b *strings.Builder, token string, c colour.RGB) {
	b.WriteString(" " + token + ": " + c.String() + ";")
}
