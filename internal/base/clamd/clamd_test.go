package clamd_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/clamd"
	"ttyt.example/ttyt/internal/test/scanner"
)

func client(t *testing.T, address string) *clamd.Client {
	t.Helper()
	c, err := clamd.New(address)
	if err != nil {
		t.Fatal(err)
	}
	c.Patience, c.Scan = 2*time.Second, 5*time.Second
	return c
}

func zipped(t *testing.T, name string, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	m, err := w.Create(name)
	if err == nil {
		_, err = m.Write(content)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"unix:/run/clamav/clamd.ctl": true, "tcp:127.0.0.1:3310": true, "tcp:[::1]:3310": true, "tcp:localhost:3310": true,
		"": false, "/run/clamav/clamd.ctl": false, "unix:clamd.ctl": false, "tcp:127.0.0.1": false, "tcp::3310": false,
		"tcp:10.0.0.5:3310": false, "tcp:clamd:3310": false, "http://127.0.0.1:3310": false,
	} {
		if _, err := clamd.New(address); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// What the daemon answers is told apart.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]clamd.Result{
		"stream: OK":                         {Outcome: clamd.Clean},
		"stream: Win.Test.EICAR_HDB-1 FOUND": {clamd.Infected, "Win.Test.EICAR_HDB-1"},
		"stream: (null) FOUND":               {clamd.Unnamed, "(null)"},
		"stream:  FOUND":                     {clamd.Unnamed, ""},
		"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND": {clamd.Limits, "Heuristics.Limits.Exceeded.MaxFileSize"},
		"stream: Heuristics.Limits.Exceeded FOUND":             {clamd.Limits, "Heuristics.Limits.Exceeded"},
		"stream: Heuristics.Encrypted.Zip FOUND":               {clamd.Encrypted, "Heuristics.Encrypted.Zip"},
		"stream: Heuristics.Encrypted.PDF FOUND":               {clamd.Encrypted, "Heuristics.Encrypted.PDF"},
		"INSTREAM size limit exceeded. ERROR":                  {clamd.Limits, "StreamMaxLength"},
		"stream: Can't allocate memory ERROR":                  {},
		"stream: OK FOUND it ERROR":                            {},
		"UNKNOWN COMMAND":                                      {},
	} {
		t.Run(answer, func(t *testing.T) {
			t.Parallel()
			s := scanner.Start(t)
			s.Behave(scanner.Conduct{Answer: func([]byte) string { return answer }})
			got, err := client(t, s.Address).Ask(t.Context(), bytes.NewReader([]byte("text")))
			if got != want || (err == nil) != (want != clamd.Result{}) || err != nil && !errors.Is(err, clamd.ErrFailed) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

type broken struct{ after int }

func (b *broken) Read(p []byte) (int, error) {
	if b.after <= 0 {
		return 0, errors.New("the disk cannot be read")
	}
	n := min(len(p), b.after)
	b.after -= n
	return n, nil
}

// Without an answer there is no verdict, and what failed is told apart.
func TestNoVerdictWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	large := bytes.Repeat([]byte("0123456789abcdef"), 1<<17) // 2 MiB: more than a socket holds
	over, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	t.Cleanup(cancel)
	for name, c := range map[string]struct {
		ctx     context.Context
		conduct scanner.Conduct
		in      io.Reader
		want    clamd.Result
		err     error
	}{
		"it never answers":                        {t.Context(), scanner.Conduct{Hang: true}, bytes.NewReader(large), clamd.Result{}, clamd.ErrAway},
		"nobody waits any longer":                 {over, scanner.Conduct{Hang: true}, bytes.NewReader(large), clamd.Result{}, clamd.ErrAway},
		"it hangs up in the middle":               {t.Context(), scanner.Conduct{HangUp: true}, bytes.NewReader(large), clamd.Result{}, clamd.ErrAway},
		"it hangs up where it reads no more":      {t.Context(), scanner.Conduct{Most: 100_000}, bytes.NewReader(large), clamd.Result{Outcome: clamd.Limits, Signature: "StreamMaxLength"}, nil},
		"the file cannot be read to its end":      {t.Context(), scanner.Conduct{}, &broken{300_000}, clamd.Result{}, clamd.ErrRead},
		"the file cannot be read from the outset": {t.Context(), scanner.Conduct{}, &broken{}, clamd.Result{}, clamd.ErrRead},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scanner.Start(t)
			c.conduct.OnContent = func([]byte) {
				if c.err != nil {
					t.Error("the daemon took a part for the whole")
				}
			}
			s.Behave(c.conduct)
			ask := client(t, s.Address)
			ask.Scan = time.Second
			got, err := ask.Ask(c.ctx, c.in)
			if got != c.want || !errors.Is(err, c.err) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	s := scanner.Start(t)
	s.Stop()
	ask := client(t, s.Address)
	if _, err := ask.Ask(t.Context(), bytes.NewReader(nil)); !errors.Is(err, clamd.ErrAway) {
		t.Error(err)
	}
	if _, err := ask.Version(t.Context()); !errors.Is(err, clamd.ErrAway) {
		t.Error(err)
	}
	s.Restart(t)
	if v, err := ask.Version(t.Context()); err != nil || time.Since(v.Signatures) > time.Minute {
		t.Error(v, err)
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	s := scanner.Start(t)
	for text, want := range map[string]time.Time{
		"ClamAV 1.4.6/27835/Mon Nov 30 09:24:11 2026": time.Date(2026, 11, 30, 9, 24, 11, 0, time.UTC),
		"ClamAV 1.4.6/27835/Tue Dec  1 09:24:11 2026": time.Date(2026, 12, 1, 9, 24, 11, 0, time.UTC),
		"ClamAV 1.4.6": {},
	} {
		s.Behave(scanner.Conduct{Version: text})
		if v, err := client(t, s.Address).Version(t.Context()); err != nil || v.Text != text || !v.Signatures.Equal(want) {
			t.Errorf("%s: %v, %v", text, v, err)
		}
	}
	s.Behave(scanner.Conduct{Version: "HTTP/1.1 400"})
	if _, err := client(t, s.Address).Version(t.Context()); !errors.Is(err, clamd.ErrFailed) {
		t.Error(err)
	}
}

func TestAProbeHasItsSize(t *testing.T) {
	t.Parallel()
	for size, unpacked := range map[int64]int64{1 << 10: 0, 1 << 20: 1 << 20, 5_000_001: 64 << 20} {
		content, err := io.ReadAll(clamd.Probe(size, unpacked))
		if err != nil || int64(len(content)) != size {
			t.Errorf("%d: %d, %v", size, len(content), err)
		}
		z, err := zip.NewReader(bytes.NewReader(content), size)
		if err != nil {
			t.Fatal(err)
		}
		var last bytes.Buffer
		var inside int64
		for _, m := range z.File {
			last.Reset()
			r, err := m.Open()
			if err != nil {
				t.Fatal(err)
			}
			n, err := last.ReadFrom(r)
			if err != nil {
				t.Fatal(err)
			}
			inside += n
		}
		if inside < unpacked-1<<20 || inside > max(unpacked, size)+16<<20 || !bytes.Equal(last.Bytes(), clamd.EICAR()) {
			t.Errorf("%d bytes inside, at last %.100q", inside, last.Bytes())
		}
	}
}

// A connection that is held tells a restart, of which no other question need hear.
func TestARestartIsNoticed(t *testing.T) {
	t.Parallel()
	s := scanner.Start(t)
	ask := client(t, s.Address)
	h, err := ask.Hold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	for range 2 { // it can be asked again
		if !h.Same() {
			t.Error("it says to be another")
		}
	}
	s.Stop()
	s.Restart(t)
	if _, err := ask.Version(t.Context()); err != nil {
		t.Fatal(err)
	}
	if h.Same() {
		t.Error("it says to be the same after a restart")
	}
	s.Behave(scanner.Conduct{HangUp: true})
	if _, err := ask.Hold(t.Context()); !errors.Is(err, clamd.ErrAway) {
		t.Error(err)
	}
}

// A real daemon finds the test file wherever it is, says nothing of what it could not scan, and fails a probe that is larger than
// what it looks at.
func TestARealDaemon(t *testing.T) {
	t.Parallel()
	d := scanner.Real(t)
	ask := client(t, d.Address)
	ask.Patience, ask.Scan = 20*time.Second, 3*time.Minute
	ctx := t.Context()
	inner := zipped(t, "a.zip", zipped(t, "eicar.com", clamd.EICAR()))
	for name, c := range map[string]struct {
		content []byte
		want    clamd.Outcome
	}{
		"a text":           {[]byte("Lịch trực tuần này"), clamd.Clean},
		"nothing":          {nil, clamd.Clean},
		"EICAR":            {clamd.EICAR(), clamd.Infected},
		"EICAR in a ZIP":   {zipped(t, "eicar.com", clamd.EICAR()), clamd.Infected},
		"and deeper":       {inner, clamd.Infected},
		"not at the start": {append([]byte("a "), clamd.EICAR()...), clamd.Clean},
	} {
		if got, err := ask.Ask(ctx, bytes.NewReader(c.content)); err != nil || got.Outcome != c.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	hold, err := ask.Hold(ctx)
	if err != nil || !hold.Same() {
		t.Fatal(err)
	}
	defer hold.Close()
	if wrong, err := ask.Prove(ctx, 32<<20, 256<<20); err != nil || wrong != nil {
		t.Errorf("a probe: %v, %v", wrong, err)
	}
	if v, err := ask.Version(ctx); err != nil || v.Text == "" {
		t.Error(v, err)
	}
	d.Kill()
	if _, err := ask.Ask(ctx, bytes.NewReader(nil)); !errors.Is(err, clamd.ErrAway) {
		t.Error(err)
	}
	d.Restart(t)
	if hold.Same() {
		t.Error("it says to be the same after a restart")
	}
	if got, err := ask.Ask(ctx, bytes.NewReader(clamd.EICAR())); err != nil || got.Outcome != clamd.Infected {
		t.Error(got, err)
	}
}

// A daemon that looks at less than the product takes fails the probe, one way or another.
func TestARealDaemonWithLowerLimits(t *testing.T) {
	t.Parallel()
	for _, lines := range [][]string{
		{"AlertExceedsMax no"}, // says OK of what it does not scan
		{"AlertEncrypted no"},
		{"MaxFileSize 4M", "AlertExceedsMax no"},
		{"MaxFileSize 4M"},
		{"MaxScanSize 4M", "AlertExceedsMax no"},
		{"MaxScanSize 32M", "AlertExceedsMax no"}, // stops inside of it
		{"StreamMaxLength 4M"},
	} {
		d := scanner.Real(t, lines...)
		ask := client(t, d.Address)
		ask.Patience, ask.Scan = 20*time.Second, 3*time.Minute
		if wrong, err := ask.Prove(t.Context(), 8<<20, 64<<20); err != nil || wrong == nil {
			t.Errorf("%v: %v, %v", lines, wrong, err)
		}
		d.Kill()
	}
}
