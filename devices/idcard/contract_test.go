package idcard_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/usb"
	"hallkiosk/devices/usb/usbtest"
)

// rig is a bus to run the contract on; plug returns the bus and how to pull
// the device out.
type rig struct {
	name string
	plug func(*testing.T, devices.Peripheral) (bus devices.Bus, unplug func())
}

func rigs() []rig { return []rig{{"memory", inMemory}, {"usb", onUSB}} }

func inMemory(_ *testing.T, p devices.Peripheral) (devices.Bus, func()) {
	b := memory.NewBus()
	return b, b.Plug(p).Unplug
}

// onUSB plugs p into the virtual bus and opens it through libusb.
func onUSB(t *testing.T, p devices.Peripheral) (devices.Bus, func()) {
	virtual, err := usbtest.NewBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(virtual.Close)
	host := usb.NewBus()
	t.Cleanup(func() {
		if err := host.Close(); err != nil {
			t.Error(err)
		}
	})
	dev, err := virtual.Plug(p)
	if err != nil {
		t.Fatal(err)
	}
	return host, dev.Unplug
}

// TestContract is what a kiosk relies on, in real time, on every bus.
func TestContract(t *testing.T) {
	for _, r := range rigs() {
		for i, framing := range []idcard.Framing{idcard.Bulk, idcard.HID64, idcard.HIDCounted} {
			t.Run(r.name+[]string{"/bulk", "/hid", "/hid-counted"}[i], func(t *testing.T) { contract(t, r, framing) })
		}
	}
}

func contract(t *testing.T, r rig, framing idcard.Framing) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	sim := idcardsim.New(framing)
	bus, unplug := r.plug(t, sim)
	dev, err := idcard.Open(ctx, bus, &idcard.Opts{Poll: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer dev.Close()

	if dev.Framing() != framing {
		t.Fatalf("framing %d taken for %d", framing, dev.Framing())
	}
	if s, err := dev.Probe(ctx); err != nil || s.State != devices.Ready {
		t.Fatalf("probe: %v %v", s, err)
	}
	type result struct {
		c   idcard.Card
		err error
	}
	read := make(chan result)
	go func() {
		c, err := dev.Read(ctx)
		read <- result{c, err}
	}()
	lay(t, sim, zhang())
	got := <-read
	if got.err != nil || got.c.Name != "张三" || got.c.Ethnicity != "土家" {
		t.Fatalf("read: %v", got.err)
	}
	if there, err := dev.Present(ctx); err != nil || !there {
		t.Fatalf("present: %v %v", there, err)
	}
	sim.Lift()
	if there, err := dev.Present(ctx); err != nil || there {
		t.Fatalf("present after lifting: %v %v", there, err)
	}
	sim.Inject(idcardsim.Fault{On: 0x3001, What: idcardsim.LiftAt, N: 640})
	lay(t, sim, zhang())
	if _, err := dev.Read(ctx); !errors.Is(err, idcard.ErrRemoved) {
		t.Fatalf("lifted mid-read: %v", err)
	}
	go func() {
		_, err := dev.Read(ctx)
		read <- result{err: err}
	}()
	unplug()
	if got := <-read; !errors.Is(got.err, devices.ErrGone) || idcard.Code(got.err) != "unplugged" {
		t.Fatalf("unplugged: %v", got.err)
	}
	if _, err := dev.Probe(ctx); !errors.Is(err, devices.ErrGone) {
		t.Fatalf("probe after unplugging: %v", err)
	}
}
