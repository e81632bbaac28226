package idcard

import (
	"context"
	"errors"
	"time"

	"hallkiosk/devices"
)

const (
	rxLen      = 4096     // one transfer
	bufLen     = 2 * 4096 // an unfinished frame and one transfer
	maxRubbish = 64 << 10 // bytes received for one command before giving up
)

// wire exchanges frames over a transport. Its buffers hold what came from a
// card; wipe overwrites them.
type wire struct {
	t    devices.Transport
	opts Opts
	rx   [rxLen]byte
	buf  [bufLen]byte
	// clear: nothing that the reader sent is still to come. It was silent for
	// long enough, or has just answered well and said no more.
	clear bool
}

// forget ends what one visit of the reader knew of it.
func (w *wire) forget() {
	w.wipe()
	w.clear = false
}

func (w *wire) wipe() {
	clear(w.rx[:])
	clear(w.buf[:])
}

// ask sends c and returns the answer, whose data lie in w.buf until the next
// ask or wipe. A garbled answer, or the reader's word that our frame arrived
// garbled, is worth one more try. A reply that reports failure is a
// *StatusError.
func (w *wire) ask(ctx context.Context, c command) (reply, error) {
	r, err := w.askOnce(ctx, c)
	if errors.Is(err, ErrGarbled) || err == nil && (r.sw3 == swBadChecksum || r.sw3 == swBadLength) {
		r, err = w.askOnce(ctx, c)
	}
	if err != nil {
		return reply{}, err
	}
	return r, r.err()
}

func (w *wire) askOnce(ctx context.Context, c command) (reply, error) {
	w.wipe()
	if !w.clear {
		if err := w.drain(ctx, w.opts.Drain); err != nil {
			return reply{}, err
		}
	}
	w.clear = false
	if err := w.send(ctx, c); err != nil {
		return reply{}, err
	}
	return w.await(ctx, c)
}

// drain throws away what the reader sent unasked or too late, until it was
// silent for so long.
func (w *wire) drain(ctx context.Context, silence time.Duration) error {
	for got := 0; got < maxRubbish; {
		n, err := w.receive(ctx, silence)
		if errors.Is(err, ErrSilent) {
			w.clear = true
			return nil
		}
		if err != nil {
			return err
		}
		got += max(n, 1)
	}
	return ErrGarbled
}

func (w *wire) send(ctx context.Context, c command) error {
	f := w.opts.Framing.wrap(c.frame())
	ctx, cancel := context.WithTimeout(ctx, w.opts.Quick)
	defer cancel()
	if err := w.t.Send(ctx, f); err != nil {
		return err
	}
	if w.opts.Framing.inReports() && c.cmd == cmdRead.cmd {
		return pause(ctx, hidPause)
	}
	return nil
}

// await collects transfers until they hold a frame that answers c. A sound
// frame that answers something else, or rubbish in front, is skipped; when
// nothing better comes, the error says what was wrong with what came.
func (w *wire) await(ctx context.Context, c command) (reply, error) {
	var flaw error
	have := 0 // bytes of w.buf that are not done with
	wait := w.opts.patience(c)
	for got := 0; got < maxRubbish; {
		n, err := w.receive(ctx, wait)
		if errors.Is(err, ErrSilent) {
			return reply{}, diagnose(w.buf[:have], got, flaw)
		}
		if err != nil {
			return reply{}, err
		}
		got += max(n, 1)
		have += copy(w.buf[have:], w.opts.Framing.unwrap(w.rx[:n]))
		wait = w.opts.Gap
		r, rest, err := pick(w.buf[:have], c)
		if err == nil {
			// After a failure the reader may say more; a good answer said twice
			// fits no command that follows it.
			w.clear = r.err() == nil && allZero(rest)
			return r, nil
		}
		if !errors.Is(err, ErrShort) && !errors.Is(err, ErrPreamble) {
			flaw = err
		}
		have = copy(w.buf[:], rest)
	}
	return reply{}, ErrGarbled
}

// pick looks in b for a frame that answers c. Without one, rest is what may
// still become a frame, and err the last flaw seen, ErrShort or ErrPreamble
// where there was none.
func pick(b []byte, c command) (r reply, rest []byte, err error) {
	var flaw error
	for {
		r, n, err := cutFrame(b)
		b = b[n:]
		switch {
		case err == nil && c.fits(r):
			return r, b, nil
		case err == nil:
			flaw = ErrUnexpected
		case errors.Is(err, ErrShort), errors.Is(err, ErrPreamble):
			if flaw == nil {
				flaw = err
			}
			return reply{}, b, flaw
		default:
			flaw = err
		}
	}
}

// diagnose says what was wrong when no answer came: rest is what was left over
// of got bytes, flaw what was refused before.
func diagnose(rest []byte, got int, flaw error) error {
	_, _, err := cutFrame(rest)
	switch {
	case got == 0, isOwnTimeout(rest):
		return ErrSilent
	case flaw != nil:
		return flaw
	}
	return err
}

// receive waits for one transfer, for d at most: ErrSilent.
func (w *wire) receive(ctx context.Context, d time.Duration) (int, error) {
	short, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	rx := w.rx[:]
	if w.opts.Framing.inReports() {
		rx = rx[:reportLen] // reports fill their packets: a larger buffer would wait for more
	}
	n, err := w.t.Receive(short, rx)
	if err != nil && ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return 0, ErrSilent
	}
	return n, err
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
