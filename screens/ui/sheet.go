package ui

import (
	"image"
	"image/color"
)

// sheetText is a text on a sheet.
type sheetText struct {
	style fontStyle
	text  string
	color color.RGBA
	gap   int // above
}

// sheet is a card with texts between a reserved left (an icon) and right (a mark).
type sheet struct {
	texts       []sheetText
	left, right int
	minHeight   int
	gap         int // above the sheet
	// paint draws the card itself, its icon and its mark, and adds its element.
	paint func(box image.Rectangle)
}

// addSheet turns a sheet into a group of rows, one for each line.
func (b *Body) addSheet(s sheet) {
	f := b.f
	pad := f.m.px(spaceInside)
	g := &group{padX: pad, padY: f.m.px(spaceInside * 0.75), whole: true, paint: s.paint}
	rows := b.sheetRows(s, g)
	if len(rows) == 0 {
		rows = []row{{paint: func(image.Rectangle) {}, group: g}}
	}
	if extra := s.minHeight - stack(rows); extra > 0 {
		stretch(rows, extra)
	}
	rows[0].gap = s.gap
	b.rows = append(b.rows, rows...)
}

func (b *Body) sheetRows(s sheet, g *group) []row {
	f := b.f
	width := b.width() - 2*g.padX - s.left - s.right
	var rows []row
	for _, t := range s.texts {
		for i, l := range f.wrap(t.style, t.text, width) {
			r := row{height: t.style.leading(), group: g}
			if i == 0 {
				r.gap = t.gap
			}
			r.paint = func(box image.Rectangle) {
				box.Min.X += s.left
				box.Max.X -= s.right
				f.line(t.style, l, box, 0, t.color)
			}
			rows = append(rows, r)
		}
	}
	return rows
}

// stretch adds half of a height above the first row and half below the last,
// so that a short text stands in the middle of its card.
func stretch(rows []row, extra int) {
	first, last := &rows[0], &rows[len(rows)-1]
	paint, above := first.paint, extra/2
	first.height += above
	first.paint = func(box image.Rectangle) {
		box.Min.Y += above
		paint(box)
	}
	paintLast, below := last.paint, extra-above
	last.height += below
	last.paint = func(box image.Rectangle) {
		box.Max.Y -= below
		paintLast(box)
	}
}
