package ui

import (
	"image"
	"strings"
)

// pageDrawing lays out one Page: it takes strips off the top and bottom of the
// panel and gives what is left to the body.
type pageDrawing struct {
	f    *Frame
	p    Page
	left image.Rectangle // not yet taken
	late []func()        // drawn and read after the body
	// bandDone is the lower edge of the coloured band behind the title, or 0.
	bandDone int
}

func (d *pageDrawing) draw() *Body {
	f := d.f
	d.p.Title, d.p.Lead = strings.TrimSpace(clean(d.p.Title)), strings.TrimSpace(clean(d.p.Lead))
	d.left = f.Bounds()
	d.topBar()
	d.bottomBar()
	if f.look.LowReach {
		box := d.takeBottom(d.toolHeight(d.column(d.left).Dx()))
		d.late = append(d.late, func() {
			f.fill(box, 0, f.p.hero)
			d.toolStrip(d.column(box))
		})
	}
	b := &Body{f: f, pager: d.p.Pager}
	if k := d.p.Keyboard; k != nil && d.wide() {
		d.wideKeyboard(k)
		d.heading(b)
		d.dockField(k)
	} else if k != nil {
		k.fitKeys(f, d.left.Dy()-k.fieldHeight(f, d.column(d.left).Dx())-d.wanted())
		keys := d.takeBottom(k.keysHeight(f))
		d.late = append([]func(){func() { k.drawKeys(f, keys, d.column(keys)) }}, d.late...)
		d.heading(b)
		d.dockField(k)
	} else {
		d.heading(b)
	}
	b.area = d.column(d.left)
	gap := f.m.px(spaceBlock)
	b.area.Min.Y += gap
	b.area.Max.Y -= gap / 2
	b.after = func() {
		for _, draw := range d.late {
			draw()
		}
	}
	f.body = b
	return b
}

// wanted is the height that title, body and pager would like beside a keyboard.
func (d *pageDrawing) wanted() int {
	f := d.f
	b := Body{f: f, area: d.column(d.left)}
	return f.font(typeTitle).height(2) + b.pagerHeight() + f.font(typeBody).height(1) + 3*b.gap()
}

// wide reports a panel that lies on its side.
func (d *pageDrawing) wide() bool { return d.f.size.X > d.f.size.Y }

// wideKeyboard puts the keys to the right of title, field and body: a panel on its side
// is too low for both.
func (d *pageDrawing) wideKeyboard(k *Keyboard) {
	f := d.f
	box := d.left
	box.Min.X = box.Min.X + box.Dx()*40/100
	d.left.Max.X = box.Min.X
	h := k.keysHeight(f)
	if h < box.Dy() {
		box.Min.Y = box.Max.Y - h
	}
	m := f.m.px(spaceIcon)
	d.late = append([]func(){func() {
		k.drawKeys(f, box, image.Rect(box.Min.X+m, box.Min.Y, box.Max.X-m, box.Max.Y))
	}}, d.late...)
}

// dockField shows the edited field: above the keys, or on a wide panel below the title.
func (d *pageDrawing) dockField(k *Keyboard) {
	h := k.fieldHeight(d.f, d.column(d.left).Dx())
	take := d.takeBottom
	if d.wide() {
		take = d.takeTop
	}
	box := d.column(take(h))
	box.Min.Y += d.f.m.px(spaceBlock) / 2
	k.drawField(d.f, box)
}

func (d *pageDrawing) takeTop(h int) image.Rectangle {
	r := d.left
	r.Max.Y = min(r.Min.Y+h, r.Max.Y)
	d.left.Min.Y = r.Max.Y
	return r
}

func (d *pageDrawing) takeBottom(h int) image.Rectangle {
	r := d.left
	r.Min.Y = max(r.Max.Y-h, r.Min.Y)
	d.left.Max.Y = r.Min.Y
	return r
}

// column is the part of a strip between the margins, centred on wide panels.
func (d *pageDrawing) column(r image.Rectangle) image.Rectangle {
	m := d.f.m.px(spaceMargin)
	w := min(r.Dx()-2*m, d.f.m.px(maxColumn))
	x := r.Min.X + (r.Dx()-w)/2
	return image.Rect(x, r.Min.Y, x+w, r.Max.Y)
}
