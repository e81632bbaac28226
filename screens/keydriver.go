package screens

import (
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/screens/ui"
)

// keyDriverPage shows the driver for the key that is plugged in.
type keyDriverPage struct{ drivers drivers }

func newKeyDriver(c *Context, k *keycheck.Finding) *keyDriverPage {
	s := &keyDriverPage{}
	if d := keyDriver(c, k); d != nil {
		s.drivers.chosen = d.ID
	}
	return s
}

func (s *keyDriverPage) Pager() *ui.Pager            { return s.drivers.Pager() }
func (s *keyDriverPage) Busy() bool                  { return false }
func (s *keyDriverPage) Leave()                      {}
func (s *keyDriverPage) Sees(*keycheck.Finding) bool { return true }

func (s *keyDriverPage) Update(c *Context) Nav {
	if c.Tapped("home") {
		return Restart
	}
	return s.drivers.Update(c)
}

func (s *keyDriverPage) Draw(c *Context, f *ui.Frame) { s.drivers.Draw(c, f) }
