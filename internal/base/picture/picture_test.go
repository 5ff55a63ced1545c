package picture_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/picture"
)

var (
	red   = color.RGBA{255, 0, 0, 255}
	green = color.RGBA{0, 255, 0, 255}
	blue  = color.RGBA{0, 0, 255, 255}
	white = color.RGBA{255, 255, 255, 255}
)

// quarters is a picture whose corners have four colours: upper left, upper right, lower left, lower right.
func quarters(width, height int, corners ...color.RGBA) *image.RGBA {
	of := image.NewRGBA(image.Rect(0, 0, width, height))
	for i, c := range corners {
		at := image.Rect(0, 0, width/2, height/2).Add(image.Pt(i%2*width/2, i/2*height/2))
		draw.Draw(of, at, image.NewUniform(c), image.Point{}, draw.Src)
	}
	return of
}

func jpegOf(t testing.TB, of image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, of, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, of image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, of); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// photographed is a JPEG as a phone writes it: held in some way, with the place where it was taken.
func photographed(jpeg []byte, orientation uint16) []byte {
	var tiff bytes.Buffer
	put := func(v ...any) {
		for _, one := range v {
			_ = binary.Write(&tiff, binary.BigEndian, one)
		}
	}
	put([]byte("MM"), uint16(42), uint32(8), uint16(2))
	put(uint16(0x0112), uint16(3), uint32(1), orientation, uint16(0)) // Orientation
	put(uint16(0x8825), uint16(4), uint32(1), uint32(8+2+2*12+4))     // the GPS directory
	put(uint32(0))
	put(uint16(1), uint16(1), uint16(2), uint32(2), []byte("N\x00\x00\x00"), uint32(0)) // GPSLatitudeRef
	put([]byte("GPS of the patient's house"))
	app1 := append([]byte("Exif\x00\x00"), tiff.Bytes()...)
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(app1)+2))...)
	return bytes.Join([][]byte{head, app1, jpeg[2:]}, nil)
}

