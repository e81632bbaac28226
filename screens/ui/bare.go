package ui

// Bare makes the whole panel a body, without tools and actions: for what is no
// screen of the kiosk, such as the demo's tray.
func (f *Frame) Bare(pager *Pager) *Body {
	b := &Body{f: f, pager: pager, area: f.Bounds().Inset(f.m.px(spaceBlock))}
	f.body = b
	return b
}
