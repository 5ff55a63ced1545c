package clamd

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"hash/crc32"
	"io"
	"slices"
	"strconv"
	"sync"
)

// EICAR is the file that every antivirus engine reports, and that harms nothing. It is put together here, so that none reports
// the program itself.
func EICAR() []byte {
	b := []byte(`*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\4[PA@%P!O5X`)
	slices.Reverse(b)
	return b
}

// Prove puts to the daemon what it would answer OK to if its word meant nothing, and returns what it answered that it should not
// have: nil where its verdicts count. Errors: those of Ask.
func (c *Client) Prove(ctx context.Context, size, unpacked int64) (wrong *Result, err error) {
	for _, p := range []struct {
		content io.Reader
		want    Outcome
	}{
		{bytes.NewReader(locked()), Encrypted}, // nobody has looked into it
		{bytes.NewReader(nested()), Limits},    // deeper than any daemon looks
		{Probe(size, unpacked), Infected},
	} {
		got, err := c.Ask(ctx, p.content)
		if err != nil {
			return nil, err
		}
		if got.Outcome != p.want {
			return &got, nil
		}
	}
	return nil, nil
}

// locked is a ZIP that says to be encrypted.
func locked() []byte {
	b := zipOf("locked", []byte("x"))
	for at, flags := range map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8} {
		b[bytes.Index(b, []byte(at))+flags] |= 1
	}
	return b
}

// depth is more than a daemon can be set to look into: its MaxRecursion is at most 100.
const depth = 110

// nested is a ZIP in a ZIP, and so on.
func nested() []byte {
	b := []byte("x")
	for range depth {
		b = zipOf("nested.zip", b)
	}
	return b
}

// zipOf is a ZIP of one member.
func zipOf(name string, content []byte) []byte {
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	n := int64(len(content))
	if err := errors.Join(put(out, name, zip.Store, bytes.NewReader(content), n, n, crc32.ChecksumIEEE(content)), out.Close()); err != nil {
		panic(err) // memory takes everything
	}
	return b.Bytes()
}

// Probe is a file of the size that has to come back INFECTED: a ZIP that unpacks to so many bytes, and whose last member is the
// test file. A daemon that stops reading earlier, or does not look into members, answers OK, and its OK means nothing. Padding
// before the bare test file would prove nothing, since signatures find it only where a file begins.
func Probe(size, unpacked int64) io.Reader {
	r, w := io.Pipe()
	go func() { _ = w.CloseWithError(probe(w, size, unpacked)) }()
	return r
}

func probe(w io.Writer, size, unpacked int64) error {
	wide, err := wideMember()
	if err != nil {
		return err
	}
	n := (max(unpacked-size, 0) + wideStep - 1) / wideStep
	var rest counter
	if err := build(&rest, 0, wide, n); err != nil {
		return err
	}
	return build(w, size-int64(rest), wide, n)
}

// wideStep is what one of the members unpacks to that pack to almost nothing.
const wideStep = 16 << 20

// build writes a ZIP of so much padding, n members that are wide, and the test file.
func build(w io.Writer, padding int64, wide member, n int64) error {
	out := zip.NewWriter(w)
	if err := put(out, "padding", zip.Store, io.LimitReader(zeros{}, padding), padding, padding, checksum(padding)); err != nil {
		return err
	}
	for i := range n {
		if err := put(out, "wide"+strconv.FormatInt(i, 10), zip.Deflate, bytes.NewReader(wide.packed), int64(len(wide.packed)), wideStep, wide.sum); err != nil {
			return err
		}
	}
	eicar := EICAR()
	length := int64(len(eicar))
	if err := put(out, "eicar.com", zip.Store, bytes.NewReader(eicar), length, length, crc32.ChecksumIEEE(eicar)); err != nil {
		return err
	}
	return out.Close()
}

// counter counts what is written.
type counter int64

// Write counts.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// put writes one member.
func put(out *zip.Writer, name string, method uint16, from io.Reader, packed, unpacked int64, sum uint32) error {
	m, err := out.CreateRaw(&zip.FileHeader{Name: name, Method: method, CRC32: sum, CompressedSize64: uint64(packed), UncompressedSize64: uint64(unpacked)}) //nolint:gosec // not negative
	if err != nil {
		return err
	}
	_, err = io.Copy(m, from)
	return err
}

// zeros are read without end.
type zeros struct{}

// Read reads zeros.
func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func checksum(n int64) uint32 {
	sum := crc32.NewIEEE()
	_, _ = io.CopyN(sum, zeros{}, n) // neither fails
	return sum.Sum32()
}

// member is what one member of a ZIP holds.
type member struct {
	packed []byte
	sum    uint32
}

// wideMember is one of zeros, packed once.
var wideMember = sync.OnceValues(func() (member, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return member{}, err
	}
	if _, err = io.CopyN(w, zeros{}, wideStep); err == nil {
		err = w.Close()
	}
	return member{b.Bytes(), checksum(wideStep)}, err
})
