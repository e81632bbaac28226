package ui

import "image"

// Photo is a picture from outside, such as a scanned or printed paper.
type Photo struct {
	Image *image.RGBA
	Label string // what it shows; spoken, not drawn
}

// Photo adds a picture as wide as the body, or as high as it has room for, in
// its own proportions.
func (b *Body) Photo(p Photo) {
	f := b.f
	from := p.Image.Bounds()
	if from.Empty() {
		return
	}
	w, h := b.area.Dx(), max(b.area.Dx()*from.Dy()/from.Dx(), 1)
	if limit := max(b.room(), 1); h > limit {
		w, h = max(limit*from.Dx()/from.Dy(), 1), limit
	}
	b.add(row{height: h, gap: b.gap(), paint: func(box image.Rectangle) {
		x := box.Min.X + (box.Dx()-w)/2
		at := image.Rect(x, box.Min.Y, x+w, box.Max.Y)
		f.ops = append(f.ops, Op{Kind: OpImage, Box: at, Image: p.Image})
		f.add(Element{Role: RoleImage, Label: p.Label, Box: at})
	}})
}
