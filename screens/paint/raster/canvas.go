package raster

import (
	"image"
	"image/color"

	"golang.org/x/image/draw"
)

// canvas is the picture painted on, and the part of it that may change.
type canvas struct {
	dst  *image.RGBA
	clip image.Rectangle
}

// blend mixes a colour into four bytes with coverage a of 0…255.
func blend(px []uint8, c color.RGBA, a uint32) {
	a = a * uint32(c.A) / 255
	if a == 0 {
		return
	}
	na := 255 - a
	px[0] = uint8((uint32(c.R)*a + uint32(px[0])*na + 127) / 255)
	px[1] = uint8((uint32(c.G)*a + uint32(px[1])*na + 127) / 255)
	px[2] = uint8((uint32(c.B)*a + uint32(px[2])*na + 127) / 255)
	px[3] = uint8(a + (uint32(px[3])*na+127)/255)
}

// span fills pixels [x0, x1) of a row with a coverage of 0…255.
func (c canvas) span(y, x0, x1 int, col color.RGBA, a uint32) {
	x0, x1 = max(x0, c.clip.Min.X), min(x1, c.clip.Max.X)
	if y < c.clip.Min.Y || y >= c.clip.Max.Y || x0 >= x1 || a == 0 {
		return
	}
	i := c.dst.PixOffset(x0, y)
	row := c.dst.Pix[i : i+4*(x1-x0)]
	if a == 255 && col.A == 255 {
		copy(row, []uint8{col.R, col.G, col.B, 255})
		for n := 4; n < len(row); n *= 2 {
			copy(row[n:], row[:n])
		}
		return
	}
	for ; len(row) > 0; row = row[4:] {
		blend(row[:4], col, a)
	}
}

// mask is a picture of coverage, 0…255, with its place relative to an origin.
type mask struct {
	rect image.Rectangle
	pix  []uint8
}

func newMask(r image.Rectangle) *mask {
	return &mask{rect: r, pix: make([]uint8, r.Dx()*r.Dy())}
}

// mask paints a colour through a mask moved by at.
func (c canvas) mask(m *mask, at image.Point, col color.RGBA) {
	r := m.rect.Add(at).Intersect(c.clip)
	w := m.rect.Dx()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		src := m.pix[(y-at.Y-m.rect.Min.Y)*w+(r.Min.X-at.X-m.rect.Min.X):]
		i := c.dst.PixOffset(r.Min.X, y)
		row := c.dst.Pix[i : i+4*r.Dx()]
		for x := range r.Dx() {
			if a := src[x]; a != 0 {
				blend(row[4*x:4*x+4], col, uint32(a))
			}
		}
	}
}

func (c canvas) image(box image.Rectangle, src *image.RGBA) {
	if src == nil || src.Bounds().Empty() {
		return
	}
	part := c.dst.SubImage(c.clip).(*image.RGBA)
	draw.ApproxBiLinear.Scale(part, box, src, src.Bounds(), draw.Over, nil)
}
