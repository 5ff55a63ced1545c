package site

import (
	"fmt"
	"math"
	"strconv"
)

// minContrast is that of text to its background by WCAG 2.2 AA.
const minContrast = 4.5

// contrast is that of a colour, #rrggbb, to white.
func contrast(colour string) float64 {
	luminance := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v := float64(channel(colour, i)) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		luminance += weight * v
	}
	return 1.05 / (luminance + 0.05)
}

// channel is red, green or blue of a colour.
func channel(colour string, i int) uint64 {
	v, _ := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
	return v
}

// nearest is the lightest shade of the same hue that is no lighter than the colour and contrasts enough with white.
func nearest(colour string) string {
	for part := uint64(255); part > 0; part-- {
		shade := "#"
		for i := range 3 {
			shade += fmt.Sprintf("%02x", channel(colour, i)*part/255)
		}
		if contrast(shade) >= minContrast {
			return shade
		}
	}
	return "#000000"
}
