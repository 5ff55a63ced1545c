package media_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/blob"
	"ttyt.example/ttyt/internal/base/clamd"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/scanner"
)

func TestMain(m *testing.M) { kit.Main(m) }

// library is a centre with files, and a scanner that stands in for a real one.
type library struct {
	*kit.Kit
	*media.Service
	scanner  *scanner.Server
	people   map[string]db.ID
	ward     db.ID
	infected [][]string // names of the files of each finding, then of what else was brought
}

func newLibrary(t *testing.T, k *kit.Kit, change ...func(*media.Options)) *library {
	t.Helper()
	l := &library{Kit: k, scanner: scanner.Start(t)}
	departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	o := media.Options{Dir: t.TempDir(), Clamd: l.scanner.Address, MaxAge: 7 * 24 * time.Hour, Quota: 1 << 30, MaxSize: 6 << 20}
	for _, c := range change {
		c(&o)
	}
	var err error
	l.Service, err = media.New(media.Deps{DB: k.DB, Access: k.Access, Audit: k.Audit, Feed: k.Feed, Jobs: k.Jobs, Inbox: inbox.New(k.DB, k.Access, k.Feed),
		Directory: role.New(k.DB, k.Access, k.Audit, k.Feed, departments, people), Departments: departments, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	l.OnInfected(func(_ context.Context, files, recent []*media.File) error {
		var names []string
		for _, f := range append(slices.Clone(files), recent...) {
			names = append(names, f.Name)
		}
		l.infected = append(l.infected, names)
		return nil
	})
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	l.ward = k.Department(t, "CLINICAL", "NOI", root)
	other, section := k.Department(t, "CLINICAL", "NGOAI", root), k.Department(t, "UNIT", "CNTT", root)
	l.people = map[string]db.ID{
		"uploader": k.Staff(t, l.ward, "Điều dưỡng"), "colleague": k.Staff(t, l.ward, "Đồng nghiệp"), "head": k.Staff(t, l.ward, "Trưởng khoa"),
		"elsewhere": k.Staff(t, other, "Khoa khác"), "editor": k.Staff(t, other, "Biên tập", access.WebEditor), "personnel": k.Staff(t, other, "Nhân sự", access.Personnel),
		"director": k.Staff(t, root, "Giám đốc", access.Director), "it": k.Staff(t, section, "Kỹ sư", access.IT),
	}
	k.Position(t, l.people["head"], l.ward, "HEAD")
	return l
}

func (l *library) as(t *testing.T, name string) context.Context {
	t.Helper()
	return l.As(t, l.people[name])
}

// bring is a file that the uploader brings.
func (l *library) bring(t *testing.T, name string, content []byte) *media.File {
	t.Helper()
	f, err := l.Upload(l.as(t, "uploader"), media.UploadInput{File: input.File{Name: name, Content: content}})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// probes is how many files a probe of the scanner has.
const probes = 3

var system = access.AsSystem(context.Background())

// scan scans what waits, and returns the file as it is then.
func (l *library) scan(t *testing.T, f *media.File) *media.File {
	t.Helper()
	l.Impatient(30 * time.Second)
	if wanted, err := l.ScanWanted(system); err != nil || wanted {
		if err := l.Scan(system); err != nil {
			t.Fatal(err)
		}
	}
	return l.now(t, f)
}

func (l *library) now(t *testing.T, f *media.File) *media.File {
	t.Helper()
	f, err := l.Get(l.as(t, "it"), f.ID())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// read is what somebody gets of a file: its content, or how they are refused.
func (l *library) read(t *testing.T, who string, f *media.File) string {
	t.Helper()
	ctx := access.With(context.Background(), access.Anonymous("", ""))
	if who != "" {
		ctx = l.as(t, who)
	}
	_, r, err := l.Open(ctx, f.ID())
	if err != nil {
		return kit.Told(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// stored are the keys of all bytes.
func (l *library) stored(t *testing.T) (keys []string) {
	t.Helper()
	for _, area := range []blob.Area{blob.Files, blob.Locked} {
		if err := l.Bytes().List(t.Context(), area, func(i blob.Info) error {
			keys = append(keys, string(i.Key.Area))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return keys
}

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

// While the scanner's word does not count, files wait, the state says why, and scanning goes on by itself.
func TestArticle7b_FilesWaitForAScannerThatCounts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fails func(*library)
		wait  media.Wait
	}{
		"away": {func(l *library) { l.scanner.Stop() }, media.WaitScanner},
		"never answering": {func(l *library) {
			l.scanner.Behave(scanner.Conduct{Hang: true})
			l.Impatient(2 * time.Second)
		}, media.WaitScanner},
		"hanging up":            {func(l *library) { l.scanner.Behave(scanner.Conduct{HangUp: true}) }, media.WaitScanner},
		"reading too little":    {func(l *library) { l.scanner.Behave(scanner.Conduct{Most: 1 << 20}) }, media.WaitProbe},
		"saying OK of anything": {func(l *library) { l.scanner.Behave(scanner.Conduct{Shallow: true}) }, media.WaitProbe},
		"saying FOUND of its own limits": {func(l *library) {
			l.scanner.Behave(scanner.Conduct{Answer: func([]byte) string { return "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND" }})
		}, media.WaitProbe},
		"with old signatures": {func(l *library) {
			l.scanner.Behave(scanner.Conduct{Version: "ClamAV 1.4.6/1/Sun Feb  1 00:00:00 2026"})
		}, media.WaitOld},
		"without signatures": {func(l *library) { l.scanner.Behave(scanner.Conduct{Version: "ClamAV 1.4.6"}) }, media.WaitOld},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				l := newLibrary(t, k)
				f := l.bring(t, "a.txt", []byte("x"))
				l.Impatient(30 * time.Second)
				c.fails(l)
				if err := l.Scan(system); err != nil {
					t.Fatal(err)
				}
				if f = l.now(t, f); f.State != media.Pending || f.Attempts > 0 {
					t.Fatalf("%+v", f)
				}
				if w, err := l.Waits(l.as(t, "uploader"), []db.ID{f.Key}); err != nil || *w[f.Key] != c.wait {
					t.Errorf("waits for %v, %v", w, err)
				}
				if wanted, err := l.ScanWanted(system); wanted || err != nil {
					t.Error("the scanner is asked again at once", err)
				}
				l.scanner.Stop()
				l.scanner.Behave(scanner.Conduct{})
				l.scanner.Restart(t)
				if f = l.scan(t, f); f.State != media.Clean {
					t.Errorf("%+v", f)
				}
				if found, err := l.Scanner(l.as(t, "uploader")); err != nil || found.State != media.ScannerReady {
					t.Error(found, err)
				}
			})
		})
	}
}

// A scanner that was away, or has other signatures, is probed anew before its word counts; and from time to time in any case.
func TestArticle7b_TheScannerIsProbed(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k)
		scans := func(content string) int {
			t.Helper()
			before := l.scanner.Scans()
			if f := l.scan(t, l.bring(t, "a.txt", []byte(content))); f.State != media.Clean {
				t.Fatalf("%+v", f)
			}
			return l.scanner.Scans() - before
		}
		l.scanner.Behave(scanner.Conduct{Version: "ClamAV 1.4.6/1/Mon Mar  2 00:00:00 2026"})
		if n := scans("at first"); n != 1+probes {
			t.Errorf("%d scans", n)
		}
		if n := scans("then"); n != 1 {
			t.Errorf("%d scans", n)
		}
		l.scanner.Behave(scanner.Conduct{Version: "ClamAV 1.4.6/2/Mon Mar  2 01:00:00 2026"})
		if n := scans("new signatures"); n != 1+probes {
			t.Errorf("%d scans", n)
		}
		l.scanner.Stop()
		if err := l.Watch(system); err != nil {
			t.Fatal(err)
		}
		l.scanner.Restart(t)
		if n := scans("after a restart"); n != 1+probes {
			t.Errorf("%d scans", n)
		}
		l.scanner.Stop()
		l.scanner.Restart(t)
		if n := scans("after a restart that nobody heard of"); n != 1+probes {
			t.Errorf("%d scans", n)
		}
		l.ProbedAgo(23 * time.Hour)
		if n := scans("a while later"); n != 1 {
			t.Errorf("%d scans", n)
		}
		l.ProbedAgo(25 * time.Hour)
		if n := scans("a day later"); n != 1+probes {
			t.Errorf("%d scans", n)
		}
		before := l.scanner.Scans()
		for _, age := range []time.Duration{23 * time.Hour, 25 * time.Hour} {
			l.ProbedAgo(age)
			if err := l.Watch(system); err != nil {
				t.Fatal(err)
			}
		}
		if n := l.scanner.Scans() - before; n != probes {
			t.Errorf("watched with %d probes", n)
		}
	})
}

// A file at which the scanner fails is tried again, then given up; the others go on. One of which it says no more than that
// something is there has no verdict.
func TestArticle7b_AFileTheScannerFailsAt(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k)
		bad, good := l.bring(t, "a.txt", []byte("bad")), l.bring(t, "b.txt", []byte("good"))
		odd := l.bring(t, "c.txt", []byte("odd"))
		l.scanner.Behave(scanner.Conduct{Answer: func(b []byte) string {
			switch string(b) {
			case "bad":
				return "stream: Can't allocate memory ERROR"
			case "odd":
				return "stream: (null) FOUND"
			}
			return ""
		}})
		for n := range 5 {
			if bad = l.scan(t, bad); n < 4 && bad.State != media.Pending {
				t.Fatalf("%d: %+v", n, bad)
			}
			k.Clock.Advance(time.Hour)
		}
		if good, odd = l.now(t, good), l.now(t, odd); bad.State != media.Failed || bad.Reason != media.ReasonScanner || good.State != media.Clean || odd.State != media.Failed || odd.Reason != media.ReasonLimits {
			t.Errorf("%+v, %+v, %+v", bad, good, odd)
		}
		l.scanner.Behave(scanner.Conduct{})
		if _, err := l.Rescan(l.as(t, "uploader"), media.VersionInput{ID: bad.ID(), ExpectedVersion: bad.Version}); err != nil {
			t.Fatal(err)
		}
		if bad = l.scan(t, bad); bad.State != media.Clean || bad.Reason != "" {
			t.Errorf("%+v", bad)
		}
	})
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

