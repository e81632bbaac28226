package devices

import (
	"context"
	"errors"
	"io"
)

// Transport moves bytes to and from one opened device. It keeps the borders of
// USB transfers: one Send is one OUT transfer, one Receive at most one IN
// transfer. A protocol package takes a Transport and knows nothing of USB.
//
// Errors wrap ErrGone, ErrStall or the context's error; after ErrGone every
// call fails and only Close is of use. A Transport serves one goroutine.
type Transport interface {
	// Send writes p whole, as one transfer to the device's OUT endpoint.
	Send(ctx context.Context, p []byte) error
	// Receive reads one transfer of at most len(p) bytes from the IN endpoint
	// and returns how many bytes came; what did not fit comes with the next
	// call. It waits until the context ends.
	Receive(ctx context.Context, p []byte) (int, error)
	// Control makes one transfer on endpoint 0 and returns how many data bytes
	// were moved. The direction is bit 7 of RequestType (USB 2.0, 9.3). A
	// request to an interface goes to the one that was opened: its number is
	// filled into Index, unless the request is Elsewhere. An unknown request gives ErrStall and does no harm.
	Control(ctx context.Context, r Request, data []byte) (int, error)
	io.Closer
}

// Request is the set-up packet of a control transfer (USB 2.0, table 9-2),
// without the length, which is that of the data.
type Request struct {
	RequestType, Request uint8
	Value, Index         uint16
	// Elsewhere: it goes to an interface of the device that is not the opened one
	// and whose number stands in Index, as a serial port's does.
	Elsewhere bool
}

// OnInterface is r with the number of the opened interface in its place, where
// r goes to an interface; other requests stay as they are.
func (r Request) OnInterface(n uint8) Request {
	const recipient, toInterface = 0x1f, 1
	if r.RequestType&recipient != toInterface || r.Elsewhere {
		return r
	}
	if r.RequestType == 0xa1 && r.Request == 0 { // a printer's GET_DEVICE_ID (USB printers 1.1, 4.2.1)
		r.Index = uint16(n)<<8 | r.Index&0xff
	} else {
		r.Index = r.Index&0xff00 | uint16(n)
	}
	return r
}

// Sentinels of a Transport.
var (
	// ErrGone: the device is unplugged or its port was reset under us.
	ErrGone = errors.New("device is gone")
	// ErrStall: the endpoint is halted; opening the device anew clears it.
	ErrStall = errors.New("endpoint stalled")
	// ErrNotFound: no such device is plugged in.
	ErrNotFound = errors.New("no such device")
	// ErrDenied: the system does not let us open it; a udev rule is missing.
	ErrDenied = errors.New("access to device denied: install 70-hallkiosk.rules in /etc/udev/rules.d")
	// ErrInUse: another program holds the interface.
	ErrInUse = errors.New("device is in use")
)

// Sentinels of a protocol, for what a device does on a sound transport.
var (
	// ErrSilent: the device did not answer in its time.
	ErrSilent = errors.New("device does not answer")
	// ErrGarbled: the device answered what its protocol does not allow.
	ErrGarbled = errors.New("device answers nonsense")
)
