package usb_test

import (
	"context"
	"testing"

	"go.uber.org/goleak"

	"hallkiosk/devices"
	"hallkiosk/devices/transporttest"
	"hallkiosk/devices/usb"
	"hallkiosk/devices/usb/usbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// cable is a peripheral on the virtual bus, opened through the real libusb.
type cable struct {
	t       testing.TB
	virtual *usbtest.Bus
	host    *usb.Bus
	p       devices.Peripheral
	dev     *usbtest.Device
}

// plug makes a bus of its own with p plugged in.
func plug(t testing.TB, p devices.Peripheral) *cable {
	t.Helper()
	virtual, err := usbtest.NewBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(virtual.Close)
	c := &cable{t: t, virtual: virtual, host: usb.NewBus(), p: p}
	t.Cleanup(func() {
		if err := c.host.Close(); err != nil {
			t.Error(err)
		}
	})
	c.Replug()
	return c
}

func (c *cable) Replug() {
	d, err := c.virtual.Plug(c.p)
	if err != nil {
		c.t.Fatal(err)
	}
	c.dev = d
}

func (c *cable) Unplug() { c.dev.Unplug() }

func (c *cable) Halt(ep uint8) { c.dev.Halt(ep) }

func (c *cable) Open(ctx context.Context) (devices.Transport, error) {
	return c.host.Open(ctx, transporttest.Match())
}

func TestContract(t *testing.T) {
	transporttest.Run(t, func(t testing.TB, p devices.Peripheral) transporttest.Cable { return plug(t, p) })
}
