package usbtest

// #include "usbfs.h"
import "C"

import (
	"encoding/binary"
	"runtime/cgo"
	"slices"
	"sync"
	"syscall"
	"unsafe"

	"hallkiosk/devices"
)

// Device is a Peripheral while it is plugged in.
type Device struct {
	p       devices.Peripheral
	desc    devices.Descriptor
	address int
	c       *C.vusb_dev
	handle  cgo.Handle // deleted when the device is unplugged
	pull    sync.Once
	done    chan struct{} // closed when the Peripheral knows that it is unplugged

	mu       sync.Mutex
	work     sync.Cond // there is something in the queue, or gone
	queue    []any     // *urb, Event and wake, as they came
	in       map[uint8][][]byte
	waiting  map[uint8][]*urb // IN: for data; OUT: until the Peripheral takes them
	halted   map[uint8]bool
	events   []Event
	happened chan struct{} // closed at the next event
	gone     bool
	pulled   bool // Unplug is over
}

// wake asks to offer again what an endpoint refused.
type wake struct{ endpoint uint8 }

func newDevice(p devices.Peripheral, address int) *Device {
	d := &Device{p: p, desc: p.Descriptor(), address: address,
		done: make(chan struct{}), happened: make(chan struct{}),
		in: map[uint8][][]byte{}, waiting: map[uint8][]*urb{}, halted: map[uint8]bool{}}
	d.work.L = &d.mu
	return d
}

// Address is the device's number on the bus.
func (d *Device) Address() int { return d.address }

// Ioctls is how many system calls the host has made on the device's node: an
// idle device should see none.
func (d *Device) Ioctls() uint64 { return uint64(C.vusb_dev_ioctls(d.c)) }

// Unplug pulls the device out: what is under way fails, and so does all that
// comes later. It returns when the Peripheral knows; twice is as good as once.
func (d *Device) Unplug() {
	d.pull.Do(func() {
		d.mu.Lock()
		d.gone = true
		d.work.Broadcast()
		d.mu.Unlock()
		<-d.done
		C.vusb_dev_unplug(d.c)
		C.vusb_dev_forget(d.c)
		d.handle.Delete()
		d.mu.Lock()
		defer d.mu.Unlock()
		d.queue, d.in, d.waiting, d.pulled = nil, map[uint8][][]byte{}, map[uint8][]*urb{}, true
	})
}

func (d *Device) unplugged() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.pulled
}

// Halt makes endpoint ep answer STALL until the host clears it or resets the
// device.
func (d *Device) Halt(ep uint8) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.halted[ep] = true
	for _, u := range d.waiting[ep] {
		d.complete(u, syscall.EPIPE, nil, 0)
	}
	delete(d.waiting, ep)
}

// port is the Peripheral's way back to the host.
type port struct{ d *Device }

func (p port) Send(ep uint8, data []byte) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	if p.d.gone {
		return
	}
	p.d.in[ep] = append(p.d.in[ep], slices.Clone(data))
	p.d.feed(ep)
}

func (p port) Wake(ep uint8) { p.d.post(wake{ep}) }

func (d *Device) post(item any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.queue = append(d.queue, item)
	d.work.Signal()
}

// start plugs the Peripheral in and serves it until Unplug.
func (d *Device) start() {
	plugged := make(chan struct{})
	go func() {
		defer close(d.done)
		d.p.Plug(port{d})
		close(plugged)
		for {
			item, ok := d.next()
			if !ok {
				d.p.Unplug()
				return
			}
			d.serve(item)
		}
	}()
	<-plugged
}

// next waits for work; ok false once the device is unplugged.
func (d *Device) next() (item any, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(d.queue) == 0 && !d.gone {
		d.work.Wait()
	}
	if d.gone {
		return nil, false
	}
	item = d.queue[0]
	d.queue = d.queue[1:]
	return item, true
}

func (d *Device) serve(item any) {
	switch x := item.(type) {
	case Event:
		d.mu.Lock()
		d.note(x)
		switch x.Kind {
		case ClearHalt:
			delete(d.halted, uint8(x.N))
		case Reset:
			clear(d.halted)
		}
		d.mu.Unlock()
	case wake:
		d.offer(x.endpoint)
	case *urb:
		if x.control {
			d.control(x)
			return
		}
		d.mu.Lock()
		halted := d.halted[x.endpoint]
		if halted {
			d.complete(x, syscall.EPIPE, nil, 0)
		} else {
			d.waiting[x.endpoint] = append(d.waiting[x.endpoint], x)
			d.feed(x.endpoint)
		}
		d.mu.Unlock()
		if !halted && x.endpoint&0x80 == 0 {
			d.offer(x.endpoint)
		}
	}
}

