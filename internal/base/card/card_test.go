package card

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"

	"ttyt.example/ttyt/internal/base/colour"
)

var teal = colour.RGB{0x0B, 0x6E, 0x67}

// picture draws a card and reads it again. PICTURES names a folder that keeps it.
func picture(t *testing.T, draw func(context.Context) ([]byte, error), width, height int) image.Image {
	t.Helper()
	content, err := draw(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if folder := os.Getenv("PICTURES"); folder != "" {
		name := strings.Map(func(r rune) rune {
			if r == '/' || r == ' ' {
				return '_'
			}
			return r
		}, t.Name())
		if err := os.WriteFile(filepath.Join(folder, name+".png"), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if size := p.Bounds().Size(); size.X != width || size.Y != height {
		t.Errorf("the picture is %v", size)
	}
	if len(content) > 200_000 {
		t.Errorf("the picture has %d bytes", len(content))
	}
	return p
}

// inked reports whether anything but the paper is in a part of the picture.
func inked(p image.Image, at image.Rectangle) bool {
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			if r, g, b, _ := p.At(x, y).RGBA(); r != 0xffff || g != 0xffff || b != 0xffff {
				return true
			}
		}
	}
	return false
}

var long = strings.TrimSpace(strings.Repeat("Kế hoạch tiêm chủng mở rộng ", 12))[:300]

// Whatever a title is, the card has the right size, holds its letters within the margins, and shows something where a title stands.
func TestCards(t *testing.T) {
	t.Parallel()
	titleBox := image.Rect(margin, margin+tile+48, Width-margin, Height-stripe-24)
	for name, c := range map[string]struct {
		title string
		shown bool
	}{
		"short":         {"Lịch trực", true},
		"usual":         {"Khoa Nhi khám sức khỏe cho trẻ mầm non các xã vùng cao", true},
		"300 letters":   {long, true},
		"capitals":      {strings.ToUpper("Tuyển dụng viên chức Ế Ộ Ữ Ặ Ẫ cho các khoa lâm sàng và trạm y tế xã"), true},
		"decomposed":    {"Tiê\u0301ng Vie\u0323\u0302t", true},
		"one long word": {strings.Repeat("Ữ", 300), true},
		"other letters": {"疫苗 💉", true}, // the name stands there

		"some of them":    {"Tiêm 疫苗 chủng 💉", true},
		"lines and tabs":  {"Tiêm\n\n\tchủng", true},
		"marks of HTML":   {"<script>&amp;</script>", true},
		"nothing but air": {" \t ", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			card := Card{Name: "Trung tâm Y tế huyện Vân Sơn", Initials: "TTYT", Title: c.title, Colour: teal}
			p := picture(t, card.PNG, Width, Height)
			if got := inked(p, titleBox); got != c.shown {
				t.Errorf("a title is drawn: %t", got)
			}
			for edge, at := range map[string]image.Rectangle{
				"left": image.Rect(0, 0, margin-4, Height-stripe), "right": image.Rect(Width-margin+4, 0, Width, Height-stripe),
				"top": image.Rect(0, 0, Width, margin-4), "bottom": image.Rect(0, Height-stripe-4, Width, Height-stripe),
			} {
				if inked(p, at) {
					t.Errorf("letters stand on the %s edge", edge)
				}
			}
		})
	}
}

// Two titles make two pictures, and so do two colours and two names.
func TestCardsTellApartWhatTheyShow(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for name, c := range map[string]Card{
		"one": {"Trung tâm", "TT", "Một", teal}, "another title": {"Trung tâm", "TT", "Hai", teal}, "another name": {"Trạm", "TT", "Một", teal},
		"other initials": {"Trung tâm", "VS", "Một", teal}, "another colour": {"Trung tâm", "TT", "Một", colour.RGB{0x80}}, "no title": {"Trung tâm", "TT", "", teal},
	} {
		content, err := c.PNG(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if other, both := seen[string(content)]; both {
			t.Errorf("%s looks like %s", name, other)
		}
		seen[string(content)] = name
	}
}

// Every letter of Vietnamese, in both cases, has a letter of its own in the typeface, not the box for those that are missing.
func TestEveryVietnameseLetterIsDrawn(t *testing.T) {
	t.Parallel()
	f, err := load()
	if err != nil {
		t.Fatal(err)
	}
	var b sfnt.Buffer
	glyphs := map[sfnt.GlyphIndex]rune{}
	const vowels = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
	for _, r := range vowels + strings.ToUpper(vowels) + "bcdghklmnpqrstvxBCDGHKLMNPQRSTVX0123456789–…“”()%°²₫" {
		i, err := f.bold.font.GlyphIndex(&b, r)
		if err != nil || i == 0 {
			t.Errorf("%q is the box of missing letters", r)
		}
		if other, both := glyphs[i]; both {
			t.Errorf("%q looks like %q", r, other)
		}
		glyphs[i] = r
	}
	if known := f.bold.known("Tiêm 💉 chủng"); known != "Tiêm chủng" {
		t.Errorf("got %q", known)
	}
}

// A title takes three lines at most, and what is left out is told by an ellipsis.
func TestALongTitleIsCut(t *testing.T) {
	t.Parallel()
	f, err := load()
	if err != nil {
		t.Fatal(err)
	}
	p := &page{fonts: f}
	small := p.face(f.bold, 50)
	width := Width - 2*margin
	lines := small.cut(small.wrapped(long, width), maxTitle, width)
	if len(lines) != maxTitle || !strings.HasSuffix(lines[maxTitle-1], "…") {
		t.Errorf("%q", lines)
	}
	for _, line := range lines {
		if small.width(line) > width {
			t.Errorf("%q is %d wide", line, small.width(line))
		}
	}
	if lines := small.cut(small.wrapped("Lịch trực", width), maxTitle, width); len(lines) != 1 || lines[0] != "Lịch trực" {
		t.Errorf("%q", lines)
	}
}

func TestIcons(t *testing.T) {
	t.Parallel()
	for _, initials := range []string{"T", "TT", "TYT", "TTYT", "TTYTVS", "đệ", ""} {
		t.Run("of "+initials, func(t *testing.T) {
			t.Parallel()
			p := picture(t, Card{Initials: initials, Colour: teal}.IconPNG, Icon, Icon)
			white := 0
			for y := range Icon {
				for x := range Icon {
					if r, _, _, _ := p.At(x, y).RGBA(); r == 0xffff {
						white++
					}
				}
			}
			if (white > 0) != (initials != "") {
				t.Errorf("%d pixels are of letters", white)
			}
			if inner := image.Rect(0, 0, Icon, 8); len(initials) > 0 {
				for x := range Icon {
					if r, g, b, _ := p.At(x, inner.Max.Y).RGBA(); r>>8 != uint32(teal[0]) || g>>8 != uint32(teal[1]) || b>>8 != uint32(teal[2]) {
						t.Fatal("letters reach the edge")
					}
				}
			}
		})
	}
}

// Few are drawn at once; who waits too long is sent away, and nothing is drawn for them.
func TestOnlyAFewAreDrawnAtOnce(t *testing.T) {
	for range cap(drawing) {
		drawing <- struct{}{}
	}
	defer func() {
		for range cap(drawing) {
			<-drawing
		}
	}()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if content, err := (Card{Title: "x"}).PNG(ctx); !errors.Is(err, context.Canceled) || content != nil {
		t.Errorf("%d bytes, %v", len(content), err)
	}
}
