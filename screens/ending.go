package screens

import (
	"strconv"
	"time"

	"hallkiosk/screens/ui"
)

// idleWarning counts down to the wipe. Any touch anywhere goes on: the loop
// takes it, the screen has only to say so.
type idleWarning struct {
	until time.Time
	pager ui.Pager
}

func (s *idleWarning) Update(*Context) Nav { return Stay }

func (s *idleWarning) Draw(c *Context, f *ui.Frame) {
	left := int((s.until.Sub(c.Now) + time.Second - 1) / time.Second)
	b := c.page(f, ui.Page{Title: c.T("idle.title"), Lead: c.T("idle.lead"), Next: c.next("idle.stay"), Pager: &s.pager})
	b.Number(ui.Number{Label: c.T("idle.left"), Number: strconv.Itoa(max(left, 0)), Caption: c.T("idle.seconds")})
	b.Notice(ui.Notice{Kind: ui.Info, Text: c.T("idle.why")})
}

// confirmEnd asks before a visit with something in it is thrown away.
type confirmEnd struct{ pager ui.Pager }

func (s *confirmEnd) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	switch {
	case c.Tapped("back"):
		return Restart
	case c.Tapped("next"):
		return Back
	}
	return Stay
}

func (s *confirmEnd) Draw(c *Context, f *ui.Frame) {
	end := c.action("back", "end.yes", ui.IconTrash)
	end.Danger = true
	lead := "end.lead"
	if c.again {
		lead = "end.lead-again"
	}
	b := c.page(f, ui.Page{Title: c.T("end.title"), Lead: c.T(lead), Back: end, Next: c.next("end.no"), Pager: &s.pager})
	b.Notice(ui.Notice{Kind: ui.Warning, Text: c.T("end.what")})
}
