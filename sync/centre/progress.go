package centre

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/protocol"
)

// progress tells a kiosk how far applications are: the bearer of a ticket of
// that one case, whoever laid their ID card on the reader of all of theirs.
func (c *Centre) progress(w http.ResponseWriter, r *http.Request, from sender) error {
	if !c.pace.take(from.name) {
		return problem(http.StatusTooManyRequests, protocol.CodeBusy, "The kiosk asks too often")
	}
	body, err := readBody(r)
	if err != nil {
		return err
	}
	q, err := protocol.DecodeProgressQuery(bytes.NewReader(body))
	if err != nil {
		return err
	}
	if q.Kiosk != from.name {
		return problem(http.StatusForbidden, protocol.CodeOtherKiosk, "The body names another kiosk than the certificate")
	}
	answer := protocol.ProgressAnswer{Protocol: protocol.Version}
	by := "ticket"
	if q.Handle != "" {
		answer.Cases, err = c.progressOfTicket(r.Context(), q.Handle, from)
	} else {
		by = "card"
		answer.Cases, err = c.progressOfPerson(r.Context(), q.IDNumber)
	}
	if err != nil {
		return err
	}
	audit.Log(c.log, audit.ProgressAsked, audit.String(audit.KeyKiosk, from.name), audit.String(audit.KeyBy, by), audit.Int(audit.KeyCount, len(answer.Cases)))
	writeJSON(w, http.StatusOK, protocol.TypeJSON, answer)
	return nil
}

// progressOfTicket tells of the case of a ticket, and nothing that somebody who
// found the ticket should not see.
func (c *Centre) progressOfTicket(ctx context.Context, text string, from sender) ([]protocol.Progress, error) {
	h, kiosk, err := c.genuineHandle(ctx, text)
	var found store.Case
	if err == nil {
		found, err = c.handleCase(ctx, h, kiosk)
	}
	var bad *notGenuine
	switch {
	case errors.As(err, &bad):
		audit.Log(c.log, audit.HandleRefused, audit.String(audit.KeyReason, bad.code), audit.String(audit.KeyKiosk, from.name))
		p := problem(http.StatusUnprocessableEntity, protocol.CodeNotGenuine, "The code is no ticket of this hall")
		p.Detail = bad.code
		return nil, p
	case errors.Is(err, store.ErrUnknown):
		return []protocol.Progress{{Number: h.Number(), Day: h.Day, State: protocol.ProgressNotArrived, Ahead: -1}}, nil
	case err != nil:
		return nil, err
	}
	p, err := c.progressOf(ctx, found)
	p.Note = ""
	return []protocol.Progress{p}, err
}

// progressOfPerson tells of all cases of the last protocol.ProgressDays days of
// a person, as agent or legal representative.
func (c *Centre) progressOfPerson(ctx context.Context, idNumber string) ([]protocol.Progress, error) {
	idNumber = visit.NormalIDNumber(idNumber)
	if visit.CheckIDNumber(idNumber, c.now()) != nil {
		return nil, &protocol.Invalid{Field: "idNumber"}
	}
	cases, err := c.store.OfPerson(ctx, idNumber, visit.Day(c.now().AddDate(0, 0, -protocol.ProgressDays)))
	if err != nil {
		return nil, err
	}
	all := []protocol.Progress{}
	for _, one := range cases {
		p, err := c.progressOf(ctx, one)
		if err != nil {
			return nil, err
		}
		if f, err := read(one); err == nil {
			p.Organisation = f.Application.Organisation.Name
		} else { // its own page fails; the person hears of it all the same
			audit.Log(c.log, audit.StoreFailed, audit.Error(err))
		}
		all = append(all, p)
	}
	return all, nil
}

// progressOf says where a case stands. The note is not for everybody.
func (c *Centre) progressOf(ctx context.Context, k store.Case) (p protocol.Progress, err error) {
	p = protocol.Progress{Number: k.Number, Day: k.Day, Service: k.Service, Ahead: -1}
	var last store.Decision
	if k.State == store.Finished || k.State == store.SentBack {
		all, err := c.store.Decisions(ctx, k.ID)
		if err != nil {
			return p, err
		}
		if len(all) == 0 {
			return p, fmt.Errorf("centre: case %s ended without a decision", k.ID)
		}
		last = all[len(all)-1]
	}
	p.State, p.Updated = progressState(k, visit.Day(c.now()), last.At)
	if k.State == store.SentBack {
		p.Reason, p.Note = last.Reason, last.Note
	}
	if k.State == store.Waiting && k.Day == visit.Day(c.now()) {
		p.Ahead, err = c.store.Ahead(ctx, k)
	}
	return p, err
}

// progressState is what people are told of where a case stands, and since when;
// ended is when it was last decided at a window.
func progressState(k store.Case, today string, ended time.Time) (string, time.Time) {
	switch {
	case k.State == store.Finished:
		return protocol.ProgressReady, ended
	case k.State == store.SentBack:
		return protocol.ProgressSentBack, ended
	case !k.Approved.IsZero():
		return protocol.ProgressApproved, k.Approved
	case k.State == store.Opened:
		return protocol.ProgressAtWindow, k.Opened
	case k.Day == today:
		return protocol.ProgressWaiting, k.Received
	}
	return protocol.ProgressReceived, k.Received
}