// offer gives the Peripheral what the host has sent to ep until it refuses.
func (d *Device) offer(ep uint8) {
	for {
		d.mu.Lock()
		if len(d.waiting[ep]) == 0 {
			d.mu.Unlock()
			return
		}
		u := d.waiting[ep][0]
		d.mu.Unlock()
		withdrawn := C.vusb_dev_pending(d.c, C.uint64_t(u.id)) == 0
		if !withdrawn && !d.p.Out(ep, u.out) {
			return
		}
		d.mu.Lock()
		d.waiting[ep] = slices.DeleteFunc(d.waiting[ep], func(w *urb) bool { return w == u })
		d.complete(u, 0, nil, u.size)
		d.mu.Unlock()
	}
}

// feed joins IN data and the URBs that wait for it. A transfer that is longer
// than the URB goes on with the next one, or overflows it where it would end
// inside a packet (USB 2.0, 8.5.1). d.mu is held.
func (d *Device) feed(ep uint8) {
	if ep&0x80 == 0 {
		return
	}
	for len(d.waiting[ep]) > 0 && len(d.in[ep]) > 0 {
		u, data := d.waiting[ep][0], d.in[ep][0]
		d.waiting[ep] = d.waiting[ep][1:]
		n, status := min(len(data), u.size), syscall.Errno(0)
		if n < len(data) && n%d.maxPacket(ep) != 0 {
			status = syscall.EOVERFLOW
		}
		if !d.complete(u, status, data[:n], n) {
			continue // withdrawn; the data waits for the next
		}
		if n < len(data) {
			d.in[ep][0] = data[n:]
		} else {
			d.in[ep] = d.in[ep][1:]
		}
	}
}

func (d *Device) maxPacket(ep uint8) int {
	for _, e := range d.desc.Endpoints {
		if e.Address == ep && e.MaxPacket > 0 {
			return e.MaxPacket
		}
	}
	return 64
}

// complete ends a URB; false when the host has withdrawn it.
func (d *Device) complete(u *urb, err syscall.Errno, data []byte, n int) bool {
	return C.vusb_dev_complete(d.c, C.uint64_t(u.id), C.int(-int(err)), (*C.uint8_t)(unsafe.SliceData(data)), C.int(n)) != 0
}

// control answers a request to endpoint 0, the bus's own part first.
func (d *Device) control(u *urb) {
	r := devices.Request{RequestType: u.setup[0], Request: u.setup[1],
		Value: binary.LittleEndian.Uint16(u.setup[2:]), Index: binary.LittleEndian.Uint16(u.setup[4:])}
	want := int(binary.LittleEndian.Uint16(u.setup[6:]))
	in, ok := d.standard(r)
	if !ok {
		in, ok = d.p.Control(r, u.out)
	}
	switch {
	case !ok:
		d.complete(u, syscall.EPIPE, nil, 0)
	case r.RequestType&0x80 != 0:
		in = in[:min(len(in), want)]
		d.complete(u, 0, in, len(in))
	default:
		d.complete(u, 0, nil, want)
	}
}

// standard answers what every device answers by its descriptors (USB 2.0, 9.4).
func (d *Device) standard(r devices.Request) (in []byte, ok bool) {
	const getDescriptor, clearFeature = 6, 1
	switch {
	case r.RequestType == 0x80 && r.Request == getDescriptor && r.Value>>8 == 3:
		return stringDescriptor(d.desc, uint8(r.Value))
	case r.RequestType == 0x80 && r.Request == getDescriptor && r.Value == 0x0100:
		return d.desc.Device(), true
	case r.RequestType == 0x80 && r.Request == getDescriptor && r.Value == 0x0200:
		return d.desc.Configuration(), true
	case r.RequestType == 0x81 && r.Request == getDescriptor && r.Value>>8 == 0x22 && len(d.desc.HIDReportDescriptor) > 0:
		return d.desc.HIDReportDescriptor, true
	case r.RequestType == 0x02 && r.Request == clearFeature && r.Value == 0: // ENDPOINT_HALT
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.halted, uint8(r.Index))
		d.note(Event{ClearHalt, int(r.Index)})
		return nil, true
	}
	return nil, false
}
