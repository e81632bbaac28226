package guide

import (
	"fmt"
	"slices"

	"hallkiosk/kiosk/visit"
)

func (c *checker) services() {
	c.ids("services", len(c.Services), func(i int) string { return c.Services[i].ID })
	for i := range c.Services {
		s, path := &c.Services[i], fmt.Sprintf("services[%d]", i)
		c.text(path+".title", s.Title, room{20, 60})
		c.text(path+".explain", s.Explain, room{60, 180})
		c.letter(path, i)
		c.because(path, s.Assumed, s.Because, Text{})
		c.steps(path, s)
		c.risk(path, s)
		c.keys(path, s)
		c.remedies(path, s)
		each(c, path+".fields", "unknown-field", s.Fields, OptionalFields())
		c.clauses(path, s)
		c.boxes(path, s)
		c.needs(path, s)
		c.prints(path, s)
	}
}

// letter checks the letter of the service's numbers; urgent ones keep theirs to
// themselves, since they are called first.
func (c *checker) letter(path string, i int) {
	s := &c.Services[i]
	if len(s.Letter) != 1 || s.Letter[0] < 'A' || s.Letter[0] > 'Z' {
		c.bad(path+".letter", "letter")
		return
	}
	for j := range i {
		if other := &c.Services[j]; other.Letter == s.Letter && other.Urgent != s.Urgent {
			c.bad(path+".letter", "letter-shared", "letter", s.Letter, "name", other.ID)
			return
		}
	}
}

func (c *checker) risk(path string, s *Service) {
	asked := slices.Contains(s.Steps, "risk")
	switch {
	case asked:
		c.text(path+".risk", s.Risk, room{160, 480})
	case !s.Risk.Empty():
		c.bad(path+".risk", "risk-unread")
	case s.Urgent:
		c.bad(path+".steps", "risk-missing")
	}
}

func (c *checker) keys(path string, s *Service) {
	asked := slices.Contains(s.Steps, "key")
	switch {
	case asked && len(s.Keys) == 0:
		c.bad(path+".keys", "keys-missing")
	case !asked && len(s.Keys) > 0:
		c.bad(path+".keys", "keys-unasked")
	}
	each(c, path+".keys", "unknown-state", s.Keys, visit.KeyStates())
}

func (c *checker) remedies(path string, s *Service) {
	each(c, path+".remedies", "unknown-condition", s.Remedies, Curable())
	c.optional(path+".remedies_because", s.RemediesBecause, room{200, 600})
	if len(s.Remedies) == 0 && !s.RemediesBecause.Empty() {
		c.bad(path+".remedies_because", "remedies-missing")
	}
}

// clauses checks the numbers of clauses.
func (c *checker) clauses(path string, s *Service) {
	if len(s.Clauses) > maxClauses {
		c.crowded(path+".clauses", len(s.Clauses), maxClauses)
		return
	}
	for j, n := range s.Clauses {
		at := fmt.Sprintf("%s.clauses[%d]", path, j)
		switch {
		case n < 1 || n > len(c.Statement.Clauses):
			c.bad(at, "unknown-clause", "number", n, "have", len(c.Statement.Clauses))
		case slices.Index(s.Clauses, n) < j:
			c.bad(at, "twice", "name", n)
		}
	}
}

// boxes checks what is ticked or written in 附件1 and 附件3; whether it is needed
// depends on the forms that are printed.
func (c *checker) boxes(path string, s *Service) {
	for _, b := range []struct {
		form, box, words string
		boxKey, wordsKey string
		unknown          string // code
		known            []string
	}{
		{"附件1", s.FormBox, s.FormWords, "form_box", "form_words", "unknown-form-box", FormBoxes()},
		{"附件3", s.PowerBox, s.PowerWords, "power_box", "power_words", "unknown-power-box", PowerBoxes()},
	} {
		if b.box != "" {
			oneOf(c, path+"."+b.boxKey, b.unknown, b.box, b.known)
		}
		if b.words != "" {
			c.line(path+"."+b.wordsKey, b.words, 10)
		}
		switch {
		case b.box != "" && b.words != "":
			c.bad(path+"."+b.wordsKey, "box-and-words", "form", b.form)
		case slices.Contains(b.known, b.words):
			c.bad(path+"."+b.wordsKey, "box-as-words", "form", b.form, "name", b.words, "box", b.boxKey)
		}
	}
}
