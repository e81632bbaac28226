package ui

import (
	"image"
	"strconv"
)

// keyField is the edited field as it is shown above the keys.
type keyField struct {
	label, lines, errors []string
	pale                 bool
}

func (k *Keyboard) field(f *Frame, width int) keyField {
	inner := width - 2*f.m.px(spaceIcon)
	text := k.seen()
	out := keyField{
		label:  f.wrap(f.font(typeSmall), k.Label, width),
		errors: f.wrap(f.font(typeSmall), k.Error, width),
	}
	if text == "" {
		text, out.pale = k.Hint, true
	}
	// Room for the caret at the end of a line.
	out.lines = f.wrap(f.font(typeValue), text, inner-f.m.px(8))
	most := maxFieldLines
	if k.tight {
		most = 1
	}
	if n := len(out.lines); n > most {
		out.lines = out.lines[n-most:]
	}
	if len(out.lines) == 0 {
		out.lines = []string{""}
	}
	return out
}

func (k *Keyboard) fieldHeight(f *Frame, width int) int {
	fd := k.field(f, width)
	return f.font(typeSmall).height(len(fd.label)+len(fd.errors)) + k.boxHeight(f, fd) + f.m.px(spaceBlock)
}

func (k *Keyboard) boxHeight(f *Frame, fd keyField) int {
	return f.font(typeValue).height(len(fd.lines)) + f.m.px(spaceIcon)
}

// drawField draws label, text with its caret, and error.
func (k *Keyboard) drawField(f *Frame, box image.Rectangle) {
	fd := k.field(f, box.Dx())
	small, value := f.font(typeSmall), f.font(typeValue)
	y := box.Min.Y
	f.lines(small, fd.label, image.Rect(box.Min.X, y, box.Max.X, y+small.height(len(fd.label))), 0, f.p.quiet)
	y += small.height(len(fd.label))
	input := image.Rect(box.Min.X, y, box.Max.X, y+k.boxHeight(f, fd))
	edge := f.p.primary
	if k.Error != "" {
		edge = f.p.danger
	}
	r := f.m.px(radiusKey)
	f.fill(input, r, f.p.card)
	f.stroke(input, r, f.m.px(strokeThick-1), edge)
	text := image.Rect(input.Min.X+f.m.px(spaceIcon), input.Min.Y+f.m.px(spaceIcon/2), input.Max.X-f.m.px(spaceIcon), input.Max.Y)
	ink := f.p.ink
	if fd.pale {
		ink = f.p.quiet
	}
	f.lines(value, fd.lines, text, 0, ink)
	k.drawCaret(f, fd, text, value)
	y = input.Max.Y + f.m.px(4)
	f.lines(small, fd.errors, image.Rect(box.Min.X, y, box.Max.X, y+small.height(len(fd.errors))), 0, f.p.danger)
	k.addField(f, fd, box)
}

func (k *Keyboard) drawCaret(f *Frame, fd keyField, text image.Rectangle, s fontStyle) {
	x, n := text.Min.X, len(fd.lines)-1
	if fd.pale {
		n = 0
	} else {
		x += f.width(s, fd.lines[n])
	}
	y := text.Min.Y + n*s.leading()
	pad := (s.leading() - s.size) / 2
	f.fill(image.Rect(x+f.m.px(2), y+pad/2, x+f.m.px(6), y+s.leading()-pad/2), 0, f.p.primary)
}

func (k *Keyboard) addField(f *Frame, fd keyField, box image.Rectangle) {
	shown := k.seen()
	if shown == "" {
		shown = k.Hint
	}
	e := Element{Role: RoleField, Label: k.Label, Value: joinWords(shown, k.Error), Box: box, Secret: k.Secret || k.Vault != nil, State: Selected}
	if k.Error != "" {
		e.State |= Invalid
	}
	f.add(e)
	if k.Max > 0 && k.length() >= k.Max {
		n := strconv.Itoa(k.length()) + " / " + strconv.Itoa(k.Max)
		s := f.font(typeSmall)
		w := f.width(s, n)
		at := image.Rect(box.Max.X-w, box.Min.Y, box.Max.X, box.Min.Y+s.leading())
		if len(fd.label) == 1 && f.width(s, fd.label[0])+w < box.Dx() {
			f.line(s, n, at, 2, f.p.quiet)
			f.add(Element{Role: RoleText, Label: n, Box: at})
		}
	}
}
