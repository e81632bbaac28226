package scanner_test

import (
	"flag"
	"testing"

	"hallkiosk/devices/devicetest"
	"hallkiosk/devices/scanner"
)

var hardware = flag.Bool("hardware", false, "test the scanner on this machine; somebody shows a code")

// TestHardware does nothing without -hardware.
func TestHardware(t *testing.T) {
	if !*hardware {
		return
	}
	ctx, bus := devicetest.Hardware(t)
	dev, err := scanner.Open(ctx, bus, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer dev.Close()
	t.Logf("mode %d: show a code", dev.Mode())
	s, err := dev.Scan(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%q of %d bytes", s.Symbology, len(s.Raw))
}
