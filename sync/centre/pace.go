package centre

import (
	"sync"
	"time"
)

// How often one kiosk may ask how far applications are. A person asks once or
// twice; whoever tries number after number is soon told to wait.
const (
	paceAtOnce = 20
	paceEvery  = 5 * time.Second // gives back one
)

// pace counts what each kiosk may still ask. There are ten kiosks at most, so
// that it never grows.
type pace struct {
	now  func() time.Time
	mu   sync.Mutex
	left map[string]allowance
}

type allowance struct {
	count float64
	at    time.Time
}

func newPace(now func() time.Time) *pace { return &pace{now: now, left: map[string]allowance{}} }

// take reports whether the kiosk may ask now, and counts it.
func (p *pace) take(kiosk string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	a, known := p.left[kiosk]
	if !known {
		a.count = paceAtOnce
	} else if passed := now.Sub(a.at); passed > 0 { // a clock that was set back gives nothing
		a.count = min(paceAtOnce, a.count+passed.Seconds()/paceEvery.Seconds())
	}
	a.at = now
	good := a.count >= 1
	if good {
		a.count--
	}
	p.left[kiosk] = a
	return good
}
