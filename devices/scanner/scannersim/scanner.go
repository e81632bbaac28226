// Package scannersim is a simulated scanner which speaks the bytes of one in
// keyboard mode, in HID POS mode, as a serial port or as Simple COM, as package
// scanner describes them, and can be told to speak them badly. Tests and the demo
// use it; the product does not contain it.
package scannersim

import (
	"errors"
	"sync"

	"hallkiosk/devices"
	"hallkiosk/devices/scanner"
)

const epIn, epOut = 0x81, 0x02

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
	aim        bool
	cut        int    // serial, Simple COM: bytes of a transfer or report
	coding     []byte // serial: as the host set it
	carrier    bool   // serial: DTR
}

var _ devices.Peripheral = (*Scanner)(nil)

// New returns a scanner in Keyboard, POS, Serial or SimpleCOM mode that ends codes
// with Enter.
func New(mode scanner.Mode) *Scanner {
	return &Scanner{mode: mode, terminator: usageEnter, cut: packetSize}
}

// SetTerminator makes a keyboard end codes with this usage, 0 for none; a serial
// port and Simple COM end them with the character that the usage types.
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

// SendAIM makes a serial port or Simple COM put the AIM identifier in front of each code, as
// scanners do that are told to; HID POS always says it.
func (s *Scanner) SendAIM(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.aim = on
}

// CutAfter makes a serial port send transfers of n bytes, 1 to 64, and Simple COM
// reports of as many, up to 63.
func (s *Scanner) CutAfter(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cut = min(max(n, 1), packetSize)
}

// Line is what the host set of a serial port: its line coding (PSTN 1.2, 6.3.10)
// and whether DTR is on. Without DTR the scanner says nothing.
func (s *Scanner) Line() (coding []byte, carrier bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.coding, s.carrier
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
		switch s.mode {
		case scanner.POS:
			r = [][]byte{posReport([]byte("01"), true, s.shifted)}
		case scanner.Serial:
			r = [][]byte{[]byte("01")}
		case scanner.SimpleCOM:
			r = simpleReports([][]byte{[]byte("01")})
		default:
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
	switch s.mode {
	case scanner.POS:
		reports = posReports(b, s.shifted)
	case scanner.Serial:
		if s.carrier {
			reports = serialTransfers(b, s.aim, s.terminator, s.cut)
		}
	case scanner.SimpleCOM:
		reports = simpleReports(serialTransfers(b, s.aim, s.terminator, min(s.cut, posSize-1)))
	default:
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

// Descriptor is that of a Honeywell keyboard, of a Newland in HID POS mode or as a
// serial port, or of a Zebra that speaks Simple COM.
func (s *Scanner) Descriptor() devices.Descriptor {
	d := devices.Descriptor{VendorID: 0x0C2E, ProductID: 0x0204, Manufacturer: "Simulated", Product: "Scanner",
		Class: 3, Subclass: 1, Protocol: 1, KernelDriver: "usbhid",
		Endpoints:           []devices.Endpoint{{Address: epIn, Interrupt: true, MaxPacket: 8, Interval: 1}},
		HIDReportDescriptor: keyboardDescriptor()}
	switch s.mode {
	case scanner.POS:
		d.VendorID, d.ProductID, d.Subclass, d.Protocol = 0x1EAB, 0x0010, 0, 0
		d.Endpoints[0].MaxPacket = posSize
		d.HIDReportDescriptor = posDescriptor()
	case scanner.Serial:
		d.VendorID, d.ProductID, d.Class, d.Subclass, d.Protocol = 0x1EAB, 0x0006, 0x0A, 0, 0
		d.Before, d.HIDReportDescriptor, d.KernelDriver = []devices.Interface{controlInterface()}, nil, "cdc_acm"
		d.Endpoints = []devices.Endpoint{{Address: epIn, MaxPacket: packetSize}, {Address: epOut, MaxPacket: packetSize}}
	case scanner.SimpleCOM:
		d.VendorID, d.ProductID, d.Subclass, d.Protocol = 0x05E0, 0x0600, 0, 0
		d.Endpoints[0].MaxPacket, d.Endpoints[0].Interval = posSize, 3
		d.HIDReportDescriptor = simpleDescriptor()
	}
	return d
}

// Plug is the bus's.
func (s *Scanner) Plug(p devices.Port) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.port, s.boot, s.coding, s.carrier = p, false, nil, false
}

// Unplug is the bus's.
func (s *Scanner) Unplug() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.port = nil
}

// Out takes what a host may write to a serial port, and makes nothing of it.
func (s *Scanner) Out(uint8, []byte) bool { return s.mode == scanner.Serial }

// Control answers SET_PROTOCOL and SET_IDLE of a keyboard (HID 1.11, 7.2) and
// SET_LINE_CODING and SET_CONTROL_LINE_STATE of a serial port (PSTN 1.2, 6.3).
func (s *Scanner) Control(r devices.Request, out []byte) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case r.RequestType != 0x21:
		return nil, false
	case s.mode == scanner.Keyboard && r.Request == 0x0B:
		s.boot = r.Value == 0
		return nil, true
	case s.mode == scanner.Keyboard:
		return nil, r.Request == 0x0A
	case s.mode != scanner.Serial || r.Index != controlNumber:
		return nil, false
	case r.Request == 0x20 && len(out) == 7:
		s.coding = out
		return nil, true
	case r.Request == 0x22:
		s.carrier = r.Value&1 != 0
		return nil, true
	}
	return nil, false
}
