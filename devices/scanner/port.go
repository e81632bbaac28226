package scanner

import (
	"context"
	"encoding/binary"
	"errors"
	"time"

	"hallkiosk/devices"
)

// Kinds of descriptors (USB 2.0, table 9-5; USB CDC 1.2, 5.2.3) and requests of
// a serial port (USB PSTN 1.2, 6.3).
const (
	interfaceDescriptor  = 0x04
	functionalDescriptor = 0x24
	unionFunctional      = 0x06
	classCommunications  = 0x02
	abstractControlModel = 0x02

	setLineCoding       = 0x20
	setControlLineState = 0x22
)

// speed is in bauds. A scanner without a real line takes anything.
const speed = 115200

// carrier is DTR and RTS: many scanners say nothing before they are set.
const carrier = 0x03

// isPort asks for the device's configuration whether it is a serial port, and
// which interface controls it. Only a device that has one may not stall the
// question.
func isPort(ctx context.Context, t devices.Transport) (control uint8, ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	var b [1024]byte
	n, err := t.Control(ctx, devices.Request{RequestType: 0x80, Request: 0x06, Value: 0x0200}, b[:])
	if errors.Is(err, devices.ErrStall) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	control, ok = ControlInterface(b[:n])
	return control, ok, nil
}

// ControlInterface finds in a configuration descriptor the number of the
// interface that controls the first serial port: what its union descriptor names
// (CDC 1.2, 5.2.3.2), else the communications interface itself.
func ControlInterface(configuration []byte) (number uint8, ok bool) {
	for b := configuration; len(b) >= 2; {
		size := int(b[0])
		if size < 2 || size > len(b) {
			break
		}
		d := b[:size]
		b = b[size:]
		switch {
		case d[1] == interfaceDescriptor && size >= 9:
			if ok {
				return number, true // the port's own descriptors have ended
			}
			if d[5] == classCommunications && d[6] == abstractControlModel {
				number, ok = d[2], true
			}
		case ok && d[1] == functionalDescriptor && size >= 5 && d[2] == unionFunctional:
			return d[3], true
		}
	}
	return number, ok
}

// openPort sets speed and carrier. A scanner without a real line may stall
// either.
func openPort(ctx context.Context, t devices.Transport, control uint8) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	coding := append(binary.LittleEndian.AppendUint32(nil, speed), 0, 0, 8) // 1 stop bit, no parity, 8 bits (PSTN 1.2, 6.3.10)
	for _, s := range []struct {
		request uint8
		value   uint16
		data    []byte
	}{
		{setLineCoding, 0, coding},
		{setControlLineState, carrier, nil},
	} {
		r := devices.Request{RequestType: 0x21, Request: s.request, Value: s.value, Index: uint16(control), Elsewhere: true}
		if _, err := t.Control(ctx, r, s.data); err != nil && !errors.Is(err, devices.ErrStall) {
			return err
		}
	}
	return nil
}
