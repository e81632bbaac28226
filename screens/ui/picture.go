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
	b.add(row{height: max(height, 1), gap: b.gap(), paint: func(box image.Rectangle) {
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
		b.paragraph(f.font(typeBody), p.Label, RoleImage, f.p.quiet)
	}
}

// QR adds a code to scan.
func (b *Body) QR(q QR) {
	f := b.f
	h := q.Size
	if h == 0 {
		h = 360
	}
	height := max(min(f.m.px(float64(h)), b.area.Dy()*2/3), 1)
	b.add(row{height: height, gap: b.gap(), keep: true, paint: func(box image.Rectangle) {
		x := box.Min.X + (box.Dx()-height)/2
		code := image.Rect(x, box.Min.Y, x+height, box.Max.Y)
		f.ops = append(f.ops, Op{Kind: OpQR, Box: code, Text: q.Data, Color: rgb(0)})
		f.add(Element{Role: RoleImage, Label: q.Label, Box: code})
	}})
	b.paragraph(f.font(typeBody), q.Caption, RoleText, f.p.quiet)
}

// Number adds the large number of a ticket.
func (b *Body) Number(n Number) {
	f := b.f
	s := f.font(typeNumber)
	b.paragraph(f.font(typeBody), n.Label, RoleText, f.p.quiet)
	b.add(row{height: s.leading(), gap: b.gap(), paint: func(box image.Rectangle) {
		f.label(typeNumber, n.Number, box, 1, f.p.primary)
		f.add(Element{Role: RoleText, Label: n.Number, Box: box})
	}})
	b.paragraph(f.font(typeBody), n.Caption, RoleText, f.p.quiet)
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
