package picture

import (
	"fmt"
	"image"
	"image/color"

	"golang.org/x/image/draw"
)

// Drawing is how a picture is drawn anew.
type Drawing struct {
	// Width is how wide it becomes at most, in pixels, up to Widest. Nothing is enlarged.
	Width int
	// Across and Down are the ratio that it is cut to; zero where it stays whole.
	Across, Down int
	// FocusX and FocusY are what is kept in sight when it is cut, in hundredths of its width and height.
	FocusX, FocusY int
	// Format is how it is written; "" lets the picture decide between JPEG and PNG.
	Format Format
}

// Size is how large the drawing of a picture becomes.
func (d Drawing) Size(width, height int) (int, int) {
	size := d.size(d.cut(image.Pt(width, height)).Size())
	return size.X, size.Y
}

// turn is how a camera was held, as EXIF numbers it: 1 upright, 2 to 8 mirrored or turned. 0 is not known, and upright.
type turn int

func (t turn) sideways() bool { return t >= 5 }

// of is the picture as it is to be drawn, without what a camera tells of its place.
func (d Drawing) of(picture image.Image, t turn) *image.RGBA {
	all := picture.Bounds()
	upright := all.Size()
	if t.sideways() {
		upright = image.Pt(upright.Y, upright.X)
	}
	cut := d.cut(upright)
	size := d.size(cut.Size())
	if t.sideways() {
		size = image.Pt(size.Y, size.X)
	}
	return t.upright(scaled(picture, t.lying(cut, upright).Add(all.Min), size))
}

// cut is the part of an upright picture that is shown.
func (d Drawing) cut(size image.Point) image.Rectangle {
	if d.Across == 0 || d.Down == 0 {
		return image.Rectangle{Max: size}
	}
	part := image.Pt(size.X, max(1, size.X*d.Down/d.Across))
	if part.Y > size.Y {
		part = image.Pt(max(1, size.Y*d.Across/d.Down), size.Y)
	}
	at := func(whole, part, focus int) int { return min(max(0, whole*focus/100-part/2), whole-part) }
	corner := image.Pt(at(size.X, part.X, d.FocusX), at(size.Y, part.Y, d.FocusY))
	return image.Rectangle{Min: corner, Max: corner.Add(part)}
}

// size is what a part becomes.
func (d Drawing) size(part image.Point) image.Point {
	width := min(d.Width, Widest, part.X)
	if part.Y > Tallest*part.X { // as high as it may be, and narrower
		width = min(width, max(1, Tallest*width*part.X/part.Y))
	}
	return image.Pt(width, max(1, (part.Y*width+part.X/2)/part.X))
}

// lying is where a part of the upright picture lies in the picture as the camera has written it.
func (t turn) lying(r image.Rectangle, upright image.Point) image.Rectangle {
	a, b := t.from(r.Min, upright), t.from(r.Max.Sub(image.Pt(1, 1)), upright)
	return image.Rect(min(a.X, b.X), min(a.Y, b.Y), max(a.X, b.X)+1, max(a.Y, b.Y)+1)
}

// from is where a pixel of the upright picture lies in the other one.
func (t turn) from(p, upright image.Point) image.Point {
	x, y, right, bottom := p.X, p.Y, upright.X-1-p.X, upright.Y-1-p.Y
	switch t {
	case 2:
		return image.Pt(right, y)
	case 3:
		return image.Pt(right, bottom)
	case 4:
		return image.Pt(x, bottom)
	case 5:
		return image.Pt(y, x)
	case 6:
		return image.Pt(y, right)
	case 7:
		return image.Pt(bottom, right)
	case 8:
		return image.Pt(bottom, x)
	}
	return p
}

// upright turns a picture as it is looked at.
func (t turn) upright(of *image.RGBA) *image.RGBA {
	if t <= 1 {
		return of
	}
	size := of.Rect.Size()
	if t.sideways() {
		size = image.Pt(size.Y, size.X)
	}
	to := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			to.SetRGBA(x, y, of.RGBAAt(t.from(image.Pt(x, y), size).X, t.from(image.Pt(x, y), size).Y))
		}
	}
	return to
}

// scaled is a part of a picture in another size. It is halved as long as it stays larger: each pixel of a half is the mean of four,
// so that fine lines do not flicker. The last step is by the better scaler, unless its table, 32 bytes for each pixel that is as
// wide as the result and as high as the picture, would be too large.
func scaled(picture image.Image, part image.Rectangle, size image.Point) *image.RGBA {
	for {
		half := image.Pt((part.Dx()+1)/2, (part.Dy()+1)/2)
		if half.X < size.X || half.Y < size.Y || half == part.Size() {
			break
		}
		to := image.NewRGBA(image.Rectangle{Max: half})
		draw.ApproxBiLinear.Scale(to, to.Rect, picture, part, draw.Src, nil)
		picture, part = to, to.Rect
	}
	to := image.NewRGBA(image.Rectangle{Max: size})
	switch {
	case part.Size() == size:
		draw.Draw(to, to.Rect, picture, part.Min, draw.Src)
	case int64(size.X)*int64(part.Dy())*32 <= table:
		draw.CatmullRom.Scale(to, to.Rect, picture, part, draw.Src, nil)
	default:
		draw.ApproxBiLinear.Scale(to, to.Rect, picture, part, draw.Src, nil)
	}
	return to
}

// average is the colour of a picture of one pixel, on white where it is transparent.
func average(one *image.RGBA) string {
	c := onWhite(one).RGBAAt(0, 0)
	return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
}

// onWhite is the picture without transparency.
func onWhite(picture *image.RGBA) *image.RGBA {
	if picture.Opaque() {
		return picture
	}
	to := image.NewRGBA(picture.Rect)
	draw.Draw(to, to.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(to, to.Rect, picture, picture.Rect.Min, draw.Over)
	return to
}
