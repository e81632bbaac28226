// Package raster paints a ui.Frame on the processor, into an *image.RGBA. It
// needs neither a window nor a graphics card, gives the same pixels on every
// machine, and repaints only what changed: faster on the kiosk's small boards
// than a software OpenGL driver.
package raster

import (
	"image"

	"hallkiosk/screens/ui"
)

// Painter paints frames and remembers the pictures of glyphs, paths and codes. It
// belongs to one goroutine.
type Painter struct {
	fonts  *ui.Fonts
	glyphs map[glyphKey]*mask
	paths  map[pathKey]*mask
	codes  map[string]*code
	visits int
}

// New makes a painter for frames measured with the same fonts.
func New(fonts *ui.Fonts) *Painter {
	p := &Painter{fonts: fonts}
	p.forget()
	return p
}

// forget drops everything remembered: the characters of a rare name and the
// data of a ticket's code are among it. The fonts say when a visit has ended.
func (p *Painter) forget() {
	p.visits = p.fonts.Forgotten()
	p.glyphs = map[glyphKey]*mask{}
	p.paths = map[pathKey]*mask{}
	p.codes = map[string]*code{}
}

// Paint brings dst, which shows prev, up to frame f, and returns the rectangle
// that it painted. A nil prev paints everything. Pixels outside dst are left out.
func (p *Painter) Paint(dst *image.RGBA, f, prev *ui.Frame) image.Rectangle {
	damage := f.Damage(prev).Intersect(dst.Bounds())
	if p.visits != p.fonts.Forgotten() {
		p.forget()
	}
	if damage.Empty() {
		return image.Rectangle{}
	}
	for _, op := range f.Ops() {
		if op.Bounds().Overlaps(damage) {
			p.draw(canvas{dst, damage}, op)
		}
	}
	return damage
}

func (p *Painter) draw(c canvas, op ui.Op) {
	switch op.Kind {
	case ui.OpFill:
		c.fillRounded(op.Box, op.Radius, op.Color)
	case ui.OpStroke:
		c.strokeRounded(op.Box, op.Radius, op.Width, op.Color)
	case ui.OpShadow:
		c.shadow(op.Box, op.Radius, op.Width, op.Color)
	case ui.OpText:
		p.text(c, op)
	case ui.OpPath:
		p.path(c, op)
	case ui.OpQR:
		p.qr(c, op)
	case ui.OpImage:
		c.image(op.Box, op.Image)
	}
}
