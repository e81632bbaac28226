package idcard

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"hallkiosk/devices"
)

// framings are those that listed ids call for, in the order in which Open tries them.
func framings() []Framing { return []Framing{Bulk, HID64} }

// Match lists the readers of one framing that may be opened, and only these, the
// best known first: several makers use the ids of a chip maker, so even then New
// confirms with a SAM-id handshake. HIDCounted has no ids of its own.
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

// barred are updaters and boot loaders of readers; opening one may spoil it.
func barred() []devices.ID {
	return []devices.ID{{Vendor: 0x0483, Product: 0xDF11}, {Vendor: 0x28E9, Product: 0x0289}}
}

// Open finds a listed reader on bus, or one of also, and does New with the framing
// that its id calls for, one of also by the kind of its interface, whatever o says
// of framing. A device that shares an id but does not greet back like a reader is
// closed again, and the next id is tried. Errors wrap devices.ErrNotFound,
// ErrDenied, ErrInUse, or are those of New.
func Open(ctx context.Context, bus devices.Bus, o *Opts, also ...devices.ID) (*Dev, error) {
	opts := o.withDefaults()
	worst := fmt.Errorf("idcard: open: %w", devices.ErrNotFound)
	try := func(id devices.ID, framing func(devices.Transport) Framing) *Dev {
		d, err := openOne(ctx, bus, id, opts, framing)
		if err != nil && !errors.Is(err, devices.ErrNotFound) {
			worst = err
		}
		return d
	}
	for _, f := range framings() {
		for _, id := range Match(f).IDs {
			if d := try(id, func(devices.Transport) Framing { return f }); d != nil {
				return d, nil
			}
		}
	}
	for _, id := range also {
		if slices.Contains(barred(), id) {
			continue
		}
		if d := try(id, framingOf); d != nil {
			return d, nil
		}
	}
	return nil, worst
}

// framingOf is how an interface of this kind sends frames: in reports where it is
// a HID.
func framingOf(t devices.Transport) Framing {
	const hid = 3
	if i, ok := t.(devices.Identified); ok {
		if _, c := i.Identity(); c.Class == hid {
			return HID64
		}
	}
	return Bulk
}

func openOne(ctx context.Context, bus devices.Bus, id devices.ID, o Opts, framing func(devices.Transport) Framing) (*Dev, error) {
	t, err := bus.Open(ctx, devices.Match{IDs: []devices.ID{id}})
	if err != nil {
		return nil, fmt.Errorf("idcard: open: %w", err)
	}
	o.Framing = framing(t)
	d, err := New(t, &o)
	if err != nil {
		_ = t.Close() // err says what matters
		return nil, err
	}
	return d, nil
}
