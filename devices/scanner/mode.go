package scanner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hallkiosk/devices"
)

// Mode is how a scanner speaks.
type Mode int

// The modes that this package knows.
const (
	Auto      Mode = iota // ask the device
	Keyboard              // usage page 01, usage 06
	POS                   // usage page 8C, usage 02
	Serial                // a serial port, CDC-ACM
	SimpleCOM             // Zebra's HID that stands for a serial port
)

// String is the mode's word in traces and reports.
func (m Mode) String() string {
	switch m {
	case Keyboard:
		return "keyboard"
	case POS:
		return "hid-pos"
	case Serial:
		return "serial"
	case SimpleCOM:
		return "simple-com"
	}
	return "auto"
}

// askMode reads the report descriptor (HID 1.11, 7.1.1). One that says nothing
// known is Simple COM where the device's number says so. A device that does not
// give it is a serial port where its configuration says so, or Simple COM; else it
// is taken for a keyboard, since only boot keyboards may do so.
func askMode(ctx context.Context, t devices.Transport, ifc uint16) (Mode, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	var b [4096]byte
	n, err := t.Control(ctx, devices.Request{RequestType: 0x81, Request: 0x06, Value: 0x2200, Index: ifc}, b[:])
	if errors.Is(err, devices.ErrStall) {
		_, port, err := isPort(ctx, t)
		if port || err != nil {
			return Serial, err
		}
		return simpleOr(ctx, t, Keyboard, nil)
	}
	if err != nil {
		return Auto, err
	}
	mode, err := ModeOf(b[:n])
	if err != nil {
		return simpleOr(ctx, t, mode, err)
	}
	return mode, nil
}

// simpleOr is SimpleCOM where the device is that, else what was known before.
func simpleOr(ctx context.Context, t devices.Transport, mode Mode, before error) (Mode, error) {
	simple, err := isSimpleCOM(ctx, t)
	if simple || err != nil {
		return SimpleCOM, err
	}
	return mode, before
}

// ModeOf finds the mode in a HID report descriptor: the usages of its
// application collections (HID 1.11, 6.2.2). HID POS is preferred where the
// device has both. ErrUnsupported where it has neither.
func ModeOf(descriptor []byte) (Mode, error) {
	mode := Auto
	var page, usage uint32
	for b := descriptor; len(b) > 0; {
		item := b[0]
		size := int(item & 3)
		if size == 3 {
			size = 4
		}
		if item == 0xFE && len(b) > 1 { // a long item
			size = int(b[1]) + 2
		}
		if len(b) < 1+size {
			break
		}
		var v uint32
		for i := range min(size, 4) {
			v |= uint32(b[1+i]) << (8 * i)
		}
		b = b[1+size:]
		switch item &^ 3 {
		case 0x04:
			page = v
		case 0x08:
			usage = v
			if size == 4 {
				page, usage = v>>16, v&0xFFFF
			}
		case 0xA0:
			switch {
			case v == 1 && page == 0x8C && usage == 0x02:
				return POS, nil
			case v == 1 && page == 0x01 && usage == 0x06:
				mode = Keyboard
			}
		}
	}
	if mode == Auto {
		return Auto, fmt.Errorf("report descriptor: %w", ErrUnsupported)
	}
	return mode, nil
}

// makeKeyboard asks for the boot protocol and for reports at changes only. A
// device that knows but one protocol may stall either.
func makeKeyboard(ctx context.Context, t devices.Transport, ifc uint16) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	for _, r := range []devices.Request{
		{RequestType: 0x21, Request: 0x0B, Index: ifc}, // SET_PROTOCOL(0)
		{RequestType: 0x21, Request: 0x0A, Index: ifc}, // SET_IDLE(0)
	} {
		if _, err := t.Control(ctx, r, nil); err != nil && !errors.Is(err, devices.ErrStall) {
			return err
		}
	}
	return nil
}
