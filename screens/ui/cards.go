package ui

import "image"

// Cards adds small cards in rows of columns, for many things to choose from on
// one page: a small icon stands left of the words. Where the words would not
// stay whole, the cards stand below each other as Choices do.
func (b *Body) Cards(columns int, choices ...Choice) {
	gap := b.f.m.px(spaceGroup)
	width := (b.width() - (columns-1)*gap) / columns
	if columns < 2 || !b.cardsFit(choices, width) {
		b.Choices(1, choices...)
		return
	}
	for start := 0; start < len(choices); start += columns {
		line := choices[start:min(start+columns, len(choices))]
		r := row{gap: gap}
		if start == 0 {
			r.gap = b.gap()
		}
		for _, c := range line {
			r.height = max(r.height, b.f.cardHeight(c, width))
		}
		r.paint = func(box image.Rectangle) {
			for i, c := range line {
				x := box.Min.X + i*(width+gap)
				b.f.drawCard(c, image.Rect(x, box.Min.Y, x+width, box.Max.Y))
			}
		}
		b.add(r)
	}
}

// cardPad is the room around a small card's words.
func (f *Frame) cardPad() (x, y int) { return f.m.px(spaceIcon), f.m.px(spaceInside * 0.5) }

func (f *Frame) cardIcon() int { return f.font(typeButton).leading() }

// cardLeft is the room of the icon before a small card's title.
func (f *Frame) cardLeft(c Choice) int {
	if c.Icon == IconNone {
		return 0
	}
	return f.cardIcon() + f.m.px(spaceSmall*1.5)
}

func (b *Body) cardsFit(choices []Choice, width int) bool {
	f := b.f
	padX, _ := f.cardPad()
	for _, c := range choices {
		for i, t := range f.choiceTexts(c) {
			inner := width - 2*padX
			if i == 0 {
				inner -= f.cardLeft(c)
			}
			if inner <= 0 || !f.wholeWords(t.style, t.text, inner) {
				return false
			}
		}
		if h := f.cardHeight(c, width); h > width || h > b.room() {
			return false
		}
	}
	return true
}

// cardRows are the title, beside its icon, and the words below both.
func (f *Frame) cardRows(c Choice, width int) []row {
	padX, _ := f.cardPad()
	narrow := Body{f: f, area: image.Rect(0, 0, width, 1)}
	texts := f.choiceTexts(c)
	rows := narrow.sheetRows(sheet{texts: texts[:1], left: f.cardLeft(c)}, &group{padX: padX})
	rows = append(rows, narrow.sheetRows(sheet{texts: texts[1:]}, &group{padX: padX})...)
	for i := range rows {
		rows[i].group = nil
	}
	return rows
}

func (f *Frame) cardHeight(c Choice, width int) int {
	_, padY := f.cardPad()
	return max(f.m.px(barButton), 2*padY+stack(f.cardRows(c, width)))
}

func (f *Frame) drawCard(c Choice, box image.Rectangle) {
	f.choiceCard(c, box)
	padX, padY := f.cardPad()
	rows := f.cardRows(c, box.Dx())
	top := box.Min.Y + padY
	if c.Subtitle == "" { // a title alone stands in the middle
		top = box.Min.Y + (box.Dy()-stack(rows))/2
	}
	if side := f.cardIcon(); c.Icon != IconNone {
		f.sign(Choice{Icon: c.Icon, Disabled: c.Disabled}, image.Rect(box.Min.X+padX, top, box.Min.X+padX+side, top+side))
	}
	place(rows, image.Rect(box.Min.X+padX, top, box.Max.X-padX, box.Max.Y))
}
