package devices_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"hallkiosk/devices"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is where a device may be plugged in, and how it behaves.
type world struct {
	mu     sync.Mutex
	absent error // what opening says; nil: plugged in
	status devices.Status
	ill    error // what a probe says
	mute   bool  // a probe gets no answer
	opened int
	open   int // not closed yet
}

func (w *world) set(f func(*world)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f(w)
}

func (w *world) Open(ctx context.Context) (*lamp, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.absent != nil {
		return nil, fmt.Errorf("lamp: open: %w", w.absent)
	}
	w.opened++
	w.open++
	return &lamp{w: w}, nil
}

// lamp is a device that supervision may hold.
type lamp struct {
	w      *world
	closed bool
}

func (l *lamp) Probe(ctx context.Context) (devices.Status, error) {
	l.w.mu.Lock()
	status, err, mute := l.w.status, l.w.ill, l.w.mute
	if l.w.absent != nil {
		err = devices.ErrGone
	}
	l.w.mu.Unlock()
	if mute {
		<-ctx.Done()
		err = ctx.Err()
	}
	if err != nil {
		err = fmt.Errorf("lamp: probe: %w", err)
	}
	return status, err
}

func (l *lamp) Close() error {
	if l.closed {
		panic("closed twice")
	}
	l.closed = true
	l.w.set(func(w *world) { w.open-- })
	return nil
}

func newWorld() *world { return &world{status: devices.Status{State: devices.Ready}} }

func supervised(t *testing.T, w *world, test func(*testing.T, *devices.Supervisor[*lamp])) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := devices.Supervise(t.Context(), w.Open, nil)
		synctest.Wait()
		test(t, s)
		s.Close()
		if w.open != 0 {
			t.Error("left open:", w.open)
		}
		if st := s.Status(); st.State != devices.Absent {
			t.Error("after the end:", st)
		}
		if err := s.Do(t.Context(), nothing); !errors.Is(err, devices.ErrNotFound) {
			t.Error("Do after the end:", err)
		}
	})
}

func nothing(context.Context, *lamp) error { return nil }

func expect(t *testing.T, s *devices.Supervisor[*lamp], state devices.State, reason devices.Reason) {
	t.Helper()
	if got := s.Status(); got.State != state || got.Reason != reason {
		t.Errorf("status is %v %q, should be %v %q", got.State, got.Reason, state, reason)
	}
}

func TestSuperviseFindsWithinTwoSeconds(t *testing.T) {
	w := newWorld()
	w.absent = devices.ErrNotFound
	supervised(t, w, func(t *testing.T, s *devices.Supervisor[*lamp]) {
		expect(t, s, devices.Absent, devices.ReasonUnplugged)
		if err := s.Do(t.Context(), nothing); !errors.Is(err, devices.ErrNotFound) {
			t.Error(err)
		}
		for range 3 { // comes and goes
			w.set(func(w *world) { w.absent = nil })
			time.Sleep(2 * time.Second)
			expect(t, s, devices.Ready, "")
			if err := s.Do(t.Context(), nothing); err != nil {
				t.Error(err)
			}
			w.set(func(w *world) { w.absent = devices.ErrNotFound })
			time.Sleep(2 * time.Second)
			expect(t, s, devices.Absent, devices.ReasonUnplugged)
			if w.open != 0 {
				t.Error("a lost device was not closed")
			}
		}
	})
}

func TestSuperviseStatusOfOpening(t *testing.T) {
	for _, c := range []struct {
		err    error
		state  devices.State
		reason devices.Reason
	}{
		{devices.ErrNotFound, devices.Absent, devices.ReasonUnplugged},
		{devices.ErrGone, devices.Absent, devices.ReasonUnplugged},
		{devices.ErrDenied, devices.Failed, devices.ReasonDenied},
		{devices.ErrInUse, devices.Failed, devices.ReasonInUse},
		{devices.ErrSilent, devices.Failed, devices.ReasonSilent},
		{context.DeadlineExceeded, devices.Failed, devices.ReasonSilent},
		{devices.ErrGarbled, devices.Failed, devices.ReasonGarbled},
		{errors.New("whatever"), devices.Failed, devices.ReasonGarbled},
	} {
		t.Run(c.err.Error(), func(t *testing.T) {
			w := newWorld()
			w.absent = c.err
			supervised(t, w, func(t *testing.T, s *devices.Supervisor[*lamp]) {
				expect(t, s, c.state, c.reason)
				since := s.Status().Since
				time.Sleep(5 * time.Second)
				if got := s.Status().Since; got != since {
					t.Error("the same state began anew at", got)
				}
				if err := s.Do(t.Context(), nothing); !errors.Is(err, c.err) {
					t.Error(err)
				}
				w.set(func(w *world) { w.absent = nil })
				time.Sleep(2 * time.Second)
				expect(t, s, devices.Ready, "")
			})
		})
	}
}

