package raster

import (
	"bytes"
	"image"
	"image/png"

	"hallkiosk/screens/ui"
)

// Image paints a whole frame into a new picture.
func Image(f *ui.Frame) *image.RGBA {
	dst := image.NewRGBA(f.Bounds())
	New(f.Fonts()).Paint(dst, f, nil)
	return dst
}

// PNG paints a whole frame and returns it as a PNG file.
func PNG(f *ui.Frame) []byte {
	var b bytes.Buffer
	// A buffer takes everything and an RGBA picture within PNG's limits always encodes.
	if err := png.Encode(&b, Image(f)); err != nil {
		return nil
	}
	return b.Bytes()
}
