package ui

import (
	"image"
	"strconv"
)

// Picture adds an illustration with its caption.
func (b *Body) Picture(p Picture) {
	f := b.f
	h := p.Height
	if h == 0 {
		h = 420
	}
	height := min(f.m.px(float64(h)), b.area.Dy()/2)
	b.add(row{height: max(height, 1), gap: b.gap(), keep: !p.NoCaption, paint: func(box image.Rectangle) {
		w := box.Dy() * 3 / 2
		if w > box.Dx() {
			w = box.Dx()
		}
		x := box.Min.X + (box.Dx()-w)/2
		art := image.Rect(x, box.Min.Y, x+w, box.Max.Y)
		f.art(p.Art, art)
		if p.NoCaption {
			f.add(Element{Role: RoleImage, Label: p.Label, Box: art})
		}
	}})
	if !p.NoCaption {
		b.textRows(f.font(typeBody), p.Label, RoleImage, f.p.quiet, 1, f.m.px(spaceSmall), nil)
	}
}

// QR adds a code to scan, on a white card of its own.
func (b *Body) QR(q QR) {
	f := b.f
	h := q.Size
	if h == 0 {
		h = 360
	}
	side := max(min(f.m.px(float64(h)), b.room()*2/3), 1)
	b.add(row{height: side, gap: b.gap(), keep: q.Caption != "", paint: func(box image.Rectangle) {
		x := box.Min.X + (box.Dx()-side)/2
		code := image.Rect(x, box.Min.Y, x+side, box.Max.Y)
		r := f.m.px(radiusCard)
		f.shadow(code.Add(image.Pt(0, f.m.px(4))), r, f.m.px(blurCard))
		f.ops = append(f.ops, Op{Kind: OpQR, Box: code, Radius: r, Text: q.Data, Color: rgb(0)})
		f.add(Element{Role: RoleImage, Label: q.Label, Box: code})
	}})
	b.textRows(f.font(typeBody), q.Caption, RoleText, f.p.ink, 1, f.m.px(spaceSmall), nil)
}

// Number adds the large number of a ticket on a card.
func (b *Body) Number(n Number) {
	f := b.f
	g := &group{padX: f.m.px(spaceInside), padY: f.m.px(spaceInside), whole: true}
	g.paint = func(box image.Rectangle) { f.card(box, f.p.card, f.p.line, f.m.px(strokeThin)) }
	start := len(b.rows)
	b.textRows(f.font(typeLead), n.Label, RoleText, f.p.quiet, 1, 0, g)
	height := max(min(f.font(typeNumber).size*118/100, b.room()-2*g.padY), f.font(typeBody).leading())
	b.add(row{height: height, group: g, paint: func(box image.Rectangle) {
		f.number(n.Number, box)
		f.add(Element{Role: RoleText, Label: n.Number, Box: box})
	}})
	b.textRows(f.font(typeLead), n.Caption, RoleText, f.p.ink, 1, f.m.px(spaceSmall), g)
	b.rows[start].gap = b.gap()
}

// number paints a number as large as fits the box.
func (f *Frame) number(text string, box image.Rectangle) {
	s := f.font(typeNumber)
	for s.size > f.font(typeBody).size && (f.width(s, text) > box.Dx() || s.size > box.Dy()) {
		s.size -= max(1, s.size/16)
	}
	f.line(s, text, box, 1, f.p.primary)
}

// Countdown adds a bar that runs down with the seconds left.
func (b *Body) Countdown(c Countdown) {
	part := 0.0
	if c.Of > 0 {
		part = float64(c.Left) / float64(c.Of)
	}
	b.bar(joinWords(c.Label, strconv.Itoa(max(c.Left, 0))), part, 0)
}

// Progress adds a bar for work that goes on.
func (b *Body) Progress(p Progress) { b.bar(p.Label, p.Done, p.Turn) }

func (b *Body) bar(label string, part float64, turn int) {
	f := b.f
	b.paragraph(f.font(typeBody), label, RoleProgress, f.p.ink)
	b.add(row{height: f.m.px(18), gap: f.m.px(spaceSmall), paint: func(box image.Rectangle) {
		r := box.Dy() / 2
		f.fill(box, r, f.p.line)
		from, to := 0.0, min(max(part, 0), 1)
		if part < 0 {
			from = float64(turn%8) / 10
			to = from + 0.3
		}
		w := float64(box.Dx())
		f.fill(image.Rect(box.Min.X+int(from*w), box.Min.Y, box.Min.X+int(to*w), box.Max.Y), r, f.p.primary)
	}})
}