func drawn(t testing.TB, content []byte, f picture.Format, as picture.Drawing) (image.Image, []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := picture.NewStudio().Draw(t.Context(), &b, bytes.NewReader(content), f, as); err != nil {
		t.Fatal(err)
	}
	of, _, err := image.Decode(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return of, b.Bytes()
}

// near reports whether a colour is another, as far as JPEG keeps it.
func near(a, b color.Color) bool {
	x, y := color.RGBAModel.Convert(a).(color.RGBA), color.RGBAModel.Convert(b).(color.RGBA)
	return max(x.R, y.R)-min(x.R, y.R) < 12 && max(x.G, y.G)-min(x.G, y.G) < 12 && max(x.B, y.B)-min(x.B, y.B) < 12
}

// corners are the colours near the corners of a picture, as quarters takes them.
func corners(of image.Image) (all []color.Color) {
	r := of.Bounds()
	for _, p := range []image.Point{{1, 1}, {7, 1}, {1, 7}, {7, 7}} {
		all = append(all, of.At(r.Min.X+r.Dx()*p.X/8, r.Min.Y+r.Dy()*p.Y/8))
	}
	return all
}

// However a camera was held, the picture is upright, and nothing says where it was taken.
func TestPicturesAreUpright(t *testing.T) {
	t.Parallel()
	for orientation, want := range map[uint16][]color.RGBA{
		0: {red, green, blue, white}, // not known
		1: {red, green, blue, white},
		2: {green, red, white, blue},
		3: {white, blue, green, red},
		4: {blue, white, red, green},
		5: {red, blue, green, white},
		6: {blue, red, white, green},
		7: {white, green, blue, red},
		8: {green, white, red, blue},
		9: {red, green, blue, white}, // nonsense
	} {
		content := photographed(jpegOf(t, quarters(64, 32, red, green, blue, white)), orientation)
		size := image.Pt(64, 32)
		if orientation >= 5 && orientation <= 8 {
			size = image.Pt(32, 64)
		}
		i, err := picture.Look(bytes.NewReader(content), picture.JPEG)
		if err != nil || i.Width != size.X || i.Height != size.Y {
			t.Fatalf("%d: %+v, %v", orientation, i, err)
		}
		of, b := drawn(t, content, picture.JPEG, picture.Drawing{Width: 640})
		if of.Bounds().Size() != size {
			t.Errorf("%d: %v", orientation, of.Bounds())
		}
		for n, c := range corners(of) {
			if !near(c, want[n]) {
				t.Errorf("%d: corner %d is %v, not %v", orientation, n, c, want[n])
			}
		}
		for _, left := range []string{"Exif", "GPS", "patient"} {
			if bytes.Contains(b, []byte(left)) {
				t.Errorf("%d: %q is left", orientation, left)
			}
		}
	}
}

// What is cut keeps the part in sight that was chosen, however the camera was held.
func TestPicturesAreCut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		orientation    uint16
		x, y           int
		left, right    color.RGBA
		across, down   int
		width          int
		wide, high     int
		source         image.Point
		quarterColours []color.RGBA
	}{
		{1, 17, 50, red, red, 1, 1, 640, 32, 32, image.Pt(64, 32), []color.RGBA{red, green, red, green}},
		{1, 83, 50, green, green, 1, 1, 640, 32, 32, image.Pt(64, 32), []color.RGBA{red, green, red, green}},
		{1, 50, 50, red, green, 1, 1, 16, 16, 16, image.Pt(64, 32), []color.RGBA{red, green, red, green}},
		{1, 50, 17, red, red, 2, 1, 640, 32, 16, image.Pt(32, 64), []color.RGBA{red, red, blue, blue}},
		{3, 17, 50, green, green, 1, 1, 640, 32, 32, image.Pt(64, 32), []color.RGBA{red, green, red, green}},
		{6, 50, 17, red, red, 2, 1, 640, 32, 16, image.Pt(64, 32), []color.RGBA{red, green, red, green}},
		{8, 50, 17, green, green, 2, 1, 640, 32, 16, image.Pt(64, 32), []color.RGBA{red, green, red, green}},
	} {
		content := photographed(jpegOf(t, quarters(c.source.X, c.source.Y, c.quarterColours...)), c.orientation)
		of, _ := drawn(t, content, picture.JPEG, picture.Drawing{Width: c.width, Across: c.across, Down: c.down, FocusX: c.x, FocusY: c.y})
		if size := of.Bounds().Size(); size != image.Pt(c.wide, c.high) {
			t.Errorf("%+v: %v", c, size)
		}
		if got := corners(of); !near(got[0], c.left) || !near(got[3], c.right) {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// Nothing is enlarged, nothing is wider or higher than what has room, and the size is what Size says.
func TestSizes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ width, height, wanted, wide, high int }{
		{100, 50, 640, 100, 50}, {100, 50, 40, 40, 20}, {3000, 2000, 5000, 1920, 1280}, {3000, 10, 80, 80, 1}, {10, 3000, 80, 1, 300}, {100, 1000, 80, 24, 240}, {1, 1, 1920, 1, 1}, {33, 17, 16, 16, 8},
	} {
		d := picture.Drawing{Width: c.wanted}
		if w, h := d.Size(c.width, c.height); w != c.wide || h != c.high {
			t.Errorf("%+v: %d x %d", c, w, h)
		}
		if of, _ := drawn(t, pngOf(t, quarters(c.width, c.height, red, red, red, red)), picture.PNG, d); of.Bounds().Size() != image.Pt(c.wide, c.high) {
			t.Errorf("%+v: %v", c, of.Bounds())
		}
	}
}

// chunk is one of PNG.
func chunk(name string, content []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	b = append(append(b, name...), content...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func headOfPNG(width, height uint32, depth, kind byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(head, depth, kind, 0, 0, 0))...)
}

// headOfJPEG is one of three components, of which two are sampled half as often where it is chroma.
func headOfJPEG(marker byte, width, height uint16, halved bool) []byte {
	sampling := byte(0x11)
	if halved {
		sampling = 0x22
	}
	frame := append(binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{8}, height), width), 3, 1, sampling, 0, 2, 0x11, 0, 3, 0x11, 0)
	b := append([]byte{0xff, 0xd8, 0xff, 0xe0, 0, 16}, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"...)
	return append(append(append(b, 0xff, marker), binary.BigEndian.AppendUint16(nil, uint16(len(frame)+2))...), frame...)
}

