// Package transporttest is the contract of a devices.Transport as tests: what
// holds in memory must hold on the virtual USB bus, since protocols are tested
// on one and run on the other.
package transporttest

import (
	"slices"
	"sync"

	"hallkiosk/devices"
)

// Numbers of the Echo device.
const (
	Vendor    = 0x1209 // pid.codes
	Product   = 0x0001 // pid.codes: for tests
	OutEP     = 0x02
	InEP      = 0x81
	MaxPacket = 64 // bytes
)

// Match finds the Echo device.
func Match() devices.Match {
	return devices.Match{IDs: []devices.ID{{Vendor: Vendor, Product: Product}}}
}

// Echo is a Peripheral that sends back every transfer as it came. Vendor
// request 51h answers CA FE; vendor request 52h keeps its data; every other
// request is stalled.
type Echo struct {
	desc devices.Descriptor

	mu     sync.Mutex
	port   devices.Port
	nak    bool
	heard  [][]byte
	kept   []byte
	asked  devices.Request
	gone   int
	after  int
	pull   func()
	pulled bool
	refuse chan struct{} // told of every refusal
}

// NewEcho returns an Echo with one bulk OUT and one bulk IN endpoint.
func NewEcho() *Echo {
	return &Echo{refuse: make(chan struct{}, 1), desc: devices.Descriptor{
		VendorID: Vendor, ProductID: Product,
		Manufacturer: "Hall", Product: "Echo", Serial: "E-1",
		Class: 0xff,
		Endpoints: []devices.Endpoint{
			{Address: OutEP, MaxPacket: MaxPacket},
			{Address: InEP, MaxPacket: MaxPacket},
		},
	}}
}

// NewInOnly returns a HID device that has only an interrupt IN endpoint and a
// report descriptor, as a scanner has.
func NewInOnly() *Echo {
	e := NewEcho()
	e.desc.Class = 3
	e.desc.Endpoints = []devices.Endpoint{{Address: InEP, Interrupt: true, MaxPacket: MaxPacket, Interval: 1}}
	e.desc.HIDReportDescriptor = []byte{0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, 0xc0}
	e.desc.KernelDriver = "usbhid"
	return e
}

// Descriptor says what the device is.
func (e *Echo) Descriptor() devices.Descriptor { return e.desc }

// Plug keeps the way back to the host.
func (e *Echo) Plug(port devices.Port) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.port = port
}

// Out sends p back, or refuses it while Refuse is on.
func (e *Echo) Out(ep uint8, p []byte) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.nak {
		select {
		case e.refuse <- struct{}{}:
		default:
		}
		return false
	}
	e.heard = append(e.heard, slices.Clone(p))
	if e.pull != nil && !e.pulled {
		if e.after -= len(p); e.after <= 0 {
			e.pulled = true
			go e.pull()
		}
	}
	e.port.Send(InEP, p)
	return true
}

// Control answers the two requests that it knows.
func (e *Echo) Control(r devices.Request, out []byte) ([]byte, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked = r
	switch r.Request {
	case 0x51:
		return []byte{0xca, 0xfe}, true
	case 0x52:
		e.kept = slices.Clone(out)
		return nil, true
	}
	return nil, false
}

// Unplug counts how often the cable was pulled.
func (e *Echo) Unplug() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.gone++
}

// Say sends p to the host unasked.
func (e *Echo) Say(p []byte) {
	e.mu.Lock()
	port := e.port
	e.mu.Unlock()
	port.Send(InEP, p)
}

// Refuse makes Out refuse everything, or take it again.
func (e *Echo) Refuse(on bool) {
	e.mu.Lock()
	e.nak = on
	port := e.port
	e.mu.Unlock()
	if !on {
		port.Wake(OutEP)
	}
}

// Refused is told when Out has refused a transfer.
func (e *Echo) Refused() <-chan struct{} { return e.refuse }

// PullAfter calls pull once n bytes have come in.
func (e *Echo) PullAfter(n int, pull func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.after, e.pull, e.pulled = n, pull, false
}

// forget makes the device as new.
func (e *Echo) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard, e.pull = nil, nil
}

// Heard is what came in, transfer by transfer.
func (e *Echo) Heard() [][]byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.heard)
}

func (e *Echo) lastControl() (devices.Request, []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.asked, e.kept
}

func (e *Echo) unplugged() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.gone
}
