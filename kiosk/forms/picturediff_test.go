package forms_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
)

// greys is the depth of a kept picture: sixteen greys are a fourth of the size
// of 256, and no word is lost among them.
const greys = 16

func palette() color.Palette {
	var p color.Palette
	for i := range greys {
		p = append(p, color.Gray{Y: uint8(i * 255 / (greys - 1))})
	}
	return p
}

// coarser makes a picture k times smaller, each pixel the mean of k x k.
func coarser(m *image.Gray, k int) *image.Gray {
	size := m.Rect.Size()
	small := image.NewGray(image.Rect(0, 0, (size.X+k-1)/k, (size.Y+k-1)/k))
	for y := range small.Rect.Dy() {
		for x := range small.Rect.Dx() {
			part := image.Rect(x*k, y*k, x*k+k, y*k+k)
			small.Pix[y*small.Stride+x] = uint8(mean(m, part) + 0.5)
		}
	}
	return small
}

// mean is the mean grey of a part of a picture, as far as it is within.
func mean(m *image.Gray, part image.Rectangle) float64 {
	part = part.Intersect(m.Rect)
	sum := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for _, grey := range m.Pix[y*m.Stride+part.Min.X : y*m.Stride+part.Max.X] {
			sum += int(grey)
		}
	}
	return float64(sum) / float64(part.Dx()*part.Dy())
}

// abreast puts pages side by side.
func abreast(pages []*image.Gray) *image.Paletted {
	var size image.Point
	for _, p := range pages {
		size.X += p.Rect.Dx()
		size.Y = max(size.Y, p.Rect.Dy())
	}
	all := image.NewPaletted(image.Rectangle{Max: size}, palette())
	left := 0
	for _, p := range pages {
		for y := range p.Rect.Dy() {
			for x := range p.Rect.Dx() {
				all.SetColorIndex(left+x, y, uint8((int(p.Pix[y*p.Stride+x])*(greys-1)+127)/255))
			}
		}
		left += p.Rect.Dx()
	}
	return all
}

// grey returns a picture in 256 greys.
func grey(m image.Image) *image.Gray {
	b := m.Bounds()
	g := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(g, g.Rect, m, b.Min, draw.Src)
	return g
}

// What may differ between two pictures of the same page: as many pixels as
// stray, and any by no more than much of 255 greys, both taken as the mean of
// three by three, so that the edge of a stroke may fall a little otherwise.
// TestWhatDiffers shows where these stand between another antialiasing and a
// word that moved.
const much, stray = 25, 5

// differing returns how many pixels of two pictures look different, and the
// second picture with those marked red; all differ where the sizes do.
func differing(want, got image.Image) (n int, marked image.Image) {
	w, g := grey(want), grey(got)
	out := image.NewRGBA(g.Rect)
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			around := image.Rect(x-1, y-1, x+2, y+2)
			out.Set(x, y, color.Gray{Y: 128 + g.GrayAt(x, y).Y/2})
			if w.Rect != g.Rect || math.Abs(mean(w, around)-mean(g, around)) > much {
				n++
				out.Set(x, y, color.RGBA{R: 255, A: 255})
			}
		}
	}
	return n, out
}

func encode(m image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, m)
	return b.Bytes(), err
}
