package ui

import (
	"image"
	"image/color"
)

// paragraph flows text line by line, so that it can go on to the next page. Each page's
// part of it is one element.
func (b *Body) paragraph(s fontStyle, text string, as Role, c color.RGBA) {
	b.textRows(s, text, as, c, 0, b.gap(), nil)
}

// textRows adds the lines of a text, aligned 0 left or 1 centre, in a group or in none.
func (b *Body) textRows(s fontStyle, text string, as Role, c color.RGBA, align, gap int, g *group) {
	f := b.f
	width := b.width()
	if g != nil {
		width -= 2 * g.padX
	}
	lines := f.wrap(s, text, width)
	for i, l := range lines {
		r := row{height: s.leading(), group: g, keep: as == RoleHeading || i == 0 && len(lines) > 1 || i == len(lines)-2}
		if i == 0 {
			r.gap = gap
		}
		r.paint = func(box image.Rectangle) {
			f.line(s, l, box, align, c)
			f.addText(as, l, box, i > 0)
		}
		b.add(r)
	}
}

// addText adds a line of text; a line that goes on from the element just added is joined to it.
func (f *Frame) addText(as Role, text string, box image.Rectangle, goesOn bool) {
	if n := len(f.elements); goesOn && n > 0 && f.elements[n-1].Role == as && f.elements[n-1].ID == "" && f.elements[n-1].Box.Max.Y == box.Min.Y {
		e := &f.elements[n-1]
		e.Label = joinLines(e.Label, text)
		e.Box = e.Box.Union(box)
		return
	}
	if text == "" {
		return
	}
	f.add(Element{Role: as, Label: text, Box: box})
}

// joinLines puts back the space that a line break between words took.
func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	if a[len(a)-1] < 0x80 && b[0] < 0x80 {
		return a + " " + b
	}
	return a + b
}

// Heading starts a part of the page; it stays with the block after it.
func (b *Body) Heading(text string) {
	b.paragraph(b.f.font(typeHeading), text, RoleHeading, b.f.p.ink)
}

// Text is running text.
func (b *Body) Text(style TextStyle, text string) {
	r, c := typeBody, b.f.p.ink
	switch style {
	case StyleStrong:
		r = typeStrong
	case StyleSmall:
		r, c = typeSmall, b.f.p.quiet
	case StyleLead:
		r, c = typeLead, b.f.p.quiet
	}
	b.paragraph(b.f.font(r), text, RoleText, c)
}

// Gap leaves more room before the next block.
func (b *Body) Gap() {
	b.add(row{height: b.f.m.px(spaceBlock), paint: func(image.Rectangle) {}})
}
