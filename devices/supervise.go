package devices

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Device is what supervision needs of a device's own package.
type Device interface {
	// Probe asks the device how it is. It returns ErrGone once the device is
	// unplugged; any other error says that the device does not answer as it
	// should. The status' Since is ignored.
	Probe(ctx context.Context) (Status, error)
	Close() error
}

// SuperviseOpts says how often supervision looks. A zero field takes its
// default.
type SuperviseOpts struct {
	Find     time.Duration // between two looks for an absent device: 1 s
	Probe    time.Duration // between two probes of a present one: 1 s
	Timeout  time.Duration // of one opening and of one probe: 3 s
	Failures int           // failed probes in a row that are borne before the device is opened anew: 3
}

func (o *SuperviseOpts) withDefaults() SuperviseOpts {
	d := SuperviseOpts{Find: time.Second, Probe: time.Second, Timeout: 3 * time.Second, Failures: 3}
	if o == nil {
		return d
	}
	if o.Find > 0 {
		d.Find = o.Find
	}
	if o.Probe > 0 {
		d.Probe = o.Probe
	}
	if o.Timeout > 0 {
		d.Timeout = o.Timeout
	}
	if o.Failures > 0 {
		d.Failures = o.Failures
	}
	return d
}

// Supervisor keeps one device in service: finds it, opens it, asks how it is,
// lends it out, notices its loss and finds it again. Its methods may be called
// by any goroutine.
type Supervisor[D Device] struct {
	opts SuperviseOpts
	open func(context.Context) (D, error)
	life context.Context // ends the loop and whatever Do runs
	end  context.CancelFunc

	turn   chan struct{} // full while somebody uses dev; waiters are served in order
	dev    D             // guarded by turn; valid while missing is nil
	look   chan struct{} // asks the loop for a probe at once
	looked chan struct{} // closed after the first attempt to open
	done   chan struct{} // closed when the loop has ended

	mu      sync.Mutex
	status  Status
	missing error // why there is no device to lend; nil while there is one
}

var errEnded = fmt.Errorf("%w: supervision has ended", ErrNotFound)

// Supervise starts a loop that keeps a device in service until ctx ends or
// Close is called. open finds and opens it; its errors wrap ErrNotFound,
// ErrDenied, ErrInUse, or say that the device does not answer as it should.
func Supervise[D Device](ctx context.Context, open func(context.Context) (D, error), opts *SuperviseOpts) *Supervisor[D] {
	s := &Supervisor[D]{
		opts: opts.withDefaults(), open: open,
		turn: make(chan struct{}, 1), look: make(chan struct{}, 1),
		looked: make(chan struct{}), done: make(chan struct{}),
		status:  Status{State: Absent, Since: time.Now()},
		missing: ErrNotFound,
	}
	s.life, s.end = context.WithCancel(ctx)
	go s.run()
	return s
}

// Status says how the device stands. It is cheap and never waits for the device.
func (s *Supervisor[D]) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status
}

// Close ends supervision, waits for a running Do and closes the device.
func (s *Supervisor[D]) Close() {
	s.end()
	<-s.done
}

// Wait returns when supervision has ended and the device is closed.
func (s *Supervisor[D]) Wait() { <-s.done }

// Do waits its turn and calls f with the device; nobody else uses it meanwhile.
// f's context ends with ctx and with supervision. Do returns what f returned;
// at once ErrNotFound, ErrDenied, ErrInUse, or what opening said, while there is
// no device; the context's error when it ends while waiting.
func (s *Supervisor[D]) Do(ctx context.Context, f func(context.Context, D) error) error {
	select {
	case <-s.looked:
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := s.lack(); err != nil {
		return err
	}
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.turn }()
	if err := s.lack(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.lend(ctx, f)
}

// lend runs f and draws the conclusions. The caller has the turn.
func (s *Supervisor[D]) lend(ctx context.Context, f func(context.Context, D) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.life, cancel)()

	before := s.Status()
	if before.State == Ready {
		s.set(Busy, before.Reason)
		defer s.unbusy()
	}
	err := f(ctx, s.dev)
	switch {
	case errors.Is(err, ErrGone):
		s.lose(err)
		s.hurry()
	case dubious(err) && ctx.Err() == nil, err == nil && before.State == Failed:
		s.hurry()
	}
	return err
}

// dubious reports whether a job's error casts doubt on the device itself, other
// than on what a person did with it.
func dubious(err error) bool {
	return errors.Is(err, ErrStall) || errors.Is(err, ErrSilent) || errors.Is(err, ErrGarbled) ||
		errors.Is(err, context.DeadlineExceeded)
}

func (s *Supervisor[D]) hurry() {
	select {
	case s.look <- struct{}{}:
	default: // it is to look already
	}
}

func (s *Supervisor[D]) unbusy() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.status.State == Busy {
		s.setLocked(Ready, s.status.Reason)
	}
}

func (s *Supervisor[D]) set(state State, reason Reason) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setLocked(state, reason)
}

func (s *Supervisor[D]) setLocked(state State, reason Reason) {
	if s.status.State != state || s.status.Reason != reason {
		s.status = Status{State: state, Reason: reason, Since: time.Now()}
	}
}

// lack is why there is nothing to lend; nil where there is.
func (s *Supervisor[D]) lack() error {
	if s.life.Err() != nil {
		return errEnded
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.missing
}

// lose notes that there is no device to lend, and why.
func (s *Supervisor[D]) lose(err error) {
	state, reason := trouble(err)
	if state == Absent && !errors.Is(err, ErrNotFound) { // for the next caller it is not gone but not there
		err = fmt.Errorf("%w: %w", ErrNotFound, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.missing = err
	s.setLocked(state, reason)
}

// trouble says in a status what an error of opening or probing means.
func trouble(err error) (State, Reason) {
	switch {
	case errors.Is(err, ErrNotFound), errors.Is(err, ErrGone):
		return Absent, ReasonUnplugged
	case errors.Is(err, ErrDenied):
		return Failed, ReasonDenied
	case errors.Is(err, ErrInUse):
		return Failed, ReasonInUse
	case errors.Is(err, ErrSilent), errors.Is(err, context.DeadlineExceeded):
		return Failed, ReasonSilent
	}
	return Failed, ReasonGarbled
}
