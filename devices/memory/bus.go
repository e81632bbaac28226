package memory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"hallkiosk/devices"
)

// Bus is a devices.Bus whose devices are Peripherals in memory. They may come
// and go at any time.
type Bus struct {
	mu      sync.Mutex
	cables  []*Cable // in the order of their first plugging in
	address int
}

var _ devices.Bus = (*Bus)(nil)

// NewBus returns a bus with nothing plugged in.
func NewBus() *Bus { return &Bus{} }

// Plug plugs p in. The cable stays the bus's while it is unplugged.
func (b *Bus) Plug(p devices.Peripheral) *Cable {
	c := &Cable{p: p, bus: b}
	b.mu.Lock()
	b.cables = append(b.cables, c)
	b.mu.Unlock()
	c.Replug()
	return c
}

// Open opens the first plugged-in device that m covers and nobody has open.
func (b *Bus) Open(ctx context.Context, m devices.Match) (devices.Transport, error) {
	missing := fmt.Errorf("memory: open: %w", devices.ErrNotFound)
	for _, c := range b.all() {
		d := c.p.Descriptor()
		classes := d.Classes()
		if !m.Covers(identity(d), classes) || m.Interface(classes) != int(d.Number()) {
			continue
		}
		t, err := c.Open(ctx)
		if err == nil || ctx.Err() != nil {
			return t, err
		}
		if !errors.Is(err, devices.ErrNotFound) {
			missing = err
		}
	}
	return nil, missing
}

// List says what is plugged in.
func (b *Bus) List(context.Context) ([]devices.Info, error) {
	var l []devices.Info
	for _, c := range b.all() {
		g := c.current()
		if g == nil {
			continue
		}
		d := c.p.Descriptor()
		l = append(l, devices.Info{ID: identity(d), Address: g.address, Interfaces: d.Classes(),
			Manufacturer: d.Manufacturer, Product: d.Product, Serial: d.Serial})
	}
	slices.SortFunc(l, func(a, b devices.Info) int { return a.Address - b.Address })
	return l, nil
}

func (b *Bus) all() []*Cable {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.cables)
}

func (b *Bus) nextAddress() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.address++
	return b.address
}

func identity(d devices.Descriptor) devices.ID {
	return devices.ID{Vendor: d.VendorID, Product: d.ProductID}
}
