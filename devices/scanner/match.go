package scanner

import (
	"context"
	"fmt"

	"hallkiosk/devices"
)

// Match lists the scanners that may be opened: known ids and those in also,
// on a HID interface. The class alone would not do, since to the bus a scanner
// in keyboard mode is a keyboard, and the kiosk's own keypad must stay one.
func Match(also ...devices.ID) devices.Match {
	ids := append([]devices.ID{
		{Vendor: 0x0C2E, Product: 0x0204}, {Vendor: 0x0C2E, Product: 0x0B61}, {Vendor: 0x0C2E, Product: 0x0B6A}, // Honeywell
		{Vendor: 0x0C2E, Product: 0x0B81}, {Vendor: 0x0C2E, Product: 0x0CAA}, {Vendor: 0x0C2E, Product: 0x0CD4},
		{Vendor: 0x0C2E, Product: 0x0CA1}, {Vendor: 0x0C2E, Product: 0x0CCF}, {Vendor: 0x0C2E, Product: 0x1014},
		{Vendor: 0x05E0, Product: 0x1200},                                                                       // Zebra
		{Vendor: 0x05F9, Product: 0x2206},                                                                       // Datalogic
		{Vendor: 0x23D0, Product: 0x0C82},                                                                       // Youjie
		{Vendor: 0x27DD, Product: 0x0002},                                                                       // Mindeo
		{Vendor: 0x067E, Product: 0x0801}, {Vendor: 0x067E, Product: 0x0803}, {Vendor: 0x067E, Product: 0x0809}, // Intermec
	}, also...)
	for family := range uint16(256) { // Newland: xx03 is a keyboard, xx10 HID POS
		ids = append(ids, devices.ID{Vendor: 0x1EAB, Product: family<<8 | 0x03}, devices.ID{Vendor: 0x1EAB, Product: family<<8 | 0x10})
	}
	return devices.Match{IDs: ids, Classes: []devices.Class{
		{Class: 3, Subclass: 0, Protocol: devices.Any}, // HID POS, where the device has both
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
