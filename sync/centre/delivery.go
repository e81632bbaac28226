package centre

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/casefile"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/protocol"
)

// checkDelivery checks what the shape alone does not say: that the kiosk itself
// signed the handle, and that the application passes the checks which it passed
// at the kiosk, as of when it was submitted.
func (c *Centre) checkDelivery(ctx context.Context, d *protocol.Delivery, from sender) error {
	handle, err := protocol.ParseHandle(d.Ticket.Handle)
	if err != nil {
		return &protocol.Invalid{Field: "ticket.handle"}
	}
	if handle.Kiosk != from.digit {
		// The kiosk's setting is wrong, not the case: it must not become a dead letter.
		return problem(http.StatusForbidden, protocol.CodeOtherKiosk, "The number bears another digit than the kiosk's")
	}
	genuine, err := c.signedBy(ctx, handle, from.name)
	if err != nil {
		return err
	}
	if !genuine {
		audit.Log(c.log, audit.HandleRefused, audit.String(audit.KeyReason, codeSignature), audit.String(audit.KeyKiosk, from.name))
		return &protocol.Invalid{Field: "ticket.handle"}
	}
	a := casefile.Application(d)
	v := &visit.Visit{
		ID: a.ID, Service: a.Service, Role: a.Role, Agent: a.Agent, Legal: a.Legal, Organisation: a.Organisation,
		Contact: a.Contact, SealType: a.SealType, StatementVersion: a.StatementVersion, StatementAccepted: a.StatementAccepted,
		Key: a.Key, Certificates: a.Certificates, Asks: c.asked(a),
	}
	if doubts := v.Doubts(a.Submitted); len(doubts) > 0 {
		return doubts[0]
	}
	return checkPlain(a)
}

// asked returns the optional fields that the kiosk must have asked for: those of
// its guide for its service. Of a guide or service that this centre does not know,
// what was answered was asked.
func (c *Centre) asked(a *visit.Application) []visit.Field {
	if g, known := c.guideOf(a.GuideVersion); known {
		if s, ok := g.Service(a.Service); ok {
			return s.Asks()
		}
	}
	var asked []visit.Field
	for field, answered := range map[visit.Field]bool{
		visit.FieldKey: a.Key != "", visit.FieldEmail: a.Contact.Email != "", visit.FieldSealType: a.SealType != "",
		visit.FieldCertificates: true, visit.FieldStatement: a.StatementVersion != "",
	} {
		if answered {
			asked = append(asked, field)
		}
	}
	return asked
}

// urgent reports whether a case is called before all others, as its person was told.
func (c *Centre) urgent(a *visit.Application) bool {
	g, _ := c.guideOf(a.GuideVersion)
	s, ok := g.Service(a.Service)
	return ok && s.Urgent
}

// signedBy reports whether the kiosk signed the handle with any key that it has
// had and that was not revoked: a ticket outlives a renewed certificate.
func (c *Centre) signedBy(ctx context.Context, h protocol.Handle, kiosk string) (bool, error) {
	name, keys, err := c.store.Keys(ctx, h.Kiosk)
	if errors.Is(err, store.ErrUnknown) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for _, k := range keys {
		if name == kiosk && h.Genuine(k) {
			return true, nil
		}
	}
	return false, nil
}

// checkPlain refuses control characters in what the screens do not let people
// type: names of services, materials and versions.
func checkPlain(a *visit.Application) error {
	for field, text := range map[string]string{
		"application.service": a.Service, "application.guideVersion": a.GuideVersion,
		"application.statementVersion": a.StatementVersion,
		"application.sources":          string(a.Agent.Source + a.Legal.Source + a.Organisation.Source),
	} {
		if strings.ContainsFunc(text, unicode.IsControl) {
			return &protocol.Invalid{Field: field}
		}
	}
	for _, m := range a.Materials {
		if strings.ContainsFunc(m.Material, unicode.IsControl) {
			return &protocol.Invalid{Field: "application.materials"}
		}
	}
	return nil
}

// filled is a stored case with what its payload says.
type filled struct {
	store.Case
	Application *visit.Application
	Ticket      visit.Ticket
}

// loadCase reads a case with what is in it; store.ErrUnknown where there is none.
func (c *Centre) loadCase(ctx context.Context, id string) (filled, error) {
	stored, err := c.store.Case(ctx, id)
	if err != nil {
		return filled{}, err
	}
	return read(stored)
}

// read reads what is in a stored case.
func read(stored store.Case) (filled, error) {
	d, err := protocol.DecodeDelivery(bytes.NewReader(stored.Payload))
	if err != nil {
		return filled{}, fmt.Errorf("centre: stored case %s: %w", stored.ID, err)
	}
	return filled{Case: stored, Application: casefile.Application(d), Ticket: casefile.Ticket(d)}, nil
}

// alsoOf returns today's other unfinished cases of the same service by the
// person who submitted f, at whichever kiosk: each kiosk gives a person one
// number, but does not know of the others'.
func (c *Centre) alsoOf(ctx context.Context, f filled) ([]store.Case, error) {
	candidates, err := c.store.Unfinished(ctx, visit.Day(c.now()), f.Service)
	if err != nil {
		return nil, err
	}
	person := visit.NormalIDNumber(f.Application.Handling().IDNumber)
	var also []store.Case
	for _, one := range candidates {
		if one.ID == f.ID {
			continue
		}
		other, err := read(one)
		if err != nil { // its own page fails; that of another case need not
			audit.Log(c.log, audit.StoreFailed, audit.Error(err))
			continue
		}
		if visit.NormalIDNumber(other.Application.Handling().IDNumber) == person {
			also = append(also, one)
		}
	}
	return also, nil
}
