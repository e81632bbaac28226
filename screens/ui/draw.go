package ui

import (
	"image"
	"image/color"
)

// The drawing verbs that widgets use. They only append; nothing is painted here.

func (f *Frame) fill(box image.Rectangle, radius int, c color.RGBA) {
	if box.Empty() || c.A == 0 {
		return
	}
	f.ops = append(f.ops, Op{Kind: OpFill, Box: box, Radius: radius, Color: c})
}

func (f *Frame) stroke(box image.Rectangle, radius, width int, c color.RGBA) {
	if box.Empty() || c.A == 0 {
		return
	}
	f.ops = append(f.ops, Op{Kind: OpStroke, Box: box, Radius: radius, Width: width, Color: c})
}

func (f *Frame) shadow(box image.Rectangle, radius, blur int) {
	if f.p.shadow.A == 0 {
		return
	}
	f.ops = append(f.ops, Op{Kind: OpShadow, Box: box, Radius: radius, Width: blur, Color: f.p.shadow})
}

// icon draws a vector icon into a square box in one colour.
func (f *Frame) icon(icon Icon, box image.Rectangle, c color.RGBA) {
	for _, part := range iconParts(icon) {
		f.path(part, image.Pt(iconGrid, iconGrid), box, c)
	}
}

// path draws one part of an icon or illustration.
func (f *Frame) path(p drawnPath, grid image.Point, box image.Rectangle, c color.RGBA) {
	if box.Empty() || c.A == 0 {
		return
	}
	width := int(p.width*64*float64(box.Dx())/float64(grid.X) + 0.5)
	f.ops = append(f.ops, Op{Kind: OpPath, Box: box, Text: p.data, Grid: grid, Width: width, Color: c})
}

// card paints the white, softly raised sheet that groups things.
func (f *Frame) card(box image.Rectangle, fill, edge color.RGBA, edgeWidth int) {
	r := f.m.px(radiusCard)
	f.shadow(box.Add(image.Pt(0, f.m.px(6))), r, f.m.px(blurCard))
	f.fill(box, r, fill)
	f.stroke(box, r, edgeWidth, edge)
}

// add puts an element on the frame and fills in the states that the frame knows.
func (f *Frame) add(e Element) {
	e.State |= f.mark(e.ID)
	f.elements = append(f.elements, e)
}

// mark is the state that finger and keypad give an element.
func (f *Frame) mark(id string) State {
	var s State
	if id != "" && id == f.pressed {
		s |= Pressed
	}
	if id != "" && id == f.focused {
		s |= Focused
	}
	return s
}

// focusRing paints the keypad's focus around a box.
func (f *Frame) focusRing(id string, box image.Rectangle, radius int) {
	if id == "" || id != f.focused {
		return
	}
	w := f.m.px(strokeThick + 1)
	f.stroke(box.Inset(-w), radius+w, w, f.p.focus)
}

// font is a step of the type scale at this frame's size.
type fontStyle struct {
	size int
	bold bool
}

func (f *Frame) font(r role) fontStyle {
	return fontStyle{f.m.size(r), typeScale[r].bold}
}

// leading is the distance between baselines.
func (s fontStyle) leading() int { return int(float64(s.size)*lineHeight + 0.5) }

// height of n lines.
func (s fontStyle) height(n int) int { return n * s.leading() }

func (f *Frame) wrap(s fontStyle, text string, width int) []string {
	if text == "" {
		return nil
	}
	return f.fonts.Balance(text, s.size, s.bold, width)
}

func (f *Frame) width(s fontStyle, text string) int {
	return f.fonts.Shape(text, s.size, s.bold).Width
}

// line paints one line into a box as high as its leading, aligned 0 left, 1 centre, 2 right.
func (f *Frame) line(s fontStyle, text string, box image.Rectangle, align int, c color.RGBA) {
	if text == "" {
		return
	}
	w := f.width(s, text)
	if w > box.Dx() {
		f.over = append(f.over, text)
	}
	x := box.Min.X + (box.Dx()-w)*align/2
	y := box.Min.Y + (box.Dy()-s.leading())/2 + (s.leading()-s.size)/2
	f.ops = append(f.ops, Op{
		Kind: OpText, Box: image.Rect(x, y, x+w, y+s.size),
		Text: text, Size: s.size, Bold: s.bold, Ascent: Ascent(s.size), Color: c,
	})
}

// lines paints lines one below the other from the top of the box.
func (f *Frame) lines(s fontStyle, lines []string, box image.Rectangle, align int, c color.RGBA) {
	for i, l := range lines {
		y := box.Min.Y + i*s.leading()
		f.line(s, l, image.Rect(box.Min.X, y, box.Max.X, y+s.leading()), align, c)
	}
	if s.height(len(lines)) > box.Dy() && len(lines) > 0 {
		f.over = append(f.over, lines[len(lines)-1])
	}
}

// fit finds the largest size, from the style's down to two thirds of it, at which the text
// wraps into the box without cutting a word.
func (f *Frame) fit(s fontStyle, text string, width, height int) (fontStyle, []string) {
	least := s.size * 2 / 3
	for try := s; ; try.size -= max(1, s.size/16) {
		if try.size < least {
			try.size = least
		}
		lines := f.wrap(try, text, width)
		if try.height(len(lines)) <= height && f.wholeWords(try, text, width) {
			return try, lines
		}
		if try.size == least {
			return try, lines
		}
	}
}
