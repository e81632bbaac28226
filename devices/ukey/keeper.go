package ukey

import (
	"context"
	"errors"
	"sync"
	"time"

	"hallkiosk/devices"
)

// keeper keeps one module's helper alive and is the only one to speak with it.
type keeper struct {
	ring   *Ring
	module Module
	poke   chan struct{} // asks for a look
	jobs   chan *job
	tried  chan struct{} // closed after the first look or failure
	once   sync.Once

	// The keeper's own.
	failures int       // in a row
	faults   int       // that the module itself told, in a row
	looked   bool      // whether this helper looked once
	again    time.Time // when a library that ought to see a key is started anew
	step     time.Duration

	// Guarded by ring.mu.
	status ModuleStatus
	read   reading
	task   *task // nil while idle
}

// reading is what a module told.
type reading struct {
	tokens     []Token
	err        error  // why they are those of before
	generation uint64 // of USB, when the look began
}

func newKeeper(r *Ring, m Module) *keeper {
	return &keeper{ring: r, module: m, poke: make(chan struct{}, 1), jobs: make(chan *job), tried: make(chan struct{}),
		status: ModuleStatus{Module: m, Since: time.Now()}}
}

// steady is how long a helper must live for its predecessors to be forgiven.
const steady = time.Minute

func (k *keeper) run(ctx context.Context) {
	for ctx.Err() == nil {
		began := time.Now()
		err := k.live(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > steady {
			k.failures = 0
		}
		pause := k.lose(err)
		k.once.Do(func() { close(k.tried) })
		k.rest(ctx, pause, err)
	}
}

// live starts a helper, looks and works with it, and says how it was lost.
func (k *keeper) live(ctx context.Context) error {
	h, library, err := startHelper(ctx, k.ring.opts.Command(k.module), k.ring.opts.Start)
	if err != nil {
		return err
	}
	k.faults, k.looked = 0, false
	k.ring.note(k, func() { k.status.Library, k.status.Running = library, true })
	for {
		if err := k.look(ctx, h); err != nil {
			h.kill()
			return err
		}
		k.once.Do(func() { close(k.tried) })
		select {
		case <-ctx.Done():
			h.stop()
			return ctx.Err()
		case <-k.poke:
		case j := <-k.jobs:
			if err := k.perform(ctx, h, j); err != nil {
				h.kill()
				return err
			}
		}
	}
}

// manyFaults is after how many in a row a helper is started anew.
const manyFaults = 10

// look asks which keys there are. Its error says that the helper is lost.
func (k *keeper) look(ctx context.Context, h *helper) error {
	seen := k.ring.usb()
	hint, idle := k.hint(seen, time.Now())
	if idle {
		return nil
	}
	found, fault, err := h.look(ctx, k.ring.opts.Scan, hint)
	if err != nil {
		return err
	}
	k.looked = true
	k.faults++
	if fault == nil {
		k.faults = 0
	}
	if fault != nil || hint.Expected == 0 { // a library may keep to a key that is gone
		found = nil
	}
	k.ring.note(k, func() {
		k.status.Err, k.status.Keys = fault, len(found)
		k.read = reading{tokens: found, generation: seen.generation}
	})
	if k.faults >= manyFaults {
		return fault
	}
	return nil
}

// hint is what the module is told before it looks; idle where it need not: none of
// its devices was or is plugged in.
func (k *keeper) hint(seen plugged, now time.Time) (h Hint, idle bool) {
	changed := !k.looked || seen.generation != k.read.generation
	h = Hint{Changed: changed, Expected: k.ring.expected(k, seen)}
	missing := len(k.read.tokens) == 0 && h.Expected != 0
	switch {
	case changed:
		k.step = 2 * k.ring.opts.Every
		k.again = now.Add(k.step)
	case h.Expected == 0 && len(k.read.tokens) == 0:
		return h, true
	case missing && !now.Before(k.again) && (h.Expected > 0 && k.step <= 8*k.ring.opts.Every || !seen.known):
		h.Changed = true
		k.step = min(2*k.step, 20*k.ring.opts.Every)
		k.again = now.Add(k.step)
	}
	return h, false
}

// lose notes that a helper was lost and says how long to pause.
func (k *keeper) lose(err error) time.Duration {
	pause := k.ring.opts.Pause
	switch {
	case errors.Is(err, devices.ErrGone): // it failed over a key that was pulled out
	case isLoad(err):
		pause = k.ring.opts.Longest
	default:
		k.failures++
		for range k.failures - 1 {
			pause = min(2*pause, k.ring.opts.Longest)
		}
	}
	k.down(err)
	return pause
}

// down notes that there is no helper. Its keys stay as they were read last, with
// the reason: it may be a key that it fails over.
func (k *keeper) down(err error) {
	k.ring.note(k, func() {
		k.status.Running, k.status.Err, k.status.Failures = false, err, k.failures
		k.read.err = err
		if errors.Is(err, devices.ErrGone) || isLoad(err) {
			k.read = reading{}
			k.status.Keys = 0
		}
	})
}

// rest waits before a helper is started again: less where something was plugged
// in or pulled out meanwhile, since the fault may have been that key's.
func (k *keeper) rest(ctx context.Context, pause time.Duration, why error) {
	began, generation := time.Now(), k.ring.usb().generation
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		case j := <-k.jobs:
			j.finish(nil, unready(why))
		case <-k.poke:
			if k.ring.usb().generation != generation && time.Since(began) >= k.ring.opts.Pause {
				return
			}
		}
	}
}
