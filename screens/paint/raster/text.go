package raster

import (
	"image"
	"image/color"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"hallkiosk/screens/ui"
)

// glyphKey names the picture of a glyph at a size, with its left edge at one of four
// places within a pixel.
type glyphKey struct {
	face    int
	id      uint32
	size    int
	quarter int
}

// maxGlyphs bounds what is remembered: about 8 MB at the usual sizes.
const maxGlyphs = 4000

// text paints a run of glyphs from its left edge and baseline.
func (p *Painter) text(c canvas, op ui.Op) {
	run := p.fonts.Shape(op.Text, op.Size, op.Bold)
	origin := op.Box.Min.Add(image.Pt(0, op.Ascent))
	for _, g := range run.Glyphs {
		if g.Face == ui.MissingFace {
			x := origin.X + g.X.Floor()
			c.missing(image.Rect(x, op.Box.Min.Y, x+g.Advance.Floor(), origin.Y), op.Color)
			continue
		}
		quarter := int(g.X&63) / 16
		m := p.glyph(glyphKey{g.Face, g.ID, op.Size, quarter})
		c.mask(m, origin.Add(image.Pt(g.X.Floor(), g.Y.Round())), op.Color)
	}
}

// missing paints a crossed box for a character that no font can draw.
func (c canvas) missing(box image.Rectangle, col color.RGBA) {
	box = box.Inset(max(1, box.Dx()/12))
	w := max(1, box.Dx()/14)
	c.strokeRounded(box, w*2, w, col)
	inner := box.Inset(box.Dx() / 4)
	m := newMask(image.Rectangle{Max: inner.Size()})
	strokeSegment(m, point{0, 0}, point{float64(inner.Dx()), float64(inner.Dy())}, float64(w))
	strokeSegment(m, point{float64(inner.Dx()), 0}, point{0, float64(inner.Dy())}, float64(w))
	c.mask(m, inner.Min, col)
}

func (p *Painter) glyph(k glyphKey) *mask {
	if m, ok := p.glyphs[k]; ok {
		return m
	}
	if len(p.glyphs) >= maxGlyphs {
		p.glyphs = map[glyphKey]*mask{}
	}
	m := p.drawGlyph(k)
	p.glyphs[k] = m
	return m
}

func (p *Painter) drawGlyph(k glyphKey) *mask {
	outline, upem, ok := p.fonts.Outline(k.face, k.id)
	if !ok || len(outline.Segments) == 0 || upem == 0 {
		return newMask(image.Rectangle{})
	}
	scale := float32(k.size) / upem
	shift := float32(k.quarter) / 4
	r := outlineBounds(outline, scale, shift)
	ras := vector.NewRasterizer(r.Dx(), r.Dy())
	at := func(s opentype.SegmentPoint) (x, y float32) {
		return s.X*scale + shift - float32(r.Min.X), -s.Y*scale - float32(r.Min.Y)
	}
	open := false
	for _, s := range outline.Segments {
		x, y := at(s.Args[0])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			if open {
				ras.ClosePath()
			}
			open = true
			ras.MoveTo(x, y)
		case opentype.SegmentOpLineTo:
			ras.LineTo(x, y)
		case opentype.SegmentOpQuadTo:
			x1, y1 := at(s.Args[1])
			ras.QuadTo(x, y, x1, y1)
		case opentype.SegmentOpCubeTo:
			x1, y1 := at(s.Args[1])
			x2, y2 := at(s.Args[2])
			ras.CubeTo(x, y, x1, y1, x2, y2)
		}
	}
	if open {
		ras.ClosePath()
	}
	return rasterised(ras, r)
}

// rasterised turns what a rasteriser collected into a mask.
func rasterised(ras *vector.Rasterizer, r image.Rectangle) *mask {
	a := image.NewAlpha(image.Rectangle{Max: r.Size()})
	ras.Draw(a, a.Bounds(), image.Opaque, image.Point{})
	m := &mask{rect: r, pix: a.Pix}
	return m
}

// outlineBounds is the pixel rectangle around an outline, from all its points.
func outlineBounds(o font.GlyphOutline, scale, shift float32) image.Rectangle {
	var minX, minY, maxX, maxY float32
	first := true
	for _, s := range o.Segments {
		for _, a := range s.ArgsSlice() {
			x, y := a.X*scale+shift, -a.Y*scale
			if first {
				minX, maxX, minY, maxY = x, x, y, y
				first = false
			}
			minX, maxX = min(minX, x), max(maxX, x)
			minY, maxY = min(minY, y), max(maxY, y)
		}
	}
	f := func(v float32) fixed.Int26_6 { return fixed.Int26_6(v * 64) }
	return image.Rect(f(minX).Floor(), f(minY).Floor(), f(maxX).Ceil()+1, f(maxY).Ceil()+1)
}
