//go:build !nodynamic

package picture

import (
	"errors"
	"image"
	"io"
)

// CanWebP reports whether this program writes WebP: it was built without -tags nodynamic.
const CanWebP = false

func encodeWebP(io.Writer, *image.RGBA) error {
	return errors.New("picture: this program was built without the encoder of WebP")
}
