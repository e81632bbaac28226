package scanner_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/scanner/scannersim"
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
		for _, mode := range []scanner.Mode{scanner.Keyboard, scanner.POS, scanner.Serial, scanner.SimpleCOM} {
			t.Run(r.name+"/"+mode.String(), func(t *testing.T) { contract(t, r, mode) })
		}
	}
}

func contract(t *testing.T, r rig, mode scanner.Mode) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	sim := scannersim.New(mode)
	bus, unplug := r.plug(t, sim)
	dropped := make(chan struct{}, 1)
	dev, err := scanner.Open(ctx, bus, &scanner.Opts{Dropped: func() { dropped <- struct{}{} }})
	if err != nil {
		t.Fatal(err)
	}
	defer dev.Close()
	if dev.Mode() != mode {
		t.Fatalf("mode %d", dev.Mode())
	}
	if s, err := dev.Probe(ctx); err != nil || s.State != devices.Ready {
		t.Fatalf("probe: %v %v", s, err)
	}

	type result struct {
		text string
		err  error
	}
	scanned := make(chan result)
	scan := func() {
		s, err := dev.Scan(ctx)
		scanned <- result{s.Text, err}
	}
	if err := sim.Show("nobody waits"); err != nil {
		t.Fatal(err)
	}
	<-dropped
	const want = "HTTPS://CENTRE.EXAMPLE/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	go scan()
	// The code may come before Scan has begun to wait, and is then dropped.
	got := result{}
	for got == (result{}) {
		if err := sim.Show(want); err != nil {
			t.Fatal(err)
		}
		select {
		case got = <-scanned:
		case <-dropped:
		}
	}
	if got.err != nil || got.text != want {
		t.Fatalf("scan: %q %v", got.text, got.err)
	}
	go scan()
	unplug()
	if got := <-scanned; !errors.Is(got.err, devices.ErrGone) || scanner.Code(got.err) != "unplugged" {
		t.Fatalf("unplugged: %v", got.err)
	}
	if _, err := dev.Probe(ctx); !errors.Is(err, devices.ErrGone) {
		t.Fatalf("probe after unplugging: %v", err)
	}
}
