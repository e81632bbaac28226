// Package idcardsim is a simulated reader for identity cards: it speaks the
// bytes that a SAM_V reader speaks, as package idcard describes them, and can
// be told to speak them badly. Tests and the demo use it; the product does not
// contain it.
//
// A card that was read stops answering find until it is lifted, like a real
// one, but still answers a read.
package idcardsim

import (
	"bytes"
	"encoding/binary"
	"sync"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
)

const (
	epIn, epOut = 0x81, 0x02
	packet      = 64 // bytes
)

// Reader is the simulated device. Its own methods may be called by any
// goroutine.
type Reader struct {
	framing idcard.Framing

	mu       sync.Mutex
	port     devices.Port
	in       []byte // of a command that has not arrived whole
	last     []byte // the reply before
	faults   []Fault
	silent   bool
	reads    int
	text     []byte // of the card that lies there, nil for none
	selected bool
	read     bool
	pace     Pace
	until    time.Time // it is at work
}

var _ devices.Peripheral = (*Reader)(nil)

// New returns a reader with no card on it.
func New(f idcard.Framing) *Reader { return &Reader{framing: f} }

// Lay puts a card on the reader, in place of any that lies there.
func (r *Reader) Lay(c CardData) error {
	text, err := c.textBlock()
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lift()
	r.text = text
	return nil
}

// Lift takes the card away.
func (r *Reader) Lift() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lift()
}

func (r *Reader) lift() {
	clear(r.text)
	clear(r.last)
	r.text, r.last, r.selected, r.read = nil, nil, false, false
}

// Inject spoils replies, the earliest fault that fits first, each once.
func (r *Reader) Inject(f ...Fault) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.faults = append(r.faults, f...)
}

// Silence makes the reader answer nothing, or answer again.
func (r *Reader) Silence(on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.silent = on
}

// Reads is how many times a card's text was handed out.
func (r *Reader) Reads() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reads
}

// Send makes the reader say b unasked, as one transfer.
func (r *Reader) Send(b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.port != nil {
		r.port.Send(epIn, b)
	}
}

// Descriptor is that of the ZKTeco family for Bulk, of Yinan's for reports.
func (r *Reader) Descriptor() devices.Descriptor {
	d := devices.Descriptor{VendorID: 0x0400, ProductID: 0xC35A, Manufacturer: "Simulated", Product: "ID card reader",
		Class: 0xFF, Endpoints: []devices.Endpoint{{Address: epIn, MaxPacket: packet}, {Address: epOut, MaxPacket: packet}}}
	if r.framing != idcard.Bulk {
		d.VendorID, d.ProductID, d.Class, d.KernelDriver = 0x2B8B, 0x2721, 3, "usbhid"
		for i := range d.Endpoints {
			d.Endpoints[i].Interrupt, d.Endpoints[i].Interval = true, 1
		}
		d.HIDReportDescriptor = []byte{ // 64 bytes in, 64 bytes out, vendor's own page
			0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x40,
			0x09, 0x01, 0x81, 0x02, 0x09, 0x01, 0x91, 0x02, 0xC0}
	}
	return d
}

// Plug is the bus's.
func (r *Reader) Plug(p devices.Port) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.port, r.in, r.last = p, nil, nil
	r.selected, r.read = false, false // a reader without power knows no card
}

// Unplug is the bus's.
func (r *Reader) Unplug() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.port = nil
}

// Control stalls: the reader has no requests of its own but HID's SET_IDLE.
func (r *Reader) Control(q devices.Request, _ []byte) ([]byte, bool) {
	return nil, r.framing != idcard.Bulk && q.RequestType == 0x21 && q.Request == 0x0A
}

// Out takes a command, in one transfer or in several.
func (r *Reader) Out(_ uint8, p []byte) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.in = append(r.in, r.counted(p)...)
	for {
		at := bytes.Index(r.in, preamble)
		if at < 0 {
			r.in = r.in[max(0, len(r.in)-len(preamble)+1):]
			return true
		}
		body := r.in[at+len(preamble):]
		if len(body) < 2 || len(body) < 2+int(binary.BigEndian.Uint16(body)) {
			return true
		}
		n := 2 + int(binary.BigEndian.Uint16(body))
		r.in = append([]byte(nil), body[n:]...)
		r.obey(body[:n])
	}
}

// counted is what of a transfer counts. A module whose reports begin with a count
// makes nothing of others.
func (r *Reader) counted(p []byte) []byte {
	if r.framing != idcard.HIDCounted {
		return p
	}
	if len(p) == 0 || int(p[0]) > len(p)-1 {
		return nil
	}
	return p[1 : 1+int(p[0])]
}
