package screens

import (
	"context"
	"slices"
	"time"

	"hallkiosk/devices/idcard"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// lookForAnother is the time between two looks for a card that nobody asked for.
const lookForAnother = 500 * time.Millisecond

// cardWatch looks out for a second card during a visit, on the pages that ask for
// none. The same person's card laid down again is nothing; another one is asked
// about, and taken for nobody before the person has said for whom.
type cardWatch struct {
	look     Job[*idcard.Card]
	looked   time.Time
	question *anotherCard
}

// watch looks again where that is due.
func (w *cardWatch) watch(c *Context, base Screen, atWork bool) {
	cards := c.Platform.Cards
	if atWork || !anyFromCard(c.Visit) || cards == nil || !cards.Status().Usable() || needs(base) == PartReader {
		w.look.Reset()
		w.question = nil
		return
	}
	if w.question != nil {
		return
	}
	if c.Now.Sub(w.looked).Abs() >= lookForAnother {
		w.look.Start(c, func(ctx context.Context) (*idcard.Card, error) { return readFresh(ctx, cards) })
	}
	card, ended, err := w.look.Poll()
	if !ended {
		return
	}
	w.look.Reset()
	w.looked = c.Now
	if err != nil || card == nil { // a card that cannot be read is no reason to interrupt
		return
	}
	if p := personOf(*card); !slices.ContainsFunc(people(c.Visit), func(known visit.Person) bool { return known.IDNumber == p.IDNumber }) {
		w.question = &anotherCard{person: p, expired: card.Expired(c.Now), until: card.ValidTo.String()}
		c.here()
	}
}

// readFresh reads a card that was not read before, where one lies there: nil
// where none does.
func readFresh(ctx context.Context, cards CardReader) (*idcard.Card, error) {
	fresh, err := cards.Fresh(ctx)
	if err != nil || !fresh {
		return nil, err
	}
	card, err := cards.Read(ctx)
	return &card, err
}

func people(v *visit.Visit) []visit.Person { return []visit.Person{v.Agent, v.Legal} }

func anyFromCard(v *visit.Visit) bool {
	return slices.ContainsFunc(people(v), func(p visit.Person) bool { return !p.Empty() && p.Source == visit.SourceCard })
}

// needs is the part that a screen needs now, or "".
func needs(s Screen) Part {
	if n, ok := s.(needer); ok {
		return n.Needs()
	}
	return ""
}

// anotherCard asks what to do with a second card. Its person stands nowhere else
// until that is said.
type anotherCard struct {
	person  visit.Person
	expired bool
	until   string
	pager   ui.Pager
}

func (s *anotherCard) Pager() *ui.Pager { return &s.pager }

func (s *anotherCard) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	switch {
	case c.Tapped("next"):
		return Back
	case s.expired:
	case c.Tapped("handling"):
		*c.Visit.Handling() = s.person
		return Back
	case c.Tapped("legal") && s.forLegal(c.Visit):
		c.Visit.Legal = s.person
		return Back
	}
	return Stay
}

// forLegal reports whether the card can be the legal representative's while
// somebody else stands here.
func (s *anotherCard) forLegal(v *visit.Visit) bool {
	return v.Role == visit.RoleAgent && slices.Contains(v.Fields(), visit.FieldLegalID)
}

func (s *anotherCard) Draw(c *Context, f *ui.Frame) {
	b := c.page(f, ui.Page{Title: c.T("another.title"), Lead: c.T("another.lead"), Next: c.next("another.keep"), Pager: &s.pager})
	b.Facts("", ui.Fact{Label: c.T("another.name"), Value: s.person.Name}, ui.Fact{Label: c.T("another.number"), Value: Masked(s.person.IDNumber)})
	if s.expired {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("card.expired"), Text: c.T("another.expired-do", "until", s.until)})
		return
	}
	b.Notice(ui.Notice{Kind: ui.Info, Text: c.T("another.how")})
	handling := "another.instead"
	if s.forLegal(c.Visit) {
		handling = "another.agent"
	}
	choices := []ui.Choice{{ID: "handling", Title: c.T(handling), Subtitle: c.T(handling+"-explain", "name", c.Visit.Handling().Name)}}
	if s.forLegal(c.Visit) {
		choices = append(choices, ui.Choice{ID: "legal", Title: c.T("another.legal"), Subtitle: c.T("another.legal-explain")})
	}
	b.Choices(1, choices...)
}
