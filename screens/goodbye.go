package screens

import (
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/screens/ui"
)

const (
	goodbyeFor  = 6 * time.Second  // shown at least, unless touched
	goodbyeMax  = 15 * time.Second // shown at most while the reader does not say whether a card lies there
	remindEvery = time.Second      // between two looks at the reader
	remindFor   = 3 * time.Minute  // then staff are told instead
)

// goodbye comes after the wipe: nothing of the visit is left but, perhaps, the
// card on the reader, the U-KEY in the port and the paper in the tray. It stays
// while one of the first two is there.
type goodbye struct {
	began, looked time.Time
	look          Job[bool]
	card          bool
	clear         bool       // the reader has said that no card lies there
	done          bool       // the person has touched the way home
	told          bool       // the log has it
	given         bool       // the visit ended with a number
	slip, forms   paperState // and this became of its papers
	idle          bool       // nobody was there to end it
	key           bool       // a U-KEY is still in the port
	known         bool       // staff knew of it before this visit ended
	pager         ui.Pager
}

func (s *goodbye) Update(c *Context) Nav {
	if s.began.IsZero() {
		s.began, s.known = c.Now, c.keys.told
	}
	s.key = c.keys.left && !s.known
	asked := s.ask(c)
	// Whoever comes next must not be taken for the owner of a card left there.
	*c.left = !s.clear
	if s.card || s.key {
		s.remind(c)
		if s.told && c.Tapped("next") {
			return Restart
		}
		return Stay
	}
	s.done = s.done || c.Tapped("next")
	shown := c.Now.Sub(s.began)
	if asked && (s.done || shown >= goodbyeFor) || shown >= goodbyeMax {
		return Restart
	}
	return Stay
}

// remind calls back whoever forgot something, and after a while tells staff.
func (s *goodbye) remind(c *Context) {
	late := c.Now.Sub(s.began) >= remindFor
	if late && !s.told && s.card {
		audit.Log(c.Log, audit.CardLeftBehind)
	}
	s.told = s.told || late
	if s.key {
		c.keys.remind(c, late)
	}
}

// ask looks at the reader now and then, and reports whether it has answered or
// cannot be asked.
func (s *goodbye) ask(c *Context) bool {
	cards := c.Platform.Cards
	if cards == nil || !cards.Status().Usable() {
		s.card, s.clear = false, false
		s.look.Reset()
		return true
	}
	if c.Now.Sub(s.looked) >= remindEvery {
		s.look.Start(c, cards.Present)
	}
	if there, ended, err := s.look.Poll(); ended {
		s.look.Reset()
		s.looked = c.Now
		if err == nil {
			s.card, s.clear = there, !there
		}
	}
	return s.clear || s.card
}

func (s *goodbye) Draw(c *Context, f *ui.Frame) {
	if s.card || s.key {
		s.drawForgotten(c, f)
		return
	}
	title, lead, art, picture := "goodbye.title", "goodbye.lead", ui.ArtDone, "goodbye.picture"
	switch {
	case s.given:
		lead, art, picture = s.papers()
	case s.idle:
		title = "goodbye.title-idle"
	}
	b := c.page(f, ui.Page{Title: c.T(title), Lead: c.T(lead), Hero: true, Next: c.action("next", "goodbye.home", ui.IconHome), Pager: &s.pager})
	b.Picture(ui.Picture{Art: art, Label: c.T(picture)})
	b.Notice(ui.Notice{Kind: ui.Success, Title: c.T("goodbye.wiped"), Text: c.T("goodbye.wiped-do")})
}

// drawForgotten asks for what was forgotten.
func (s *goodbye) drawForgotten(c *Context, f *ui.Frame) {
	word, art := "card", ui.ArtTake
	switch {
	case s.card && s.key:
		word = "both"
	case s.key:
		word, art = "key", ui.ArtKeyOut
	}
	p := ui.Page{Title: c.T("goodbye." + word + "-title"), Lead: c.T("goodbye." + word + "-lead"), Hero: true, Pager: &s.pager}
	if s.told { // nobody comes for it: others may go on, and are asked to lift it first
		p.Next = c.action("next", "goodbye.home", ui.IconHome)
	}
	b := c.page(f, p)
	b.Picture(ui.Picture{Art: art, Label: c.T("goodbye." + word + "-picture")})
	b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("goodbye." + word), Text: c.T("goodbye." + word + "-do")})
}

// papers says what to take along, by what came out of the printers.
func (s *goodbye) papers() (lead string, art ui.Art, picture string) {
	out := func(p paperState) bool { return p == paperOut }
	switch {
	case out(s.slip) && out(s.forms):
		return "goodbye.lead-paper", ui.ArtTicket, "goodbye.picture-paper"
	case s.slip == paperNone && s.forms == paperNone:
		return "goodbye.lead-number", ui.ArtDone, "goodbye.picture"
	case out(s.slip) && s.forms == paperNone:
		return "goodbye.lead-ticket", ui.ArtTicket, "goodbye.picture-printed"
	case out(s.forms) && s.slip == paperNone:
		return "goodbye.lead-forms", ui.ArtTicket, "goodbye.picture-printed"
	}
	return "goodbye.lead-partly", ui.ArtTicket, "goodbye.picture-printed"
}
