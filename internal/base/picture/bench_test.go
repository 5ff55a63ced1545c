package picture_test

import (
	"bytes"
	"image"
	"image/color"
	"io"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/picture"
)

// BenchmarkDraw draws photographs as phones take them, and as pages show them. peak-MB is the most that the heap held meanwhile, of
// the photograph too.
func BenchmarkDraw(b *testing.B) {
	formats := []picture.Format{picture.JPEG}
	if picture.CanWebP {
		formats = append(formats, picture.WebP)
	}
	for _, c := range []struct {
		name          string
		width, height int
		to            int
	}{{"24 megapixels to 1920 px", 6000, 4000, 1920}, {"24 megapixels to 640 px", 6000, 4000, 640}, {"2 megapixels to 160 px", 1600, 1200, 160}} {
		content := jpegOf(b, noisy(c.width, c.height))
		for _, f := range formats {
			b.Run(c.name+" as "+string(f), func(b *testing.B) {
				done := peak(b)
				for b.Loop() {
					err := picture.NewStudio().Draw(b.Context(), io.Discard, bytes.NewReader(content), picture.JPEG, picture.Drawing{Width: c.to, Format: f})
					if err != nil {
						b.Fatal(err)
					}
				}
				done()
			})
		}
	}
}

// noisy is a picture that compresses about as photographs do.
func noisy(width, height int) image.Image {
	of := image.NewRGBA(image.Rect(0, 0, width, height))
	state := uint32(1)
	for y := range height {
		for x := range width {
			state = state*1664525 + 1013904223
			n := uint8(state >> 28)
			of.SetRGBA(x, y, color.RGBA{uint8(x*255/width) ^ n, uint8(y*255/height) ^ n, uint8((x+y)>>5) ^ n, 255})
		}
	}
	return of
}

// peak watches the heap until the returned function reports the most that it held.
func peak(b *testing.B) func() {
	runtime.GC()
	var most atomic.Uint64
	stop := make(chan struct{})
	go func() {
		for tick := time.Tick(5 * time.Millisecond); ; {
			select {
			case <-stop:
				return
			case <-tick:
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most.Store(max(most.Load(), m.HeapInuse))
			}
		}
	}()
	return func() {
		close(stop)
		b.ReportMetric(float64(most.Load())/(1<<20), "peak-MB")
	}
}
