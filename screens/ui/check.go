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
	beside := b.beside(c.Aside)
	b.addSheet(sheet{
		texts: texts, left: mark + f.m.px(spaceIcon), right: beside, gap: gap, minHeight: f.m.px(barButton),
		paint: func(box image.Rectangle) {
			fill, edge, width := f.touchColors(c.ID, c.Checked, c.Disabled)
			f.card(box, fill, edge, width)
			touch := box
			touch.Max.X -= beside
			f.focusRing(c.ID, touch, f.m.px(radiusCard))
			x, y := box.Min.X+f.m.px(spaceInside), box.Min.Y+f.m.px(spaceInside*0.75)
			f.tick(image.Rect(x, y, x+mark, y+mark), c.Checked, false)
			f.add(touchElement(c.ID, RoleCheck, c.Title, joinWords(strings.Join(c.Details, " "), c.Badge), c.Checked, c.Disabled, touch))
			if beside > 0 {
				h, pad := f.m.px(barButton)-f.m.px(spaceSmall*2), f.m.px(spaceSmall*1.5)
				top := (box.Min.Y+box.Max.Y)/2 - h/2
				f.button(*c.Aside, image.Rect(touch.Max.X, top, box.Max.X-pad, top+h), buttonSecondary)
			}
		},
	})
	if c.Aside != nil && beside == 0 {
		b.button(*c.Aside, buttonSecondary)
	}
}

// beside is the room, at a card's right end, of a check's second control; 0
// where it must stand below.
func (b *Body) beside(a *Action) int {
	if a == nil {
		return 0
	}
	f := b.f
	if w := f.width(f.font(typeButton), a.Label) + f.m.px(spaceInside*2) + f.m.px(spaceSmall*1.5); w <= b.width()*38/100 {
		return w
	}
	return 0
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
