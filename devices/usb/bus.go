// Package usb is the devices.Bus of the machine's USB ports: it finds, opens
// and claims a device through libusb and moves its transfers.
//
// gousb has no hot-plug events: who waits for a device looks again about once a
// second (devices.Supervise does).
package usb

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/google/gousb"

	"hallkiosk/devices"
)

// Bus is the USB of this machine. Its methods may be called by any goroutine.
type Bus struct {
	mu    sync.Mutex
	usb   *gousb.Context // nil until libusb has started
	ended bool
	open  map[*transport]struct{}
}

var _ devices.Bus = (*Bus)(nil)

var errEnded = errors.New("bus is closed")

// NewBus starts libusb. Where that fails, Open and List try again and say why.
func NewBus() *Bus {
	b := &Bus{open: map[*transport]struct{}{}}
	_, _ = b.context() // said again by Open and List
	return b
}

// Close closes every open transport and stops libusb.
func (b *Bus) Close() error {
	b.mu.Lock()
	b.ended = true
	open := b.open
	b.open = map[*transport]struct{}{}
	usb := b.usb
	b.usb = nil
	b.mu.Unlock()
	var errs []error
	for t := range open {
		errs = append(errs, t.Close())
	}
	if usb != nil {
		errs = append(errs, usb.Close())
	}
	return errors.Join(errs...)
}

// context starts libusb once. gousb panics where libusb cannot start, as on a
// machine without USB.
func (b *Bus) context() (usb *gousb.Context, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended {
		return nil, errEnded
	}
	if b.usb == nil {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("libusb does not start: %v", r)
			}
		}()
		b.usb = gousb.NewContext()
	}
	return b.usb, nil
}

// Open opens the first device in the order of bus and port that m covers and
// that can be opened, detaches a kernel driver from the interface that m
// chooses, and claims it. See devices.Match for the choice.
func (b *Bus) Open(ctx context.Context, m devices.Match) (devices.Transport, error) {
	usb, err := b.context()
	if err != nil {
		return nil, fmt.Errorf("usb: open: %w: %w", devices.ErrNotFound, err)
	}
	found, listErr := scan(usb)
	err = devices.ErrNotFound
	for _, desc := range found {
		settings := settings(desc)
		if !m.Covers(id(desc), classes(settings)) {
			continue
		}
		i := m.Interface(classes(settings))
		if i < 0 {
			continue
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("usb: open: %w", ctx.Err())
		}
		t, e := b.openOne(usb, desc, settings[i])
		if e == nil {
			return t, nil
		}
		if errors.Is(e, devices.ErrGone) { // pulled out while we opened it
			e = fmt.Errorf("%w: %w", devices.ErrNotFound, e)
		}
		err = fmt.Errorf("%v: %w", id(desc), e)
	}
	if err == devices.ErrNotFound && listErr != nil {
		err = fmt.Errorf("%w: %w", err, listErr)
	}
	return nil, fmt.Errorf("usb: open: %w", err)
}

// openOne opens the device that desc describes and claims one interface.
func (b *Bus) openOne(usb *gousb.Context, desc *gousb.DeviceDesc, s setting) (*transport, error) {
	dev, err := openDevice(usb, desc)
	if err != nil {
		return nil, err
	}
	t, err := claim(dev, s)
	if err != nil {
		_ = dev.Close() // the claim's error says more
		return nil, err
	}
	t.bus = b
	b.mu.Lock()
	ended := b.ended
	if !ended {
		b.open[t] = struct{}{}
	}
	b.mu.Unlock()
	if ended {
		return nil, errors.Join(errEnded, t.Close())
	}
	return t, nil
}

func (b *Bus) forget(t *transport) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.open, t)
}

// List says what is plugged in. Reading the texts opens each device for a
// moment; one that does not let us has its Err set.
func (b *Bus) List(ctx context.Context) ([]devices.Info, error) {
	usb, err := b.context()
	if err != nil {
		return nil, fmt.Errorf("usb: list: %w", err)
	}
	found, err := scan(usb)
	if len(found) == 0 && err != nil {
		return nil, fmt.Errorf("usb: list: %w", err)
	}
	var l []devices.Info
	for _, desc := range found {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("usb: list: %w", ctx.Err())
		}
		i := devices.Info{ID: id(desc), Bus: desc.Bus, Address: desc.Address, Port: desc.Port, Interfaces: classes(settings(desc))}
		i.Err = texts(usb, desc, &i)
		l = append(l, i)
	}
	return l, nil
}

// texts reads what the device calls itself. gousb keeps to ASCII.
func texts(usb *gousb.Context, desc *gousb.DeviceDesc, i *devices.Info) error {
	dev, err := openDevice(usb, desc)
	if err != nil {
		return fmt.Errorf("usb: list: %w", err)
	}
	defer dev.Close()
	var errs [3]error
	i.Manufacturer, errs[0] = dev.Manufacturer()
	i.Product, errs[1] = dev.Product()
	i.Serial, errs[2] = dev.SerialNumber()
	if err := errors.Join(errs[:]...); err != nil {
		return fmt.Errorf("usb: list: %w", fault(err))
	}
	return nil
}

// scan lists the descriptors of what is plugged in. An error may be about one
// device of many.
func scan(usb *gousb.Context) ([]*gousb.DeviceDesc, error) {
	var found []*gousb.DeviceDesc
	_, err := usb.OpenDevices(func(desc *gousb.DeviceDesc) bool {
		found = append(found, desc)
		return false
	})
	slices.SortFunc(found, byPlace)
	if err != nil {
		err = fault(err)
	}
	return found, err
}

// byPlace orders by bus and port: a device that is plugged in again where it was
// keeps its place among others of its kind. gousb does not tell hubs apart.
func byPlace(a, b *gousb.DeviceDesc) int {
	return cmp.Or(cmp.Compare(a.Bus, b.Bus), cmp.Compare(a.Port, b.Port), cmp.Compare(a.Address, b.Address))
}

// openDevice opens the device at the place that desc tells.
func openDevice(usb *gousb.Context, desc *gousb.DeviceDesc) (*gousb.Device, error) {
	var tried bool
	opened, err := usb.OpenDevices(func(d *gousb.DeviceDesc) bool {
		here := !tried && d.Bus == desc.Bus && d.Address == desc.Address
		tried = tried || here
		return here
	})
	if len(opened) > 0 {
		return opened[0], nil // an error is about another device
	}
	if !tried || err == nil {
		return nil, devices.ErrNotFound
	}
	return nil, fault(err)
}

func id(desc *gousb.DeviceDesc) devices.ID {
	return devices.ID{Vendor: uint16(desc.Vendor), Product: uint16(desc.Product)}
}