// An infected file is locked away or deleted, its uploader and IT are told, and what else the account brought is listed.
func TestArticle7b_AnInfectedFile(t *testing.T) {
	t.Parallel()
	for _, remove := range []bool{false, true} {
		kit.Run(t, func(t *testing.T, k *kit.Kit) {
			l := newLibrary(t, k, func(o *media.Options) { o.Delete = remove })
			l.scan(t, l.bring(t, "khác.txt", []byte("clean")))
			f := l.bring(t, "a.txt", clamd.EICAR())
			if f = l.scan(t, f); f.State != media.Infected {
				t.Fatalf("%+v", f)
			}
			want := []string{"files", "locked"}
			if remove {
				want = want[:1]
			}
			if got := l.stored(t); !slices.Equal(got, want) {
				t.Errorf("stored: %v", got)
			}
			if len(l.infected) != 1 || !slices.Equal(l.infected[0], []string{"a.txt", "khác.txt"}) {
				t.Errorf("told: %v", l.infected)
			}
			in := inbox.New(k.DB, k.Access, k.Feed)
			for who, n := range map[string]int{"uploader": 1, "it": 1, "head": 0, "director": 0} {
				c, err := in.Mine(l.as(t, who), false, inbox.Order{}, paging.Args{})
				if err != nil || len(c.Nodes()) != n || n > 0 && (c.Nodes()[0].Kind != inbox.MediaInfected || c.Nodes()[0].Detail != "a.txt") {
					t.Errorf("%s: %v, %v", who, c.Nodes(), err)
				}
			}
			// It is evidence: its uploader neither deletes it nor has it scanned again.
			at := media.VersionInput{ID: f.ID(), ExpectedVersion: f.Version}
			if _, err := l.Delete(l.as(t, "uploader"), at); !fault.HasCode(err, fault.WrongState) {
				t.Error(err)
			}
			for _, who := range []string{"uploader", "it"} {
				if _, err := l.Rescan(l.as(t, who), at); !fault.HasCode(err, fault.WrongState) {
					t.Error(err)
				}
			}
			if _, err := l.Delete(l.as(t, "it"), at); err != nil {
				t.Error(err)
			}
			if got := l.stored(t); !slices.Equal(got, []string{"files"}) {
				t.Errorf("stored: %v", got)
			}
		})
	}
}

