package forms

import "hallkiosk/kiosk/visit"

// folded is the case with every run of blanks in what the applicant gave made
// one: a run would hang over the edge of its box at the end of a line, and a
// line break could pass for a line of the form.
func (c Case) folded() Case {
	a := *c.Application
	for _, text := range []*string{
		&a.Organisation.Name, &a.Organisation.USCC, &a.Organisation.Registration, &a.Organisation.OtherType,
		&a.Legal.Name, &a.Legal.IDNumber, &a.Agent.Name, &a.Agent.IDNumber,
		&a.Contact.Landline, &a.Contact.Mobile, &a.Contact.Address, &a.Contact.Email, &a.SealType,
	} {
		*text = visit.NormalText(*text)
	}
	c.Application = &a
	return c
}
