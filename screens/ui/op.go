package ui

import (
	"image"
	"image/color"
)

// OpKind says what an [Op] does.
type OpKind uint8

// The drawing operations.
const (
	// OpFill fills Box with Color, its corners rounded by Radius.
	OpFill OpKind = iota + 1
	// OpStroke draws a line of Width inside the edge of Box, corners rounded by Radius.
	OpStroke
	// OpShadow paints a soft shadow of Box: Width is the blur, Color the strongest tone.
	// The painted area is Box grown by Width on every side.
	OpShadow
	// OpText draws Text with its left edge at Box.Min.X and its baseline at Box.Min.Y+Ascent.
	OpText
	// OpPath draws the path in Text (see Path) into Box, whose size is
	// Grid units: filled where Width is 0, else as a line with round ends and
	// corners, Width in 1/64 pixel.
	OpPath
	// OpQR draws the QR code of Text into Box in Color, with the four modules of quiet zone.
	OpQR
	// OpImage draws Image scaled into Box.
	OpImage
)

// Op is one drawing operation. It is a comparable value: two equal Ops paint
// the same pixels. All lengths are pixels of the panel.
type Op struct {
	Kind   OpKind
	Box    image.Rectangle
	Color  color.RGBA
	Radius int
	Width  int
	// Text, Size, Bold and Ascent describe a text run (OpText); Text is also a
	// path (OpPath) or the data of a QR code.
	Text   string
	Size   int
	Ascent int
	Bold   bool
	Grid   image.Point
	Image  *image.RGBA
}

// Bounds is the rectangle that the operation may paint.
func (o Op) Bounds() image.Rectangle {
	switch o.Kind {
	case OpShadow:
		return o.Box.Inset(-o.Width)
	case OpText:
		// Glyphs may lean out of their advance box.
		return o.Box.Inset(-o.Size / 4)
	}
	return o.Box
}
