package usb

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/gousb"

	"hallkiosk/devices"
)

// controlTimeout bounds a control transfer, which cannot be cancelled.
const controlTimeout = 5 * time.Second

var errClosed = fmt.Errorf("%w: transport is closed", devices.ErrGone)

// transport is one claimed interface.
type transport struct {
	bus  *Bus
	dev  *gousb.Device
	cfg  *gousb.Config
	intf *gousb.Interface
	in   *gousb.InEndpoint  // nil for none
	out  *gousb.OutEndpoint // nil for none

	rest []byte // of a transfer that was longer than Receive's buffer

	gone   atomic.Bool // no transfer will succeed any more
	halted atomic.Bool // an endpoint is: Close resets the device

	life  context.Context // ends with Close
	end   context.CancelFunc
	use   sync.RWMutex // held for reading by a transfer, for writing by Close
	close sync.Once
}

// claim takes the interface of an opened device. It closes what it opened when
// it fails, but not the device.
func claim(dev *gousb.Device, s setting) (*transport, error) {
	cfg, err := dev.Config(s.config)
	if err != nil {
		return nil, fault(err)
	}
	t := &transport{dev: dev, cfg: cfg}
	// Only now: set before Config, gousb would take the kernel's drivers from
	// all interfaces, and libusb give back only that of the one we claim.
	if err = dev.SetAutoDetach(true); err == nil {
		t.intf, err = cfg.Interface(s.Number, s.Alternate)
	}
	if err == nil {
		err = t.openEndpoints(s)
	}
	if err != nil {
		if t.intf != nil {
			t.intf.Close()
		}
		return nil, errors.Join(fault(err), cfg.Close())
	}
	t.life, t.end = context.WithCancel(context.Background())
	return t, nil
}

func (t *transport) openEndpoints(s setting) (err error) {
	in, out := s.endpoints()
	if in != nil {
		if t.in, err = t.intf.InEndpoint(in.Number); err != nil {
			return err
		}
	}
	if out != nil {
		t.out, err = t.intf.OutEndpoint(out.Number)
	}
	return err
}

// Identity is the device's number and the kind of the claimed interface.
func (t *transport) Identity() (devices.ID, devices.Class) {
	s := t.intf.Setting
	return id(t.dev.Desc), devices.ClassOf(uint8(s.Class), uint8(s.SubClass), uint8(s.Protocol))
}

func (t *transport) Send(ctx context.Context, p []byte) error {
	if t.out == nil {
		return fmt.Errorf("usb: send: device has no OUT endpoint: %w", devices.ErrStall)
	}
	n, err := t.transfer(ctx, func(ctx context.Context) (int, error) { return t.out.WriteContext(ctx, p) })
	t.noteHalt(err)
	if err != nil {
		return fmt.Errorf("usb: send: %d of %d bytes: %w", n, len(p), err)
	}
	if n < len(p) {
		return fmt.Errorf("usb: send: only %d of %d bytes: %w", n, len(p), devices.ErrGone)
	}
	return nil
}

func (t *transport) Receive(ctx context.Context, p []byte) (int, error) {
	if t.in == nil {
		return 0, fmt.Errorf("usb: receive: device has no IN endpoint: %w", devices.ErrStall)
	}
	if len(t.rest) > 0 && ctx.Err() == nil && !t.gone.Load() && t.life.Err() == nil {
		n := copy(p, t.rest)
		t.rest = t.rest[n:]
		return n, nil
	}
	// A buffer that is no multiple of the packet size would overflow when the
	// device has more to say: the whole transfer would be lost.
	buf, packet := p, t.in.Desc.MaxPacketSize
	if over := len(p) % packet; over > 0 || len(p) == 0 {
		buf = make([]byte, len(p)+packet-over)
	}
	n, err := t.transfer(ctx, func(ctx context.Context) (int, error) { return t.in.ReadContext(ctx, buf) })
	if n > 0 && (err == nil || ctx.Err() != nil) {
		err = nil // what came before the deadline must not be lost
		if len(buf) > len(p) {
			m := copy(p, buf[:n])
			t.rest = buf[m:n]
			n = m
		}
	}
	t.noteHalt(err)
	if err != nil {
		return 0, fmt.Errorf("usb: receive: %w", err)
	}
	return n, nil
}

// Control makes a transfer on endpoint 0. It takes the deadline from ctx, at
// most controlTimeout; a cancellation is noticed only when it has ended.
func (t *transport) Control(ctx context.Context, r devices.Request, data []byte) (int, error) {
	r = r.OnInterface(uint8(t.intf.Setting.Number))
	n, err := t.transfer(ctx, func(ctx context.Context) (int, error) {
		t.dev.ControlTimeout = controlTimeout
		if end, ok := ctx.Deadline(); ok {
			t.dev.ControlTimeout = min(controlTimeout, max(time.Until(end), time.Millisecond))
		}
		return t.dev.Control(r.RequestType, r.Request, r.Value, r.Index, data)
	})
	if err != nil {
		return 0, fmt.Errorf("usb: control: %w", err)
	}
	return n, nil
}

// transfer runs one transfer, so that it ends with ctx and with Close, and says
// in our words what went wrong.
func (t *transport) transfer(ctx context.Context, f func(context.Context) (int, error)) (int, error) {
	t.use.RLock()
	defer t.use.RUnlock()
	switch {
	case t.life.Err() != nil:
		return 0, errClosed
	case t.gone.Load():
		return 0, devices.ErrGone
	case ctx.Err() != nil:
		return 0, ctx.Err()
	}
	both, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(t.life, cancel)()
	n, err := f(both)
	if err == gousb.TransferCancelled {
		if ctx.Err() != nil {
			return n, ctx.Err()
		}
		return n, errClosed
	}
	err = fault(err)
	if errors.Is(err, devices.ErrGone) {
		t.gone.Store(true)
	}
	return max(n, 0), err
}

func (t *transport) noteHalt(err error) {
	if errors.Is(err, devices.ErrStall) {
		t.halted.Store(true)
	}
}

// Close ends what is under way and gives the interface back, to the kernel's
// driver where there was one. A halted endpoint is cleared by a reset: gousb
// has no way to clear it on both sides of the cable.
func (t *transport) Close() (err error) {
	t.close.Do(func() {
		t.end()
		t.use.Lock()
		defer t.use.Unlock()
		t.bus.forget(t)
		t.intf.Close()
		err = t.cfg.Close()
		if t.halted.Load() && !t.gone.Load() {
			_ = t.dev.Reset() // fails when it is gone or new; both are found out when it is opened anew
		}
		err = errors.Join(err, t.dev.Close())
	})
	if err != nil {
		return fmt.Errorf("usb: close: %w", err)
	}
	return nil
}
