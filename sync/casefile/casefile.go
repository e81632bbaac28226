// Package casefile says a case in the words of sync/protocol and back, for both
// ends of the line: what the kiosk's store seals and what the centre reads are
// the same mapping, field for field.
package casefile

import (
	"strings"
	"unicode"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/protocol"
)

// Delivery says an application and its ticket in the words of the protocol.
func Delivery(a *visit.Application, t visit.Ticket) *protocol.Delivery {
	materials := make([]protocol.Material, len(a.Materials)) // never null on the line
	for i, m := range a.Materials {
		materials[i] = protocol.Material(m)
	}
	return &protocol.Delivery{
		Protocol: protocol.Version,
		Kiosk:    a.Kiosk,
		Ticket: protocol.Ticket{
			Number: t.Number, Day: t.Day, Issued: t.Issued, Service: t.Service, Handle: t.Handle,
		},
		Application: protocol.Application{
			ID: a.ID, Kiosk: a.Kiosk, Service: a.Service, GuideVersion: a.GuideVersion, Submitted: a.Submitted,
			Role: string(a.Role), Key: string(a.Key), Agent: wirePerson(a.Agent), Legal: wirePerson(a.Legal),
			Organisation: protocol.Organisation{
				Name: a.Organisation.Name, USCC: a.Organisation.USCC, Registration: a.Organisation.Registration,
				Type: string(a.Organisation.Type), OtherType: a.Organisation.OtherType, Source: string(a.Organisation.Source),
			},
			Contact:  protocol.Contact(a.Contact),
			SealType: a.SealType, Materials: materials, Certificates: a.Certificates,
			StatementVersion: a.StatementVersion, StatementAccepted: a.StatementAccepted,
		},
	}
}

// Application is what a delivery says was submitted.
func Application(d *protocol.Delivery) *visit.Application {
	w := &d.Application
	var materials []visit.MaterialState
	for _, m := range w.Materials {
		materials = append(materials, visit.MaterialState(m))
	}
	return &visit.Application{
		ID: w.ID, Kiosk: w.Kiosk, Service: w.Service, GuideVersion: w.GuideVersion, Submitted: w.Submitted,
		Role: visit.Role(w.Role), Key: visit.KeyState(w.Key), Agent: visitPerson(w.Agent), Legal: visitPerson(w.Legal),
		Organisation: visit.Organisation{
			Name: w.Organisation.Name, USCC: w.Organisation.USCC, Registration: w.Organisation.Registration,
			Type: visit.OrganisationType(w.Organisation.Type), OtherType: w.Organisation.OtherType,
			Source: visit.Source(w.Organisation.Source),
		},
		Contact:  visit.Contact(w.Contact),
		SealType: w.SealType, Materials: materials, Certificates: max(w.Certificates, 1),
		StatementVersion: w.StatementVersion, StatementAccepted: w.StatementAccepted,
	}
}

// Ticket is what a delivery says of the number; how many wait ahead it does not say.
func Ticket(d *protocol.Delivery) visit.Ticket {
	return visit.Ticket{
		Case: d.Application.ID, Service: d.Ticket.Service, Number: d.Ticket.Number, Day: d.Ticket.Day,
		Issued: d.Ticket.Issued, Handle: d.Ticket.Handle, Ahead: -1,
	}
}

func wirePerson(p visit.Person) protocol.Person {
	return protocol.Person{Name: p.Name, IDNumber: p.IDNumber, Source: string(p.Source), PrivateUse: p.PrivateUse}
}

// visitPerson looks at the name itself, too: the mark is for whoever must
// compare it with the card, and another kiosk may have forgotten it.
func visitPerson(p protocol.Person) visit.Person {
	return visit.Person{
		Name: p.Name, IDNumber: p.IDNumber, Source: visit.Source(p.Source),
		PrivateUse: p.PrivateUse || HasPrivateUse(p.Name),
	}
}

// HasPrivateUse reports whether a text holds a code point to which Unicode
// gives no character: it looks like nothing, or like something else, elsewhere.
func HasPrivateUse(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Co, r) })
}
