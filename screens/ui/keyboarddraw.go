package ui

import (
	"cmp"
	"image"
	"strconv"
	"strings"
)

// maxFieldLines is how many lines of a long text are shown while it is edited; the
// end of the text, where the caret stands, is always among them.
const maxFieldLines = 3

func (k *Keyboard) keyHeight(f *Frame) int {
	if k.high > 0 {
		return k.high
	}
	return max(f.m.target(), min(f.m.px(104), f.size.Y*11/200))
}

// fitKeys makes the keys as high as usual, or lower where that is too much for the room.
func (k *Keyboard) fitKeys(f *Frame, room int) {
	k.high, k.tight = 0, false
	over := k.keysHeight(f) - room
	if over <= 0 {
		return
	}
	n := len(k.keyRows())
	k.high = max(f.m.target(), k.keyHeight(f)-(over+n-1)/n)
	k.tight = k.high == f.m.target()
}

func (k *Keyboard) keyGap(f *Frame) int { return f.m.px(10) }

// keysHeight is the height of the keys with the candidates above them.
func (k *Keyboard) keysHeight(f *Frame) int {
	n := len(k.keyRows())
	h := n*k.keyHeight(f) + (n-1)*k.keyGap(f) + 2*f.m.px(spaceSmall)
	if k.canPinyin() {
		h += k.candidateHeight(f) + k.keyGap(f)
	}
	return h
}

// drawKeys draws candidates and keys into a box, on a ground of their own.
func (k *Keyboard) drawKeys(f *Frame, box, column image.Rectangle) {
	f.fill(box, 0, f.p.keyGround)
	pad := f.m.px(spaceSmall)
	area := image.Rect(column.Min.X, box.Min.Y+pad, column.Max.X, box.Max.Y-pad)
	if k.canPinyin() {
		h := k.candidateHeight(f)
		k.drawCandidates(f, image.Rect(area.Min.X, area.Min.Y, area.Max.X, area.Min.Y+h))
		area.Min.Y += h + k.keyGap(f)
	}
	if k.pad() {
		w := min(area.Dx(), f.m.px(820))
		area.Min.X += (area.Dx() - w) / 2
		area.Max.X = area.Min.X + w
	}
	rows := k.keyRows()
	gap := k.keyGap(f)
	h := (area.Dy() - gap*(len(rows)-1)) / len(rows)
	units := 0.0
	for _, row := range rows {
		units = max(units, rowUnits(row))
	}
	for i, row := range rows {
		y := area.Min.Y + i*(h+gap)
		k.drawRow(f, row, units, image.Rect(area.Min.X, y, area.Max.X, y+h))
	}
}

func rowUnits(row []key) float64 {
	sum := 0.0
	for _, key := range row {
		sum += key.wide
	}
	return sum
}

// drawRow spreads a row over the width; a short row of letters is centred with
// keys as wide as elsewhere, one with wide keys fills the row.
func (k *Keyboard) drawRow(f *Frame, row []key, units float64, box image.Rectangle) {
	gap := k.keyGap(f)
	own := rowUnits(row)
	if fills := own < units-1.6 || row[len(row)-1].kind != keyInsert; fills {
		units = own
	}
	unit := float64(box.Dx()+gap) / units
	x := float64(box.Min.X) + (units-own)*unit/2
	for _, key := range row {
		next := x + key.wide*unit
		k.drawKey(f, key, image.Rect(int(x), box.Min.Y, int(next)-gap, box.Max.Y))
		x = next
	}
}

func (k *Keyboard) drawKey(f *Frame, key key, box image.Rectangle) {
	if key.kind == keyBlank {
		return
	}
	id := key.id()
	label, icon := k.keyFace(f, key)
	fill, edge, ink := f.p.key, f.p.line, f.p.ink
	state := State(0)
	switch {
	case key.kind == keyDone:
		fill, edge, ink = f.p.primary, f.p.primary, f.p.onPrimary
		state |= Primary
	case key.kind != keyInsert && key.kind != keySpace:
		fill = f.p.keyWide
	}
	if key.kind == keyShift && k.shift || key.kind == keySigns && k.signs {
		fill, state = f.p.primarySoft, state|Selected
	}
	blind := k.Vault != nil && key.kind == keyInsert // who looks on does not see which
	if id == f.pressed && !blind {
		fill = f.p.press
		if key.kind == keyDone {
			fill = f.p.primaryPress
		}
	}
	r := f.m.px(radiusKey)
	f.shadow(box.Add(image.Pt(0, f.m.px(3))), r, f.m.px(8))
	f.fill(box, r, fill)
	f.stroke(box, r, f.m.px(strokeThin), edge)
	f.focusRing(id, box, r)
	if icon != IconNone {
		side := min(box.Dy()*55/100, box.Dx()*6/10)
		c := box.Min.Add(image.Pt((box.Dx()-side)/2, (box.Dy()-side)/2))
		f.icon(icon, image.Rectangle{c, c.Add(image.Pt(side, side))}, ink)
	} else {
		as := typeKey
		if len([]rune(label)) > 1 {
			as = typeKeyWord
		}
		f.label(as, label, box.Inset(f.m.px(4)), 1, ink)
	}
	f.add(Element{ID: id, Role: RoleKey, Label: label, State: state, Box: box, Touchable: true})
	if blind {
		f.elements[len(f.elements)-1].State &^= Pressed
	}
}

