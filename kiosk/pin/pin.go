// Package pin guards the technician's page: a PIN that is kept as an argon2id
// hash, and a count of wrong tries that slows them and then locks. Both outlast
// a restart. There is no PIN until one is set.
package pin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/notebook"
	"hallkiosk/sync/centre/password"
)

// The shortest and longest PIN, in digits.
const (
	MinDigits = 6
	MaxDigits = 12
)

const (
	triesAtOnce = 5                // wrong ones before the page locks
	lockOut     = 15 * time.Minute // for so long
)

// What a caller can act on.
var (
	ErrUnset = errors.New("pin: none was set: run kioskctl pin")
	// ErrWeak: not 6 to 12 digits, or such as anybody tries first.
	ErrWeak = fmt.Errorf("pin: %d to %d digits are needed, neither one digit again and again nor counted up or down", MinDigits, MaxDigits)
)

// RefusedError says that a PIN was not taken, or not even looked at.
type RefusedError struct {
	Until  time.Time // no other is looked at before
	Wrong  bool      // it was looked at
	Locked bool      // there were too many wrong ones
}

func (e *RefusedError) Error() string {
	if e.Wrong {
		return "pin: wrong"
	}
	return "pin: too soon after a wrong one"
}

// Options are what a Guard needs.
type Options struct {
	File string // of the hash; the tries lie beside it
	Cost password.Cost
	Now  func() time.Time
	Log  *slog.Logger
}

// Guard takes PINs. It may be used by any goroutine.
type Guard struct {
	o      Options
	hash   notebook.File[kept]
	tries  notebook.File[tries]
	hasher *password.Hasher
}

// kept is what is known of the PIN.
type kept struct {
	Hash string `json:"hash"`
}

// tries are the wrong ones since the last good one or the last lock.
type tries struct {
	Wrong  int       `json:"wrong"`
	Until  time.Time `json:"until,omitzero"`
	Locked bool      `json:"locked"` // Until is the end of a lock
}

// New makes a guard; zero Cost is password.DefaultCost.
func New(o Options) *Guard {
	if o.Cost == (password.Cost{}) {
		o.Cost = password.DefaultCost()
	}
	return &Guard{o: o, hash: notebook.At[kept](o.File), tries: notebook.At[tries](o.File + ".tries"), hasher: password.NewHasher(o.Cost)}
}

// Set sets another PIN and forgets the wrong tries. It returns ErrWeak.
func (g *Guard) Set(ctx context.Context, pin string) error {
	if weak(pin) {
		return ErrWeak
	}
	hash, err := g.hasher.Hash(ctx, domain+pin)
	if err == nil {
		_, err = g.hash.Change(func(k *kept) { k.Hash = hash })
	}
	if err == nil {
		_, err = g.tries.Change(func(t *tries) { *t = tries{} })
	}
	if err != nil {
		return fmt.Errorf("pin: set: %w", err)
	}
	return nil
}

// domain keeps the hash of a PIN from being that of anybody's password.
const domain = "technician "

// State says whether there is a PIN, until when none is taken, and whether that
// is a lock; until is zero where one is taken now.
func (g *Guard) State() (set bool, until time.Time, locked bool) {
	k, err := g.hash.Read()
	set = err == nil && k.Hash != ""
	t, err := g.tries.Read()
	if now := g.o.Now(); err == nil && t.wait(now) > 0 {
		return set, now.Add(t.wait(now)), t.Locked
	}
	return set, time.Time{}, false
}

// wait is how long no PIN is taken. A clock that was set back holds nobody out
// for longer than a lock.
func (t tries) wait(now time.Time) time.Duration {
	return min(max(t.Until.Sub(now), 0), lockOut)
}

// Enter takes a PIN. A try counts as wrong until it has proved right, so that
// pulling the plug gives nobody another. It returns a *RefusedError, ErrUnset, or
// what kept the files from being read and written.
func (g *Guard) Enter(ctx context.Context, pin string) error {
	k, err := g.hash.Read()
	if err != nil {
		return fmt.Errorf("pin: enter: %w", err)
	}
	if k.Hash == "" {
		return ErrUnset
	}
	var refused *RefusedError
	t, err := g.tries.Change(func(t *tries) { refused = t.count(g.o.Now()) })
	if err != nil {
		return fmt.Errorf("pin: enter: %w", err)
	}
	if refused != nil {
		return refused
	}
	good, err := g.hasher.Check(ctx, k.Hash, domain+pin)
	if err != nil {
		return fmt.Errorf("pin: enter: %w", err)
	}
	if !good {
		g.tell(t)
		return &RefusedError{Until: t.Until, Wrong: true, Locked: t.Locked}
	}
	if _, err := g.tries.Change(func(t *tries) { *t = tries{} }); err != nil {
		return fmt.Errorf("pin: enter: %w", err)
	}
	audit.Log(g.o.Log, audit.TechnicianIn)
	return nil
}

// count counts a try, or says that it comes too soon.
func (t *tries) count(now time.Time) *RefusedError {
	if w := t.wait(now); w > 0 {
		return &RefusedError{Until: now.Add(w), Locked: t.Locked}
	}
	t.Wrong, t.Locked = t.Wrong+1, false
	t.Until = now.Add(time.Second << min(t.Wrong-1, triesAtOnce))
	if t.Wrong >= triesAtOnce {
		*t = tries{Until: now.Add(lockOut), Locked: true}
	}
	return nil
}

func (g *Guard) tell(t tries) {
	if t.Locked {
		audit.Log(g.o.Log, audit.TechnicianLocked, audit.Duration(audit.KeyWait, lockOut))
		return
	}
	audit.Log(g.o.Log, audit.TechnicianRefused, audit.Int(audit.KeyCount, t.Wrong))
}

// weak reports whether a PIN is none, or among the first that anybody tries.
func weak(pin string) bool {
	if len(pin) < MinDigits || len(pin) > MaxDigits {
		return true
	}
	steps := map[int]bool{}
	for i := range len(pin) {
		if pin[i] < '0' || pin[i] > '9' {
			return true
		}
		if i > 0 {
			steps[int(pin[i])-int(pin[i-1])] = true
		}
	}
	return len(steps) == 1 && (steps[0] || steps[1] || steps[-1])
}
