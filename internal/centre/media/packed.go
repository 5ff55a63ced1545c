package media

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// The bounds of archives and of documents that are archives inside. A scanner passes over what goes beyond its own, and says OK.
const (
	maxMembers = 5_000
	maxInside  = 256 << 20 // of all members of all archives in it, and
	maxSpread  = 8         // times the largest file
	maxRatio   = 200       // of unpacked to packed bytes, beyond freeRatio
	freeRatio  = 8 << 20
	maxDepth   = 4 // archives in each other
)

// packed walks an archive and counts what is really in it.
type packed struct {
	size    int64 // of the outermost
	largest int64 // of any file; what one member unpacks to at most
	members int
	inside  int64
}

// inside is what an archive unpacks to at most: what the probe proves the scanner to look at.
func inside(largest int64) int64 { return min(maxInside, maxSpread*largest) }

// bounded returns why a file that is an archive inside cannot be scanned, "" where it can. A member has at most as many bytes as
// the scanner is known to read.
func bounded(r io.ReaderAt, size, largest int64) Reason {
	p := &packed{size: size, largest: largest}
	return p.walk(r, size, 1)
}

func (p *packed) walk(r io.ReaderAt, size int64, depth int) Reason {
	if depth > maxDepth {
		return ReasonLimits
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return ReasonMalformed
	}
	if p.members += len(z.File); p.members > maxMembers {
		return ReasonLimits
	}
	for _, m := range z.File {
		if why := p.look(m, depth); why != "" {
			return why
		}
	}
	return ""
}

// encryptedFlag marks a member that nobody can read without a password.
const encryptedFlag = 1

func (p *packed) look(m *zip.File, depth int) Reason {
	switch {
	case m.Flags&encryptedFlag != 0:
		return ReasonEncrypted
	case m.UncompressedSize64 > uint64(p.largest): //nolint:gosec // not negative
		return ReasonLimits
	case strings.HasSuffix(m.Name, "/"):
		return ""
	}
	r, err := m.Open()
	if err != nil {
		return ReasonMalformed
	}
	defer r.Close() //nolint:errcheck // nothing is written
	start := make([]byte, 4)
	n, _ := io.ReadFull(r, start)
	start = start[:n]
	p.inside += int64(n)
	if !bytes.Equal(start, []byte("PK\x03\x04")) {
		return p.count(r, io.Discard, int64(n))
	}
	var inner bytes.Buffer
	inner.Write(start)
	if why := p.count(r, &inner, int64(n)); why != "" {
		return why
	}
	return p.walk(bytes.NewReader(inner.Bytes()), int64(inner.Len()), depth+1)
}

// count unpacks the rest of a member: what its header says of its size may be a lie.
func (p *packed) count(r io.Reader, to io.Writer, had int64) Reason {
	room := min(p.largest-had, inside(p.largest)-p.inside, max(freeRatio, p.size*maxRatio)-p.inside)
	n, err := io.Copy(to, io.LimitReader(r, room+1))
	p.inside += n
	switch {
	case n > room:
		return ReasonLimits
	case err != nil:
		return ReasonMalformed
	}
	return ""
}