// keyFace is a key's label, and an icon shown instead of it.
func (k *Keyboard) keyFace(f *Frame, key key) (string, Icon) {
	w := f.words
	switch key.kind {
	case keyBackspace:
		return w.Backspace, IconBackspace
	case keyClear:
		return w.Clear, IconNone
	case keyDone:
		return cmp.Or(k.DoneLabel, w.Done), IconNone
	case keyShift:
		return w.Shift, IconShift
	case keySpace:
		return w.Space, IconNone
	case keySigns:
		if k.signs {
			return w.Letters, IconNone
		}
		return w.Symbols, IconNone
	case keyMode:
		if k.latin && (k.layout == LayoutID || k.layout == LayoutPIN) {
			return w.Digits, IconNone
		}
		if k.latin {
			return w.Pinyin, IconNone
		}
		return w.Latin, IconNone
	}
	if k.shift {
		return strings.ToUpper(key.text), IconNone
	}
	return key.text, IconNone
}

func (k *Keyboard) candidateHeight(f *Frame) int {
	return f.font(typeSmall).leading() + max(f.m.target(), f.font(typeKey).leading()+f.m.px(spaceSmall))
}

// drawCandidates shows what is being composed and the texts on offer.
func (k *Keyboard) drawCandidates(f *Frame, box image.Rectangle) {
	r := f.m.px(radiusKey)
	f.fill(box, r, f.p.card)
	f.stroke(box, r, f.m.px(strokeThin), f.p.line)
	k.shown = 0
	if !k.composing() {
		return
	}
	pad := f.m.px(spaceSmall)
	small := f.font(typeSmall)
	top := image.Rect(box.Min.X+pad, box.Min.Y, box.Max.X-pad, box.Min.Y+small.leading())
	text := tail(k.method.Composition(), func(s string) bool { return f.width(small, s) <= top.Dx() })
	f.line(small, text, top, 0, f.p.primary)
	f.add(Element{Role: RoleText, Label: k.method.Composition(), Box: top})
	k.drawOffers(f, image.Rect(box.Min.X, top.Max.Y, box.Max.X, box.Max.Y))
}

func (k *Keyboard) drawOffers(f *Frame, box image.Rectangle) {
	all := k.method.Candidates()
	if k.first >= len(all) {
		k.first = 0
	}
	side := f.m.target()
	s := f.font(typeKey)
	room := image.Rect(box.Min.X, box.Min.Y, box.Max.X-2*side, box.Max.Y)
	x := room.Min.X
	for i := k.first; i < len(all); i++ {
		w := max(side, f.width(s, all[i])+2*f.m.px(spaceIcon))
		if x+w > room.Max.X && i > k.first {
			break
		}
		w = min(w, room.Max.X-x)
		k.drawOffer(f, i, all[i], image.Rect(x, room.Min.Y, x+w, room.Max.Y))
		x += w
		k.shown++
	}
	less := image.Rect(room.Max.X, box.Min.Y, room.Max.X+side, box.Max.Y)
	more := image.Rect(less.Max.X, box.Min.Y, less.Max.X+side, box.Max.Y)
	f.turn("cand.less", IconBack, f.words.PagePrev, less, k.first == 0)
	f.turn("cand.more", IconNext, f.words.PageNext, more, k.first+k.shown >= len(all))
}

func (k *Keyboard) drawOffer(f *Frame, i int, text string, box image.Rectangle) {
	id := "cand." + strconv.Itoa(i)
	c := f.p.ink
	if i == k.first {
		c = f.p.primary
	}
	if id == f.pressed {
		f.fill(box.Inset(f.m.px(2)), f.m.px(radiusKey), f.p.press)
	}
	f.focusRing(id, box.Inset(f.m.px(8)), f.m.px(radiusKey))
	f.label(typeKey, text, box, 1, c)
	f.add(Element{ID: id, Role: RoleKey, Label: text, Box: box, Touchable: true})
}

// turn draws a small button that turns the candidates' page.
func (f *Frame) turn(id string, icon Icon, label string, box image.Rectangle, off bool) {
	c := f.p.primary
	state := State(0)
	if off {
		c, state = f.p.line, Disabled
	}
	if id == f.pressed {
		f.fill(box.Inset(f.m.px(2)), f.m.px(radiusKey), f.p.press)
	}
	side := box.Dx() / 2
	at := box.Min.Add(image.Pt((box.Dx()-side)/2, (box.Dy()-side)/2))
	f.icon(icon, image.Rectangle{at, at.Add(image.Pt(side, side))}, c)
	f.add(Element{ID: id, Role: RoleKey, Label: label, State: state, Box: box, Touchable: true})
}

// tail drops characters from the front of a text until it fits, marking the loss.
func tail(text string, fits func(string) bool) string {
	if fits(text) {
		return text
	}
	r := []rune(text)
	for len(r) > 0 && !fits("…"+string(r)) {
		r = r[1:]
	}
	return "…" + string(r)
}
