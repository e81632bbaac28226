package ui

import "image"

// topBar names the hall, shows the time and, unless the look is low-reach, the
// tools: below on an upright panel, between on a wide one.
func (d *pageDrawing) topBar() {
	f := d.f
	s := f.font(typeTool)
	h := max(f.m.px(84), s.leading()+f.m.px(spaceSmall*2))
	if d.wide() && !f.look.LowReach {
		c := d.topColumn(d.left)
		side := c.Dx() * 3 / 10
		strip := image.Rect(c.Min.X+side, 0, c.Max.X-f.width(s, "00:00")-f.m.px(spaceIcon*2), 0)
		h = max(h, d.toolHeight(strip.Dx()))
		box := d.takeTop(h)
		f.fill(box, 0, f.p.hero)
		strip.Min.Y, strip.Max.Y = box.Min.Y, box.Max.Y
		d.nameplate(d.topColumn(box), side-f.m.px(spaceIcon))
		d.late = append(d.late, func() { d.toolStrip(strip) })
		return
	}
	box := d.takeTop(h)
	f.fill(box, 0, f.p.hero)
	d.nameplate(d.topColumn(box), 0)
	if !f.look.LowReach {
		strip := d.takeTop(d.toolHeight(d.topColumn(d.left).Dx()))
		f.fill(strip, 0, f.p.hero)
		d.late = append(d.late, func() { d.toolStrip(d.topColumn(strip)) })
	}
}

// topColumn goes from margin to margin also on a wide panel.
func (d *pageDrawing) topColumn(r image.Rectangle) image.Rectangle {
	m := d.f.m.px(spaceMargin)
	return image.Rect(r.Min.X+m, r.Min.Y, r.Max.X-m, r.Max.Y)
}

// nameplate draws the place at the left, at most width wide (0: up to the clock), and the clock at the right.
func (d *pageDrawing) nameplate(c image.Rectangle, width int) {
	f := d.f
	s := f.font(typeTool)
	clock := image.Rect(c.Max.X-f.width(s, "00:00")-f.m.px(spaceSmall), c.Min.Y, c.Max.X, c.Max.Y)
	f.label(typeTool, d.p.Tools.Clock, clock, 2, f.p.onHero)
	mark := s.leading()
	cy := (c.Min.Y + c.Max.Y) / 2
	f.icon(IconBuilding, image.Rect(c.Min.X, cy-mark/2, c.Min.X+mark, cy-mark/2+mark), f.p.onHero)
	place := image.Rect(c.Min.X+mark+f.m.px(spaceSmall), c.Min.Y, clock.Min.X-f.m.px(spaceIcon), c.Max.Y)
	if width > 0 {
		place.Max.X = c.Min.X + width
	}
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

// toolWidth is the width of one of the strip's buttons.
func (d *pageDrawing) toolWidth(strip, n int) int {
	return (strip - d.f.m.px(spaceSmall)*(n-1)) / n
}

func (d *pageDrawing) toolIcon() int { return d.f.font(typeTool).size * 13 / 10 }

// beside reports whether every label fits on one line beside its icon; else
// all stand below their icons.
func (d *pageDrawing) beside(strip int) bool {
	f := d.f
	list := d.tools()
	room := d.toolWidth(strip, len(list)) - d.toolIcon() - 2*f.m.px(spaceSmall)
	for _, t := range list {
		if f.width(f.font(typeTool), t.Label) > room {
			return false
		}
	}
	return true
}

func (d *pageDrawing) toolHeight(strip int) int {
	f := d.f
	s := f.font(typeTool)
	h := f.m.px(toolHeight)
	if !d.beside(strip) {
		list := d.tools()
		lines := 1
		for _, t := range list {
			lines = max(lines, min(2, len(f.wrap(s, t.Label, d.toolWidth(strip, len(list))-f.m.px(spaceSmall)))))
		}
		h = max(h, d.toolIcon()+s.height(lines)+f.m.px(spaceSmall*2))
	}
	return h + f.m.px(spaceSmall*2)
}

func (d *pageDrawing) toolStrip(c image.Rectangle) {
	f := d.f
	list := d.tools()
	beside := d.beside(c.Dx())
	gap, w := f.m.px(spaceSmall), d.toolWidth(c.Dx(), len(list))
	for i, t := range list {
		x := c.Min.X + i*(w+gap)
		d.tool(t, image.Rect(x, c.Min.Y+gap/2, x+w, c.Max.Y-gap*3/2), beside)
	}
}

func (d *pageDrawing) tool(t Action, box image.Rectangle, beside bool) {
	f := d.f
	r := f.m.px(radiusButton)
	fill := f.p.toolFill
	switch {
	case t.ID == f.pressed:
		fill = f.p.primaryPress
	case d.toolOn(t.ID):
		fill = f.p.primary
	}
	f.fill(box, r, fill)
	f.stroke(box, r, f.m.px(strokeThin), f.p.toolEdge)
	f.focusRing(t.ID, box, r)
	icon := d.toolIcon()
	inner := box.Inset(f.m.px(spaceSmall / 2))
	if beside {
		gap := f.m.px(spaceSmall)
		w := icon + gap + f.width(f.font(typeTool), t.Label)
		x, cy := inner.Min.X+(inner.Dx()-w)/2, (box.Min.Y+box.Max.Y)/2
		f.icon(t.Icon, image.Rect(x, cy-icon/2, x+icon, cy-icon/2+icon), f.p.onHero)
		f.label(typeTool, t.Label, image.Rect(x+icon+gap, inner.Min.Y, inner.Max.X, inner.Max.Y), 0, f.p.onHero)
	} else {
		s, lines := f.fit(f.font(typeTool), t.Label, inner.Dx(), inner.Dy()-icon)
		top := inner.Min.Y + (inner.Dy()-icon-s.height(len(lines)))/2
		x := inner.Min.X + (inner.Dx()-icon)/2
		f.icon(t.Icon, image.Rect(x, top, x+icon, top+icon), f.p.onHero)
		f.lines(s, lines, image.Rect(inner.Min.X, top+icon, inner.Max.X, inner.Max.Y), 1, f.p.onHero)
	}
	e := Element{ID: t.ID, Role: RoleButton, Label: t.Label, Box: box, Touchable: true}
	if d.toolOn(t.ID) {
		e.State |= Selected
	}
	f.add(e)
}

// toolOn reports whether a tool's aid is switched on now.
func (d *pageDrawing) toolOn(id string) bool {
	l := d.f.look
	switch id {
	case ToolText:
		return l.Text > 1
	case ToolContrast:
		return l.HighContrast
	case ToolReach:
		return l.LowReach
	}
	return false
}
