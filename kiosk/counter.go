package main

import (
	"context"
	"errors"

	"hallkiosk/devices"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/desk"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens"
)

// counter is the desk as screens see it: errors name the part that stopped, in
// the screens' own words.
type counter struct{ *desk.Desk }

// Ready says which printer is not ready.
func (c counter) Ready(ctx context.Context) error {
	err := c.Desk.Ready(ctx)
	var notReady *desk.NotReadyError
	if errors.As(err, &notReady) {
		return &screens.NotReadyError{Part: screens.PartTicketPrinter, Reason: notReady.Status.Reason}
	}
	return err
}

func (c counter) PrintTicket(ctx context.Context, caseID string) error {
	return stopped(screens.PartTicketPrinter, c.Desk.PrintTicket(ctx, caseID))
}

func (c counter) PrintForms(ctx context.Context, caseID string, progress func(devices.Status)) error {
	return stopped(screens.PartFormPrinter, c.Desk.PrintForms(ctx, caseID, progress))
}

func (c counter) Reprint(ctx context.Context, u visit.Unsettled, progress func(devices.Status)) error {
	part := screens.PartTicketPrinter
	if u.Paper == visit.PaperForms {
		part = screens.PartFormPrinter
	}
	return stopped(part, c.Desk.Reprint(ctx, u, progress))
}

func stopped(part screens.Part, err error) error {
	if err == nil {
		return nil
	}
	return &screens.NotPrintedError{Part: part, Reason: reason(err), Cause: err}
}

// reason is what an error of a printer means in the words that all devices
// share; "" where it says nothing that a person could mend.
func reason(err error) devices.Reason {
	for _, known := range []struct {
		sentinel error
		reason   devices.Reason
	}{
		{ticketprinter.ErrPaperOut, devices.ReasonPaperOut}, {pageprinter.ErrPaperOut, devices.ReasonPaperOut},
		{ticketprinter.ErrCoverOpen, devices.ReasonCoverOpen}, {pageprinter.ErrCoverOpen, devices.ReasonCoverOpen},
		{ticketprinter.ErrCutter, devices.ReasonCutter}, {pageprinter.ErrJam, devices.ReasonJam},
		{ticketprinter.ErrOffline, devices.ReasonOffline}, {ticketprinter.ErrSilent, devices.ReasonSilent},
		{ticketprinter.ErrStuck, devices.ReasonStopped}, {pageprinter.ErrStopped, devices.ReasonStopped},
		{pageprinter.ErrUnreachable, devices.ReasonUnreachable},
		{devices.ErrGone, devices.ReasonUnplugged}, {devices.ErrNotFound, devices.ReasonUnplugged},
		{devices.ErrDenied, devices.ReasonDenied}, {devices.ErrInUse, devices.ReasonInUse},
	} {
		if errors.Is(err, known.sentinel) {
			return known.reason
		}
	}
	return ""
}
