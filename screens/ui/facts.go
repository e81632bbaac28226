package ui

import "image"

// Facts adds a card of labels and values, under a title if it has one.
func (b *Body) Facts(title string, facts ...Fact) {
	f := b.f
	if title != "" {
		b.Heading(title)
	}
	g := &group{padX: f.m.px(spaceInside), padY: f.m.px(spaceInside * 0.75)}
	g.paint = func(box image.Rectangle) { f.card(box, f.p.card, f.p.line, f.m.px(strokeThin)) }
	for i, fact := range facts {
		gap := f.m.px(spaceSmall * 1.5)
		if i == 0 {
			gap = b.gap()
		}
		b.fact(g, fact, gap)
	}
}

func (b *Body) fact(g *group, fact Fact, gap int) {
	f := b.f
	width := b.width() - 2*g.padX
	button := 0
	if fact.Change != nil {
		button = min(width*3/10, f.width(f.font(typeButton), fact.Change.Label)+f.m.px(spaceInside*2))
		width -= button + f.m.px(spaceIcon)
	}
	label := sheetText{style: f.font(typeSmall), text: fact.Label, color: f.p.quiet}
	value := sheetText{style: f.font(typeValue), text: fact.Value, color: f.p.ink}
	if fact.Strong {
		label.style, label.color = f.font(typeStrong), f.p.ink
		value.style, value.color = f.font(typeBody), f.p.quiet
	}
	texts := []sheetText{label, value, {style: f.font(typeBody), text: fact.Error, color: f.p.danger}}
	first := true
	start := len(b.rows)
	for _, t := range texts {
		for _, l := range f.wrap(t.style, t.text, width) {
			r := row{height: t.style.leading(), group: g, keep: true}
			if first {
				r.gap = gap
			}
			isFirst := first
			first = false
			r.paint = func(box image.Rectangle) {
				line := box
				line.Max.X = line.Min.X + width
				f.line(t.style, l, line, 0, t.color)
				if !isFirst {
					return
				}
				f.add(Element{Role: RoleFact, Label: fact.Label, Value: joinWords(fact.Value, fact.Error), Box: line})
				if fact.Change != nil {
					h := max(f.m.target(), box.Dy())
					f.button(*fact.Change, image.Rect(box.Max.X-button, box.Min.Y, box.Max.X, box.Min.Y+h), buttonSecondary)
				}
			}
			b.add(r)
		}
	}
	if len(b.rows) > start {
		last := &b.rows[len(b.rows)-1]
		last.keep = false
		if fact.Change != nil {
			if short := f.m.target() - stackPlain(b.rows[start:]); short > 0 {
				last.height += short
			}
		}
	}
}

func stackPlain(rows []row) int {
	h := 0
	for _, r := range rows {
		h += r.height
	}
	return h
}
