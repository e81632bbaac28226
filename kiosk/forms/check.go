package forms

import (
	"errors"
	"fmt"
	"slices"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// check refuses a case that would print something untrue, or leave out a form.
func (c Case) check() error {
	a, g := c.Application, c.Guide
	if a == nil || g == nil {
		return errors.New("application and guide are needed")
	}
	if c.Ticket.Case != a.ID {
		return errors.New("the ticket is another case's")
	}
	for _, m := range a.Materials {
		if _, ok := g.Material(m.Material); !ok {
			return fmt.Errorf("unknown material %.40q", m.Material)
		}
	}
	service, ok := g.Service(a.Service)
	if !ok {
		return fmt.Errorf("unknown service %.40q", a.Service)
	}
	if c.prints("附件1") {
		if err := checkBox("附件1", guide.FormBoxes(), service.FormBox, service.FormWords); err != nil {
			return err
		}
	}
	if c.prints("附件2") && a.StatementVersion != g.Statement.Version {
		return fmt.Errorf("%w: accepted %.40q, have %.40q", ErrStatementVersion, a.StatementVersion, g.Statement.Version)
	}
	if c.prints("附件3") {
		return c.checkPower(service)
	}
	return nil
}

// checkPower refuses a power of attorney that gives nobody power, or for
// nothing that can be told.
func (c Case) checkPower(s *guide.Service) error {
	a := c.Application
	if a.Role != visit.RoleAgent {
		return errors.New("附件3 without an agent")
	}
	if a.Certificates < 1 || a.Certificates > visit.MaxCertificates {
		return fmt.Errorf("附件3 for %d certificates", a.Certificates)
	}
	return checkBox("附件3", guide.PowerBoxes(), s.PowerBox, s.PowerWords)
}

// checkBox refuses a service for which a form has neither a box nor words.
func checkBox(form string, boxes []string, box, words string) error {
	switch {
	case words != "":
		return nil
	case box == "":
		return fmt.Errorf("%s has neither box nor words for the service", form)
	case !slices.Contains(boxes, box):
		return fmt.Errorf("%s has no box %.40q", form, box)
	}
	return nil
}
