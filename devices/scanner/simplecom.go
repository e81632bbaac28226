package scanner

import (
	"context"
	"encoding/binary"
	"errors"
	"time"

	"hallkiosk/devices"
)

// simpleCOM puts a code together from reports whose first byte says how many of
// the others are meant. What is meant are the bytes of a serial port, and nothing
// else marks the end of a code.
type simpleCOM struct{ serial }

func (s *simpleCOM) add(r []byte) (code, bool) {
	b, ok := counted(r)
	if !ok {
		s.spoil()
		return code{}, false
	}
	return s.serial.add(b)
}

// counted is what a report means; ok false where its count cannot be one.
func counted(r []byte) (b []byte, ok bool) {
	if len(r) == 0 || int(r[0]) > len(r)-1 {
		return nil, false
	}
	return r[1 : 1+int(r[0])], true
}

// isSimpleCOM asks for the device's number whether it speaks Simple COM: the
// report descriptor says nothing of it. Only a device that has lost its mind
// stalls the question.
func isSimpleCOM(ctx context.Context, t devices.Transport) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	var b [18]byte
	n, err := t.Control(ctx, devices.Request{RequestType: 0x80, Request: 0x06, Value: 0x0100}, b[:])
	if errors.Is(err, devices.ErrStall) {
		return false, nil
	}
	return SpeaksSimpleCOM(numberIn(b[:max(n, 0)])), err
}

// numberIn is the number that a device descriptor tells (USB 2.0, 9.6.1), or none.
func numberIn(descriptor []byte) devices.ID {
	if len(descriptor) < 12 || descriptor[1] != 1 {
		return devices.ID{}
	}
	return devices.ID{Vendor: binary.LittleEndian.Uint16(descriptor[8:]), Product: binary.LittleEndian.Uint16(descriptor[10:])}
}

// SpeaksSimpleCOM reports whether a device with this number, which is neither a
// keyboard nor HID POS, speaks Simple COM.
func SpeaksSimpleCOM(id devices.ID) bool { return id == devices.ID{Vendor: 0x05E0, Product: 0x0600} }
