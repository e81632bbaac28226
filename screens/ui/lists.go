package ui

import (
	"image"
	"strconv"
)

// Steps adds numbered instructions.
func (b *Body) Steps(items ...string) {
	for i, item := range items {
		b.item(strconv.Itoa(i+1), item)
	}
}

// Bullets adds points without numbers.
func (b *Body) Bullets(items ...string) {
	for _, item := range items {
		b.item("", item)
	}
}

// Clause adds one numbered paragraph of a longer document.
func (b *Body) Clause(number, text string) { b.item(number, text) }

func (b *Body) item(number, text string) {
	f := b.f
	s := f.font(typeBody)
	indent := max(f.width(s, number), s.leading()) + f.m.px(spaceSmall)
	for i, l := range f.wrap(s, text, b.width()-indent) {
		r := row{height: s.leading(), keep: i == 0}
		if i == 0 {
			r.gap = f.m.px(spaceGroup)
		}
		r.paint = func(box image.Rectangle) {
			if i == 0 {
				mark := number
				if mark == "" {
					mark = "•"
				}
				f.line(s, mark, image.Rect(box.Min.X, box.Min.Y, box.Min.X+indent, box.Max.Y), 0, f.p.primary)
				l2 := joinWords(number, l)
				f.line(s, l, image.Rect(box.Min.X+indent, box.Min.Y, box.Max.X, box.Max.Y), 0, f.p.ink)
				f.addText(RoleText, l2, box, false)
				return
			}
			f.line(s, l, image.Rect(box.Min.X+indent, box.Min.Y, box.Max.X, box.Max.Y), 0, f.p.ink)
			f.addText(RoleText, l, box, true)
		}
		b.add(r)
	}
}
