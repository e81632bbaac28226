package memory

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"hallkiosk/devices"
)

// transport is the host's side of a plugged-in cable.
type transport struct {
	cable   *Cable
	plug    *plug
	in, out uint8 // endpoints; 0 for none
	once    sync.Once
	closed  chan struct{}
}

// Identity is the device's number and the kind of the interface.
func (t *transport) Identity() (devices.ID, devices.Class) {
	d := t.cable.p.Descriptor()
	return identity(d), devices.ClassOf(d.Class, d.Subclass, d.Protocol)
}

func (t *transport) Send(ctx context.Context, p []byte) error {
	if t.out == 0 {
		return fmt.Errorf("memory: send: device has no OUT endpoint: %w", devices.ErrStall)
	}
	p = slices.Clone(p)
	for {
		changed, halted := t.plug.watch(t.out)
		if err := t.ready(ctx); err != nil {
			return fmt.Errorf("memory: send: %w", err)
		}
		if halted {
			return fmt.Errorf("memory: send: %w", devices.ErrStall)
		}
		if taken, err := t.offer(p); taken || err != nil {
			return err
		}
		t.await(ctx, changed)
	}
}

// offer gives p to the Peripheral, which may refuse it until it wakes.
func (t *transport) offer(p []byte) (taken bool, err error) {
	t.cable.calls.Lock()
	defer t.cable.calls.Unlock()
	if err := t.ready(context.Background()); err != nil { // pulled out while we waited
		return false, fmt.Errorf("memory: send: %w", err)
	}
	return t.cable.p.Out(t.out, p), nil
}

func (t *transport) Receive(ctx context.Context, p []byte) (int, error) {
	if t.in == 0 {
		return 0, fmt.Errorf("memory: receive: device has no IN endpoint: %w", devices.ErrStall)
	}
	for {
		changed, halted := t.plug.watch(t.in)
		if err := t.ready(ctx); err != nil {
			return 0, fmt.Errorf("memory: receive: %w", err)
		}
		if halted {
			return 0, fmt.Errorf("memory: receive: %w", devices.ErrStall)
		}
		if n, ok := t.plug.take(t.in, p); ok {
			return n, nil
		}
		t.await(ctx, changed)
	}
}

func (t *transport) Control(ctx context.Context, r devices.Request, data []byte) (int, error) {
	t.cable.calls.Lock()
	defer t.cable.calls.Unlock()
	if err := t.ready(ctx); err != nil {
		return 0, fmt.Errorf("memory: control: %w", err)
	}
	toHost := r.RequestType&0x80 != 0
	var out []byte
	if !toHost {
		out = slices.Clone(data)
	}
	in, ok := t.control(r.OnInterface(t.cable.p.Descriptor().Number()), out)
	if !ok {
		return 0, fmt.Errorf("memory: control: %w", devices.ErrStall)
	}
	if toHost {
		return copy(data, in), nil
	}
	return len(data), nil
}

// control answers what every device answers by its descriptors, and hands
// everything else to the Peripheral.
func (t *transport) control(r devices.Request, out []byte) ([]byte, bool) {
	d := t.cable.p.Descriptor()
	switch {
	case r.RequestType == 0x80 && r.Request == 6 && r.Value == 0x0100: // USB 2.0, 9.4.3
		return d.Device(), true
	case r.RequestType == 0x80 && r.Request == 6 && r.Value == 0x0200:
		return d.Configuration(), true
	case d.HIDReportDescriptor != nil && r.RequestType == 0x81 && r.Request == 6 && r.Value>>8 == 0x22: // HID 1.11, 7.1.1
		return d.HIDReportDescriptor, true
	}
	return t.cable.p.Control(r, out)
}

// Close gives the interface back. A second Close does nothing.
func (t *transport) Close() error {
	t.once.Do(func() {
		close(t.closed)
		t.plug.release()
	})
	return nil
}

// ready says why no transfer may start.
func (t *transport) ready(ctx context.Context) error {
	select {
	case <-t.plug.gone:
		return devices.ErrGone
	case <-t.closed:
		return devices.ErrGone
	default:
		return ctx.Err()
	}
}

func (t *transport) await(ctx context.Context, changed <-chan struct{}) {
	select {
	case <-changed:
	case <-t.plug.gone:
	case <-t.closed:
	case <-ctx.Done():
	}
}
