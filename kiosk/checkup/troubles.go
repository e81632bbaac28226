// Package checkup says how the kiosk is as a whole: what troubled a device last,
// and each morning what needs somebody.
package checkup

import (
	"sync"
	"time"

	"hallkiosk/devices"
)

// Trouble is what kept a device from working.
type Trouble struct {
	Reason devices.Reason
	Since  time.Time
	Until  time.Time // zero: it has not ended
}

// Troubles remembers the last trouble of each device since the start. The zero
// value is ready; it may be used by any goroutine.
type Troubles struct {
	mu   sync.Mutex
	last map[string]Trouble
}

// Saw takes in how a device stands, as often as anybody looks. A device that was
// never there and says nothing of why has no trouble: this kiosk has none such.
func (t *Troubles) Saw(name string, s devices.Status, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before, known := t.last[name]
	under := known && before.Until.IsZero()
	switch {
	case s.Usable() && under:
		before.Until = now
	case s.Usable(), s.Reason == "", under && before.Reason == s.Reason:
		return
	default:
		before = Trouble{Reason: s.Reason, Since: now}
	}
	if t.last == nil {
		t.last = map[string]Trouble{}
	}
	t.last[name] = before
}

// Last is the last trouble of a device; ok is false where there was none.
func (t *Troubles) Last(name string) (trouble Trouble, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	trouble, ok = t.last[name]
	return trouble, ok
}
