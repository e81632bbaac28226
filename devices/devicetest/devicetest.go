// Package devicetest is what the tests of all devices have in common: the buses on
// which a contract is run, and this machine's own for -hardware.
package devicetest

import (
	"context"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/usb"
	"hallkiosk/devices/usb/usbtest"
)

// Rig is a kind of bus to run a contract on.
type Rig struct {
	Name string
	// Plug makes a bus with p plugged in, and says how to pull it out.
	Plug func(t testing.TB, p devices.Peripheral) (bus devices.Bus, unplug func())
}

// Rigs are devices/memory, and the virtual USB bus through gousb and libusb.
func Rigs() []Rig { return []Rig{{"memory", inMemory}, {"usb", OnUSB}} }

func inMemory(_ testing.TB, p devices.Peripheral) (devices.Bus, func()) {
	b := memory.NewBus()
	return b, b.Plug(p).Unplug
}

// OnUSB is the Plug of the virtual USB bus, which ends with the test.
func OnUSB(t testing.TB, p devices.Peripheral) (devices.Bus, func()) {
	t.Helper()
	virtual, err := usbtest.NewBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(virtual.Close)
	host := machine(t)
	dev, err := virtual.Plug(p)
	if err != nil {
		t.Fatal(err)
	}
	return host, dev.Unplug
}

// Hardware is this machine's bus, and two minutes for somebody to lay, show or open
// what the test asks for.
func Hardware(t testing.TB) (context.Context, devices.Bus) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx, machine(t)
}

func machine(t testing.TB) *usb.Bus {
	host := usb.NewBus()
	t.Cleanup(func() {
		if err := host.Close(); err != nil {
			t.Error(err)
		}
	})
	return host
}
