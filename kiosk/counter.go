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
	return stopped(visit.PaperTicket, c.Desk.PrintTicket(ctx, caseID))
}

func (c counter) PrintForms(ctx context.Context, caseID string, progress func(screens.CopyProgress)) error {
	return stopped("", c.Desk.PrintForms(ctx, caseID, told(progress)))
}

// Reprint leaves a paper in doubt where the desk did not come to print it.
func (c counter) Reprint(ctx context.Context, u visit.Unsettled, progress func(screens.CopyProgress)) error {
	return stopped(u.Paper, c.Desk.Reprint(ctx, u, told(progress)))
}

func told(progress func(screens.CopyProgress)) func(desk.Progress) {
	return func(p desk.Progress) {
		progress(screens.CopyProgress{Paper: p.Paper, Copy: p.Copy, Of: p.Of, Status: p.Status})
	}
}

// stopped says in the screens' words where and why printing stopped. asked is
// the paper that the desk was asked for; "" where it went on with whatever is
// not out.
func stopped(asked visit.Paper, err error) error {
	if err == nil {
		return nil
	}
	out := &screens.NotPrintedError{Part: screens.PartTicketPrinter, Paper: asked, InDoubt: asked != "", Reason: reason(err), Cause: err}
	if e := (*desk.StoppedError)(nil); errors.As(err, &e) {
		out.Paper, out.Copy, out.Of, out.InDoubt = e.Paper, e.Copy, e.Of, e.InDoubt
	}
	if out.Paper != visit.PaperTicket {
		out.Part = screens.PartFormPrinter
	}
	return out
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
