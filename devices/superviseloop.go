package devices

import (
	"context"
	"errors"
	"time"
)

// run finds, opens and serves until its life ends.
func (s *Supervisor[D]) run() {
	defer close(s.done)
	defer s.end()
	defer s.sawOnce()
	defer s.lose(errEnded)
	for s.life.Err() == nil {
		ctx, cancel := context.WithTimeout(s.life, s.opts.Timeout)
		dev, err := s.open(ctx)
		cancel()
		if err == nil && s.serve(dev) {
			continue // unplugged: it may be back already
		}
		if err != nil && s.life.Err() == nil {
			s.lose(err)
			s.sawOnce()
		}
		s.pause(s.opts.Find, nil)
	}
}

// sawOnce lets those through who came before the first attempt to open. Only
// the loop calls it.
func (s *Supervisor[D]) sawOnce() {
	select {
	case <-s.looked:
	default:
		close(s.looked)
	}
}

// serve probes a freshly opened device now and then until it is unplugged,
// which it reports, or does not answer as it should for too long.
func (s *Supervisor[D]) serve(dev D) (unplugged bool) {
	s.turn <- struct{}{}
	defer func() { <-s.turn }()
	s.install(dev)
	s.sawOnce()
	for failures := 0; ; {
		err := s.lack() // a Do may have noticed the loss
		if err == nil {
			err = s.probe()
		}
		if err == nil {
			failures = 0
		} else {
			failures++
		}
		if s.life.Err() != nil {
			err = errEnded
		}
		unplugged = errors.Is(err, ErrGone)
		if unplugged || failures > s.opts.Failures || s.life.Err() != nil {
			s.retire(err)
			return unplugged
		}
		<-s.turn
		s.pause(s.opts.Probe, s.look)
		s.turn <- struct{}{} // a Do that runs now ends with s.life
	}
}

// install makes dev the device to lend. The caller has the turn.
func (s *Supervisor[D]) install(dev D) {
	s.dev = dev
	select {
	case <-s.look: // was about the device before
	default:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.missing = nil
}

// probe asks the device how it is and notes it. The caller has the turn.
func (s *Supervisor[D]) probe() error {
	ctx, cancel := context.WithTimeout(s.life, s.opts.Timeout)
	defer cancel()
	status, err := s.dev.Probe(ctx)
	switch {
	case s.life.Err() != nil: // cut short, which says nothing of the device
	case err == nil:
		s.set(status.State, status.Reason)
	case !errors.Is(err, ErrGone): // a loss is noted when the device is closed
		s.set(trouble(err))
	}
	return err
}

// retire closes the device. The caller has the turn.
func (s *Supervisor[D]) retire(err error) {
	s.lose(err)
	// The device is given up in any case; what closing a dead one says is of
	// no use to anybody.
	_ = s.dev.Close()
	var none D
	s.dev = none
}

// pause waits for d, for the end of life or for a call to look.
func (s *Supervisor[D]) pause(d time.Duration, look <-chan struct{}) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-look:
	case <-s.life.Done():
	}
}
