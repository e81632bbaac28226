package soak

import (
	"sync"

	"hallkiosk/devices"
)

// tripwire is a device whose cable breaks after so many bytes, in either
// direction: the last transfer from the device comes in part, one to it is not
// taken.
type tripwire struct {
	devices.Peripheral
	mu      sync.Mutex
	left    int           // bytes
	set     bool          // whether left counts
	tripped chan struct{} // closed when it breaks
}

func wired(p devices.Peripheral) devices.Peripheral {
	return &tripwire{Peripheral: p, tripped: make(chan struct{})}
}

// arm makes the cable break after n bytes.
func (w *tripwire) arm(n int) (tripped <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left, w.set, w.tripped = n, true, make(chan struct{})
	return w.tripped
}

// whole mends the cable.
func (w *tripwire) whole() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.set = false
}

// pass says how much of n bytes still passes.
func (w *tripwire) pass(n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.set || n < w.left {
		w.left -= n
		return n
	}
	n = max(w.left, 0)
	if w.left >= 0 {
		close(w.tripped)
	}
	w.left = -1
	return n
}

func (w *tripwire) Plug(p devices.Port) { w.Peripheral.Plug(wiredPort{p, w}) }

func (w *tripwire) Out(ep uint8, p []byte) bool {
	return w.pass(len(p)) == len(p) && w.Peripheral.Out(ep, p)
}

type wiredPort struct {
	devices.Port
	w *tripwire
}

func (p wiredPort) Send(ep uint8, b []byte) {
	if b = b[:p.w.pass(len(b))]; len(b) > 0 {
		p.Port.Send(ep, b)
	}
}
