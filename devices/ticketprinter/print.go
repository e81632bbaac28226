package ticketprinter

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hallkiosk/devices"
)

// chunk is how much of a ticket goes out in one transfer.
const chunk = 1024

// recheck is how often the state is asked for while a ticket is being printed.
const recheck = 250 * time.Millisecond

// Print prints slip and returns when it is proven to be whole on paper. A Slip
// that cannot be printed is an error that wraps ErrCharacter, ErrRare,
// ErrTooWide or ErrItem; everything else is a *devices.NotPrintedError. After a ticket
// that broke off the printer is reset, so that the rest of it does not come out
// once there is paper again.
func (d *Dev) Print(ctx context.Context, slip Slip) error {
	body, err := render(slip, &d.opts)
	if err != nil {
		return err
	}
	d.asb, d.echoed = nil, false
	if err := d.begin(ctx); err != nil {
		return fmt.Errorf("ticketprinter: print: %w", err)
	}
	err = d.push(ctx, body)
	if err == nil {
		err = d.confirm(ctx)
	}
	if err != nil {
		d.reset(ctx)
		return fmt.Errorf("ticketprinter: print: %w", err)
	}
	return nil
}

// begin makes sure that the printer is fit and takes bytes; nothing moves yet.
func (d *Dev) begin(ctx context.Context) error {
	s, err := d.Status(ctx)
	if err != nil {
		return failed(err, false)
	}
	if reason := s.Err(); reason != nil {
		return &devices.NotPrintedError{Reason: reason}
	}
	if err := d.send(ctx, prologue(&d.opts), d.opts.SendTimeout); err != nil {
		return d.diagnose(ctx, err, false)
	}
	return nil
}

func (d *Dev) push(ctx context.Context, body []byte) error {
	for len(body) > 0 {
		n := min(chunk, len(body))
		if err := d.send(ctx, body[:n], d.opts.SendTimeout); err != nil {
			return d.diagnose(ctx, err, true)
		}
		body = body[n:]
	}
	return nil
}

// diagnose finds out why a transfer was not taken.
func (d *Dev) diagnose(ctx context.Context, cause error, may bool) error {
	if ctx.Err() != nil || !errors.Is(cause, context.DeadlineExceeded) {
		return failed(cause, may)
	}
	s, err := d.Status(ctx)
	if err != nil {
		return failed(err, may)
	}
	if reason := s.Err(); reason != nil {
		return &devices.NotPrintedError{Reason: reason, MayHavePrinted: may, Cause: cause}
	}
	return &devices.NotPrintedError{Reason: ErrStuck, MayHavePrinted: may, Cause: cause}
}

// failed names the sentinel in a transport's error as the reason.
func failed(err error, may bool) error {
	for _, reason := range []error{devices.ErrGone, devices.ErrStall, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, reason) {
			return &devices.NotPrintedError{Reason: reason, MayHavePrinted: may, Cause: err}
		}
	}
	return &devices.NotPrintedError{Reason: err, MayHavePrinted: may}
}

// confirm waits for proof that the ticket is on paper.
func (d *Dev) confirm(ctx context.Context) error {
	sent := time.Now()
	for {
		s, err := d.Status(ctx)
		if err != nil {
			return failed(err, true)
		}
		if reason := s.Err(); reason != nil {
			return &devices.NotPrintedError{Reason: reason, MayHavePrinted: true}
		}
		switch since := time.Since(sent); {
		case d.echoed, d.opts.Mute, d.opts.NoEcho && s.Known && since >= d.opts.Settle:
			return nil
		case since >= d.opts.ConfirmTimeout && s.Known:
			return &devices.NotPrintedError{Reason: ErrStuck, MayHavePrinted: true}
		case since >= d.opts.ConfirmTimeout:
			return &devices.NotPrintedError{Reason: ErrSilent, MayHavePrinted: true}
		}
		if err := d.listen(ctx, recheck, func() bool { return d.echoed }); err != nil {
			return failed(err, true)
		}
	}
}

// reset makes the printer forget the rest of a ticket. What it answers does not
// matter: the ticket's own error is the one to report.
func (d *Dev) reset(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), d.opts.ReplyTimeout)
	defer cancel()
	_, _ = d.t.Control(ctx, softReset, nil)
}
