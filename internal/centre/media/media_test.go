package media_test

import (
	"bytes"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/blob"
	"ttyt.example/ttyt/internal/base/clamd"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/scanner"
)

// No verdict, no bytes, for anybody; with one, for those who may read the file.
func TestArticle7b_NobodyHasBytesWithoutAVerdict(t *testing.T) {
	t.Parallel()
	readers := []string{"uploader", "head", "it", "editor", "director"}
	others := []string{"", "colleague", "elsewhere", "personnel"}
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k)
		f := l.bring(t, "lịch trực.txt", []byte("Lịch trực"))
		all := func(want string) {
			t.Helper()
			for _, who := range readers {
				if got := l.read(t, who, f); got != want {
					t.Errorf("%s: %q, not %q", who, got, want)
				}
			}
			for _, who := range others {
				if got := l.read(t, who, f); got != "not found" {
					t.Errorf("%s: %q", who, got)
				}
			}
		}
		all("forbidden")
		if f = l.scan(t, f); f.State != media.Clean || f.Type != "text/plain" || f.ScannedAt.IsZero() || f.Engine == "" {
			t.Fatalf("%+v", f)
		}
		all("Lịch trực")
		f, err := l.Rescan(l.as(t, "uploader"), media.VersionInput{ID: f.ID(), ExpectedVersion: f.Version})
		if err != nil {
			t.Fatal(err)
		}
		all("forbidden")
		l.scanner.Behave(scanner.Conduct{Answer: scanner.WithinProbe("stream: Win.Trojan.Agent-1 FOUND")})
		if f = l.scan(t, f); f.State != media.Infected || f.Signature != "Win.Trojan.Agent-1" {
			t.Fatalf("%+v", f)
		}
		all("forbidden")
	})
}

// Wherever the program was cut, a sweep brings rows and bytes together again.
func TestSweep(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		dir := ""
		l := newLibrary(t, k, func(o *media.Options) { dir = o.Dir })
		sweep := func() {
			t.Helper()
			if err := l.Sweep(system); err != nil {
				t.Fatal(err)
			}
		}
		key := func(f *media.File, a blob.Area) blob.Key { return blob.Key{Area: a, Sum: blob.Sum(f.Sum)} }
		kept, lost, bad := l.bring(t, "a.txt", []byte("kept")), l.bring(t, "b.txt", []byte("lost")), l.bring(t, "c.txt", clamd.EICAR())
		for _, f := range []*media.File{kept, lost, bad} {
			l.scan(t, f)
		}
		orphan := l.bring(t, "d.txt", []byte("orphan"))
		k.Exec(t, "DELETE FROM media_files WHERE id = ?", orphan.Key)
		if err := l.Bytes().Delete(t.Context(), key(lost, blob.Files)); err != nil {
			t.Fatal(err)
		}
		if err := l.Bytes().Move(t.Context(), key(bad, blob.Locked), key(bad, blob.Files)); err != nil {
			t.Fatal(err)
		}
		sweep()
		if got := l.stored(t); !slices.Equal(got, []string{"files", "files", "locked"}) { // an upload may be under way
			t.Errorf("stored: %v", got)
		}
		age(t, dir, 2*time.Hour)
		sweep()
		if got := l.stored(t); !slices.Equal(got, []string{"files", "locked"}) {
			t.Errorf("stored: %v", got)
		}
		if lost = l.now(t, lost); lost.State != media.Failed || lost.Reason != media.ReasonMissing {
			t.Errorf("%+v", lost)
		}
		if got := l.read(t, "uploader", kept); got != "kept" {
			t.Error(got)
		}
		sweep()
		if again := l.now(t, lost); again.Version != lost.Version {
			t.Error("given up twice")
		}
	})
}

