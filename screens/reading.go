package screens

import "hallkiosk/screens/ui"

// Where a page must have been offered whole before a person goes on, Next first
// turns through it. The two halves below keep word and deed together.

// turned takes a touch of Next for the following page, while there is one, and
// reports whether it did.
func (c *Context) turned(p *ui.Pager) bool {
	if !c.Tapped("next") || p.Last() {
		return false
	}
	p.Tap(ui.PagerNext)
	return true
}

// onceRead is what Next says: more, the word for a key, until the last page, then its own.
func (c *Context) onceRead(p *ui.Pager, more string, next *ui.Action) *ui.Action {
	if p.Last() {
		return next
	}
	return c.action("next", more, ui.IconDown)
}
