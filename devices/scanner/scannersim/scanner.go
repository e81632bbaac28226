// Package scannersim is a simulated scanner which speaks the bytes of one in
// keyboard mode or in HID POS mode, as package scanner describes them, and can
// be told to speak them badly. Tests and the demo use it; the product does not
// contain it.
package scannersim

import (
	"errors"
	"sync"

	"hallkiosk/devices"
	"hallkiosk/devices/scanner"
)

const epIn = 0x81

// ErrUntypeable: in keyboard mode a code with other than ASCII characters
// cannot be shown; real scanners leave them out or type rubbish.
var ErrUntypeable = errors.New("no keys for this text")

// Scanner is the simulated device. Its own methods may be called by any
// goroutine.
type Scanner struct {
	mode scanner.Mode

	mu         sync.Mutex
	port       devices.Port
	terminator byte // usage
	shifted    bool
	boot       bool
}

var _ devices.Peripheral = (*Scanner)(nil)

// New returns a scanner in Keyboard or POS mode that ends codes with Enter.
func New(mode scanner.Mode) *Scanner { return &Scanner{mode: mode, terminator: usageEnter} }

// SetTerminator makes a keyboard end codes with this usage, 0 for none.
func (s *Scanner) SetTerminator(usage byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.terminator = usage
}

// ShiftAIM makes HID POS reports put the AIM identifier one byte late, as some
// scanners do.
func (s *Scanner) ShiftAIM(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shifted = on
}

// Boot reports whether the host asked for the boot protocol.
func (s *Scanner) Boot() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.boot
}

// Show holds a QR code with this text before the scanner.
func (s *Scanner) Show(text string) error { return s.ShowBytes([]byte(text)) }

// ShowBytes holds a QR code with these bytes before the scanner.
func (s *Scanner) ShowBytes(b []byte) error { return s.show(b, func(r [][]byte) [][]byte { return r }) }

// ShowHalf begins to send a code and stops in the middle.
func (s *Scanner) ShowHalf(text string) error {
	return s.show([]byte(text), func(r [][]byte) [][]byte { return r[:len(r)/2] })
}

// ShowEndless sends n reports of one code that never ends.
func (s *Scanner) ShowEndless(n int) error {
	return s.show([]byte("0101010101"), func(r [][]byte) [][]byte {
		if s.mode == scanner.POS {
			r = [][]byte{posReport([]byte("01"), true, s.shifted)}
		} else {
			r = r[:4] // two keys, without Enter
		}
		for len(r) < n {
			r = append(r, r[0:min(len(r), n-len(r))]...)
		}
		return r
	})
}

// Garbage sends n reports that no scanner sends.
func (s *Scanner) Garbage(n int) {
	for i := range n {
		b := make([]byte, []int{8, 64}[i%2])
		for j := range b {
			b[j] = byte(0xA5 ^ i*31 ^ j*7)
		}
		b[0], b[1] = 0x77, 0xFF
		s.Report(b)
	}
}

// Report sends one report as it is.
func (s *Scanner) Report(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.port != nil {
		s.port.Send(epIn, b)
	}
}

func (s *Scanner) show(b []byte, spoil func([][]byte) [][]byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var reports [][]byte
	if s.mode == scanner.POS {
		reports = posReports(b, s.shifted)
	} else {
		var ok bool
		if reports, ok = keyReports(b, s.terminator); !ok {
			return ErrUntypeable
		}
	}
	for _, r := range spoil(reports) {
		if s.port != nil {
			s.port.Send(epIn, r)
		}
	}
	return nil
}

// Descriptor is that of a Honeywell keyboard or of a Newland in HID POS mode.
func (s *Scanner) Descriptor() devices.Descriptor {
	d := devices.Descriptor{VendorID: 0x0C2E, ProductID: 0x0204, Manufacturer: "Simulated", Product: "Scanner",
		Class: 3, Subclass: 1, Protocol: 1, KernelDriver: "usbhid",
		Endpoints:           []devices.Endpoint{{Address: epIn, Interrupt: true, MaxPacket: 8, Interval: 1}},
		HIDReportDescriptor: keyboardDescriptor()}
	if s.mode == scanner.POS {
		d.VendorID, d.ProductID, d.Subclass, d.Protocol = 0x1EAB, 0x0010, 0, 0
		d.Endpoints[0].MaxPacket = posSize
		d.HIDReportDescriptor = posDescriptor()
	}
	return d
}

// Plug is the bus's.
func (s *Scanner) Plug(p devices.Port) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.port, s.boot = p, false
}

// Unplug is the bus's.
func (s *Scanner) Unplug() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.port = nil
}

// Out takes nothing: the scanner has no OUT endpoint.
func (s *Scanner) Out(uint8, []byte) bool { return false }

// Control answers SET_PROTOCOL and SET_IDLE of a keyboard (HID 1.11, 7.2) and
// the report descriptor.
func (s *Scanner) Control(r devices.Request, _ []byte) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case r.RequestType == 0x81 && r.Request == 0x06 && r.Value == 0x2200:
		return s.Descriptor().HIDReportDescriptor, true
	case r.RequestType != 0x21 || s.mode != scanner.Keyboard:
		return nil, false
	case r.Request == 0x0B:
		s.boot = r.Value == 0
		return nil, true
	}
	return nil, r.Request == 0x0A
}
