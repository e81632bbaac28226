package ticketprinter

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hallkiosk/devices"
)

// Class requests of USB printers (USB printer class 1.1, 4.2), interface 0.
var (
	getPortStatus = devices.Request{RequestType: 0xA1, Request: 1}
	softReset     = devices.Request{RequestType: 0x21, Request: 2}
)

// quiet is how long the line must be silent for stale answers to be gone.
const quiet = 10 * time.Millisecond

// Dev is one printer. It serves one goroutine at a time.
type Dev struct {
	t    devices.Transport
	opts Opts

	replies replies
	eot     []byte  // answers to DLE EOT not asked about yet
	asb     *Status // the last automatic status of the present ticket
	echoed  bool    // GS r was answered
}

var _ devices.Device = (*Dev)(nil)

// New drives the printer behind t. Nil opts are DefaultOpts.
func New(t devices.Transport, opts *Opts) (*Dev, error) {
	o := DefaultOpts()
	if opts != nil {
		o = *opts
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	return &Dev{t: t, opts: o}, nil
}

// Close closes the transport.
func (d *Dev) Close() error { return d.t.Close() }

// Probe gives the state in the words that all devices share. A printer that
// answers nothing is Ready for ReasonSilent.
func (d *Dev) Probe(ctx context.Context) (devices.Status, error) {
	s, err := d.Status(ctx)
	if err != nil {
		return devices.Status{}, err
	}
	return s.device(), nil
}

// Status asks the printer how it is: by DLE EOT 1, 4, 2 and 3, and where it is
// silent, by what it last reported unasked and by the USB port status. An error
// wraps devices.ErrGone, devices.ErrStall or the context's error; silence is
// none.
func (d *Dev) Status(ctx context.Context) (Status, error) {
	if d.opts.Mute {
		return d.secondOpinion(ctx)
	}
	if err := d.listen(ctx, quiet, func() bool { return false }); err != nil {
		return Status{}, fmt.Errorf("ticketprinter: status: %w", err)
	}
	var s Status
	for _, n := range []byte{1, 4, 2, 3} {
		b, ok, err := d.ask(ctx, n)
		if err != nil {
			return Status{}, fmt.Errorf("ticketprinter: status: %w", err)
		}
		if !ok {
			break
		}
		s.addEOT(n, b)
		s.Known = s.Known || n == 2 // paper and cover are known by now
	}
	if s.Known || s.Err() != nil {
		s.Known = true
		return s, nil
	}
	return d.secondOpinion(ctx)
}

// ask sends DLE EOT n and waits for the answer; ok false for silence.
func (d *Dev) ask(ctx context.Context, n byte) (b byte, ok bool, err error) {
	d.eot = d.eot[:0]
	if err := d.send(ctx, cmdEOT(n), d.opts.ReplyTimeout); err != nil {
		return 0, false, silence(ctx, err)
	}
	err = d.listen(ctx, d.opts.ReplyTimeout, func() bool { return len(d.eot) > 0 })
	if err != nil || len(d.eot) == 0 {
		return 0, false, err
	}
	return d.eot[0], true, nil
}

// secondOpinion is what can be known of a printer that does not answer.
func (d *Dev) secondOpinion(ctx context.Context) (Status, error) {
	if d.asb != nil {
		return *d.asb, nil
	}
	ctx, cancel := context.WithTimeout(ctx, d.opts.ReplyTimeout)
	defer cancel()
	port := make([]byte, 1)
	n, err := d.t.Control(ctx, getPortStatus, port)
	switch {
	case errors.Is(err, devices.ErrGone):
		return Status{}, fmt.Errorf("ticketprinter: port status: %w", err)
	case err != nil || n == 0: // many do not know the request
		return Status{}, nil
	}
	return fromPort(port[0]), nil
}

// send makes one OUT transfer within limit.
func (d *Dev) send(ctx context.Context, p []byte, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return d.t.Send(ctx, p)
}

// listen takes in what the printer says until enough or for at most limit,
// whose end is no error.
func (d *Dev) listen(ctx context.Context, limit time.Duration, enough func() bool) error {
	within, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	buf := make([]byte, 64)
	for !enough() {
		n, err := d.t.Receive(within, buf)
		if err != nil {
			return silence(ctx, err)
		}
		d.note(buf[:n])
	}
	return nil
}

// silence drops an error that only says that a time limit of ours was reached
// while the caller's context goes on.
func silence(ctx context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return nil
	}
	return err
}

// note sorts what the printer said.
func (d *Dev) note(p []byte) {
	for _, b := range p {
		r, done := d.replies.next(b)
		if !done {
			continue
		}
		switch r.kind {
		case eotReply:
			d.eot = append(d.eot, r.b)
		case asbReply:
			s := fromASB(r.asb)
			d.asb = &s
		case echoReply:
			d.echoed = true
		}
	}
}
