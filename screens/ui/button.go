package ui

import (
	"cmp"
	"image"
	"image/color"
)

// buttonStyle is the weight of a button.
type buttonStyle uint8

const (
	buttonPrimary buttonStyle = iota
	buttonSecondary
	buttonSoft
)

// buttonColors returns fill, edge and ink.
func (f *Frame) buttonColors(a Action, style buttonStyle) (fill, edge, ink color.RGBA) {
	p := f.p
	pressed := a.ID == f.pressed && !a.Disabled && a.ID != ""
	switch {
	case a.Disabled:
		return p.disabled, p.line, p.onDisabled
	case style == buttonPrimary && a.Danger:
		fill, edge, ink = p.danger, p.danger, p.onPrimary
	case style == buttonPrimary:
		fill, edge, ink = p.primary, p.primary, p.onPrimary
		if pressed {
			fill = p.primaryPress
		}
		return fill, edge, ink
	case a.Danger:
		fill, edge, ink = p.card, p.danger, p.danger
	case style == buttonSoft:
		fill, edge, ink = p.primarySoft, p.primary, p.primary
	default:
		fill, edge, ink = p.card, p.edge, p.primary
	}
	if pressed {
		fill = p.press
		if style == buttonPrimary {
			fill = p.primaryPress
		}
	}
	return fill, edge, ink
}

// button draws an action into a box: icon and label centred, the label wrapped
// or made smaller where it must be.
func (f *Frame) button(a Action, box image.Rectangle, style buttonStyle) {
	fill, edge, ink := f.buttonColors(a, style)
	r := f.m.px(radiusButton)
	if style == buttonPrimary && !a.Disabled {
		f.shadow(box.Add(image.Pt(0, f.m.px(4))), r, f.m.px(blurCard/2))
	}
	f.fill(box, r, fill)
	f.stroke(box, r, f.m.px(strokeThin+1), edge)
	f.focusRing(a.ID, box, r)
	f.buttonFace(a, box, ink)
	state := State(0)
	if a.Disabled {
		state |= Disabled
	}
	if style == buttonPrimary {
		state |= Primary
	}
	f.add(Element{ID: a.ID, Role: RoleButton, Label: cmp.Or(a.Spoken, a.Label), State: state, Box: box, Touchable: true})
}

// buttonHeight is the height that an action needs at full size, with its label on at most
// two lines, and at least the given design length.
func (f *Frame) buttonHeight(a Action, width int, least float64) int {
	s := f.font(typeButton)
	room := width - 2*f.m.px(spaceSmall*1.5)
	a = f.sparing(a, room)
	if a.Icon != IconNone {
		room -= s.size*115/100 + f.m.px(spaceSmall)
	}
	n := min(2, len(f.wrap(s, a.Label, room)))
	return max(f.m.px(least), s.height(n)+f.m.px(spaceIcon))
}

// sparing leaves the icon out where only that keeps the words on one line.
func (f *Frame) sparing(a Action, room int) Action {
	s := f.font(typeButton)
	if w := f.width(s, a.Label); w <= room && w > room-s.size*115/100-f.m.px(spaceSmall) {
		a.Icon = IconNone
	}
	return a
}

// buttonFace paints icon and label. An arrow that points on stands after the label.
func (f *Frame) buttonFace(a Action, box image.Rectangle, ink color.RGBA) {
	pad := f.m.px(spaceSmall * 1.5)
	inner := image.Rect(box.Min.X+pad, box.Min.Y, box.Max.X-pad, box.Max.Y)
	s := f.font(typeButton)
	a = f.sparing(a, inner.Dx())
	iconSize, iconGap := 0, 0
	if a.Icon != IconNone {
		iconSize, iconGap = s.size*115/100, f.m.px(spaceSmall)
	}
	fitted, lines := f.fit(s, a.Label, inner.Dx()-iconSize-iconGap, box.Dy()-f.m.px(spaceSmall))
	if a.Icon != IconNone && (fitted.height(len(lines)) > box.Dy() || !f.wholeWords(fitted, a.Label, inner.Dx()-iconSize-iconGap)) {
		// No room for the words: the sign alone; the label is still spoken.
		lines, iconGap = nil, 0
	}
	w := 0
	for _, l := range lines {
		w = max(w, f.width(fitted, l))
	}
	x := inner.Min.X + (inner.Dx()-w-iconSize-iconGap)/2
	iconX, textX := x, x+iconSize+iconGap
	if a.Icon == IconNext || a.Icon == IconDown {
		textX, iconX = x, x+w+iconGap
	}
	top := box.Min.Y + (box.Dy()-fitted.height(len(lines)))/2
	f.lines(fitted, lines, image.Rect(textX, top, textX+w, box.Max.Y), 1, ink)
	if iconSize > 0 {
		cy := (box.Min.Y + box.Max.Y) / 2
		f.icon(a.Icon, image.Rect(iconX, cy-iconSize/2, iconX+iconSize, cy-iconSize/2+iconSize), ink)
	}
}

// label fits a text into a box, vertically centred.
func (f *Frame) label(r role, text string, box image.Rectangle, align int, c color.RGBA) {
	s, lines := f.fit(f.font(r), text, box.Dx(), box.Dy())
	top := box.Min.Y + (box.Dy()-s.height(len(lines)))/2
	f.lines(s, lines, image.Rect(box.Min.X, top, box.Max.X, box.Max.Y), align, c)
}
