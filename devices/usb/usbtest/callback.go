package usbtest

// #include "usbfs.h"
import "C"

import (
	"runtime/cgo"
	"unsafe"
)

// urb is one transfer that the host has submitted.
type urb struct {
	id       uint64
	control  bool
	endpoint uint8
	setup    [8]byte // of a control transfer
	out      []byte
	size     int // of the host's buffer
}

// The exported functions run on libumockdev's thread: they only queue.

//export usbtestSubmit
func usbtestSubmit(h C.uintptr_t, id C.uint64_t, typ, ep C.uint8_t, data *C.uint8_t, n C.int) {
	const control = 2 // USBDEVFS_URB_TYPE_CONTROL
	u := &urb{id: uint64(id), control: typ == control, endpoint: uint8(ep), size: int(n)}
	switch {
	case u.control:
		b := C.GoBytes(unsafe.Pointer(data), n)
		copy(u.setup[:], b)
		u.out = b[min(len(u.setup), len(b)):]
	case u.endpoint&0x80 == 0 && n > 0:
		u.out = C.GoBytes(unsafe.Pointer(data), n)
	}
	deviceOf(h).post(u)
}

//export usbtestEvent
func usbtestEvent(h C.uintptr_t, kind C.int, n C.uint64_t) {
	deviceOf(h).post(eventOf(kind, n))
}

// deviceOf is safe in a callback: Device.Unplug deletes the handle only once none
// can come any more, see tell.c.
func deviceOf(h C.uintptr_t) *Device { return cgo.Handle(h).Value().(*Device) }
