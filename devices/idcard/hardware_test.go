package idcard_test

import (
	"flag"
	"testing"

	"hallkiosk/devices/devicetest"
	"hallkiosk/devices/idcard"
)

var hardware = flag.Bool("hardware", false, "test the reader on this machine; somebody lays and lifts a card")

// TestHardware does nothing without -hardware.
func TestHardware(t *testing.T) {
	if !*hardware {
		return
	}
	ctx, bus := devicetest.Hardware(t)
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
