// Package enquiry answers how far applications are: by the centre, and where it
// cannot be asked by what this kiosk knows of its own tickets. It keeps nothing.
package enquiry

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"

	"hallkiosk/kiosk/visit"
	"hallkiosk/screens"
	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
)

// Centre is who knows; *uplink.Uplink is one.
type Centre interface {
	Progress(ctx context.Context, q protocol.ProgressQuery) ([]protocol.Progress, error)
}

// Store is what this kiosk remembers of its own tickets; *outbox.Store is one.
// Both answer visit.ErrUnknownCase for a case that they do not know.
type Store interface {
	Ticket(ctx context.Context, caseID string) (visit.Ticket, error)
	Owes(ctx context.Context, caseID string) (bool, error)
}

// Desk answers enquiries. All fields must be set.
type Desk struct {
	Centre Centre
	Store  Store
	Digit  int               // this kiosk's
	Key    ed25519.PublicKey // with which this kiosk's tickets can be proved
	Host   string            // the centre's, in capitals, as tickets name it
}

// Progress is a screens.ProgressFunc. Its errors wrap those of screens, or the
// context's; none holds anything of what was asked.
func (d *Desk) Progress(ctx context.Context, q screens.ProgressQuery) (screens.ProgressAnswer, error) {
	if q.Ticket == "" {
		return d.ask(ctx, protocol.ProgressQuery{IDNumber: q.IDNumber})
	}
	h, err := d.read(q.Ticket)
	if err != nil {
		return screens.ProgressAnswer{}, err
	}
	answer, err := d.ask(ctx, protocol.ProgressQuery{Handle: q.Ticket})
	switch {
	case errors.Is(err, screens.ErrCentreAway):
		return d.alone(ctx, h)
	case err == nil && len(answer.Cases) == 1 && answer.Cases[0].State == screens.CaseNotArrived:
		return d.underWay(ctx, h, answer)
	}
	return answer, err
}

// read tells a ticket of this hall from any other code, and one of this kiosk's
// own that is forged from a genuine one. Whether another kiosk's ticket is
// genuine only the centre can say.
func (d *Desk) read(text string) (protocol.Handle, error) {
	h, err := protocol.ParseHandle(text)
	switch {
	case err != nil && d.looksLikeOurs(text):
		return h, fmt.Errorf("enquiry: %w: %w", screens.ErrForged, err)
	case err != nil:
		return h, fmt.Errorf("enquiry: %w", screens.ErrNotTicket)
	case strings.TrimSuffix(h.Host, ":443") != strings.TrimSuffix(d.Host, ":443"):
		return h, fmt.Errorf("enquiry: %w: of another hall", screens.ErrNotTicket)
	case d.own(h) && !h.Genuine(d.Key):
		return h, fmt.Errorf("enquiry: %w", screens.ErrForged)
	}
	return h, nil
}

// looksLikeOurs reports whether a text that is no handle begins as ours do: a
// ticket of which a part cannot be read.
func (d *Desk) looksLikeOurs(text string) bool {
	start := "HTTPS://" + d.Host + "/T/"
	text = strings.TrimLeft(text, " \t\r\n")
	return len(text) >= len(start) && strings.EqualFold(text[:len(start)], start)
}

func (d *Desk) own(h protocol.Handle) bool { return h.Kiosk == d.Digit }

// ask asks the centre and puts its answer in the screens' words.
func (d *Desk) ask(ctx context.Context, q protocol.ProgressQuery) (screens.ProgressAnswer, error) {
	cases, err := d.Centre.Progress(ctx, q)
	if err != nil {
		return screens.ProgressAnswer{}, meaning(ctx, err, q.Handle == "")
	}
	var answer screens.ProgressAnswer
	for _, p := range cases {
		state, known := states()[p.State]
		if !known {
			return screens.ProgressAnswer{}, fmt.Errorf("enquiry: %w: unknown state", screens.ErrCentreAway)
		}
		one := screens.CaseProgress{
			Number: p.Number, Day: p.Day, Service: p.Service, State: state, Reason: p.Reason, Updated: p.Updated, Ahead: p.Ahead,
		}
		if q.Handle == "" { // whoever has only the ticket is told no more
			one.Note, one.Organisation = p.Note, p.Organisation
		}
		answer.Cases = append(answer.Cases, one)
	}
	return answer, nil
}

// meaning is what an error of the centre means to a person.
func meaning(ctx context.Context, err error, byCard bool) error {
	var refused *uplink.QueryError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, uplink.ErrNotGenuine):
		return fmt.Errorf("enquiry: %w", screens.ErrForged)
	case errors.As(err, &refused) && refused.Code == protocol.CodeBusy:
		return fmt.Errorf("enquiry: %w", screens.ErrCentreBusy)
	case errors.As(err, &refused) && refused.Code == protocol.CodeInvalid && byCard:
		return fmt.Errorf("enquiry: %w", screens.ErrCardNumber)
	}
	return fmt.Errorf("enquiry: %w: %w", screens.ErrCentreAway, err)
}

func states() map[string]screens.CaseState {
	return map[string]screens.CaseState{
		protocol.ProgressNotArrived: screens.CaseNotArrived, protocol.ProgressReceived: screens.CaseReceived,
		protocol.ProgressWaiting: screens.CaseWaiting, protocol.ProgressAtWindow: screens.CaseAtWindow,
		protocol.ProgressSentBack: screens.CaseSentBack, protocol.ProgressApproved: screens.CaseApproved,
		protocol.ProgressReady: screens.CaseReady,
	}
}

// alone answers without the centre: for this kiosk's own tickets, from what it
// remembers, which is never anything personal.
func (d *Desk) alone(ctx context.Context, h protocol.Handle) (screens.ProgressAnswer, error) {
	if !d.own(h) {
		return screens.ProgressAnswer{}, fmt.Errorf("enquiry: %w", screens.ErrCentreAway)
	}
	return screens.ProgressAnswer{Alone: true, Cases: []screens.CaseProgress{d.remembered(ctx, h)}}, nil
}

// underWay says of a case that has not arrived, where this kiosk still has it,
// that it is on its way.
func (d *Desk) underWay(ctx context.Context, h protocol.Handle, answer screens.ProgressAnswer) (screens.ProgressAnswer, error) {
	if !d.own(h) {
		return answer, nil
	}
	if p := d.remembered(ctx, h); p.State == screens.CaseOnItsWay {
		answer.Cases[0] = p
	}
	return answer, nil
}

// remembered is what this kiosk knows of its own ticket. A genuine one was
// handed in here, even where the store knows it no longer, or cannot be read.
func (d *Desk) remembered(ctx context.Context, h protocol.Handle) screens.CaseProgress {
	p := screens.CaseProgress{Number: h.Number(), Day: h.Day, State: screens.CaseHere, Ahead: -1}
	if t, err := d.Store.Ticket(ctx, h.Case); err == nil {
		p.Service = t.Service
	}
	if owes, err := d.Store.Owes(ctx, h.Case); err == nil && owes {
		p.State = screens.CaseOnItsWay
	}
	return p
}
