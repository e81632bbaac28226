package trace

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"hallkiosk/devices"
)

// errEnded is what a driver hears at the end of a trace.
var errEnded = fmt.Errorf("%w: the trace has ended", devices.ErrGone)

// Replay serves a trace to a driver, as the bus on which the device was. What the
// driver says is masked and compared: where it says something else than when it
// was recorded, its call fails with ErrOrder. After the last event the device is
// gone, and so is the bus's last device.
//
// Its methods may be called by any goroutine.
type Replay struct {
	trace  *Trace
	masker func() Masker
	pace   time.Duration

	mu      sync.Mutex
	at      int
	current Masker
	rest    []byte // of an IN transfer that was longer than the driver's buffer
	strayed error
}

// NewReplay serves t, whose device the masker is for. The waits between events are
// kept up to pace; 0 keeps none.
func NewReplay(t *Trace, masker func() Masker, pace time.Duration) *Replay {
	return &Replay{trace: t, masker: masker, pace: pace, current: masker()}
}

var _ devices.Bus = (*Replay)(nil)

// Err is nil while the driver has done what it did when it was recorded, else an
// ErrOrder that names the event.
func (r *Replay) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.strayed
}

// Open gives the device that was opened next, where m covers it.
func (r *Replay) Open(_ context.Context, m devices.Match) (devices.Transport, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.next()
	if e == nil || e.EP != open {
		return nil, fmt.Errorf("trace: open: %w", devices.ErrNotFound)
	}
	id, class, err := e.identity()
	if err != nil || !m.Covers(id, []devices.Class{class}) {
		return nil, fmt.Errorf("trace: open: %w", devices.ErrNotFound)
	}
	r.at++
	r.current, r.rest = r.masker(), nil
	return &replayed{r}, nil
}

// List says what is to be opened next.
func (r *Replay) List(context.Context) ([]devices.Info, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.next()
	if e == nil || e.EP != open {
		return nil, nil
	}
	id, class, err := e.identity()
	if err != nil {
		return nil, fmt.Errorf("trace: list: %w", err)
	}
	return []devices.Info{{ID: id, Interfaces: []devices.Class{class}}}, nil
}

func (r *Replay) next() *event {
	if r.at >= len(r.trace.events) {
		return nil
	}
	return &r.trace.events[r.at]
}

// wait is how long the driver has to be kept waiting for the next event.
func (r *Replay) wait() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.next()
	switch {
	case e == nil:
		return r.pace // a driver may still make something of silence
	case r.at == 0 || len(r.rest) > 0:
		return 0
	}
	return min(r.pace, time.Duration(e.T-r.trace.events[r.at-1].T)*time.Microsecond)
}

// stray notes that the driver did what, where the trace has e.
func (r *Replay) stray(what string, e *event) error {
	if r.strayed == nil {
		r.strayed = fmt.Errorf("event %d is %v, the driver does: %s: %w", r.at+1, e, what, ErrOrder)
	}
	return r.strayed
}

// take gives the next event, which has to be on one of the endpoints.
func (r *Replay) take(what string, endpoints ...string) (*event, error) {
	e := r.next()
	switch {
	case r.strayed != nil:
		return nil, r.strayed
	case e == nil || e.EP == open: // opened anew: this opening has ended
		return nil, errEnded
	case !slices.Contains(endpoints, e.EP):
		return nil, r.stray(what, e)
	}
	r.at++
	return e, failure(e.Failed)
}

// same reports whether the driver sent what it sent when it was recorded.
func (r *Replay) same(recorded, sent []byte) bool {
	if l, ok := r.current.(likener); ok {
		return l.Same(recorded, sent)
	}
	return bytes.Equal(recorded, sent)
}

func (r *Replay) send(p []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, err := r.take("send", out)
	if e == nil || err != nil {
		return err
	}
	p = slices.Clone(p)
	r.current.Out(p)
	if !r.same(e.unpack(), p) {
		r.at--
		return r.stray("send something else", e)
	}
	return nil
}

// receive gives the next IN transfer; ok false where the driver waited in vain.
func (r *Replay) receive(p []byte) (n int, ok bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.rest) == 0 {
		e, err := r.take("receive", in, quiet)
		if e == nil || err != nil || e.EP == quiet {
			return 0, err != nil, err
		}
		r.rest = e.unpack()
	}
	n = copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, true, nil
}

func (r *Replay) control(q devices.Request, data []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, err := r.take("control", control)
	if e == nil {
		return 0, err
	}
	was := e.request()
	if was.RequestType != q.RequestType || was.Request != q.Request || was.Value != q.Value {
		r.at--
		return 0, r.stray("another request", e)
	}
	if err != nil {
		return 0, err
	}
	got := e.unpack()
	r.current.Control(q, slices.Clone(got))
	if q.RequestType&0x80 == 0 {
		return len(data), nil
	}
	return copy(data, got), nil
}

// replayed is the device while it is open.
type replayed struct{ r *Replay }

func (t *replayed) Send(ctx context.Context, p []byte) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("trace: send: %w", err)
	}
	return wrapped("send", t.r.send(p))
}

func (t *replayed) Receive(ctx context.Context, p []byte) (int, error) {
	if err := pause(ctx, t.r.wait()); err != nil {
		return 0, fmt.Errorf("trace: receive: %w", err)
	}
	n, ok, err := t.r.receive(p)
	if err == nil && !ok {
		err = context.DeadlineExceeded // the driver's own limit, when it was recorded
	}
	return n, wrapped("receive", err)
}

func (t *replayed) Control(ctx context.Context, q devices.Request, data []byte) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("trace: control: %w", err)
	}
	n, err := t.r.control(q, data)
	return n, wrapped("control", err)
}

func (t *replayed) Close() error { return nil }

func wrapped(what string, err error) error {
	if err != nil {
		return fmt.Errorf("trace: %s: %w", what, err)
	}
	return nil
}

// pause waits for d, also beyond the driver's time limit: whether something came
// within it, the trace says. Only a cancellation ends it.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return cancelled(ctx)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	for done := ctx.Done(); ; {
		select {
		case <-t.C:
			return nil
		case <-done:
			if err := cancelled(ctx); err != nil {
				return err
			}
			done = nil
		}
	}
}

func cancelled(ctx context.Context) error {
	if err := ctx.Err(); errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// Ended reports whether the driver has done all that the trace holds.
func (r *Replay) Ended() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.next() == nil && len(r.rest) == 0
}
