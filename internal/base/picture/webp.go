//go:build nodynamic

package picture

import (
	"image"
	"io"

	"github.com/gen2brain/webp"
)

// CanWebP reports whether this program writes WebP. It does where it was built with -tags nodynamic, as releases are: without the
// tag the encoder would load whatever libwebp the machine has, outside of its sandbox, and would need the dynamic linker.
const CanWebP = true

func encodeWebP(w io.Writer, picture *image.RGBA) error {
	return webp.Encode(w, picture, webp.Options{Quality: 80, Method: 2})
}
