package ui

import "image"

// bottomBar holds Back, Other and Next, always in the same places.
func (d *pageDrawing) bottomBar() {
	actions := [3]*Action{d.p.Back, d.p.Other, d.p.Next}
	if actions == [3]*Action{} {
		return
	}
	f := d.f
	gap := f.m.px(spaceGroup)
	slots := d.slots()
	h := 0
	var shown [3]Action
	for i, a := range actions {
		if a == nil {
			continue
		}
		shown[i] = *a
		switch {
		case i == 0:
			shown[i].Icon = IconBack
		case i == 2 && a.Icon == IconNone:
			shown[i].Icon = IconNext
		}
		h = max(h, f.buttonHeight(shown[i], slots[i].Dx(), barButton))
	}
	box := d.takeBottom(h + 2*gap)
	d.late = append(d.late, func() {
		f.shadow(box, 0, f.m.px(blurCard))
		f.fill(box, 0, f.p.bar)
		f.fill(image.Rect(box.Min.X, box.Min.Y, box.Max.X, box.Min.Y+f.m.px(strokeThin)), 0, f.p.line)
		for i, a := range actions {
			if a == nil {
				continue
			}
			style := buttonSecondary
			if i == 2 {
				style = buttonPrimary
			}
			s := slots[i]
			f.button(shown[i], image.Rect(s.Min.X, box.Min.Y+gap, s.Max.X, box.Max.Y-gap), style)
		}
	})
}

// slots are the places of Back, Other and Next: Back always starts at the left
// edge and Next always ends at the right one.
func (d *pageDrawing) slots() [3]image.Rectangle {
	gap := d.f.m.px(spaceGroup)
	c := d.column(d.f.Bounds())
	back, other := c.Dx()*28/100, 0
	if d.p.Other != nil {
		back = c.Dx() * 26 / 100
		other = c.Dx()*33/100 + gap
	}
	return [3]image.Rectangle{
		image.Rect(c.Min.X, 0, c.Min.X+back, 1),
		image.Rect(c.Min.X+back+gap, 0, c.Min.X+back+other, 1),
		image.Rect(c.Min.X+back+other+gap, 0, c.Max.X, 1),
	}
}
