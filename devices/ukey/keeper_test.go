package ukey

import (
	"context"
	"errors"
	"testing"
	"time"

	"hallkiosk/devices"
)

// aKeeper is one of a ring that was never started.
func aKeeper(usb ...devices.ID) *keeper {
	m := Module{Name: "m", USB: usb}
	r := &Ring{opts: Options{Modules: []Module{m}, Every: 500 * time.Millisecond}.withDefaults(), ended: make(chan struct{})}
	k := newKeeper(r, m)
	r.keepers = []*keeper{k}
	r.port.Store(&Port{})
	return k
}

// TestIdleModuleIsLeftAlone: one that names its keys is asked nothing while none of
// them is plugged in.
func TestIdleModuleIsLeftAlone(t *testing.T) {
	feitian := devices.ID{Vendor: 0x096e, Product: 0x0309}
	k := aKeeper(feitian)
	now := time.Unix(1000, 0)
	seen := plugged{}.next([]devices.Info{{ID: devices.ID{Vendor: 1}}}, now)
	if h, idle := k.hint(seen, now); idle || !h.Changed || h.Expected != 0 {
		t.Errorf("first: %+v %v", h, idle)
	}
	k.looked, k.read = true, reading{generation: seen.generation}
	if h, idle := k.hint(seen, now.Add(time.Hour)); !idle {
		t.Errorf("idle: %+v", h)
	}
	if h, idle := k.hint(plugged{}, now); idle || h.Expected != -1 {
		t.Errorf("without USB: %+v %v", h, idle)
	}
	seen = seen.next([]devices.Info{{ID: feitian, Address: 2}}, now)
	if h, idle := k.hint(seen, now); idle || !h.Changed || h.Expected != 1 {
		t.Errorf("plugged in: %+v %v", h, idle)
	}
}

// TestLibraryIsStartedAnew: a few times where it does not see what is plugged in, and
// then left alone until something changes.
func TestLibraryIsStartedAnew(t *testing.T) {
	feitian := devices.ID{Vendor: 0x096e, Product: 0x0309}
	k := aKeeper(feitian)
	now := time.Unix(1000, 0)
	seen := plugged{}.next([]devices.Info{{ID: feitian, Address: 2}}, now)
	anew := 0
	for range 240 { // two minutes
		if h, _ := k.hint(seen, now); h.Changed {
			anew++
		}
		k.looked, k.read.generation = true, seen.generation
		now = now.Add(500 * time.Millisecond)
	}
	if anew < 3 || anew > 6 {
		t.Errorf("%d times", anew)
	}
}

// TestPauses: they double, and end at the longest; what was pulled out or cannot be
// loaded does not count.
func TestPauses(t *testing.T) {
	k := aKeeper()
	for i, want := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		if got := k.lose(ErrCrashed); got != want*time.Second {
			t.Errorf("loss %d: %v", i+1, got)
		}
	}
	if got := k.lose(devices.ErrGone); got != time.Second || k.failures != 8 {
		t.Errorf("pulled out: %v", got)
	}
	if got := k.lose(ErrLoad); got != time.Minute || k.failures != 8 {
		t.Errorf("not loaded: %v", got)
	}
}

// TestNothingIsAskedWhileThereIsNoHelper: a job that comes then has spent no try, and
// is told so.
func TestNothingIsAskedWhileThereIsNoHelper(t *testing.T) {
	k := aKeeper()
	ctx, cancel := context.WithCancel(t.Context())
	rested := make(chan struct{})
	go func() { defer close(rested); k.rest(ctx, time.Hour, ErrCrashed) }()
	j := &job{ctx: t.Context()}
	if _, err := k.do(t.Context(), j, []*PIN{pinOf("864209")}); !errors.Is(err, ErrUnready) || errors.Is(err, ErrCrashed) || *j.pins[0] != (PIN{}) {
		t.Error(err)
	}
	cancel()
	<-rested
}

// TestJobWipes: whatever comes of it, no copy of the PIN is left.
func TestJobWipes(t *testing.T) {
	k := aKeeper()
	theirs := pinOf("864209")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	j := &job{ctx: ctx}
	if _, err := k.do(ctx, j, []*PIN{theirs}); !errors.Is(err, context.Canceled) || *j.pins[0] != (PIN{}) {
		t.Errorf("%v, %q", err, j.pins[0].Bytes())
	}
	j = &job{ctx: t.Context()}
	go func() { (<-k.jobs).finish(nil, ErrHung) }()
	if _, err := k.do(t.Context(), j, []*PIN{theirs, theirs}); !errors.Is(err, ErrHung) || *j.pins[0] != (PIN{}) || *j.pins[1] != (PIN{}) {
		t.Errorf("%v, %q", err, j.pins[0].Bytes())
	}
	j = &job{ctx: ctx, pins: []*PIN{pinOf("864209")}, done: make(chan result, 1)}
	if err := k.perform(t.Context(), nil, j); err != nil || !errors.Is((<-j.done).err, context.Canceled) || *j.pins[0] != (PIN{}) {
		t.Errorf("%v, %q", err, j.pins[0].Bytes())
	}
	close(k.ring.ended)
	j = &job{ctx: t.Context()}
	if _, err := k.do(t.Context(), j, []*PIN{theirs}); !errors.Is(err, ErrClosed) || *j.pins[0] != (PIN{}) {
		t.Errorf("%v, %q", err, j.pins[0].Bytes())
	}
	if theirs.Len() != 6 {
		t.Error("the caller's PIN is the caller's to wipe")
	}
}
