package scanner

import (
	"context"
	"fmt"

	"hallkiosk/devices"
)

// Match lists the scanners that may be opened: known ids and those in also,
// on a HID interface or the data interface of a serial port. The class alone would
// not do, since to the bus a scanner in keyboard mode is a keyboard, and the
// kiosk's own keypad must stay one.
func Match(also ...devices.ID) devices.Match {
	ids := append([]devices.ID{
		{Vendor: 0x0C2E, Product: 0x0204}, {Vendor: 0x0C2E, Product: 0x0B61}, {Vendor: 0x0C2E, Product: 0x0B6A}, // Honeywell
		{Vendor: 0x0C2E, Product: 0x0B81}, {Vendor: 0x0C2E, Product: 0x0CAA}, {Vendor: 0x0C2E, Product: 0x0CD4},
		{Vendor: 0x0C2E, Product: 0x0CA1}, {Vendor: 0x0C2E, Product: 0x0CCF}, {Vendor: 0x0C2E, Product: 0x1014},
		{Vendor: 0x05E0, Product: 0x0600}, {Vendor: 0x05E0, Product: 0x1200}, {Vendor: 0x05E0, Product: 0x1701}, // Zebra: Simple COM, keyboard, serial port
		{Vendor: 0x05F9, Product: 0x2206}, {Vendor: 0x05F9, Product: 0x4204}, // Datalogic: keyboard, serial port
		{Vendor: 0x23D0, Product: 0x0C82},                                                                       // Youjie
		{Vendor: 0x27DD, Product: 0x0002},                                                                       // Mindeo
		{Vendor: 0x067E, Product: 0x0801}, {Vendor: 0x067E, Product: 0x0803}, {Vendor: 0x067E, Product: 0x0809}, // Intermec
	}, also...)
	for family := range uint16(256) { // Newland: xx03 is a keyboard, xx06 a serial port, xx10 HID POS
		for _, mode := range []uint16{0x03, 0x06, 0x10} {
			ids = append(ids, devices.ID{Vendor: 0x1EAB, Product: family<<8 | mode})
		}
	}
	return devices.Match{IDs: ids, Classes: []devices.Class{
		// The best first, where a device has several: Chinese text does not survive
		// a keyboard.
		{Class: 3, Subclass: 0, Protocol: devices.Any},    // HID POS, Simple COM
		{Class: 0x0A, Subclass: 0, Protocol: devices.Any}, // the data of a serial port
		{Class: 3, Subclass: 1, Protocol: 1},
	}}
}

// Open finds a scanner on bus and does New. Errors wrap devices.ErrNotFound,
// ErrDenied, ErrInUse, or are those of New.
func Open(ctx context.Context, bus devices.Bus, o *Opts, also ...devices.ID) (*Dev, error) {
	t, err := bus.Open(ctx, Match(also...))
	if err != nil {
		return nil, fmt.Errorf("scanner: open: %w", err)
	}
	d, err := New(t, o)
	if err != nil {
		_ = t.Close() // err says what matters
		return nil, err
	}
	return d, nil
}
