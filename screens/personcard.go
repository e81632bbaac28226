package screens

import (
	"errors"
	"time"

	"hallkiosk/devices/idcard"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// pause between two readings, so that a failing reader is not asked without end.
const pause = 500 * time.Millisecond

func (s *person) updateLay(c *Context) Nav {
	switch {
	case c.Tapped("back"):
		if !s.target(c.Visit).Empty() {
			s.mode = personUnset // what was there before is still there
			return Stay
		}
		return Back
	case c.Tapped("type"):
		s.turn(personTyped)
		return Stay
	}
	s.read(c)
	return Stay
}

// read keeps one reading going while the reader can be used, and takes in its
// answer. A card that was refused, or that somebody else forgot, is not read
// until it was lifted.
func (s *person) read(c *Context) {
	if s.lift.wait(c) {
		return
	}
	if c.Platform.Cards != nil && c.Platform.Cards.Status().Usable() && !c.Now.Before(s.retry) {
		s.job.Start(c, c.Platform.Cards.Read)
	}
	card, ended, err := s.job.Poll()
	if !ended {
		return
	}
	s.job.Reset()
	s.retry = c.Now.Add(pause)
	if err != nil {
		if key := cardRefusal(err); key != "" {
			s.refusal = key
		}
		return
	}
	s.take(c, card)
}

// cardRefusal is the key of the words for an error, "" where there is nothing
// to tell: no card yet, or a reader that is gone, which is a fault screen.
func cardRefusal(err error) string {
	switch {
	case errors.Is(err, idcard.ErrRemoved):
		return "card.removed"
	case errors.Is(err, idcard.ErrUnreadable):
		return "card.unreadable"
	case errors.Is(err, idcard.ErrSilent), errors.Is(err, idcard.ErrGarbled):
		return "card.silent"
	case errors.Is(err, idcard.ErrSelfTest), errors.Is(err, idcard.ErrUnauthorised), errors.Is(err, idcard.ErrRefused):
		return "card.failed"
	}
	return ""
}

// take turns a card into the visit's person, unless it cannot be used.
func (s *person) take(c *Context, card idcard.Card) {
	s.refusal = ""
	if card.Expired(c.Now) {
		s.refusal, s.until = "card.expired", card.ValidTo.String()
		s.lift.begin()
		return
	}
	p := s.target(c.Visit)
	before := *p
	*p = personOf(card)
	if samePerson(c) {
		*p = before
		s.refusal = s.word("same")
		s.lift.begin()
		return
	}
	c.here()
	s.turn(personRead)
}

// personOf is the person whose card it is.
func personOf(card idcard.Card) visit.Person {
	p := visit.Person{
		Name: visit.NormalName(card.Name), IDNumber: visit.NormalIDNumber(card.Number),
		Source: visit.SourceCard, PrivateUse: card.PrivateUse,
	}
	if p.Name == "" {
		p.Name = visit.NormalName(card.LatinName)
	}
	return p
}

func (s *person) drawLay(c *Context, f *ui.Frame) {
	b := c.page(f, ui.Page{
		Title: c.T(s.word("lay-title")), Lead: c.T(s.word("lay-lead")), Back: c.back(),
		Other: c.action("type", "person.type", ui.IconPen), Tools: ui.Tools{Exit: true}, Pager: &s.pager,
	})
	if s.refusal != "" {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T(s.refusal), Text: c.T(s.refusal+"-do", "until", s.until)})
	}
	switch {
	case s.lift.forgotten():
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("card.forgotten"), Text: c.T("card.forgotten-do")})
	case s.lift.lifted:
		b.Notice(ui.Notice{Kind: ui.Info, Text: c.T("card.next")})
	}
	b.Picture(ui.Picture{Art: ui.ArtCard, Label: c.T("person.picture")})
	b.Steps(c.T("person.lay-1"), c.T("person.lay-2"), c.T("person.lay-3"))
	b.Text(ui.StyleSmall, c.T("person.privacy"))
}

func (s *person) updateRead(c *Context) Nav {
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("again"):
		s.turn(personLay)
	case c.Tapped("type"):
		s.turn(personTyped)
	case c.Tapped("next"):
		name, number := s.fields(c.Visit)
		if c.Visit.Check(name, c.Now) == nil && c.Visit.Check(number, c.Now) == nil {
			return Next
		}
		s.turn(personTyped)
		s.form.checked = true
	}
	return Stay
}

func (s *person) drawRead(c *Context, f *ui.Frame) {
	p := s.target(c.Visit)
	b := c.page(f, ui.Page{
		Title: c.T(s.word("read-title")), Lead: c.T("person.read-lead"), Back: c.back(),
		Other: c.action("again", "person.again", ui.IconCard), Next: c.next("person.right"),
		Tools: ui.Tools{Exit: true}, Pager: &s.pager,
	})
	name, number := s.fields(c.Visit)
	b.Facts("",
		ui.Fact{Label: c.T("field." + string(name)), Value: p.Name},
		ui.Fact{Label: c.T("field." + string(number)), Value: Masked(p.IDNumber)},
	)
	if p.PrivateUse {
		b.Notice(ui.Notice{Kind: ui.Info, Title: c.T("card.rare"), Text: c.T("card.rare-do")})
	}
	if s.whose == handling {
		b.Notice(ui.Notice{Kind: ui.Success, Title: c.T("person.lift"), Text: c.T("person.lift-do")})
	}
	b.Button(*c.action("type", "person.correct", ui.IconPen))
}

// Masked hides the middle of an ID number: enough stays to know it again, not
// enough for somebody looking over the shoulder.
func Masked(number string) string {
	r := []rune(number)
	for i := 3; i < len(r)-4; i++ {
		r[i] = '*'
	}
	return string(r)
}
