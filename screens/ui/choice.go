package ui

import (
	"image"
	"image/color"
)

// Choices adds cards in at most columns columns (1 or 2; more on a wide panel is
// up to the caller). Where a card would be too narrow or too tall, they stand in one column.
func (b *Body) Choices(columns int, choices ...Choice) {
	for i, c := range choices {
		gap := b.f.m.px(spaceGroup)
		if i == 0 {
			gap = b.gap()
		}
		b.choice(c, gap)
	}
}

func (b *Body) choice(c Choice, gap int) {
	f := b.f
	title, sub := f.font(typeButton), f.font(typeBody)
	icon := int(float64(title.leading()) * 1.4)
	ink, quiet := f.p.ink, f.p.quiet
	if c.Disabled {
		ink, quiet = f.p.onDisabled, f.p.onDisabled
	}
	left := 0
	if c.Icon != IconNone {
		left = icon + f.m.px(spaceIcon)
	}
	b.addSheet(sheet{
		texts: []sheetText{{style: title, text: c.Title, color: ink}, {style: sub, text: c.Subtitle, color: quiet}, {style: f.font(typeSmall), text: c.Badge, color: f.p.tones[c.Tone%4].ink}},
		left:  left, right: title.leading() + f.m.px(spaceIcon), gap: gap, minHeight: f.m.px(barButton),
		paint: func(box image.Rectangle) {
			fill, edge, width := f.touchColors(c.ID, c.Selected, c.Disabled)
			f.card(box, fill, edge, width)
			f.focusRing(c.ID, box, f.m.px(radiusCard))
			x, cy := box.Min.X+f.m.px(spaceInside), (box.Min.Y+box.Max.Y)/2
			f.icon(c.Icon, image.Rect(x, cy-icon/2, x+icon, cy-icon/2+icon), f.p.primary)
			f.add(touchElement(c.ID, RoleChoice, c.Title, joinWords(c.Subtitle, c.Badge), c.Selected, c.Disabled, box))
		},
	})
}

// touchColors are fill, edge and edge width of a card that can be touched.
func (f *Frame) touchColors(id string, selected, disabled bool) (fill, edge color.RGBA, width int) {
	fill, edge, width = f.p.card, f.p.line, f.m.px(strokeThin)
	switch {
	case disabled:
		fill = f.p.disabled
	case id == f.pressed && id != "":
		fill = f.p.press
	case selected:
		fill = f.p.primarySoft
	}
	if selected && !disabled {
		edge, width = f.p.primary, f.m.px(strokeThick)
	}
	return fill, edge, width
}

func touchElement(id string, as Role, label, value string, selected, disabled bool, box image.Rectangle) Element {
	e := Element{ID: id, Role: as, Label: label, Value: value, Box: box, Touchable: true}
	if selected {
		e.State |= Selected
	}
	if disabled {
		e.State |= Disabled
	}
	return e
}

// joinWords joins what is not empty with a space.
func joinWords(words ...string) string {
	out := ""
	for _, w := range words {
		if w == "" {
			continue
		}
		if out != "" {
			out += " "
		}
		out += w
	}
	return out
}
