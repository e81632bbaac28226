package main

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/ticketprinter"
)

// The adapters of this file give supervised devices the shapes that screens and
// desk ask for; none decides anything.

type cardReader struct {
	*devices.Supervisor[*idcard.Dev]
}

func (r cardReader) Read(ctx context.Context) (card idcard.Card, err error) {
	err = r.Do(ctx, func(ctx context.Context, d *idcard.Dev) error {
		card, err = d.Read(ctx)
		return err
	})
	return card, err
}

func (r cardReader) Present(ctx context.Context) (present bool, err error) {
	err = r.Do(ctx, func(ctx context.Context, d *idcard.Dev) error {
		present, err = d.Present(ctx)
		return err
	})
	return present, err
}

func (r cardReader) Fresh(ctx context.Context) (fresh bool, err error) {
	err = r.Do(ctx, func(ctx context.Context, d *idcard.Dev) error {
		fresh, err = d.Fresh(ctx)
		return err
	})
	return fresh, err
}

type codeScanner struct {
	*devices.Supervisor[*scanner.Dev]
}

func (s codeScanner) Scan(ctx context.Context) (scan scanner.Scan, err error) {
	err = s.Do(ctx, func(ctx context.Context, d *scanner.Dev) error {
		scan, err = d.Scan(ctx)
		return err
	})
	return scan, err
}

// ticketPrinter tells how much paper each slip took, in millimetres.
type ticketPrinter struct {
	*devices.Supervisor[*ticketprinter.Dev]
	used func(length int)
}

func (p ticketPrinter) Check(ctx context.Context) (status devices.Status, err error) {
	err = p.Do(ctx, func(ctx context.Context, d *ticketprinter.Dev) error {
		status, err = d.Probe(ctx)
		return err
	})
	return status, err
}

func (p ticketPrinter) Print(ctx context.Context, s ticketprinter.Slip) error {
	return p.Do(ctx, func(ctx context.Context, d *ticketprinter.Dev) error {
		err := d.Print(ctx, s)
		var not *devices.NotPrintedError
		if err == nil || errors.As(err, &not) && not.MayHavePrinted {
			if length, unknown := d.Length(s); unknown == nil {
				p.used(length)
			}
		}
		return err
	})
}

// formPrinter knows how its printer stands also while a job holds it.
type formPrinter struct {
	*devices.Supervisor[*pageprinter.Printer]
	job *atomic.Pointer[devices.Status] // of the job under way; nil: there is none
}

func (p formPrinter) Status() devices.Status {
	if now := p.job.Load(); now != nil {
		return *now
	}
	return p.Supervisor.Status()
}

func (p formPrinter) Print(ctx context.Context, name string, pdf []byte, progress func(devices.Status)) error {
	defer p.job.Store(nil)
	return p.Do(ctx, func(ctx context.Context, d *pageprinter.Printer) error {
		return d.Print(ctx, pageprinter.Job{Name: name, PDF: pdf, Progress: func(now pageprinter.Progress) {
			status := devices.Status{State: devices.Busy, Since: time.Now()}
			if now.Reason != "" {
				status.State, status.Reason = devices.NeedsAttention, now.Reason
			}
			p.job.Store(&status)
			progress(status)
		}})
	})
}

// noFormPrinter stands where a kiosk has none: the window prints the forms.
type noFormPrinter struct{}

func (noFormPrinter) Print(context.Context, string, []byte, func(devices.Status)) error {
	return devices.ErrNotFound
}

func (noFormPrinter) Status() devices.Status { return devices.Status{State: devices.Absent} }
