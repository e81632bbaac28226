package ui

import "image"

var kindIcons = [4]Icon{Info: IconInfo, Success: IconCheck, Warning: IconWarning, Error: IconError}

// Notice adds a coloured card with an icon, and its action below the text.
func (b *Body) Notice(n Notice) {
	f := b.f
	t := f.p.tones[n.Kind%4]
	strong, body := f.font(typeStrong), f.font(typeBody)
	icon := strong.leading()
	texts := []sheetText{{style: strong, text: n.Title, color: t.ink}, {style: body, text: n.Text, color: f.p.ink}}
	b.addSheet(sheet{
		texts: texts, left: icon + f.m.px(spaceIcon), gap: b.gap(), minHeight: icon + f.m.px(spaceInside*1.5),
		paint: func(box image.Rectangle) {
			f.fill(box, f.m.px(radiusCard), t.fill)
			f.stroke(box, f.m.px(radiusCard), f.m.px(strokeThin), t.edge)
			x, y := box.Min.X+f.m.px(spaceInside), box.Min.Y+f.m.px(spaceInside*0.75)
			f.icon(kindIcons[n.Kind%4], image.Rect(x, y, x+icon, y+icon), t.ink)
			f.add(Element{Role: RoleNotice, Label: n.Title, Value: n.Text, Box: box})
		},
	})
	if n.Action != nil {
		b.button(*n.Action, buttonSoft)
	}
}

// Button adds a secondary button as wide as the column.
func (b *Body) Button(a Action) { b.button(a, buttonSecondary) }

func (b *Body) button(a Action, style buttonStyle) {
	f := b.f
	h := f.buttonHeight(a, b.width(), inlineButton)
	b.add(row{height: h, gap: f.m.px(spaceGroup), paint: func(box image.Rectangle) { f.button(a, box, style) }})
}
