package screens

import "hallkiosk/screens/ui"

func (s *keyChange) page(c *Context, title, lead string) ui.Page {
	return ui.Page{Title: c.T(title), Lead: lead, Back: c.back(), Pager: &s.pager}
}

func (s *keyChange) Draw(c *Context, f *ui.Frame) {
	least, most := s.bounds()
	rule := c.T("change.rule", "least", least, "most", most)
	switch s.mode {
	case changeWarn:
		drawLastTry(c, f, &s.pager, s.old.error, s.tries)
	case changeOld:
		s.old.page(c, f, s.page(c, "change.old", c.T("change.old-lead")), c.T("pin.label", "tries", s.tries.words(c)))
	case changeFresh:
		s.fresh.page(c, f, s.page(c, "change.fresh", rule), c.T("change.fresh-label"))
	case changeWeak:
		s.drawWeak(c, f)
	case changeAgain:
		s.again.page(c, f, s.page(c, "change.again", c.T("change.again-lead")), c.T("change.again-label"))
	case changeWorking:
		p := s.page(c, "change.title", c.T("keyproof.wait"))
		p.Back = nil
		c.page(f, p).Progress(ui.Progress{Label: c.T("change.working"), Done: -1, Turn: turn(c.Now)})
	case changeRefused:
		s.drawRefused(c, f)
	case changeDone:
		p := s.page(c, "change.done", c.T("change.done-lead"))
		p.Back, p.Next = nil, c.next("change.on")
		b := c.page(f, p)
		b.Picture(ui.Picture{Art: ui.ArtDone, Label: c.T("change.done"), NoCaption: true})
		b.Notice(ui.Notice{Kind: ui.Success, Title: c.T("change.good"), Text: c.T("change.good-do")})
	}
}

func (s *keyChange) drawWeak(c *Context, f *ui.Frame) {
	p := s.page(c, "change.weak", "")
	p.Other, p.Next = c.action("keep", "change.keep", ui.IconNone), c.next("change.another")
	b := c.page(f, p)
	weakness := "same"
	if w := pinWeakness(s.fresh.pin.Bytes()); w != "" {
		weakness = w
	}
	b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("change.weak-" + weakness), Text: c.T("change.weak-do")})
}

func (s *keyChange) drawRefused(c *Context, f *ui.Frame) {
	p := s.page(c, "change.refused", "")
	p.Back, p.Next = refusalActions(c, s.refusal.step)
	b := c.page(f, p)
	drawKeyRefusal(c, b, s.refusal)
	if s.refusal.step == stepPIN {
		b.Text(ui.StyleBody, s.tries.words(c))
	}
}
