package pango

// #include "draw.h"
import "C"

// Rect is a rectangle with its upper left corner at X, Y.
type Rect struct{ X, Y, W, H float64 }

// Inset returns the rectangle made smaller on each side.
func (r Rect) Inset(x, y float64) Rect {
	return Rect{X: r.X + x, Y: r.Y + y, W: r.W - 2*x, H: r.H - 2*y}
}

// Line draws a line of a width from one point to another.
func (d *Document) Line(x1, y1, x2, y2, width float64) error {
	if err := d.open(); err != nil {
		return err
	}
	C.cairo_set_line_width(d.c.cr, C.double(width))
	C.cairo_move_to(d.c.cr, C.double(x1), C.double(y1))
	C.cairo_line_to(d.c.cr, C.double(x2), C.double(y2))
	C.cairo_stroke(d.c.cr)
	return d.status()
}

// Frame draws the outline of r, the line centred on its edge.
func (d *Document) Frame(r Rect, width float64) error {
	if err := d.open(); err != nil {
		return err
	}
	C.cairo_set_line_width(d.c.cr, C.double(width))
	d.path(r)
	C.cairo_stroke(d.c.cr)
	return d.status()
}

// Fill blackens rectangles as one shape, so that no seam shows between neighbours.
func (d *Document) Fill(rects ...Rect) error {
	if err := d.open(); err != nil {
		return err
	}
	for _, r := range rects {
		d.path(r)
	}
	C.cairo_fill(d.c.cr)
	return d.status()
}

func (d *Document) path(r Rect) {
	C.cairo_rectangle(d.c.cr, C.double(r.X), C.double(r.Y), C.double(r.W), C.double(r.H))
}
