package devices_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"hallkiosk/devices"
)

func TestDoOneAtATimeInOrder(t *testing.T) {
	supervised(t, newWorld(), func(t *testing.T, s *devices.Supervisor[*lamp]) {
		var order []int // only the holder of the device writes to it
		results := make(chan error, 10)
		for i := range 10 {
			go func() {
				results <- s.Do(t.Context(), func(context.Context, *lamp) error {
					time.Sleep(time.Second)
					order = append(order, i)
					return nil
				})
			}()
			synctest.Wait()
		}
		for range 10 {
			if err := <-results; err != nil {
				t.Error(err)
			}
		}
		for i, got := range order {
			if got != i {
				t.Fatal(order)
			}
		}
	})
}

func TestDoHonoursItsContextWhileWaiting(t *testing.T) {
	supervised(t, newWorld(), func(t *testing.T, s *devices.Supervisor[*lamp]) {
		first := make(chan error)
		go func() {
			first <- s.Do(t.Context(), func(context.Context, *lamp) error { time.Sleep(time.Hour); return nil })
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		err := s.Do(ctx, func(context.Context, *lamp) error { t.Error("ran"); return nil })
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Error(err, time.Since(began))
		}
		if err := <-first; err != nil {
			t.Error(err)
		}
	})
}

func TestDoNoticesTheLoss(t *testing.T) {
	w := newWorld()
	supervised(t, w, func(t *testing.T, s *devices.Supervisor[*lamp]) {
		waiting := make(chan error)
		err := s.Do(t.Context(), func(context.Context, *lamp) error {
			go func() { waiting <- s.Do(t.Context(), nothing) }()
			synctest.Wait()
			w.set(func(w *world) { w.absent = devices.ErrNotFound })
			return fmt.Errorf("lamp: light: %w", devices.ErrGone)
		})
		if !errors.Is(err, devices.ErrGone) {
			t.Error(err)
		}
		expect(t, s, devices.Absent, devices.ReasonUnplugged) // at once, not at the next probe
		if err := <-waiting; !errors.Is(err, devices.ErrNotFound) {
			t.Error("who waited got", err)
		}
		synctest.Wait()
		w.set(func(w *world) { w.absent = nil })
		time.Sleep(1500 * time.Millisecond)
		expect(t, s, devices.Ready, "")
		if w.opened != 2 || w.open != 1 {
			t.Error("opened", w.opened, "open", w.open)
		}
	})
}

func TestDoReopensAtOnceAfterAReset(t *testing.T) {
	w := newWorld()
	supervised(t, w, func(t *testing.T, s *devices.Supervisor[*lamp]) {
		gone := func(context.Context, *lamp) error { return devices.ErrGone }
		if err := s.Do(t.Context(), gone); !errors.Is(err, devices.ErrGone) {
			t.Error(err)
		}
		synctest.Wait() // no time passes
		expect(t, s, devices.Ready, "")
		if w.opened != 2 {
			t.Error("opened", w.opened)
		}
	})
}

func TestDoErrorThatCastsDoubtIsLookedInto(t *testing.T) {
	for _, doubt := range []error{devices.ErrGarbled, devices.ErrSilent, devices.ErrStall, context.DeadlineExceeded} {
		t.Run(doubt.Error(), func(t *testing.T) {
			w := newWorld()
			supervised(t, w, func(t *testing.T, s *devices.Supervisor[*lamp]) {
				w.set(func(w *world) { w.ill = devices.ErrGarbled })
				if err := s.Do(t.Context(), func(context.Context, *lamp) error { return doubt }); !errors.Is(err, doubt) {
					t.Error(err)
				}
				synctest.Wait()
				expect(t, s, devices.Failed, devices.ReasonGarbled)
				w.set(func(w *world) { w.ill = nil })
				if err := s.Do(t.Context(), nothing); err != nil { // success speaks for the device
					t.Error(err)
				}
				synctest.Wait()
				expect(t, s, devices.Ready, "")
			})
		})
	}
}

func TestDoOrdinaryErrorsCastNoDoubt(t *testing.T) {
	noCard := errors.New("no card")
	w := newWorld()
	supervised(t, w, func(t *testing.T, s *devices.Supervisor[*lamp]) {
		w.set(func(w *world) { w.ill = devices.ErrGarbled })
		if err := s.Do(t.Context(), func(context.Context, *lamp) error { return noCard }); !errors.Is(err, noCard) {
			t.Error(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		_ = s.Do(ctx, func(ctx context.Context, _ *lamp) error { <-ctx.Done(); return ctx.Err() })
		synctest.Wait()
		expect(t, s, devices.Ready, "") // until the next probe
	})
}

func TestDoEndsWithSupervision(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		s := devices.Supervise(t.Context(), w.Open, nil)
		got := make(chan error)
		go func() {
			got <- s.Do(t.Context(), func(ctx context.Context, l *lamp) error {
				<-ctx.Done()
				if l.closed {
					t.Error("closed while lent")
				}
				return ctx.Err()
			})
		}()
		synctest.Wait()
		go s.Close()
		if err := <-got; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		s.Close()
		if w.open != 0 {
			t.Error("left open:", w.open)
		}
	})
}

func TestDoSurvivesAPanickingCaller(t *testing.T) {
	supervised(t, newWorld(), func(t *testing.T, s *devices.Supervisor[*lamp]) {
		func() {
			defer func() { _ = recover() }()
			_ = s.Do(t.Context(), func(context.Context, *lamp) error { panic("caller's own") })
		}()
		expect(t, s, devices.Ready, "")
		if err := s.Do(t.Context(), nothing); err != nil {
			t.Error(err)
		}
	})
}