func TestSupervisePassesStatusOn(t *testing.T) {
	w := newWorld()
	supervised(t, w, func(t *testing.T, s *devices.Supervisor[*lamp]) {
		for _, st := range []devices.Status{
			{State: devices.NeedsAttention, Reason: devices.ReasonPaperOut},
			{State: devices.Ready, Reason: devices.ReasonPaperLow},
			{State: devices.Ready},
		} {
			w.set(func(w *world) { w.status = st })
			time.Sleep(2 * time.Second)
			expect(t, s, st.State, st.Reason)
		}
	})
}

func TestSuperviseBusyWhileLent(t *testing.T) {
	w := newWorld()
	w.status.Reason = devices.ReasonPaperLow
	supervised(t, w, func(t *testing.T, s *devices.Supervisor[*lamp]) {
		err := s.Do(t.Context(), func(ctx context.Context, l *lamp) error {
			expect(t, s, devices.Busy, devices.ReasonPaperLow)
			time.Sleep(time.Minute)
			expect(t, s, devices.Busy, devices.ReasonPaperLow)
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		synctest.Wait()
		expect(t, s, devices.Ready, devices.ReasonPaperLow)
	})
}

func TestSuperviseReopensWhatAnswersBadly(t *testing.T) {
	for _, c := range []struct {
		name   string
		upset  func(*world)
		reason devices.Reason
	}{
		{"garbled", func(w *world) { w.ill = devices.ErrGarbled }, devices.ReasonGarbled},
		{"silent", func(w *world) { w.ill = devices.ErrSilent }, devices.ReasonSilent},
		{"mute", func(w *world) { w.mute = true }, devices.ReasonSilent},
		{"stalled", func(w *world) { w.ill = devices.ErrStall }, devices.ReasonGarbled},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			supervised(t, w, func(t *testing.T, s *devices.Supervisor[*lamp]) {
				w.set(c.upset)
				time.Sleep(5 * time.Second)
				expect(t, s, devices.Failed, c.reason)
				time.Sleep(30 * time.Second)
				expect(t, s, devices.Failed, c.reason)
				if w.opened < 2 || w.opened > 10 {
					t.Error("opened", w.opened, "times")
				}
				w.set(func(w *world) { w.ill, w.mute = nil, false })
				time.Sleep(5 * time.Second)
				expect(t, s, devices.Ready, "")
			})
		})
	}
}

func TestSuperviseBearsOneBadAnswer(t *testing.T) {
	w := newWorld()
	supervised(t, w, func(t *testing.T, s *devices.Supervisor[*lamp]) {
		for range 5 {
			w.set(func(w *world) { w.ill = devices.ErrGarbled })
			time.Sleep(2 * time.Second)
			w.set(func(w *world) { w.ill = nil })
			time.Sleep(2 * time.Second)
		}
		expect(t, s, devices.Ready, "")
		if w.opened != 1 {
			t.Error("opened", w.opened, "times")
		}
	})
}

func TestSuperviseEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		ctx, cancel := context.WithCancel(t.Context())
		s := devices.Supervise(ctx, w.Open, nil)
		synctest.Wait()
		cancel()
		s.Wait()
		if w.open != 0 {
			t.Error("left open:", w.open)
		}
	})
}

func TestSuperviseBoundsOpening(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := devices.Supervise(t.Context(), func(ctx context.Context) (*lamp, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, nil)
		early := make(chan error)
		go func() { early <- s.Do(t.Context(), nothing) }()
		if err := <-early; !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		expect(t, s, devices.Failed, devices.ReasonSilent)
		s.Close()
	})
}
