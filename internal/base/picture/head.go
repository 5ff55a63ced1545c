package picture

import (
	"encoding/binary"
	"errors"
	"image/color"
	"io"
	"math"

	"github.com/bep/imagemeta"
)

// table is the memory that the better scaler may take.
const table = 24 << 20

// needs is the memory that drawing takes at most: the decoded picture, its halves, the result, turned perhaps, and a table.
func (i Info) needs(pixel float64) int64 {
	const halves = 4 * (1./4 + 1./16)
	width := min(float64(i.Width), Widest)
	result := 4 * width * min(float64(i.Height), width*Tallest)
	if i.turn > 1 {
		result *= 2
	}
	return int64(min((pixel+halves)*float64(i.Width)*float64(i.Height)+result+table, math.MaxInt64/2))
}

// formats are those whose metadata may turn a picture.
var formats = map[Format]imagemeta.ImageFormat{JPEG: imagemeta.JPEG, PNG: imagemeta.PNG, WebP: imagemeta.WebP}

// orientation reads how a camera was held, and leaves the reader at its beginning. Metadata that cannot be read turn nothing.
func orientation(r io.ReadSeeker, f Format) (t turn, err error) {
	if of, ok := formats[f]; ok {
		_, _ = imagemeta.Decode(imagemeta.Options{R: r, ImageFormat: of, Sources: imagemeta.EXIF,
			ShouldHandleTag: func(tag imagemeta.TagInfo) bool { return tag.Tag == "Orientation" && tag.Namespace == "IFD0" },
			HandleTag: func(tag imagemeta.TagInfo) error {
				if v, ok := tag.Value.(uint16); ok && v <= 8 {
					t = turn(v)
				}
				return imagemeta.ErrStopWalking
			},
		})
	}
	_, err = r.Seek(0, io.SeekStart)
	return t, err
}

// bytesPerPixel is how much memory decoding takes for each pixel, and leaves the reader at its beginning.
func bytesPerPixel(r io.ReadSeeker, f Format, m color.Model) (n float64, err error) {
	switch {
	case f == JPEG:
		n, err = ofJPEG(r)
		if err == nil {
			_, err = r.Seek(0, io.SeekStart)
		}
		return n, err
	case f == WebP:
		return 8, nil // its parts, and the pixels that they become
	case m == color.RGBA64Model, m == color.NRGBA64Model, m == color.Gray16Model:
		return 8, nil
	case m == color.GrayModel:
		return 1, nil
	}
	if _, paletted := m.(color.Palette); paletted {
		return 1, nil
	}
	return 4, nil
}

// The markers of JPEG that tell how it is decoded.
const (
	startOfScan      = 0xda
	progressiveFrame = 0xc2
)

// ofJPEG is bytesPerPixel by the frame of a JPEG. A progressive one keeps 4 bytes of each sample until its last scan.
func ofJPEG(from io.Reader) (float64, error) {
	r := &reader{Reader: from}
	marker, frame, err := frameOf(r)
	if err != nil {
		return 0, r.unreadable(err)
	}
	return ofFrame(marker, frame), nil
}

// frameOf looks for the frame of a JPEG, which stands before its scans.
func frameOf(r io.Reader) (marker byte, frame []byte, err error) {
	for size := int64(2); ; { // what a JPEG begins with
		if _, err = io.CopyN(io.Discard, r, size); err != nil {
			return 0, nil, err
		}
		if marker, size, err = segment(r); err != nil {
			return 0, nil, err
		}
		switch {
		case marker == startOfScan:
			return 0, nil, errors.New("no frame before the scan")
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
			frame = make([]byte, min(size, 6+3*4))
			_, err = io.ReadFull(r, frame)
			return marker, frame, err
		}
	}
}

// segment reads the head of one.
func segment(r io.Reader) (marker byte, size int64, err error) {
	var b [2]byte
	if _, err = io.ReadFull(r, b[:]); err != nil {
		return 0, 0, err
	}
	for b[0] != 0xff || b[1] == 0xff { // filled, or rubbish that decoders pass over
		b[0] = b[1]
		if _, err = io.ReadFull(r, b[1:]); err != nil {
			return 0, 0, err
		}
	}
	marker = b[1]
	if marker >= 0xd0 && marker <= 0xd9 || marker == 0x01 || marker == 0 { // stands alone
		return marker, 0, nil
	}
	if _, err = io.ReadFull(r, b[:]); err != nil {
		return 0, 0, err
	}
	if size = int64(binary.BigEndian.Uint16(b[:])) - 2; size < 0 {
		return 0, 0, errors.New("a segment without its length")
	}
	return marker, size, nil
}

// ofFrame adds up the samples of a frame by how its components are sampled.
func ofFrame(marker byte, frame []byte) float64 {
	const perSample, inProgress = 1, 4
	var most, all int
	for at := 6; at+3 <= len(frame); at += 3 {
		n := int(frame[at+1]>>4) * int(frame[at+1]&15)
		most, all = max(most, n), all+n
	}
	samples := 4.0
	if most > 0 {
		samples = float64(all) / float64(most)
	}
	bytes := samples * perSample
	if marker == progressiveFrame {
		bytes += samples * inProgress
	}
	return bytes
}
