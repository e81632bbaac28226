package idcard

import (
	"context"
	"errors"
	"fmt"

	"hallkiosk/devices"
)

const (
	handshakes    = 3 // tries for the SAM id
	maxSilences   = 3 // unanswered finds that Read bears in a row
	maxSelections = 3 // failed selections that Read bears in a row
)

// Dev is one reader. It serves one goroutine.
type Dev struct {
	wire wire
	id   SAMID
}

var _ devices.Device = (*Dev)(nil)

// New greets the reader on t by asking for its security module's id, three
// times at most, in each framing that it may have; SAMID and Framing are then
// known. o may be nil. On error t stays the caller's to close.
func New(t devices.Transport, o *Opts) (*Dev, error) {
	d := &Dev{wire: wire{t: t, opts: o.withDefaults()}}
	defer d.wire.forget()
	if err := d.greet(); err != nil {
		return nil, fmt.Errorf("idcard: greet: %w", err)
	}
	return d, nil
}

func (d *Dev) greet() (err error) {
	variants := d.wire.opts.Framing.variants()
	for range handshakes {
		for _, d.wire.opts.Framing = range variants {
			var r reply
			if r, err = d.wire.ask(context.Background(), cmdSAMID); err == nil {
				d.id = SAMID(r.data)
				return nil
			}
			if errors.Is(err, devices.ErrGone) {
				return err
			}
			if isStatus(err) { // it understood
				variants = []Framing{d.wire.opts.Framing}
				break
			}
		}
	}
	return err
}

// Framing is how the reader was found to send its frames.
func (d *Dev) Framing() Framing { return d.wire.opts.Framing }

// SAMID is the id that the reader gave when it was opened.
func (d *Dev) SAMID() SAMID { return d.id }

// Close gives the transport back.
func (d *Dev) Close() error { return d.wire.t.Close() }

// Probe asks the reader's security module for its state: Ready, or an error
// such as ErrSilent, ErrSelfTest, devices.ErrGone.
func (d *Dev) Probe(ctx context.Context) (devices.Status, error) {
	defer d.wire.forget()
	if _, err := d.wire.ask(ctx, cmdStatus); err != nil {
		return devices.Status{State: devices.Failed}, fmt.Errorf("idcard: probe: %w", err)
	}
	return devices.Status{State: devices.Ready}, nil
}

// Present reports whether a card lies on the reader, read or not.
func (d *Dev) Present(ctx context.Context) (bool, error) {
	defer d.wire.forget()
	there, err := d.present(ctx)
	if err != nil {
		return false, fmt.Errorf("idcard: present: %w", err)
	}
	return there, nil
}

// Fresh reports whether a card lies on the reader that was not read since it was
// laid. It leaves one that was read as it is.
func (d *Dev) Fresh(ctx context.Context) (bool, error) {
	defer d.wire.forget()
	known, err := d.selected(ctx)
	fresh := false
	if err == nil && !known {
		fresh, err = d.find(ctx)
	}
	if err != nil {
		return false, fmt.Errorf("idcard: fresh: %w", err)
	}
	return fresh, nil
}

// Read waits until a card lies on the reader, or takes the one that was left
// there, and reads it. It returns ErrRemoved where the card was lifted too
// soon and ErrUnreadable where another try is of no use.
func (d *Dev) Read(ctx context.Context) (Card, error) {
	defer d.wire.forget()
	c, err := d.read(ctx)
	if err != nil {
		return Card{}, fmt.Errorf("idcard: read: %w", err)
	}
	return c, nil
}

func (d *Dev) read(ctx context.Context) (Card, error) {
	// A card that was read before answers find no more, but still reads.
	switch there, err := d.selected(ctx); {
	case there:
		return d.readSelected(ctx)
	case err != nil && !errors.Is(err, ErrSilent) && !errors.Is(err, ErrGarbled):
		return Card{}, err // the rest is for find to decide
	}
	for silences, selections := 0, 0; ; {
		found, err := d.find(ctx)
		if errors.Is(err, ErrSilent) {
			if silences++; silences <= maxSilences {
				continue // it has waited long enough
			}
		}
		if err != nil {
			return Card{}, err
		}
		silences = 0
		if found {
			if _, err = d.wire.ask(ctx, cmdSelect); err == nil {
				return d.readSelected(ctx)
			}
			if selections++; !isStatus(err) || selections == maxSelections {
				return Card{}, err
			}
		}
		rest := d.wire.opts.Poll
		if found {
			rest = d.wire.opts.Rest
		}
		if err := d.wire.drain(ctx, rest); err != nil {
			return Card{}, err
		}
	}
}

// readSelected reads the selected card and tells a lifted card from a bad one.
func (d *Dev) readSelected(ctx context.Context) (Card, error) {
	r, err := d.wire.ask(ctx, cmdRead)
	if err == nil {
		return decodeRead(r)
	}
	if !errors.Is(err, ErrNoCard) && !errors.Is(err, ErrUnreadable) && !errors.Is(err, ErrGarbled) && !errors.Is(err, ErrSilent) {
		return Card{}, err
	}
	there, perr := d.present(ctx)
	switch {
	case perr != nil:
		return Card{}, err
	case !there:
		return Card{}, ErrRemoved
	case errors.Is(err, ErrNoCard):
		return Card{}, ErrUnreadable // it lies there, whatever the reader says
	}
	return Card{}, err
}

// present reports whether a card lies there, read (30 03) or not yet (find).
func (d *Dev) present(ctx context.Context) (bool, error) {
	if there, err := d.selected(ctx); there || err != nil {
		return there, err
	}
	return d.find(ctx)
}

// selected reports whether a card that was selected still lies there: it
// answers 30 03 with an appended address or with "none".
func (d *Dev) selected(ctx context.Context) (bool, error) {
	_, err := d.wire.ask(ctx, cmdAddress)
	var s *StatusError
	if errors.As(err, &s) && s.SW3 == swAbsent {
		return true, nil
	}
	return err == nil, lasting(err)
}

// find reports whether a card answers that was not read yet.
func (d *Dev) find(ctx context.Context) (bool, error) {
	r, err := d.wire.ask(ctx, cmdFind)
	return err == nil && r.sw3 == swFound, lasting(err)
}

// lasting drops an error by which the reader only says that it has no card,
// or none it can talk to, at this moment.
func lasting(err error) error {
	if errors.Is(err, ErrNoCard) || errors.Is(err, ErrUnreadable) {
		return nil
	}
	return err
}

func isStatus(err error) bool {
	var s *StatusError
	return errors.As(err, &s)
}
