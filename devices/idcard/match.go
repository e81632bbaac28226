package idcard

import (
	"context"
	"errors"
	"fmt"

	"hallkiosk/devices"
)

// Framing is how frames travel in USB transfers.
type Framing int

// The framings in use.
const (
	// Bulk: a frame is one transfer.
	Bulk Framing = iota
	// HID64: a frame is cut into 64-byte reports, the last padded with zeros.
	HID64
)

// framings are all there are, in the order in which Open tries them.
func framings() []Framing { return []Framing{Bulk, HID64} }

// Match lists the readers of one framing that may be opened, and only these, the
// best known first:
// several makers use the ids of a chip maker, so even then New confirms with a
// SAM-id handshake. Updaters and boot loaders (0483:DF11, 28E9:0289) must
// never be opened and so are not here.
func Match(f Framing) devices.Match {
	if f == HID64 {
		return devices.Match{IDs: []devices.ID{
			{Vendor: 0x2B8B, Product: 0x2721}, // Yinan
		}}
	}
	return devices.Match{IDs: []devices.ID{
		{Vendor: 0x0400, Product: 0xC35A}, // ZKTeco, Synjones, Routon, Shensi and others
		{Vendor: 0x0316, Product: 0x5020}, // Synjones OTG
		{Vendor: 0x28E9, Product: 0x028A}, // Telpo
		{Vendor: 0x0483, Product: 0x5750}, // Telpo
	}}
}

// Open finds a listed reader on bus and does New with the framing that its id
// calls for, whatever o says of framing. A device that shares an id but does
// not greet back like a reader is closed again, and the next id is tried.
// Errors wrap devices.ErrNotFound, ErrDenied, ErrInUse, or are those of New.
func Open(ctx context.Context, bus devices.Bus, o *Opts) (*Dev, error) {
	opts := o.withDefaults()
	worst := fmt.Errorf("idcard: open: %w", devices.ErrNotFound)
	for _, opts.Framing = range framings() {
		for _, id := range Match(opts.Framing).IDs {
			d, err := openOne(ctx, bus, id, &opts)
			if err == nil {
				return d, nil
			}
			if !errors.Is(err, devices.ErrNotFound) {
				worst = err
			}
		}
	}
	return nil, worst
}

func openOne(ctx context.Context, bus devices.Bus, id devices.ID, o *Opts) (*Dev, error) {
	t, err := bus.Open(ctx, devices.Match{IDs: []devices.ID{id}})
	if err != nil {
		return nil, fmt.Errorf("idcard: open: %w", err)
	}
	d, err := New(t, o)
	if err != nil {
		_ = t.Close() // err says what matters
		return nil, err
	}
	return d, nil
}
