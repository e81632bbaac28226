package outbox

import (
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/protocol"
)

// deliveryOf says an application and its ticket in the words of the protocol.
func deliveryOf(a *visit.Application, t visit.Ticket) *protocol.Delivery {
	materials := make([]protocol.Material, len(a.Materials))
	for i, m := range a.Materials {
		materials[i] = protocol.Material{Material: m.Material, Brought: m.Brought}
	}
	return &protocol.Delivery{
		Protocol: protocol.Version,
		Kiosk:    a.Kiosk,
		Ticket: protocol.Ticket{
			Number: t.Number, Day: t.Day, Issued: t.Issued, Service: t.Service, Handle: t.Handle,
		},
		Application: protocol.Application{
			ID: a.ID, Kiosk: a.Kiosk, Service: a.Service, GuideVersion: a.GuideVersion, Submitted: a.Submitted,
			Role: string(a.Role), Agent: wirePerson(a.Agent), Legal: wirePerson(a.Legal),
			Organisation: protocol.Organisation{
				Name: a.Organisation.Name, USCC: a.Organisation.USCC, Registration: a.Organisation.Registration,
				Type: string(a.Organisation.Type), OtherType: a.Organisation.OtherType, Source: string(a.Organisation.Source),
			},
			Contact:  protocol.Contact(a.Contact),
			SealType: a.SealType, Materials: materials,
			StatementVersion: a.StatementVersion, StatementAccepted: a.StatementAccepted,
		},
	}
}

// applicationOf undoes deliveryOf.
func applicationOf(a *protocol.Application) *visit.Application {
	materials := make([]visit.MaterialState, len(a.Materials))
	for i, m := range a.Materials {
		materials[i] = visit.MaterialState{Material: m.Material, Brought: m.Brought}
	}
	return &visit.Application{
		ID: a.ID, Kiosk: a.Kiosk, Service: a.Service, GuideVersion: a.GuideVersion, Submitted: a.Submitted,
		Role: visit.Role(a.Role), Agent: visitPerson(a.Agent), Legal: visitPerson(a.Legal),
		Organisation: visit.Organisation{
			Name: a.Organisation.Name, USCC: a.Organisation.USCC, Registration: a.Organisation.Registration,
			Type: visit.OrganisationType(a.Organisation.Type), OtherType: a.Organisation.OtherType,
			Source: visit.Source(a.Organisation.Source),
		},
		Contact:  visit.Contact(a.Contact),
		SealType: a.SealType, Materials: materials,
		StatementVersion: a.StatementVersion, StatementAccepted: a.StatementAccepted,
	}
}

func wirePerson(p visit.Person) protocol.Person {
	return protocol.Person{Name: p.Name, IDNumber: p.IDNumber, Source: string(p.Source), PrivateUse: p.PrivateUse}
}

func visitPerson(p protocol.Person) visit.Person {
	return visit.Person{Name: p.Name, IDNumber: p.IDNumber, Source: visit.Source(p.Source), PrivateUse: p.PrivateUse}
}
