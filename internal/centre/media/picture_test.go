package media_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/blob"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/scanner"
)

// signature ends a drawing in an address.
var signature = regexp.MustCompile(`\.[\w-]+/`)

// hugePNG begins a picture of 30,000 x 30,000 pixels.
const hugePNG = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x75\x30\x00\x00\x75\x30\x08\x02\x00\x00\x00\xe9\x45\x6f\xed"

// photo is a JPEG of the size, in which a phone has written where it was taken.
func photo(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		t.Fatal(err)
	}
	place := "\xff\xe1\x00\x14Exif\x00\x00GPS at home\x00"
	return []byte("\xff\xd8" + place + b.String()[2:])
}

// draw is what somebody gets of a picture at an address: its type and bytes, or how they are refused.
func (l *library) draw(t *testing.T, who, address string, accept ...string) (media string, content []byte) {
	t.Helper()
	parts := strings.Split(strings.TrimPrefix(address, "/media/"), "/")
	_, drawn, err := l.Draw(l.as(t, who), parts[0], parts[1], reads(accept))
	if err != nil {
		return kit.Told(err), nil
	}
	defer drawn.Close() //nolint:errcheck // it is only read
	b, err := io.ReadAll(drawn)
	if err != nil {
		t.Fatal(err)
	}
	return drawn.Type, b
}

func reads(accept []string) func(string) bool { return media.Reads(strings.Join(accept, ",")) }

// measured is a picture that was scanned and measured.
func (l *library) measured(t *testing.T, name string, content []byte) *media.File {
	t.Helper()
	f := l.scan(t, l.bring(t, name, content))
	if err := l.Measure(system); err != nil {
		t.Fatal(err)
	}
	return l.now(t, f)
}

// Pictures are drawn for those who may read them, once there is a verdict, at the addresses that the API gives, and without what a
// camera adds.
func TestArticle7b_PicturesAreDrawnOnceTheyAreScanned(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k)
		f := l.bring(t, "ảnh.jpg", photo(t, 1000, 500))
		if err := l.Measure(system); err != nil {
			t.Fatal(err)
		}
		if f = l.now(t, f); f.Picture != media.Unmeasured || l.PictureOf(f) != nil {
			t.Fatalf("measured without a verdict: %+v", f)
		}
		f = l.scan(t, f)
		if err := l.Measure(system); err != nil {
			t.Fatal(err)
		}
		f = l.now(t, f)
		p := l.PictureOf(f)
		if p == nil || p.Width() != 1000 || p.Height() != 500 || p.Colour() != "#000000" {
			t.Fatalf("%+v", f)
		}
		square := media.Square
		address := p.Address(media.Shown{Width: 300, Ratio: &square})
		kind, content := l.draw(t, "uploader", address)
		of, _, err := image.DecodeConfig(bytes.NewReader(content))
		if err != nil || kind != "image/jpeg" || of.Width != 320 || of.Height != 320 || bytes.Contains(content, []byte("GPS")) {
			t.Errorf("%s, %+v, %v", kind, of, err)
		}
		set := p.Addresses(media.Shown{})
		if n := strings.Count(set, " 1000w"); n != 1 || !strings.HasSuffix(set, " 1000w") || strings.Count(set, ",") != 6 {
			t.Errorf("srcset %s", set)
		}
		for who, want := range map[string]string{"head": "image/jpeg", "it": "image/jpeg", "editor": "image/jpeg", "director": "image/jpeg", "colleague": "not found", "elsewhere": "not found", "personnel": "not found"} {
			if got, _ := l.draw(t, who, address); got != want {
				t.Errorf("%s: %s", who, got)
			}
		}
		other := l.measured(t, "ảnh khác.jpg", photo(t, 900, 500))
		for what, forged := range map[string]string{
			"another size":    strings.Replace(address, "/320.", "/640.", 1),
			"no signature":    signature.ReplaceAllString(address, "/"),
			"another picture": strings.Replace(address, f.ID(), other.ID(), 1),
			"nonsense":        "/media/" + f.ID() + "/x/x",
		} {
			if got, _ := l.draw(t, "uploader", forged); got != "not found" {
				t.Errorf("%s: %s", what, got)
			}
		}
		if f, err = l.Rescan(l.as(t, "uploader"), media.VersionInput{ID: f.ID(), ExpectedVersion: f.Version}); err != nil {
			t.Fatal(err)
		}
		if got, _ := l.draw(t, "uploader", address); got != "forbidden" {
			t.Errorf("while it is scanned again: %s", got)
		}
		l.scanner.Behave(scanner.Conduct{Answer: scanner.WithinProbe("stream: Win.Trojan.Agent-1 FOUND")})
		if f = l.scan(t, f); f.State != media.Infected || l.PictureOf(f) != nil {
			t.Errorf("%+v", f)
		}
		if got, _ := l.draw(t, "uploader", address); got != "forbidden" {
			t.Errorf("infected: %s", got)
		}
	})
}

// What is not drawn says why, and can be downloaded all the same.
func TestPicturesThatAreNotDrawn(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k)
		whole := photo(t, 64, 64)
		for name, c := range map[string]struct {
			content []byte
			want    media.PictureState
		}{
			"cut.jpg":  {whole[:len(whole)-100], media.Unreadable},
			"huge.png": {[]byte(hugePNG), media.TooLarge},
			"a.heic":   {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + strings.Repeat("\x00", 100)), media.OtherType},
			"a.txt":    {[]byte("text"), media.NoPicture},
		} {
			f := l.measured(t, name, c.content)
			if f.Picture != c.want || l.PictureOf(f) != nil {
				t.Errorf("%s: %s", name, f.Picture)
			}
			if why := f.Undrawable(); (why == nil) != (c.want == media.NoPicture) {
				t.Errorf("%s: %v", name, why)
			}
			if got := l.read(t, "uploader", f); got != string(c.content) {
				t.Errorf("%s: %q", name, got)
			}
		}
	})
}

