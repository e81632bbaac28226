package ui

import (
	"image"
	"strings"
)

// Radio adds a question and its answers.
func (b *Body) Radio(r Radio) {
	f := b.f
	if r.Label != "" {
		b.paragraph(f.font(typeStrong), r.Label, RoleHeading, f.p.ink)
	}
	for _, o := range r.Options {
		b.option(o, o.ID == r.Value && r.Value != "")
	}
	if r.Error != "" {
		b.paragraph(f.font(typeBody), r.Error, RoleNotice, f.p.danger)
	}
}

func (b *Body) option(o Option, chosen bool) {
	f := b.f
	title := f.font(typeStrong)
	mark := title.leading()
	b.addSheet(sheet{
		texts: []sheetText{{style: title, text: o.Label, color: f.p.ink}, {style: f.font(typeBody), text: o.Detail, color: f.p.quiet}},
		left:  mark + f.m.px(spaceIcon), gap: f.m.px(spaceGroup), minHeight: f.m.px(barButton * 0.86),
		paint: func(box image.Rectangle) {
			fill, edge, width := f.touchColors(o.ID, chosen, o.Disabled)
			f.card(box, fill, edge, width)
			f.focusRing(o.ID, box, f.m.px(radiusCard))
			x, y := box.Min.X+f.m.px(spaceInside), (box.Min.Y+box.Max.Y-mark)/2
			f.tick(image.Rect(x, y, x+mark, y+mark), chosen, true)
			f.add(touchElement(o.ID, RoleChoice, o.Label, o.Detail, chosen, o.Disabled, box))
		},
	})
}

// Field adds one line of a form.
func (b *Body) Field(fd Field) {
	f := b.f
	value, color := fd.Value, f.p.ink
	if fd.Secret {
		value = strings.Repeat("●", len([]rune(fd.Value)))
	}
	if value == "" {
		value, color = fd.Hint, f.p.quiet
	}
	texts := []sheetText{
		{style: f.font(typeSmall), text: fd.Label, color: f.p.quiet},
		{style: f.font(typeValue), text: value, color: color},
		{style: f.font(typeBody), text: fd.Error, color: f.p.danger},
	}
	icon := f.font(typeValue).leading()
	b.addSheet(sheet{
		texts: texts, right: icon + f.m.px(spaceIcon), gap: f.m.px(spaceGroup), minHeight: f.m.px(barButton),
		paint: func(box image.Rectangle) {
			fill, edge, width := f.touchColors(fd.ID, false, fd.Disabled)
			if fd.Error != "" {
				edge, width = f.p.danger, f.m.px(strokeThin+1)
			}
			f.card(box, fill, edge, width)
			f.focusRing(fd.ID, box, f.m.px(radiusCard))
			x, cy := box.Max.X-f.m.px(spaceInside)-icon, (box.Min.Y+box.Max.Y)/2
			if !fd.Disabled {
				f.icon(IconPen, image.Rect(x, cy-icon/2, x+icon, cy-icon/2+icon), f.p.primary)
			}
			e := touchElement(fd.ID, RoleField, fd.Label, joinWords(value, fd.Error), false, fd.Disabled, box)
			e.Secret = fd.Secret
			if fd.Error != "" {
				e.State |= Invalid
			}
			f.add(e)
		},
	})
}
