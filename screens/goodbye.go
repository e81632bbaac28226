package screens

import (
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/screens/ui"
)

const (
	goodbyeFor  = 6 * time.Second // shown at least, unless touched
	remindEvery = time.Second     // between two looks at the reader
	remindFor   = 3 * time.Minute // then staff are told instead
)

// goodbye comes after the wipe: nothing of the visit is left but, perhaps, the
// card on the reader and the paper in the tray. It stays while a card lies there.
type goodbye struct {
	began, looked time.Time
	look          Job[bool]
	card          bool
	told          bool // the log has it
	paper         bool // the visit ended with a number
	idle          bool // nobody was there to end it
	pager         ui.Pager
}

func (s *goodbye) Update(c *Context) Nav {
	if s.began.IsZero() {
		s.began = c.Now
	}
	asked := s.ask(c)
	if s.card {
		if c.Now.Sub(s.began) >= remindFor && !s.told {
			s.told = true
			audit.Log(c.Log, audit.VisitEnded, audit.String(audit.KeyReason, "card-left-behind"))
		}
		if s.told && c.Input.Tap != "" {
			return Restart
		}
		return Stay
	}
	if asked && c.Tapped("next") || c.Now.Sub(s.began) >= goodbyeFor {
		return Restart
	}
	return Stay
}

// ask looks at the reader now and then, and reports whether it has answered or
// cannot be asked.
func (s *goodbye) ask(c *Context) bool {
	cards := c.Platform.Cards
	if cards == nil || !cards.Status().Usable() {
		s.card = false
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
			s.card = there
		}
	}
	return !s.looked.IsZero()
}

func (s *goodbye) Draw(c *Context, f *ui.Frame) {
	if s.card {
		b := c.page(f, ui.Page{Title: c.T("goodbye.card-title"), Lead: c.T("goodbye.card-lead"), Hero: true, Pager: &s.pager})
		b.Picture(ui.Picture{Art: ui.ArtTake, Label: c.T("goodbye.card-picture")})
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("goodbye.card"), Text: c.T("goodbye.card-do")})
		return
	}
	title, lead, art, picture := "goodbye.title", "goodbye.lead", ui.ArtDone, "goodbye.picture"
	switch {
	case s.paper:
		lead, art, picture = "goodbye.lead-paper", ui.ArtTicket, "goodbye.picture-paper"
	case s.idle:
		title = "goodbye.title-idle"
	}
	b := c.page(f, ui.Page{Title: c.T(title), Lead: c.T(lead), Hero: true, Next: c.action("next", "goodbye.home", ui.IconHome), Pager: &s.pager})
	b.Picture(ui.Picture{Art: art, Label: c.T(picture)})
	b.Notice(ui.Notice{Kind: ui.Success, Title: c.T("goodbye.wiped"), Text: c.T("goodbye.wiped-do")})
}
