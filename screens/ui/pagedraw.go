package ui

import (
	"image"
	"strconv"
	"strings"
)

// pageDrawing lays out one Page: it takes strips off the top and bottom of the
// panel and gives what is left to the body.
type pageDrawing struct {
	f    *Frame
	p    Page
	left image.Rectangle // not yet taken
	late []func()        // elements read after the body
}

func (d *pageDrawing) draw() *Body {
	f := d.f
	d.left = f.Bounds()
	d.topBar()
	if !f.look.LowReach {
		d.toolStrip(d.takeTop(d.toolHeight()))
	}
	d.bottomBar()
	if f.look.LowReach {
		box := d.takeBottom(d.toolHeight())
		d.late = append(d.late, func() { d.toolStrip(box) })
	}
	b := &Body{f: f, pager: d.p.Pager}
	d.heading(b)
	if d.p.Keyboard != nil {
		d.keyboard()
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

// topBar names the hall and shows the time.
func (d *pageDrawing) topBar() {
	f := d.f
	s := f.font(typeTool)
	box := d.takeTop(max(f.m.px(84), s.leading()+f.m.px(spaceSmall*2)))
	f.fill(box, 0, f.p.hero)
	c := d.column(box)
	clockW := f.width(s, "00:00") + f.m.px(spaceSmall)
	clock := image.Rect(c.Max.X-clockW, c.Min.Y, c.Max.X, c.Max.Y)
	f.label(typeTool, d.p.Tools.Clock, clock, 2, f.p.onHero)
	mark := s.leading()
	cy := (c.Min.Y + c.Max.Y) / 2
	f.icon(IconBuilding, image.Rect(c.Min.X, cy-mark/2, c.Min.X+mark, cy-mark/2+mark), f.p.onHero)
	place := image.Rect(c.Min.X+mark+f.m.px(spaceSmall), c.Min.Y, clock.Min.X-f.m.px(spaceIcon), c.Max.Y)
	f.label(typeTool, d.p.Tools.Place, place, 0, f.p.onHero)
	d.late = append(d.late, func() {
		f.add(Element{Role: RoleText, Label: d.p.Tools.Place, Box: place})
		f.add(Element{Role: RoleText, Label: d.p.Tools.Clock, Box: clock})
	})
}

// tools lists what the strip offers.
func (d *pageDrawing) tools() []Action {
	w := d.f.words
	list := []Action{
		{ID: ToolLanguage, Label: w.Language, Icon: IconGlobe},
		{ID: ToolText, Label: w.Text, Icon: IconText},
		{ID: ToolContrast, Label: w.Contrast, Icon: IconContrast},
		{ID: ToolReach, Label: w.Reach, Icon: IconReach},
	}
	if d.p.Tools.Exit {
		list = append(list, Action{ID: Exit, Label: w.Exit, Icon: IconExit})
	}
	return list
}

func (d *pageDrawing) toolHeight() int {
	f := d.f
	return max(f.m.px(toolHeight), f.font(typeTool).leading()*2) + f.m.px(spaceSmall*2)
}

func (d *pageDrawing) toolStrip(box image.Rectangle) {
	f := d.f
	f.fill(box, 0, f.p.hero)
	c := d.column(box)
	gap := f.m.px(spaceSmall)
	list := d.tools()
	w := (c.Dx() - gap*(len(list)-1)) / len(list)
	pad := f.m.px(spaceSmall)
	for i, t := range list {
		x := c.Min.X + i*(w+gap)
		d.tool(t, image.Rect(x, c.Min.Y+pad/2, x+w, c.Max.Y-pad*3/2))
	}
}

func (d *pageDrawing) tool(t Action, box image.Rectangle) {
	f := d.f
	r := f.m.px(radiusButton)
	ink := f.p.onHero
	f.fill(box, r, f.p.primary)
	f.stroke(box, r, f.m.px(strokeThin), f.p.heroQuiet)
	f.focusRing(t.ID, box, r)
	s := f.font(typeTool)
	size := int(float64(s.size) * 1.2)
	gap := f.m.px(spaceSmall / 2)
	pad := f.m.px(spaceSmall)
	inner := box.Inset(pad / 2)
	fitted, lines := f.fit(s, t.Label, inner.Dx()-size-gap, inner.Dy())
	w := 0
	for _, l := range lines {
		w = max(w, f.width(fitted, l))
	}
	x := inner.Min.X + (inner.Dx()-w-size-gap)/2
	cy := (box.Min.Y + box.Max.Y) / 2
	f.icon(t.Icon, image.Rect(x, cy-size/2, x+size, cy-size/2+size), ink)
	top := cy - fitted.height(len(lines))/2
	f.lines(fitted, lines, image.Rect(x+size+gap, top, x+size+gap+w, inner.Max.Y), 1, ink)
	f.add(Element{ID: t.ID, Role: RoleButton, Label: t.Label, Box: box, Touchable: true})
}

// bottomBar holds Back, Other and Next, always in the same places.
func (d *pageDrawing) bottomBar() {
	if d.p.Back == nil && d.p.Next == nil && d.p.Other == nil {
		return
	}
	f := d.f
	gap := f.m.px(spaceGroup)
	s := f.font(typeButton)
	h := max(f.m.px(barButton), s.leading()*2+f.m.px(spaceSmall))
	box := d.takeBottom(h + 2*gap)
	f.shadow(box, 0, f.m.px(blurCard))
	f.fill(box, 0, f.p.bar)
	f.fill(image.Rect(box.Min.X, box.Min.Y, box.Max.X, box.Min.Y+f.m.px(strokeThin)), 0, f.p.line)
	c := d.column(box)
	c.Min.Y += gap
	c.Max.Y -= gap
	back := c.Dx() * 30 / 100
	other := 0
	if d.p.Other != nil {
		other = c.Dx()*32/100 + gap
	}
	slots := [3]image.Rectangle{
		image.Rect(c.Min.X, c.Min.Y, c.Min.X+back, c.Max.Y),
		image.Rect(c.Min.X+back+gap, c.Min.Y, c.Min.X+back+other, c.Max.Y),
		image.Rect(c.Min.X+back+other+gap, c.Min.Y, c.Max.X, c.Max.Y),
	}
	d.late = append(d.late, func() {
		for i, a := range []*Action{d.p.Back, d.p.Other, d.p.Next} {
			if a == nil {
				continue
			}
			style := buttonSecondary
			act := *a
			switch i {
			case 0:
				act.Icon = IconBack
			case 2:
				style = buttonPrimary
				if act.Icon == IconNone {
					act.Icon = IconNext
				}
			}
			f.button(act, slots[i], style)
		}
	})
}

// heading shows step, title and lead. A title too long for two lines, and the
// lead, flow with the body.
func (d *pageDrawing) heading(b *Body) {
	f := d.f
	c := d.column(d.left)
	b.area = c
	d.steps()
	s := f.font(typeTitle)
	lines := f.wrap(s, d.p.Title, c.Dx())
	switch {
	case len(lines) == 0:
	case len(lines) <= 2:
		box := d.takeTop(f.m.px(spaceBlock) + s.height(len(lines)))
		box = d.column(box)
		box.Min.Y += f.m.px(spaceBlock)
		f.lines(s, lines, box, 0, f.p.ink)
		f.add(Element{Role: RoleHeading, Label: d.p.Title, Box: box})
	default:
		b.paragraph(f.font(typeHeading), d.p.Title, RoleHeading, f.p.ink)
	}
	if f.look.LowReach {
		reach := int(reachPortion * float64(f.size.Y))
		if d.left.Min.Y < reach {
			d.left.Min.Y = reach
		}
	}
	if d.p.Lead != "" {
		b.paragraph(f.font(typeLead), d.p.Lead, RoleText, f.p.quiet)
	}
}

// steps shows a bar of segments and "step n of m".
func (d *pageDrawing) steps() {
	f, p := d.f, d.p
	if p.Steps <= 0 || p.Step <= 0 {
		return
	}
	s := f.font(typeSmall)
	text := strings.NewReplacer("{n}", strconv.Itoa(p.Step), "{of}", strconv.Itoa(p.Steps)).Replace(f.words.Step)
	box := d.column(d.takeTop(f.m.px(spaceBlock) + s.leading()))
	box.Min.Y += f.m.px(spaceBlock)
	w := min(f.width(s, text), box.Dx()/2)
	label := image.Rect(box.Max.X-w, box.Min.Y, box.Max.X, box.Max.Y)
	f.line(s, text, label, 2, f.p.quiet)
	f.add(Element{Role: RoleProgress, Label: text, Box: label})
	gap := f.m.px(8)
	bar := image.Rect(box.Min.X, box.Min.Y, label.Min.X-f.m.px(spaceIcon), box.Max.Y)
	seg := (bar.Dx() - gap*(p.Steps-1)) / p.Steps
	h := f.m.px(10)
	y := (bar.Min.Y + bar.Max.Y - h) / 2
	for i := range p.Steps {
		c := f.p.line
		if i < p.Step {
			c = f.p.primary
		}
		x := bar.Min.X + i*(seg+gap)
		f.fill(image.Rect(x, y, x+seg, y+h), h/2, c)
	}
}

func (d *pageDrawing) keyboard() {
	k := d.p.Keyboard
	h := k.height(d.f, d.column(d.left).Dx())
	box := d.takeBottom(h)
	k.draw(d.f, box, d.column(box))
}
