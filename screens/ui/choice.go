package ui

import (
	"image"
	"image/color"
)

// Choices adds cards in at most columns columns. Where a card would be too
// narrow for its words or too tall, they stand in one column.
func (b *Body) Choices(columns int, choices ...Choice) {
	gap := b.f.m.px(spaceGroup)
	for n := columns; n > 1; n-- {
		width := (b.width() - (n-1)*gap) / n
		if b.tilesFit(choices, width) {
			b.tiles(choices, n, width)
			return
		}
	}
	for i, c := range choices {
		above := gap
		if i == 0 {
			above = b.gap()
		}
		b.choice(c, above)
	}
}

// choiceTexts are a choice's title, subtitle and badge.
func (f *Frame) choiceTexts(c Choice) []sheetText {
	ink, quiet := f.p.ink, f.p.quiet
	if c.Disabled {
		ink, quiet = f.p.onDisabled, f.p.onDisabled
	}
	return []sheetText{
		{style: f.font(typeButton), text: c.Title, color: ink},
		{style: f.font(typeBody), text: c.Subtitle, color: quiet},
		f.badge(c.Badge, c.Tone),
	}
}

// choice is a card as wide as the column: icon left, an arrow right.
func (b *Body) choice(c Choice, gap int) {
	f := b.f
	sign, left := f.signSize(c, b.width()*3/10), 0
	if sign.X > 0 {
		left = sign.X + f.m.px(spaceIcon)
	}
	mark := f.font(typeButton).size
	b.addSheet(sheet{
		texts: f.choiceTexts(c),
		left:  left, right: mark + f.m.px(spaceIcon), gap: gap, minHeight: max(f.m.px(barButton), sign.Y+f.m.px(spaceInside)),
		paint: func(box image.Rectangle) {
			f.choiceCard(c, box)
			x, cy := box.Min.X+f.m.px(spaceInside), (box.Min.Y+box.Max.Y)/2
			f.sign(c, image.Rect(x, cy-sign.Y/2, x+sign.X, cy-sign.Y/2+sign.Y))
			f.choiceMark(c, image.Rect(box.Max.X-f.m.px(spaceInside)-mark, cy-mark/2, box.Max.X-f.m.px(spaceInside), cy-mark/2+mark))
		},
	})
}

// choiceMark shows that a card leads on, or that it is chosen.
func (f *Frame) choiceMark(c Choice, box image.Rectangle) {
	switch {
	case c.Disabled:
	case c.Selected:
		f.icon(IconCheck, box, f.p.primary)
	default:
		f.icon(IconChevron, box, f.p.edge)
	}
}

// choiceCard draws the card itself and adds the element.
func (f *Frame) choiceCard(c Choice, box image.Rectangle) {
	fill, edge, width := f.touchColors(c.ID, c.Selected, c.Disabled)
	f.card(box, fill, edge, width)
	f.focusRing(c.ID, box, f.m.px(radiusCard))
	f.add(touchElement(c.ID, RoleChoice, c.Title, joinWords(c.Subtitle, c.Badge), c.Selected, c.Disabled, box))
}

func (f *Frame) iconTile() int { return max(f.m.px(84), f.font(typeButton).leading()) }

// signSize is the room of a card's icon or illustration, which may be so wide;
// nothing where it has neither.
func (f *Frame) signSize(c Choice, width int) image.Point {
	switch {
	case c.Art != ArtNone:
		w := min(width, f.m.px(250))
		return image.Pt(w, w*artGrid.Y/artGrid.X)
	case c.Icon != IconNone:
		return image.Pt(f.iconTile(), f.iconTile())
	}
	return image.Point{}
}

// sign draws a card's illustration, or its icon on a soft square.
func (f *Frame) sign(c Choice, box image.Rectangle) {
	if c.Art != ArtNone {
		f.art(c.Art, box)
		return
	}
	if c.Icon == IconNone {
		return
	}
	ink, ground := f.p.primary, f.p.primarySoft
	if c.Disabled {
		ink, ground = f.p.onDisabled, f.p.line
	}
	f.fill(box, f.m.px(radiusButton), ground)
	f.icon(c.Icon, box.Inset(box.Dx()*22/100), ink)
}

// tilesFit reports whether all cards, at this width, keep their words whole and
// are not much taller than wide.
func (b *Body) tilesFit(choices []Choice, width int) bool {
	f := b.f
	inner := width - 2*f.m.px(spaceInside)
	for _, c := range choices {
		for _, t := range f.choiceTexts(c) {
			if inner <= 0 || !f.wholeWords(t.style, t.text, inner-f.m.px(spaceInside)) {
				return false
			}
		}
		if h := b.tileHeight(c, width); h > width || h > b.room() {
			return false
		}
	}
	return true
}

func (b *Body) tileHeight(c Choice, width int) int {
	f := b.f
	h := 2 * f.m.px(spaceInside*0.75)
	if sign := f.signSize(c, width*7/10); sign.Y > 0 {
		h += sign.Y + f.m.px(spaceSmall)
	}
	g := &group{padX: f.m.px(spaceInside)}
	narrow := Body{f: f, area: image.Rect(0, 0, width, 1)}
	return h + stack(narrow.sheetRows(sheet{texts: f.choiceTexts(c)}, g))
}

// tiles adds rows of n cards: icon above the words.
func (b *Body) tiles(choices []Choice, n, width int) {
	f := b.f
	gap := f.m.px(spaceGroup)
	for start := 0; start < len(choices); start += n {
		line := choices[start:min(start+n, len(choices))]
		r := row{gap: gap}
		if start == 0 {
			r.gap = b.gap()
		}
		for _, c := range line {
			r.height = max(r.height, b.tileHeight(c, width))
		}
		r.paint = func(box image.Rectangle) {
			for i, c := range line {
				x := box.Min.X + i*(width+gap)
				f.drawTile(c, image.Rect(x, box.Min.Y, x+width, box.Max.Y))
			}
		}
		b.add(r)
	}
}

func (f *Frame) drawTile(c Choice, box image.Rectangle) {
	f.choiceCard(c, box)
	padX, y := f.m.px(spaceInside), box.Min.Y+f.m.px(spaceInside*0.75)
	mark := f.font(typeButton).size
	f.choiceMark(c, image.Rect(box.Max.X-padX-mark, y, box.Max.X-padX, y+mark))
	if sign := f.signSize(c, box.Dx()*7/10); sign.Y > 0 {
		f.sign(c, image.Rect(box.Min.X+padX, y, box.Min.X+padX+sign.X, y+sign.Y))
		y += sign.Y + f.m.px(spaceSmall)
	}
	narrow := Body{f: f, area: image.Rect(box.Min.X, y, box.Max.X, box.Max.Y)}
	rows := narrow.sheetRows(sheet{texts: f.choiceTexts(c)}, &group{padX: padX})
	for i := range rows {
		rows[i].group = nil
	}
	place(rows, image.Rect(box.Min.X+padX, y, box.Max.X-padX, box.Max.Y))
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