// How much memory a picture takes is known by its head.
func TestMemoryIsBoundedBeforehand(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content []byte
		format  picture.Format
		large   bool
	}{
		"30,000 x 30,000 PNG":                {headOfPNG(30000, 30000, 8, 2), picture.PNG, true},
		"24 megapixels of PNG":               {headOfPNG(6000, 4000, 8, 2), picture.PNG, false},
		"24 megapixels of PNG with 16 bits":  {headOfPNG(6000, 4000, 16, 6), picture.PNG, true},
		"24 megapixels of JPEG":              {headOfJPEG(0xc0, 6000, 4000, false), picture.JPEG, false},
		"24 megapixels of progressive JPEG":  {headOfJPEG(0xc2, 6000, 4000, true), picture.JPEG, false},
		"24 megapixels of it in full":        {headOfJPEG(0xc2, 6000, 4000, false), picture.JPEG, true},
		"100 megapixels of progressive JPEG": {headOfJPEG(0xc2, 10000, 10000, true), picture.JPEG, true},
		"48 megapixels of JPEG from a phone": {headOfJPEG(0xc0, 8000, 6000, true), picture.JPEG, false},
	} {
		if _, err := picture.Look(bytes.NewReader(c.content), c.format); errors.Is(err, picture.ErrTooLarge) != c.large || err != nil && !c.large {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// fourInks is a grey JPEG of 8 x 8 pixels as print shops write it.
func fourInks() []byte {
	b := []byte{0xff, 0xd8, 0xff, 0xee, 0, 14}
	b = append(append(b, "Adobe"...), 0, 100, 0, 0, 0, 0, 0)
	b = append(append(b, 0xff, 0xdb, 0, 67, 0), bytes.Repeat([]byte{1}, 64)...)
	b = append(b, 0xff, 0xc0, 0, 20, 8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0)
	for _, table := range []byte{0x00, 0x10} { // of one code of one bit, 0: no difference, and the end of a block
		b = append(append(b, 0xff, 0xc4, 0, 20, table, 1), bytes.Repeat([]byte{0}, 15)...)
		b = append(b, 0)
	}
	return append(b, 0xff, 0xda, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0, 0x00, 0xff, 0xd9)
}

// Whatever a picture is, it is drawn, or refused for what it is.
func TestPicturesOfAllKinds(t *testing.T) {
	t.Parallel()
	whole := jpegOf(t, quarters(64, 64, red, red, red, red))
	sixteen := image.NewNRGBA64(image.Rect(0, 0, 4, 4))
	draw.Draw(sixteen, sixteen.Rect, image.NewUniform(red), image.Point{}, draw.Src)
	var moving bytes.Buffer
	frames := &gif.GIF{Delay: []int{1, 1}}
	for _, c := range []color.RGBA{red, blue} {
		frame := image.NewPaletted(image.Rect(0, 0, 4, 4), palette.Plan9)
		draw.Draw(frame, frame.Rect, image.NewUniform(c), image.Point{}, draw.Src)
		frames.Image = append(frames.Image, frame)
	}
	if err := gif.EncodeAll(&moving, frames); err != nil {
		t.Fatal(err)
	}
	still, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		content []byte
		format  picture.Format
		colour  string // "" where it is unreadable
	}{
		"JPEG":                    {whole, picture.JPEG, "#fe0000"},
		"a JPEG that was cut":     {whole[:len(whole)/2], picture.JPEG, ""},
		"a JPEG of its head":      {headOfJPEG(0xc0, 10, 10, false), picture.JPEG, ""},
		"four inks":               {fourInks(), picture.JPEG, "#404040"},
		"PNG with 16 bits":        {pngOf(t, sixteen), picture.PNG, "#ff0000"},
		"PNG of nothing":          {pngOf(t, image.NewNRGBA(image.Rect(0, 0, 3, 3))), picture.PNG, "#ffffff"},
		"a PNG that was cut":      {pngOf(t, sixteen)[:50], picture.PNG, ""},
		"a GIF that moves":        {moving.Bytes(), picture.GIF, "#ff0000"},
		"a WebP":                  {still, picture.WebP, "#808080"},
		"a WebP that moves":       {append([]byte("RIFF\x1e\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x03\x00\x00ANIM"), make([]byte, 10)...), picture.WebP, ""},
		"nothing":                 {nil, picture.JPEG, ""},
		"a text":                  {[]byte(strings.Repeat("text", 100)), picture.PNG, ""},
		"a PNG that says JPEG":    {pngOf(t, sixteen), picture.JPEG, ""},
		"a PNG without any width": {headOfPNG(0, 5, 8, 2), picture.PNG, ""},
	} {
		_, colour, err := picture.NewStudio().Measure(t.Context(), bytes.NewReader(c.content), c.format)
		if colour != c.colour || (err == nil) != (c.colour != "") || err != nil && !errors.Is(err, picture.ErrUnreadable) {
			t.Errorf("%s: %q, %v", name, colour, err)
		}
	}
}

// failing fails as a disk does.
type failing struct{ *bytes.Reader }

var errDisk = errors.New("disk")

func (failing) Read([]byte) (int, error) { return 0, errDisk }

// A store that fails is told apart from bytes that hold no picture.
func TestTheReaderFails(t *testing.T) {
	t.Parallel()
	for _, f := range []picture.Format{picture.JPEG, picture.PNG, picture.GIF, picture.WebP} {
		if _, err := picture.Look(failing{}, f); !errors.Is(err, errDisk) || errors.Is(err, picture.ErrUnreadable) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

// What is transparent stays so in PNG, and becomes white in JPEG.
func TestTransparency(t *testing.T) {
	t.Parallel()
	content := pngOf(t, image.NewNRGBA(image.Rect(0, 0, 8, 8)))
	if of, _ := drawn(t, content, picture.PNG, picture.Drawing{Width: 4}); !near(of.At(1, 1), color.Transparent) {
		t.Error(of.At(1, 1))
	}
	of, b := drawn(t, content, picture.PNG, picture.Drawing{Width: 4, Format: picture.JPEG})
	if !near(of.At(1, 1), white) || !bytes.HasPrefix(b, []byte{0xff, 0xd8}) {
		t.Error(of.At(1, 1))
	}
}

// As many are drawn at once as there is memory for; who does not wait any longer is told so.
func TestPicturesWaitForMemory(t *testing.T) {
	t.Parallel()
	s := picture.NewStudio()
	back, err := s.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	content := jpegOf(t, quarters(64, 64, red, red, red, red))
	draw := func(ctx context.Context) error {
		return s.Draw(ctx, io.Discard, bytes.NewReader(content), picture.JPEG, picture.Drawing{Width: 32})
	}
	impatient, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := draw(impatient); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	back()
	if err := draw(t.Context()); err != nil {
		t.Error(err)
	}
}

// FuzzDraw: whatever it is given, it draws or refuses.
func FuzzDraw(f *testing.F) {
	f.Add(photographed(jpegOf(f, quarters(16, 8, red, green, blue, white)), 6), uint8(0))
	f.Add(pngOf(f, quarters(8, 8, red, green, blue, white)), uint8(1))
	f.Add(fourInks(), uint8(0))
	f.Fuzz(func(t *testing.T, content []byte, kind uint8) {
		format := []picture.Format{picture.JPEG, picture.PNG, picture.GIF, picture.WebP}[kind%4]
		i, err := picture.Look(bytes.NewReader(content), format)
		if err != nil || i.Width*i.Height > 1<<20 {
			return
		}
		as := picture.Drawing{Width: 80, Across: 3, Down: 2, FocusX: 17, FocusY: 83}
		if err := picture.NewStudio().Draw(t.Context(), io.Discard, bytes.NewReader(content), format, as); err != nil && !errors.Is(err, picture.ErrUnreadable) {
			t.Error(err)
		}
	})
}