// In the demonstration without a scanner texts and pictures drawn anew are used unscanned, and marked so; everything else waits. The same file is not
// served by any other command.
func TestArticle7b_TheDemonstrationWithoutAScanner(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k, func(o *media.Options) { o.Demo, o.Clamd = true, "" })
		f := l.bring(t, "a.txt", []byte("Lịch trực\n"))
		if f.State != media.NotScanned || l.read(t, "uploader", f) != "Lịch trực\n" {
			t.Errorf("%+v", f)
		}
		const secret = "GPS 21.0285, 105.8542 <script>"
		for name, encode := range map[string]func(io.Writer, image.Image) error{
			"a.png": png.Encode, "b.jpg": func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) }, "c.gif": func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) },
		} {
			var b bytes.Buffer
			if err := encode(&b, image.NewPaletted(image.Rect(0, 0, 4, 3), palette.WebSafe)); err != nil {
				t.Fatal(err)
			}
			picture := l.bring(t, name, append(b.Bytes(), secret...))
			got := l.read(t, "uploader", picture)
			if m, _, err := image.Decode(strings.NewReader(got)); picture.State != media.NotScanned || strings.Contains(got, secret) || err != nil || m.Bounds().Dx() != 4 {
				t.Errorf("%s: %+v, %q, %v", name, picture, got, err)
			}
		}
		var whole bytes.Buffer
		if err := png.Encode(&whole, image.NewPaletted(image.Rect(0, 0, 1_000, 1_000), color.Palette{color.White})); err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string]string{"a.gif": "GIF89a\x01\x00\x01\x00\x00\x00\x00;", "b.txt": "a\x1b[31m", "c.pdf": "%PDF-1.4\n", "huge.png": hugePNG, "cut.png": whole.String()[:whole.Len()/2]} {
			other := l.bring(t, name, []byte(content))
			if w, err := l.Waits(l.as(t, "uploader"), []db.ID{other.Key}); other.State != media.Pending || err != nil || *w[other.Key] != media.WaitNoScanner || l.read(t, "uploader", other) != "forbidden" {
				t.Errorf("%s: %+v, %v, %v", name, other, w, err)
			}
		}
		served := newLibraryOver(t, l, false)
		if got := served.read(t, "uploader", f); got != "forbidden" {
			t.Errorf("served: %q", got)
		}
		if err := served.ScanAgain(system); err != nil {
			t.Fatal(err)
		}
		if f = served.now(t, f); f.State != media.Clean {
			t.Errorf("%+v", f)
		}
	})
}

// Who may bring a file for which department, and who may do what with one: what is offered is what happens.
func TestRightsToFiles(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k)
		ward := db.GlobalID("department", l.ward)
		for who, want := range map[string]string{
			"uploader": "done", "head": "done", "it": "done", "editor": "done", "director": "done", "elsewhere": "forbidden", "personnel": "forbidden",
		} {
			_, err := l.Upload(l.as(t, who), media.UploadInput{File: input.File{Name: "a.txt", Content: []byte("by " + who)}, Department: &ward})
			if got := kit.Told(err); got != want {
				t.Errorf("%s: %s", who, got)
			}
		}
		if _, err := l.Upload(access.With(t.Context(), access.Anonymous("", "")), media.UploadInput{File: input.File{Name: "a.txt", Content: []byte("x")}}); !fault.Is(err, fault.Unauthenticated) && !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
		f := l.scan(t, l.bring(t, "a.txt", []byte("x")))
		for who, want := range map[string]string{
			"uploader": "done", "it": "done", "head": "forbidden", "editor": "forbidden", "director": "forbidden", "colleague": "not found", "elsewhere": "not found",
		} {
			at := media.VersionInput{ID: f.ID(), ExpectedVersion: f.Version}
			offered := "not found"
			if seen, err := l.Get(l.as(t, who), f.ID()); err == nil {
				offered = "forbidden"
				actions, err := l.AvailableActions(l.as(t, who), seen)
				if err != nil || len(actions) != 3 || actions[0].Action != "DESCRIBE" {
					t.Fatal(actions, err)
				}
				if actions[1].Allowed && actions[2].Allowed {
					offered = "done"
				}
			}
			_, err := l.Rescan(l.as(t, who), at)
			if got := kit.Told(err); got != want || offered != want {
				t.Errorf("%s: %s, offered %s", who, got, offered)
			}
			f = l.scan(t, f)
			if want == "done" {
				continue
			}
			if _, err := l.Delete(l.as(t, who), media.VersionInput{ID: f.ID(), ExpectedVersion: f.Version}); kit.Told(err) != want {
				t.Errorf("%s: %v", who, err)
			}
		}
	})
}
