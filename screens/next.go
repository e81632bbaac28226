package screens

import "hallkiosk/screens/ui"

// anotherID is the touch that begins a next service with the same data.
const anotherID = "another"

// another offers a next service for the same organisation, once no paper of this
// one is on its way: who leaves a page that prints stops it.
func (s *ticket) another(c *Context) *ui.Action {
	if s.Busy() {
		return nil
	}
	return c.action(anotherID, "ticket.another", ui.IconBuilding)
}

// wantsAnother reports whether it was taken.
func (s *ticket) wantsAnother(c *Context) bool { return c.Tapped(anotherID) && s.another(c) != nil }
