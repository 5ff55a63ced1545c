package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"

	"ttyt.example/ttyt/internal/base/colour"
)

// The size of a scene, in pixels.
const (
	sceneWidth  = 1200
	sceneHeight = 675
)

// scene draws a quiet landscape in shades of a colour, for posts that have no photograph: a sky, a sun and three ranges of hills, which
// the seed moves.
func scene(of colour.RGB, seed float64) ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, sceneWidth, sceneHeight))
	sunX, sunY, radius := sceneWidth/4+int(120*math.Mod(seed*3.7, 5)), sceneHeight/4, 70
	var sky [sceneHeight]color.RGBA
	for y := range sky {
		sky[y] = lighter(of, 0.9-0.35*float64(y)/sceneHeight)
	}
	hills := [...]color.RGBA{lighter(of, 0.45), lighter(of, 0.25), lighter(of, 0.05)}
	for x := range sceneWidth {
		var tops [len(hills)]int
		for i := range tops {
			step := float64(i + 1)
			tops[i] = int(sceneHeight * (0.42 + 0.16*step + 0.05*math.Sin(float64(x)/(210-40*step)+seed*step) + 0.03*math.Sin(float64(x)/(70+20*step)+2*seed)))
		}
		for y, c := range sky {
			for i, top := range tops {
				if y > top {
					c = hills[i]
				}
			}
			if y <= tops[0] && (x-sunX)*(x-sunX)+(y-sunY)*(y-sunY) < radius*radius {
				c = color.RGBA{255, 255, 255, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 82})
	return b.Bytes(), err
}

// lighter mixes a colour with white.
func lighter(c colour.RGB, white float64) color.RGBA {
	mix := func(v uint8) uint8 { return uint8(float64(v) + (255-float64(v))*white) }
	return color.RGBA{mix(c[0]), mix(c[1]), mix(c[2]), 255}
}