// Newer signatures find what earlier ones did not: the file is pulled at once. Until then it is served.
func TestArticle7b_NewerSignaturesScanAgain(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k)
		version := func(n string) string { return "ClamAV 1.4.6/" + n + "/Mon Mar  2 00:00:00 2026" }
		l.scanner.Behave(scanner.Conduct{Version: version("1")})
		f, other := l.bring(t, "a.txt", []byte("x")), l.bring(t, "b.txt", []byte("y"))
		if f = l.scan(t, f); f.State != media.Clean {
			t.Fatalf("%+v", f)
		}
		again := func() {
			t.Helper()
			if err := l.ScanAgain(system); err != nil {
				t.Fatal(err)
			}
		}
		k.Clock.Advance(48 * time.Hour)
		scans := l.scanner.Scans()
		again() // the signatures are the same
		if l.scanner.Scans() != scans {
			t.Error("scanned again by the same signatures")
		}
		l.scanner.Behave(scanner.Conduct{Version: version("2"), Answer: func(b []byte) string {
			if string(b) == "x" {
				return "stream: Doc.Macro.New-1 FOUND"
			}
			return ""
		}})
		again()
		if f, other = l.now(t, f), l.now(t, other); f.State != media.Infected || f.Engine != version("2") || other.State != media.Clean || other.Engine != version("2") {
			t.Errorf("%+v, %+v", f, other)
		}
		if got := l.read(t, "uploader", f); got != "forbidden" {
			t.Error(got)
		}
		// A scanner that fails at it takes no verdict away.
		k.Clock.Advance(48 * time.Hour)
		l.scanner.Behave(scanner.Conduct{Version: version("3"), Answer: scanner.WithinProbe("stream: broken ERROR")})
		again()
		if got := l.read(t, "uploader", other); got != "y" {
			t.Error(got)
		}
	})
}

