// Package memory runs a devices.Peripheral in memory and gives the host's side
// of its cable as a devices.Transport: no USB, no kernel, no privilege. The
// demo and most tests of protocols run on it.
//
// It keeps what a protocol can notice of USB: borders of transfers, an OUT
// endpoint that refuses a while, a stalled request, a device that is pulled out
// under a transfer, an interface that only one may claim.
package memory

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"hallkiosk/devices"
)

// Cable joins one Peripheral with the host. Its methods may be called by any
// goroutine, but Unplug and Replug not from within the Peripheral, since they
// wait for it.
type Cable struct {
	p devices.Peripheral

	hand  sync.Mutex // one plugging in or pulling out at a time; taken first
	calls sync.Mutex // one call into p at a time; taken before mu

	mu   sync.Mutex
	plug *plug // nil while unplugged
	bus  *Bus  // nil for a cable of its own
}

// Plug plugs p in, on a cable of its own.
func Plug(p devices.Peripheral) *Cable {
	c := &Cable{p: p}
	c.Replug()
	return c
}

// Replug plugs the Peripheral in again. It does nothing while it is plugged in.
func (c *Cable) Replug() {
	c.hand.Lock()
	defer c.hand.Unlock()
	if c.current() != nil {
		return
	}
	g := newPlug(c)
	if c.bus != nil {
		g.address = c.bus.nextAddress()
	}
	c.calls.Lock()
	c.p.Plug(g)
	c.calls.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.plug = g
}

// Unplug pulls the cable out: transfers under way and all later ones give
// ErrGone. It returns when the Peripheral knows; twice is as good as once.
func (c *Cable) Unplug() {
	c.hand.Lock()
	defer c.hand.Unlock()
	c.mu.Lock()
	g := c.plug
	c.plug = nil
	c.mu.Unlock()
	if g == nil {
		return
	}
	g.pull()
	c.calls.Lock()
	defer c.calls.Unlock()
	c.p.Unplug()
}

// Halt makes endpoint ep answer STALL until the device is closed.
func (c *Cable) Halt(ep uint8) {
	if g := c.current(); g != nil {
		g.halt(ep)
	}
}

// Open gives the host's side. It fails with ErrNotFound while unplugged and
// with ErrInUse while a Transport is open.
func (c *Cable) Open(ctx context.Context) (devices.Transport, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("memory: open: %w", err)
	}
	g := c.current()
	if g == nil {
		return nil, fmt.Errorf("memory: open: %w", devices.ErrNotFound)
	}
	if !g.claim() {
		return nil, fmt.Errorf("memory: open: %w", devices.ErrInUse)
	}
	t := &transport{cable: c, plug: g, closed: make(chan struct{})}
	for _, e := range c.p.Descriptor().Endpoints {
		switch in := e.Address&0x80 != 0; {
		case in && t.in == 0:
			t.in = e.Address
		case !in && t.out == 0:
			t.out = e.Address
		}
	}
	return t, nil
}

func (c *Cable) current() *plug {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.plug
}

// plug is the time between one plugging in and the pulling out: what is under
// way, and the Peripheral's way back to the host.
type plug struct {
	cable   *Cable
	address int
	gone    chan struct{} // closed by pull

	mu      sync.Mutex
	out     bool // pulled out
	claimed bool
	in      map[uint8][][]byte      // transfers that the host has not fetched
	changed map[uint8]chan struct{} // per endpoint, closed at every change
	halted  map[uint8]bool
}

func newPlug(c *Cable) *plug {
	return &plug{cable: c, gone: make(chan struct{}),
		in: map[uint8][][]byte{}, changed: map[uint8]chan struct{}{}, halted: map[uint8]bool{}}
}

// Send queues one IN transfer; it is the Peripheral's side of devices.Port.
func (g *plug) Send(ep uint8, p []byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.out {
		return
	}
	g.in[ep] = append(g.in[ep], slices.Clone(p))
	g.changedLocked(ep)
}

// Wake offers again what Out refused; the Peripheral's side of devices.Port.
func (g *plug) Wake(ep uint8) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.changedLocked(ep)
}

func (g *plug) halt(ep uint8) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.halted[ep] = true
	g.changedLocked(ep)
}

func (g *plug) pull() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.out = true
	clear(g.in)
	close(g.gone)
}

func (g *plug) claim() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	was := g.claimed
	g.claimed = true
	return !was
}

// release gives the interface back and clears what was halted.
func (g *plug) release() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.claimed = false
	clear(g.halted)
}

func (g *plug) changedLocked(ep uint8) {
	if c := g.changed[ep]; c != nil {
		close(c)
		delete(g.changed, ep)
	}
}

// watch returns a channel that is closed at the next change of ep, and whether
// ep is halted now.
func (g *plug) watch(ep uint8) (<-chan struct{}, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.changed[ep] == nil {
		g.changed[ep] = make(chan struct{})
	}
	return g.changed[ep], g.halted[ep]
}

// take fetches the next piece of an IN transfer; ok false when there is none.
func (g *plug) take(ep uint8, p []byte) (n int, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	queue := g.in[ep]
	if len(queue) == 0 {
		return 0, false
	}
	n = copy(p, queue[0])
	if n < len(queue[0]) {
		queue[0] = queue[0][n:]
	} else {
		g.in[ep] = queue[1:]
	}
	return n, true
}
