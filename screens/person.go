package screens

import (
	"time"

	"hallkiosk/devices/idcard"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// whose says which of the two people a person screen asks for.
type whose int

const (
	handling            whose = iota // whoever stands here
	legalRepresentative              // the legal representative, while an agent stands here
)

// personMode is what a person screen shows.
type personMode int

const (
	personUnset personMode = iota
	personLay              // lay the card
	personRead             // is this right?
	personTyped            // name and number by hand
)

// person asks for name and ID number: from a card, or by hand. Its three
// modes are in personcard.go and persontyped.go.
type person struct {
	whose whose
	mode  personMode
	job   Job[idcard.Card]
	// refusal is the key of why the last card was not taken; until is the last
	// day of an expired one.
	refusal, until string
	retry          time.Time // no new reading before
	lift           lift      // of a card that must not be read again
	form           form
	pager          ui.Pager
}

func newPerson(w whose) *person { return &person{whose: w} }

// target is the person of the visit that this screen fills in.
func (s *person) target(v *visit.Visit) *visit.Person {
	if s.whose == legalRepresentative {
		return &v.Legal
	}
	return v.Handling()
}

// fields are the fields of the visit that this screen asks for.
func (s *person) fields(v *visit.Visit) (name, number visit.Field) {
	if s.whose == handling && v.Role == visit.RoleAgent {
		return visit.FieldAgentName, visit.FieldAgentID
	}
	return visit.FieldLegalName, visit.FieldLegalID
}

// word is a key of the screen's own words, which differ by who is asked for.
func (s *person) word(key string) string {
	if s.whose == legalRepresentative {
		return "person-legal." + key
	}
	return "person." + key
}

func (s *person) Needs() Part {
	if s.mode == personLay {
		return PartReader
	}
	return ""
}

func (s *person) Without(Part) { s.turn(personTyped) }

func (s *person) Update(c *Context) Nav {
	if s.mode == personUnset {
		s.begin(c)
	}
	s.pager.Tap(c.Input.Tap)
	nav := s.update(c)
	s.fill(c) // for whichever mode comes next
	return nav
}

func (s *person) update(c *Context) Nav {
	switch s.mode {
	case personRead:
		return s.updateRead(c)
	case personTyped:
		return s.updateTyped(c)
	}
	return s.updateLay(c)
}

func (s *person) begin(c *Context) {
	p := s.target(c.Visit)
	s.mode = personLay
	switch {
	case p.Empty():
	case p.Source == visit.SourceCard:
		s.mode = personRead
	default:
		s.mode = personTyped
	}
}

func (s *person) turn(m personMode) {
	s.mode = m
	s.refusal = ""
	s.form = form{}
	s.pager.Reset()
	if m != personLay {
		s.job.Reset()
		s.lift = lift{}
	}
}

// samePerson reports whether agent and legal representative have one number.
func samePerson(c *Context) bool {
	d := c.Visit.Check(visit.FieldAgentID, c.Now)
	return c.Visit.Role == visit.RoleAgent && d != nil && d.Code == visit.CodeSamePerson
}

func (s *person) Draw(c *Context, f *ui.Frame) {
	switch s.mode {
	case personRead:
		s.drawRead(c, f)
	case personTyped:
		s.drawTyped(c, f)
	default:
		s.drawLay(c, f)
	}
}