// What was read since its last scan is scanned again first, then what was scanned the longest ago.
func TestWhatIsUsedIsScannedAgainFirst(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k)
		files := map[string]*media.File{}
		for _, name := range []string{"a.txt", "b.txt", "c.txt"} {
			files[name] = l.scan(t, l.bring(t, name, []byte(name)))
			k.Clock.Advance(time.Minute)
		}
		for range 2 {
			if got := l.read(t, "head", files["b.txt"]); got != "b.txt" {
				t.Error(got)
			}
			k.Clock.Advance(time.Minute)
		}
		if got, err := l.Stale(system, "another"); err != nil || !slices.Equal(got, []string{"b.txt", "a.txt", "c.txt"}) {
			t.Error(got, err)
		}
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
		var huge bytes.Buffer
		if err := png.Encode(&huge, image.NewPaletted(image.Rect(0, 0, 30_000, 1_000), color.Palette{color.White})); err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string]string{"a.gif": "GIF89a\x01\x00\x01\x00\x00\x00\x00;", "b.txt": "a\x1b[31m", "c.pdf": "%PDF-1.4\n", "huge.png": huge.String(), "cut.png": huge.String()[:400]} {
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
				if err != nil || len(actions) != 2 {
					t.Fatal(actions, err)
				}
				if actions[0].Allowed && actions[1].Allowed {
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

// With a real daemon: found in every disguise, killed in the middle of a scan, and back again.
func TestArticle7b_ARealDaemon(t *testing.T) {
	t.Parallel()
	d := scanner.Real(t)
	eicar := string(clamd.EICAR())
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		l := newLibrary(t, k, func(o *media.Options) { o.Clamd, o.MaxAge = d.Address, 0 })
		l.Impatient(3 * time.Minute)
		for name, c := range map[string]struct {
			content []byte
			want    media.State
		}{
			"a.txt":  {[]byte("Lịch trực"), media.Clean},
			"b.txt":  {[]byte(eicar), media.Infected},
			"c.jpg":  {[]byte(eicar + "\n"), media.Infected},
			"d.zip":  {media.ZipOf("e.zip", string(media.ZipOf("eicar.com", eicar))), media.Infected},
			"f.docx": {media.ZipOf("[Content_Types].xml", "<Types/>", "word/document.xml", "<w:document/>", "word/embeddings/a.bin", eicar), media.Infected},
			"g.pdf":  {portable(t, eicar), media.Infected},
			"h.pdf":  {portable(t, "BT (x) Tj ET"), media.Clean},
		} {
			f := l.bring(t, name, c.content)
			if err := l.Scan(system); err != nil {
				t.Fatal(err)
			}
			if f = l.now(t, f); f.State != c.want {
				t.Errorf("%s: %+v", name, f)
			}
			if got := l.read(t, "uploader", f); (got == "forbidden") != (c.want == media.Infected) {
				t.Errorf("%s: read %q", name, got)
			}
		}
		f := l.bring(t, "i.pdf", append(portable(t, "x"), make([]byte, 4<<20)...))
		l.Interrupt(d.Kill)
		if err := l.Scan(system); err != nil {
			t.Fatal(err)
		}
		if f = l.now(t, f); f.State != media.Pending || l.read(t, "uploader", f) != "forbidden" {
			t.Errorf("killed in the middle: %+v", f)
		}
		d.Restart(t)
		k.Clock.Advance(time.Hour)
		if err := l.Scan(system); err != nil {
			t.Fatal(err)
		}
		if f = l.now(t, f); f.State != media.Clean {
			t.Errorf("back again: %+v", f)
		}
	})
}

// portable is a PDF with a packed stream.
func portable(t *testing.T, stream string) []byte {
	t.Helper()
	var packed, b bytes.Buffer
	w := zlib.NewWriter(&packed)
	if _, err := w.Write([]byte(stream)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b.WriteString("%PDF-1.7\n")
	var at []int
	object := func(text string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R >>")
	object(fmt.Sprintf("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", packed.Len(), packed.String()))
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}
