package ui

import (
	"image"
	"strings"
)

// Checks adds rows that are ticked by touching them.
func (b *Body) Checks(checks ...Check) {
	for i, c := range checks {
		gap := b.f.m.px(spaceGroup)
		if i == 0 {
			gap = b.gap()
		}
		b.check(c, gap)
	}
}

func (b *Body) check(c Check, gap int) {
	f := b.f
	title, sub := f.font(typeStrong), f.font(typeBody)
	mark := title.leading()
	texts := []sheetText{{style: title, text: c.Title, color: f.p.ink}}
	for _, d := range c.Details {
		texts = append(texts, sheetText{style: sub, text: d, color: f.p.quiet})
	}
	texts = append(texts, f.badge(c.Badge, c.Tone))
	b.addSheet(sheet{
		texts: texts, left: mark + f.m.px(spaceIcon), gap: gap, minHeight: f.m.px(barButton),
		paint: func(box image.Rectangle) {
			fill, edge, width := f.touchColors(c.ID, c.Checked, c.Disabled)
			f.card(box, fill, edge, width)
			f.focusRing(c.ID, box, f.m.px(radiusCard))
			x, y := box.Min.X+f.m.px(spaceInside), box.Min.Y+f.m.px(spaceInside*0.75)
			f.tick(image.Rect(x, y, x+mark, y+mark), c.Checked, false)
			f.add(touchElement(c.ID, RoleCheck, c.Title, joinWords(strings.Join(c.Details, " "), c.Badge), c.Checked, c.Disabled, box))
		},
	})
}

// tick draws a check box, or a radio mark when round.
func (f *Frame) tick(box image.Rectangle, on, round bool) {
	r := f.m.px(10)
	if round {
		r = box.Dx() / 2
	}
	if !on {
		f.fill(box, r, f.p.card)
		f.stroke(box, r, f.m.px(strokeThin+1), f.p.edge)
		return
	}
	f.fill(box, r, f.p.primary)
	if round {
		inner := box.Inset(box.Dx() * 3 / 10)
		f.fill(inner, inner.Dx()/2, f.p.onPrimary)
		return
	}
	f.icon(IconCheck, box.Inset(box.Dx()/8), f.p.onPrimary)
}
