package media

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/picture"
)

// PictureState says of a file whether it is a picture that can be drawn.
type PictureState string

// The states of pictures.
const (
	NoPicture  PictureState = ""
	Unmeasured PictureState = "UNMEASURED" // until a verdict lets it be decoded
	Drawable   PictureState = "DRAWABLE"
	TooLarge   PictureState = "TOO_LARGE"  // drawing it would take too much memory
	Unreadable PictureState = "UNREADABLE" // cut, or no picture of its type
	OtherType  PictureState = "OTHER_TYPE" // of a type that the program does not read
)

// formatOf is how the bytes of a type are read, "" for those that the program does not.
func formatOf(media string) picture.Format {
	switch f := picture.Format(strings.TrimPrefix(media, "image/")); f {
	case picture.JPEG, picture.PNG, picture.GIF, picture.WebP:
		return f
	}
	return ""
}

// pictured is the state of a new file of a type.
func pictured(media string) PictureState {
	switch {
	case !strings.HasPrefix(media, "image/"):
		return NoPicture
	case formatOf(media) == "":
		return OtherType
	}
	return Unmeasured
}

// Ratio is what a picture is cut to.
type Ratio string

// The ratios.
const (
	Square   Ratio = "SQUARE"
	Standard Ratio = "STANDARD"
	Photo    Ratio = "PHOTO"
	Wide     Ratio = "WIDE"
	Portrait Ratio = "PORTRAIT"
	Share    Ratio = "SHARE"
)

var ratios = map[Ratio][2]int{Square: {1, 1}, Standard: {4, 3}, Photo: {3, 2}, Wide: {16, 9}, Portrait: {3, 4}, Share: {1200, 630}}

// Focus is the part of a picture that stays in sight when it is cut.
type Focus string

// The parts.
const (
	TopLeft     Focus = "TOP_LEFT"
	Top         Focus = "TOP"
	TopRight    Focus = "TOP_RIGHT"
	Left        Focus = "LEFT"
	Centre      Focus = "CENTRE"
	Right       Focus = "RIGHT"
	BottomLeft  Focus = "BOTTOM_LEFT"
	Bottom      Focus = "BOTTOM"
	BottomRight Focus = "BOTTOM_RIGHT"
)

// middles are where the part has its middle, in hundredths of the picture.
var middles = map[Focus][2]int{TopLeft: {17, 17}, Top: {50, 17}, TopRight: {83, 17}, Left: {17, 50}, Centre: {50, 50}, Right: {83, 50}, BottomLeft: {17, 83}, Bottom: {50, 83}, BottomRight: {83, 83}}

// Format is how a picture is written. Without it, what asks for the picture says what it reads.
type Format string

// The ways.
const (
	FormatJPEG Format = "JPEG"
	FormatPNG  Format = "PNG"
	FormatWebP Format = "WEBP"
)

// widths are those in which pictures are drawn.
var widths = []int{80, 160, 320, 480, 640, 960, 1280, picture.Widest}

// Picture is a file that can be drawn.
type Picture struct {
	file  *File
	focus Focus // what stays in sight, unless it is asked for
}

// PictureOf is the file as a picture, nil if it holds no picture, or nobody may have it yet.
func (s *Service) PictureOf(f *File) *Picture {
	if f.Picture != Drawable || s.withheld(f) != nil {
		return nil
	}
	return &Picture{f, f.Focus}
}

// Undrawable is why a picture is not shown, nil if it is, or the file holds no picture.
func (f *File) Undrawable() *PictureState {
	if !slices.Contains([]PictureState{TooLarge, Unreadable, OtherType}, f.Picture) {
		return nil
	}
	return &f.Picture
}

// Width and Height are in pixels, as the picture is looked at.
func (p *Picture) Width() int { return p.file.Width }

// Height is Width's.
func (p *Picture) Height() int { return p.file.Height }

// Colour is the average of the picture, as #rrggbb: what a page shows in its place until it is there.
func (p *Picture) Colour() string { return p.file.Colour }

// Shown is how a picture is asked for.
type Shown struct {
	Width  int
	Ratio  *Ratio
	Focus  *Focus
	Format *Format
}

// Address is where the picture is of the picture in the next width that is drawn, on this site.
func (p *Picture) Address(s Shown) string {
	i := slices.IndexFunc(widths, func(w int) bool { return w >= s.Width })
	if i < 0 {
		i = len(widths) - 1
	}
	s.Width = widths[i]
	return p.file.address(p.drawing(s))
}

// Addresses lists the addresses of all widths that the picture has, as srcset of HTML takes them.
func (p *Picture) Addresses(s Shown) string {
	var all []string
	last := 0
	for _, s.Width = range widths {
		d := p.drawing(s)
		width, _ := d.as().Size(p.file.Width, p.file.Height)
		if width == last {
			break
		}
		last = width
		all = append(all, p.file.address(d)+" "+strconv.Itoa(width)+"w")
	}
	return strings.Join(all, ", ")
}

// drawing is one size of a picture.
type drawing struct {
	width  int
	ratio  Ratio
	focus  Focus
	format Format
}

func (p *Picture) drawing(s Shown) drawing {
	d := drawing{width: s.Width, focus: cmp.Or(p.focus, Centre)}
	if s.Ratio != nil {
		d.ratio = *s.Ratio
	}
	if s.Focus != nil {
		d.focus = *s.Focus
	}
	if s.Format != nil {
		d.format = *s.Format
	}
	if d.ratio == "" {
		d.focus = ""
	}
	return d
}

// String is the drawing as addresses name it.
func (d drawing) String() string {
	return strings.ToLower(strings.Join([]string{strconv.Itoa(d.width), string(d.ratio), string(d.focus), string(d.format)}, "."))
}

func (d drawing) as() picture.Drawing {
	r, focus := ratios[d.ratio], middles[d.focus]
	return picture.Drawing{Width: d.width, Across: r[0], Down: r[1], FocusX: focus[0], FocusY: focus[1]}
}

// sign is what only this program can write under a drawing of the picture, so that nobody has it drawn in sizes of their own.
func (f *File) sign(drawing string) string {
	h := hmac.New(sha256.New, f.Salt)
	_, _ = io.WriteString(h, drawing)
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:9])
}

func newSalt() []byte {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // it does not fail
	return salt
}

func (f *File) address(d drawing) string {
	return "/media/" + f.ID() + "/" + d.String() + "." + f.sign(d.String()) + "/" + url.PathEscape(f.Name)
}

// signed reads what address has written, and reports whether it has.
func (f *File) signed(written string) (d drawing, ok bool) {
	i := strings.LastIndexByte(written, '.')
	if i < 0 || !hmac.Equal([]byte(written[i+1:]), []byte(f.sign(written[:i]))) {
		return d, false
	}
	parts := strings.Split(strings.ToUpper(written[:i]), ".")
	width, err := strconv.Atoi(parts[0])
	if err != nil || len(parts) != 4 {
		return d, false
	}
	return drawing{width, Ratio(parts[1]), Focus(parts[2]), Format(parts[3])}, true
}
