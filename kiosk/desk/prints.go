package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"hallkiosk/devices"
	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
)

// StoppedError says at which paper printing stopped. It wraps the cause.
type StoppedError struct {
	Paper    visit.Paper
	Copy, Of int // which of the case's forms it is, from 1; 0 for the ticket
	// InDoubt: the paper was begun and may be out. Otherwise it surely is not,
	// and printing may go on with it.
	InDoubt bool
	Err     error
}

func (e *StoppedError) Error() string { return fmt.Sprintf("desk: print %s: %v", e.Paper, e.Err) }

func (e *StoppedError) Unwrap() error { return e.Err }

// print marks, prints, and marks again.
func (d *Desk) print(ctx context.Context, caseID string, p visit.Paper, at place, out func() error) error {
	stopped := func(err error, doubt bool) error {
		return &StoppedError{Paper: p, Copy: at.copy, Of: at.of, InDoubt: doubt, Err: err}
	}
	which := []slog.Attr{audit.String(audit.KeyCase, caseID), audit.String(audit.KeyPaper, p)}
	if err := d.o.Store.BeginPrint(ctx, caseID, p); err != nil {
		return stopped(err, errors.Is(err, visit.ErrPrinted))
	}
	audit.Log(d.o.Log, audit.PrintBegun, which...)
	if err := out(); err != nil {
		audit.Log(d.o.Log, audit.PrintFailed, append(which, audit.Error(err))...)
		if !nothingOut(err) {
			return stopped(err, true)
		}
		if again := d.o.Store.ReopenPrint(context.WithoutCancel(ctx), caseID, p); again != nil {
			return stopped(errors.Join(err, again), true)
		}
		return stopped(err, false)
	}
	// The paper is out: that must be written down even if the visit was ended
	// this very moment.
	if err := d.o.Store.EndPrint(context.WithoutCancel(ctx), caseID, p); err != nil {
		return stopped(err, true)
	}
	audit.Log(d.o.Log, audit.PrintEnded, which...)
	return nil
}

// Unsettled are the papers that a person must be asked about.
func (d *Desk) Unsettled(ctx context.Context) ([]visit.Unsettled, error) {
	list, err := d.o.Store.Unsettled(ctx)
	if err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	for _, u := range list {
		audit.Log(d.o.Log, audit.PrintAsked, audit.String(audit.KeyCase, u.Ticket.Case), audit.String(audit.KeyPaper, u.Paper))
	}
	return list, nil
}

// Reprint prints a paper again because a person asked for it, and after a copy
// of a form those that come behind it and are not out yet.
func (d *Desk) Reprint(ctx context.Context, u visit.Unsettled, progress func(Progress)) error {
	d.settled(u.Ticket.Case, u.Paper, "print-again")
	if err := d.o.Store.ReopenPrint(ctx, u.Ticket.Case, u.Paper); err != nil {
		return fmt.Errorf("desk: reprint: %w", err)
	}
	if u.Paper.Form() {
		return d.PrintForms(ctx, u.Ticket.Case, progress)
	}
	return d.PrintTicket(ctx, u.Ticket.Case)
}

// Settle notes that a person has the paper, or does without it.
func (d *Desk) Settle(ctx context.Context, u visit.Unsettled) error {
	d.settled(u.Ticket.Case, u.Paper, "have-it")
	if err := d.o.Store.SettlePrint(ctx, u.Ticket.Case, u.Paper); err != nil {
		return fmt.Errorf("desk: settle: %w", err)
	}
	return nil
}

func (d *Desk) settled(caseID string, p visit.Paper, answer string) {
	audit.Log(d.o.Log, audit.PrintSettled, audit.String(audit.KeyCase, caseID),
		audit.String(audit.KeyPaper, p), audit.String(audit.KeyAnswer, answer))
}

// nothingOut reports whether the error is certain that no paper moved. An error
// of another kind came before the printer was asked at all: no printer there, a
// slip that it cannot print, a visit that ended while waiting for it.
func nothingOut(err error) bool {
	var e *devices.NotPrintedError
	return !errors.As(err, &e) || !e.MayHavePrinted
}
