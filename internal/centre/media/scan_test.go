package media_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/clamd"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/scanner"
)

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
			for name, n := range map[string]int{"uploader": 1, "it": 1, "head": 0, "director": 0} {
				c, err := in.Mine(l.as(t, name), false, inbox.Order{}, paging.Args{})
				if err != nil || len(c.Nodes()) != n || n > 0 && (c.Nodes()[0].Kind != inbox.MediaInfected || c.Nodes()[0].Detail != "a.txt") {
					t.Errorf("%s: %v, %v", name, c.Nodes(), err)
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

// With a real daemon: found in every disguise, killed in the middle of a scan, and back again.
func TestArticle7b_ARealDaemon(t *testing.T) {
	t.Parallel()
	eicar := string(clamd.EICAR())
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		d := scanner.Real(t) // one for each store, as it is killed
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
