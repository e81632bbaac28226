package idcard_test

import (
	"context"
	"flag"
	"testing"
	"time"

	"hallkiosk/devices/idcard"
	"hallkiosk/devices/usb"
)

var hardware = flag.Bool("hardware", false, "test the reader on this machine; somebody lays and lifts a card")

// TestHardware does nothing without -hardware.
func TestHardware(t *testing.T) {
	if !*hardware {
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	bus := usb.NewBus()
	defer bus.Close()
	dev, err := idcard.Open(ctx, bus, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer dev.Close()
	t.Logf("reader %v: lay a card, and lift it when it was read", dev.SAMID())
	c, err := dev.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("read a card of kind %s", c.Kind)
	for there := true; there; {
		if there, err = dev.Present(ctx); err != nil {
			t.Fatal(err)
		}
	}
}
