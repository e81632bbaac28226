package ui

import (
	"image"
	"strconv"
)

// ArtSteps adds numbered instructions, each on a card with its illustration.
func (b *Body) ArtSteps(items ...ArtStep) {
	f := b.f
	w := min(b.width()*3/10, f.m.px(250))
	h := w * artGrid.Y / artGrid.X
	for i, item := range items {
		text := strconv.Itoa(i+1) + "  " + item.Text
		gap := f.m.px(spaceGroup)
		if i == 0 {
			gap = b.gap()
		}
		b.addSheet(sheet{
			texts: []sheetText{{style: f.font(typeBody), text: text, color: f.p.ink}},
			left:  w + f.m.px(spaceIcon), gap: gap, minHeight: h,
			paint: func(box image.Rectangle) {
				f.card(box, f.p.card, f.p.line, f.m.px(strokeThin))
				x, cy := box.Min.X+f.m.px(spaceInside), (box.Min.Y+box.Max.Y)/2
				f.art(item.Art, image.Rect(x, cy-h/2, x+w, cy-h/2+h))
				f.add(Element{Role: RoleText, Label: text, Box: box})
			},
		})
	}
}
