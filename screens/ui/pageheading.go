package ui

import (
	"image"
	"image/color"
	"strconv"
	"strings"
)

// heading shows step and title; in the low-reach layout also the lead, since
// the upper part of the panel is free. What is too long there flows with the body.
func (d *pageDrawing) heading(b *Body) {
	f := d.f
	b.area = d.column(d.left)
	as := typeTitle
	if d.p.Hero {
		as = typeHero
	}
	if k := d.p.Keyboard; k != nil && (d.wide() || k.tight) {
		as = typeHeading
	}
	s := f.font(as)
	lines := f.wrap(s, d.p.Title, b.area.Dx())
	if len(lines) > 2 {
		s = f.font(typeTitle)
		lines = f.wrap(s, d.p.Title, b.area.Dx())
	}
	fixed := len(lines) <= 2 && f.wholeWords(s, d.p.Title, b.area.Dx()) && s.height(len(lines)) <= d.left.Dy()/3
	start := d.left.Min.Y
	leadLines := d.leadLines()
	if d.crowds(b, d.bandHeight(s, lines, leadLines, fixed, start)) {
		leadLines = nil
	}
	if d.p.Hero || f.look.LowReach {
		d.band(s, lines, leadLines, fixed, start)
	}
	title, lead := f.p.ink, f.p.quiet
	if d.p.Hero || f.look.LowReach {
		title, lead = f.p.onHero, f.p.heroQuiet
	}
	d.steps(title)
	if fixed && len(lines) > 0 {
		d.takeTop(f.m.px(spaceBlock))
		box := d.column(d.takeTop(s.height(len(lines))))
		f.lines(s, lines, box, 0, title)
		f.add(Element{Role: RoleHeading, Label: d.p.Title, Box: box})
	}
	leadFixed := d.lead(leadLines, lead)
	d.reserveReach()
	if !fixed {
		b.paragraph(f.font(typeHeading), d.p.Title, RoleHeading, f.p.ink)
	}
	if !leadFixed && d.p.Lead != "" {
		b.paragraph(f.font(typeLead), d.p.Lead, RoleText, f.p.quiet)
	}
}

// leadLines is the lead as it stands on the coloured band, or nil where it flows with the body.
func (d *pageDrawing) leadLines() []string {
	f := d.f
	if !d.p.Hero && !f.look.LowReach {
		return nil
	}
	s := f.font(typeLead)
	lines := f.wrap(s, d.p.Lead, d.column(d.left).Dx())
	room := d.left.Dy() / 4
	if len(lines) > 3 || s.height(len(lines)) > room {
		return nil
	}
	return lines
}

// crowds reports whether a band of a height leaves too little of the page to the body:
// less than a card of two lines and the pager. What is always there counts for nothing.
func (d *pageDrawing) crowds(b *Body, band int) bool {
	f := d.f
	if f.look.LowReach && band <= d.reach()-d.left.Min.Y {
		return false
	}
	least := f.font(typeLead).height(2) + 2*f.m.px(spaceInside) + b.pagerHeight() + b.gap()*3/2
	return d.left.Dy()-band < least
}

// lead draws the lead on the band and reports whether it did.
func (d *pageDrawing) lead(lines []string, c color.RGBA) bool {
	f := d.f
	if len(lines) == 0 {
		return false
	}
	s := f.font(typeLead)
	d.takeTop(f.m.px(spaceSmall))
	box := d.column(d.takeTop(s.height(len(lines))))
	f.lines(s, lines, box, 0, c)
	f.add(Element{Role: RoleText, Label: d.p.Lead, Box: box})
	return true
}

// band colours the ground behind the title.
func (d *pageDrawing) band(s fontStyle, lines, lead []string, fixed bool, top int) {
	h := d.bandHeight(s, lines, lead, fixed, top)
	d.f.fill(image.Rect(d.left.Min.X, top, d.left.Max.X, top+h), 0, d.f.p.hero)
	d.bandDone = top + h
}

// bandHeight is what step, title and lead take together, and in the low-reach layout at
// least down to where hands reach.
func (d *pageDrawing) bandHeight(s fontStyle, lines, lead []string, fixed bool, top int) int {
	f := d.f
	h := f.m.px(spaceBlock)
	if d.p.Step > 0 && d.p.Steps > 0 {
		h += f.m.px(spaceBlock) + f.font(typeSmall).leading()
	}
	if fixed {
		h += f.m.px(spaceBlock) + s.height(len(lines))
	}
	if n := len(lead); n > 0 {
		h += f.m.px(spaceSmall) + f.font(typeLead).height(n)
	}
	if f.look.LowReach {
		h = max(h, d.reach()-top)
	}
	return h
}

// reach is the height above which nothing can be touched in the low-reach layout.
func (d *pageDrawing) reach() int {
	if d.wide() || d.p.Keyboard != nil {
		return 0 // low enough as it is; the tools alone come down
	}
	return int(reachPortion * float64(d.f.size.Y))
}

// reserveReach gives the rest of the band away.
func (d *pageDrawing) reserveReach() {
	if d.bandDone > d.left.Min.Y {
		d.left.Min.Y = min(d.bandDone, d.left.Max.Y)
	}
}

// steps shows a bar of segments and "step n of m".
func (d *pageDrawing) steps(ink color.RGBA) {
	f, p := d.f, d.p
	if p.Steps <= 0 || p.Step <= 0 {
		return
	}
	s := f.font(typeSmall)
	text := strings.NewReplacer("{n}", strconv.Itoa(p.Step), "{of}", strconv.Itoa(p.Steps)).Replace(f.words.Step)
	d.takeTop(f.m.px(spaceBlock))
	box := d.column(d.takeTop(s.leading()))
	w := f.width(s, text)
	label := image.Rect(box.Max.X-w, box.Min.Y, box.Max.X, box.Max.Y)
	f.line(s, text, label, 2, ink)
	f.add(Element{Role: RoleProgress, Label: text, Box: label})
	bar := image.Rect(box.Min.X, box.Min.Y, label.Min.X-f.m.px(spaceIcon), box.Max.Y)
	gap, h := f.m.px(8), f.m.px(12)
	y := (bar.Min.Y + bar.Max.Y - h) / 2
	off, on := f.p.stepOff, f.p.primary
	if d.bandDone > 0 {
		off, on = f.p.toolFill, f.p.onHero
	}
	for i := range p.Steps {
		c := off
		if i < p.Step {
			c = on
		}
		x0 := bar.Min.X + i*(bar.Dx()+gap)/p.Steps
		x1 := bar.Min.X + (i+1)*(bar.Dx()+gap)/p.Steps - gap
		f.fill(image.Rect(x0, y, x1, y+h), h/2, c)
	}
}
