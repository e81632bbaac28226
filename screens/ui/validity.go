package ui

import "image"

// Validity adds a card with what is left of a time: said large, shown as a bar.
func (b *Body) Validity(v Validity) {
	f := b.f
	t := f.p.tones[v.Kind%4]
	g := &group{padX: f.m.px(spaceInside), padY: f.m.px(spaceInside * 0.75), whole: true}
	g.paint = func(box image.Rectangle) { f.card(box, f.p.card, f.p.line, f.m.px(strokeThin)) }
	start := len(b.rows)
	b.textRows(f.font(typeHeading), v.Label, RoleProgress, t.ink, 0, 0, g)
	b.add(row{height: f.m.px(30), gap: f.m.px(spaceSmall), group: g, paint: func(box image.Rectangle) {
		r := box.Dy() / 2
		f.fill(box, r, f.p.stepOff)
		left := min(max(v.Left, 0), 1)
		if w := int(left * float64(box.Dx())); w > 0 {
			f.fill(image.Rect(box.Min.X, box.Min.Y, box.Min.X+max(w, box.Dy()), box.Max.Y), r, t.edge)
		}
	}})
	b.textRows(f.font(typeSmall), v.Caption, RoleText, f.p.quiet, 0, f.m.px(spaceSmall), g)
	b.rows[start].gap = b.gap()
}
