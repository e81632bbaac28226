package scanner

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hallkiosk/devices"
)

// Opts are a scanner's settings. A zero field takes its default.
type Opts struct {
	Mode      Mode
	Interface uint16        // number of the HID interface, for control requests
	MaxLen    int           // longest code, bytes: 4096
	Rest      time.Duration // silence that ends a code: 100 ms, for HID POS 500 ms
	LineRest  time.Duration // the same on a serial port or Simple COM, after a line end: 40 ms
	// Dropped, where set, is called for each code that nobody waited for, from
	// a goroutine of the Dev.
	Dropped func()
}

func (o *Opts) withDefaults() Opts {
	var v Opts
	if o != nil {
		v = *o
	}
	if v.MaxLen <= 0 {
		v.MaxLen = 4096
	}
	if v.LineRest <= 0 {
		v.LineRest = 40 * time.Millisecond
	}
	if v.Dropped == nil {
		v.Dropped = func() {}
	}
	return v
}

// Dev is one scanner. Scan and Close are for one goroutine, Probe for any.
type Dev struct {
	t       devices.Transport
	opts    Opts
	asm     assembler
	cancel  context.CancelFunc
	reports chan []byte
	waiters chan chan<- code // the next to serve; nil: nobody waits any more
	dead    chan struct{}    // closed when no report can come any more
	err     error            // why; read after dead is closed
	done    chan struct{}    // closed when the last goroutine has ended
}

var _ devices.Device = (*Dev)(nil)

// New finds out how the scanner on t speaks, puts a keyboard into boot protocol,
// opens a serial port, and begins to take what comes. o may be nil. On error t
// stays the caller's to close.
func New(t devices.Transport, o *Opts) (*Dev, error) {
	d := &Dev{t: t, opts: o.withDefaults(), reports: make(chan []byte), waiters: make(chan chan<- code),
		dead: make(chan struct{}), done: make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	if err := d.begin(ctx); err != nil {
		cancel()
		return nil, fmt.Errorf("scanner: new: %w", err)
	}
	d.cancel = cancel
	go d.listen(ctx)
	go d.assemble()
	return d, nil
}

func (d *Dev) begin(ctx context.Context) (err error) {
	o := &d.opts
	if o.Mode == Auto {
		if o.Mode, err = askMode(ctx, d.t, o.Interface); err != nil {
			return err
		}
	}
	if o.Rest <= 0 {
		o.Rest = 100 * time.Millisecond
		if o.Mode == POS {
			o.Rest = 500 * time.Millisecond
		}
	}
	c := collector{max: o.MaxLen}
	switch o.Mode {
	case Keyboard:
		d.asm = &keyboard{collector: c, silence: o.Rest}
		return makeKeyboard(ctx, d.t, o.Interface)
	case POS:
		d.asm = &pos{c, o.Rest}
		return nil
	case Serial:
		d.asm = &serial{collector: c, line: o.LineRest, other: o.Rest}
		control, _, err := isPort(ctx, d.t)
		if err != nil {
			return err
		}
		return openPort(ctx, d.t, control)
	case SimpleCOM:
		d.asm = &simpleCOM{serial{collector: c, line: o.LineRest, other: o.Rest}}
		return nil
	}
	return ErrUnsupported
}

// Mode is how the scanner speaks.
func (d *Dev) Mode() Mode { return d.opts.Mode }

// Scan waits for one whole code that begins after the call. A code that cannot
// be used is an error too: ErrTooLong, ErrGarbled, ErrControl, ErrEncoding.
func (d *Dev) Scan(ctx context.Context) (Scan, error) {
	s, err := d.scan(ctx)
	if err != nil {
		return Scan{}, fmt.Errorf("scanner: scan: %w", err)
	}
	return s, nil
}

func (d *Dev) scan(ctx context.Context) (Scan, error) {
	w := make(chan code, 1)
	select {
	case d.waiters <- w:
	case <-d.dead:
		return Scan{}, d.err
	case <-ctx.Done():
		return Scan{}, ctx.Err()
	}
	select {
	case c := <-w:
		return c.scan()
	case <-d.dead:
		return Scan{}, d.err
	case <-ctx.Done():
	}
	select {
	case d.waiters <- nil:
	case <-d.dead:
	}
	return Scan{}, ctx.Err()
}

// Probe says Ready, or why the scanner is lost: devices.ErrGone. A scanner is
// never asked, since it has nothing to answer.
func (d *Dev) Probe(context.Context) (devices.Status, error) {
	select {
	case <-d.dead:
		return devices.Status{State: devices.Failed}, fmt.Errorf("scanner: probe: %w", d.err)
	default:
		return devices.Status{State: devices.Ready}, nil
	}
}

// Close stops listening and gives the transport back.
func (d *Dev) Close() error {
	d.cancel()
	<-d.done
	return d.t.Close()
}

// listen takes every report at once, whether anybody waits or not. One packet at
// a time: a serial port that fills its last packet would keep a larger buffer
// waiting for more.
func (d *Dev) listen(ctx context.Context) {
	defer close(d.reports)
	for {
		var b [posSize]byte
		n, err := d.t.Receive(ctx, b[:])
		if err != nil {
			d.err = err // assemble publishes it by closing dead
			if ctx.Err() != nil {
				d.err = devices.ErrGone // closed: for whoever still scans it is gone
			}
			return
		}
		d.reports <- b[:n]
	}
}

// assemble makes codes of reports and gives each to whoever waited when it
// began.
func (d *Dev) assemble() {
	defer close(d.done)
	defer close(d.dead)
	rest := time.NewTimer(d.asm.pause())
	defer rest.Stop()
	var waiter chan<- code
	late := false // the waiter came in the middle of a code
	for {
		var c code
		var ended bool
		select {
		case r, ok := <-d.reports:
			if !ok {
				return
			}
			c, ended = d.asm.add(slices.Clip(r))
			clear(r)
			rest.Reset(d.asm.pause())
		case <-rest.C:
			c, ended = d.asm.rest()
		case waiter = <-d.waiters:
			late = d.asm.busy()
			continue
		}
		switch {
		case ended && waiter != nil && !late:
			waiter <- c
			waiter = nil
		case ended:
			d.opts.Dropped()
		}
		late = late && d.asm.busy()
	}
}