// What was drawn goes with the file, and is drawn once for all who ask at a time.
func TestWhatWasDrawnGoesWithTheFile(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		dir := t.TempDir()
		l := newLibrary(t, k, func(o *media.Options) { o.Drawn = dir })
		f := l.measured(t, "ảnh.jpg", photo(t, 2000, 1000))
		address := l.PictureOf(f).Address(media.Shown{Width: 640})
		var asking sync.WaitGroup
		for range 8 {
			asking.Go(func() {
				if got, content := l.draw(t, "uploader", address); got != "image/jpeg" || len(content) == 0 {
					t.Error(got)
				}
			})
		}
		asking.Wait()
		if n := files(t, dir); n != 1 {
			t.Errorf("%d drawings", n)
		}
		if _, err := l.Delete(l.as(t, "uploader"), media.VersionInput{ID: f.ID(), ExpectedVersion: f.Version}); err != nil {
			t.Fatal(err)
		}
		if n := files(t, dir); n != 0 {
			t.Errorf("%d drawings are left", n)
		}
	})
}

// files counts those below a folder.
func files(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return n
}

// A full disk draws nothing, says so, and leaves nothing.
func TestNoRoomToDraw(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k, func(o *media.Options) { o.Drawn = "/dev/full/drawn" })
		f := l.measured(t, "ảnh.jpg", photo(t, 100, 100))
		parts := strings.Split(l.PictureOf(f).Address(media.Shown{Width: 80}), "/")
		if _, _, err := l.Draw(l.as(t, "uploader"), parts[2], parts[3], reads(nil)); err == nil || errors.Is(err, blob.ErrNotExist) {
			t.Error(err)
		}
	})
}

// Words of a file are changed by its uploader, the head of the department and the website section.
func TestDescribing(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k)
		f := l.measured(t, "ảnh.jpg", photo(t, 100, 100))
		text := l.scan(t, l.bring(t, "a.txt", []byte("text")))
		yes, no, focus := true, false, media.Top
		for _, c := range []struct {
			who  string
			of   *media.File
			in   media.DescribeInput
			want string
		}{
			{"uploader", f, media.DescribeInput{Alt: new("  Trẻ được tiêm  phòng "), Focus: &focus}, ""},
			{"head", f, media.DescribeInput{Credit: new("Khoa Nội")}, ""},
			{"editor", f, media.DescribeInput{Caption: new("Ngày tiêm chủng"), Licence: new("ảnh của Trung tâm")}, ""},
			{"it", f, media.DescribeInput{Caption: new("x")}, "forbidden"},
			{"director", f, media.DescribeInput{Caption: new("x")}, "forbidden"},
			{"colleague", f, media.DescribeInput{Caption: new("x")}, "not found"},
			{"uploader", f, media.DescribeInput{Decorative: &yes}, "INVALID"},
			{"uploader", f, media.DescribeInput{Decorative: &yes, Alt: new("")}, ""},
			{"uploader", f, media.DescribeInput{Alt: new("mô tả")}, "INVALID"},
			{"uploader", f, media.DescribeInput{Decorative: &no, Alt: new("Trẻ được tiêm phòng")}, ""},
			{"uploader", f, media.DescribeInput{Alt: new(strings.Repeat("ế", 301))}, "TOO_LONG"},
			{"uploader", text, media.DescribeInput{Alt: new("mô tả")}, "INVALID"},
			{"uploader", text, media.DescribeInput{Caption: new("Lịch trực")}, ""},
		} {
			now := l.now(t, c.of)
			c.in.ID, c.in.ExpectedVersion = now.ID(), now.Version
			if _, err := l.Describe(l.as(t, c.who), c.in); kit.Told(err) != c.want && (err != nil || c.want != "") {
				t.Errorf("%s, %+v: %v", c.who, c.in, err)
			}
		}
		if f = l.now(t, f); f.Alt != "Trẻ được tiêm phòng" || f.Decorative || f.Caption != "Ngày tiêm chủng" || f.Credit != "Khoa Nội" || f.Licence != "ảnh của Trung tâm" || f.Focus != media.Top {
			t.Errorf("%+v", f)
		}
		if _, err := l.Describe(l.as(t, "uploader"), media.DescribeInput{ID: f.ID(), ExpectedVersion: 1, Alt: new("x")}); !fault.HasCode(err, fault.Conflict) {
			t.Error("an old version is changed", err)
		}
	})
}

// The header Accept tells what a reader understands.
func TestReads(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]bool{
		"image/avif,image/webp,*/*;q=0.8": true, "image/webp;q=0.5": true, "IMAGE/WEBP": true, "image/webp;q=0": false, "image/webp; q=0": false, "*/*": false, "": false, "image/webpx": false,
	} {
		if media.Reads(accept)("image/webp") != want {
			t.Errorf("%q", accept)
		}
	}
}

// Pictures whose bytes cannot be read, however many, keep no other from being measured.
func TestWhatCannotBeMeasuredKeepsNoOtherWaiting(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k)
		for i := range 21 {
			f := l.scan(t, l.bring(t, "mất.jpg", photo(t, 8, 8+i)))
			if err := l.Bytes().Delete(system, blob.Key{Area: blob.Files, Sum: blob.Sum(f.Sum)}); err != nil {
				t.Fatal(err)
			}
		}
		if f := l.measured(t, "còn.jpg", photo(t, 8, 7)); f.Picture != media.Drawable {
			t.Errorf("%+v", f)
		}
	})
}
