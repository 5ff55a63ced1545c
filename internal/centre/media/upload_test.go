package media_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/clamd"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/test/kit"
)

// What the scanner and the product's own bounds make of what people bring.
func TestArticle7b_WhatIsBrought(t *testing.T) {
	t.Parallel()
	eicar := string(clamd.EICAR())
	docx := func(more ...string) []byte {
		return media.ZipOf(append([]string{"[Content_Types].xml", "<Types/>", "word/document.xml", "<w:document/>"}, more...)...)
	}
	encrypted := media.ZipOf("a.txt", "secret")
	for _, at := range []int{strings.Index(string(encrypted), "PK\x03\x04") + 6, strings.Index(string(encrypted), "PK\x01\x02") + 8} {
		encrypted[at] |= 1
	}
	deep := media.ZipOf("a.txt", "x")
	for range 5 {
		deep = media.ZipOf("a.zip", string(deep))
	}
	bomb := media.ZipOf("a.txt", strings.Repeat("\x00", 5<<20), "b.txt", strings.Repeat("\x00", 5<<20))
	cut := media.ZipOf("a.txt", "x", "b.txt", "y")
	for name, c := range map[string]struct {
		file    string
		content []byte
		told    string // at once
		want    media.State
		reason  media.Reason
		media   string
		kept    string
	}{
		"a text":                   {"a.txt", []byte("x"), "done", media.Clean, "", "text/plain", "a.txt"},
		"EICAR":                    {"eicar.com", []byte(eicar), "done", media.Infected, "", "text/plain", "eicar.com.txt"},
		"EICAR as a picture":       {"anh.jpg", []byte(eicar), "done", media.Infected, "", "text/plain", "anh.jpg.txt"},
		"EICAR in a ZIP":           {"a.zip", media.ZipOf("eicar.com", eicar), "done", media.Infected, "", "application/zip", "a.zip"},
		"EICAR in a ZIP in a ZIP":  {"a.zip", media.ZipOf("b.zip", string(media.ZipOf("eicar.com", eicar))), "done", media.Infected, "", "application/zip", "a.zip"},
		"EICAR in a docx":          {"a.docx", docx("word/media/a.bin", eicar), "done", media.Infected, "", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a.docx"},
		"a docx":                   {"Kế hoạch.docx", docx(), "done", media.Clean, "", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Kế hoạch.docx"},
		"a docx with macros":       {"a.docx", docx("word/vbaProject.bin", "x"), "INVALID", "", "", "", ""},
		"an encrypted ZIP":         {"a.zip", encrypted, "done", media.Failed, media.ReasonEncrypted, "application/zip", "a.zip"},
		"ZIPs in ZIPs":             {"a.zip", deep, "done", media.Failed, media.ReasonLimits, "application/zip", "a.zip"},
		"what unpacks to too much": {"a.zip", bomb, "done", media.Failed, media.ReasonLimits, "application/zip", "a.zip"},
		"a ZIP that was cut":       {"a.zip", cut[:len(cut)-30], "INVALID", "", "", "", ""},
		"a GIF that is JavaScript": {"a.js", []byte("GIF89a/*\x00\x00\x00\x00\x00*/=1;alert(1)"), "done", media.Clean, "", "image/gif", "a.js.gif"},
		"HTML named .jpg":          {"a.jpg", []byte("<!DOCTYPE html><html><script>alert(1)</script></html>"), "INVALID", "", "", "", ""},
		"SVG":                      {"a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "INVALID", "", "", "", ""},
		"a program":                {"a.txt", []byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00"), "INVALID", "", "", "", ""},
		"nothing":                  {"a.txt", nil, "REQUIRED", "", "", "", ""},
		"a script":                 {"a.vbs", []byte("MsgBox 1"), "done", media.Clean, "", "text/plain", "a.vbs.txt"},
		"too long a text":          {"a.txt", []byte(strings.Repeat("x", 4<<20+1)), "TOO_LONG", "", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				l := newLibrary(t, k)
				f, err := l.Upload(l.as(t, "uploader"), media.UploadInput{File: input.File{Name: c.file, Content: slices.Clone(c.content)}})
				if told := kit.Told(err); told != c.told {
					t.Fatalf("%s: %v", told, err)
				}
				if err != nil {
					if left := l.stored(t); len(left) > 0 {
						t.Errorf("left: %v", left)
					}
					return
				}
				f = l.scan(t, f)
				if f.State != c.want || f.Reason != c.reason || f.Type != c.media || f.Name != c.kept {
					t.Errorf("%+v", f)
				}
				if c.want != media.Clean {
					if got := l.read(t, "uploader", f); got != "forbidden" {
						t.Errorf("served: %q", got)
					}
				}
			})
		})
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("rất dài ", 60)
	for name, want := range map[string]string{
		"a.txt": "a.txt", "A.TXT": "A.txt", "Lịch trực.txt": "Lịch trực.txt", "Li\u0323ch.txt": "Lịch.txt",
		"../../etc/passwd": "passwd.txt", `C:\Users\a.txt`: "a.txt", "a/b.txt": "b.txt", "..": "tep.txt", "": "tep.txt", ".txt": "tep.txt", "/": "tep.txt",
		"ảnh\u202egpj.exe": "ảnhgpj.exe.txt", "a\x00b\r\n.txt": "ab.txt", "a\tb.txt": "a b.txt", `a"b;c%d.txt`: "a_b_c_d.txt", "con.txt ": "con.txt",
		"\xff\xfe.txt": "tep.txt", "report.vbs": "report.vbs.txt", "a.txt.": "a.txt.txt", "README.md": "README.md",
	} {
		if got := media.Named(name, "text/plain"); got != want {
			t.Errorf("%q: %q, not %q", name, got, want)
		}
	}
	for _, name := range []string{long, long + ".txt", strings.Repeat("😀", 300) + ".txt"} {
		if got := media.Named(name, "text/plain"); len([]rune(got)) > 120 || !strings.HasSuffix(got, ".txt") {
			t.Errorf("%q", got)
		}
	}
}

// The same bytes are stored once and have one verdict; they go with the last file that has them.
func TestSameBytesAreStoredOnce(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k)
		files := make([]*media.File, 6)
		var all sync.WaitGroup
		who := []context.Context{l.as(t, "uploader"), l.as(t, "elsewhere")}
		for i := range files {
			all.Go(func() {
				var err error
				if files[i], err = l.Upload(who[i%2], media.UploadInput{File: input.File{Name: "a.txt", Content: []byte("the same")}}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		before := l.scanner.Scans()
		for _, f := range files {
			if f = l.scan(t, f); f.State != media.Clean {
				t.Errorf("%+v", f)
			}
		}
		if n := l.scanner.Scans() - before; n != 1+probes {
			t.Errorf("%d scans", n)
		}
		for i, f := range files {
			if got := l.stored(t); len(got) != 1 {
				t.Errorf("%d left, stored: %v", len(files)-i, got)
			}
			if _, err := l.Delete(who[i%2], media.VersionInput{ID: f.ID(), ExpectedVersion: l.now(t, f).Version}); err != nil {
				t.Error(err)
			}
		}
		if got := l.stored(t); len(got) > 0 {
			t.Errorf("stored: %v", got)
		}
	})
}

// A full disk, and a department without room, refuse a file and leave nothing of it.
func TestNoRoom(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k, func(o *media.Options) { o.Quota = 1000 })
		l.bring(t, "a.txt", []byte(strings.Repeat("x", 900)))
		_, err := l.Upload(l.as(t, "uploader"), media.UploadInput{File: input.File{Name: "b.txt", Content: []byte(strings.Repeat("y", 101))}})
		if !fault.HasCode(err, fault.TooLong) {
			t.Error(err)
		}
		if got := l.stored(t); len(got) != 1 {
			t.Errorf("stored: %v", got)
		}
		l.FillDisk()
		_, err = l.Upload(l.as(t, "elsewhere"), media.UploadInput{File: input.File{Name: "b.txt", Content: []byte("more")}})
		if !fault.Is(err, fault.Unavailable) {
			t.Error(err)
		}
		if got := l.stored(t); len(got) != 1 {
			t.Errorf("stored: %v", got)
		}
	})
}

// Repeated under its key, an upload is one; another file under the same key is refused.
func TestAnUploadIsRepeated(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k)
		up := func(content string) (*media.File, error) {
			return l.Upload(l.as(t, "uploader"), media.UploadInput{File: input.File{Name: "a.txt", Content: []byte(content)}, IdempotencyKey: "k"})
		}
		first, err := up("x")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := up("x"); err != nil || again.Key != first.Key {
			t.Error(again, err)
		}
		if _, err := up("y"); err == nil {
			t.Error("taken")
		}
		if got := l.stored(t); len(got) != 1 {
			t.Errorf("stored: %v", got)
		}
	})
}
