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
	// pill paints the text as a badge of a tone.
	pill bool
	tone tone
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
	inner := b.width() - 2*g.padX - s.left - s.right
	var rows []row
	for _, t := range s.texts {
		width := inner
		if t.pill {
			width -= 2 * f.m.px(spaceSmall*1.5)
		}
		for i, l := range f.wrap(t.style, t.text, width) {
			r := row{height: t.style.leading(), group: g}
			if i == 0 {
				r.gap = t.gap
			}
			r.paint = func(box image.Rectangle) {
				box.Min.X += s.left
				box.Max.X -= s.right
				if t.pill {
					f.pill(t, l, box)
					return
				}
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

// badge is a short word in a coloured pill on a line of its own.
func (f *Frame) badge(text string, k Kind) sheetText {
	t := f.p.tones[k%4]
	return sheetText{style: f.font(typeSmall), text: text, color: t.ink, gap: f.m.px(spaceSmall), pill: true, tone: t}
}

func (f *Frame) pill(t sheetText, text string, box image.Rectangle) {
	pad := f.m.px(spaceSmall * 1.5)
	w := f.width(t.style, text) + 2*pad
	box.Max.X = box.Min.X + w
	r := box.Dy() / 2
	f.fill(box, r, t.tone.fill)
	f.stroke(box, r, f.m.px(strokeThin), t.tone.edge)
	f.line(t.style, text, image.Rect(box.Min.X+pad, box.Min.Y, box.Max.X-pad, box.Max.Y), 0, t.color)
}
