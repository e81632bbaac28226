// Package ticketprintersim is a ticket printer without the printer: it parses
// the same ESC/POS bytes, strictly, and draws what would be on the paper.
//
// Its paper, cover and knife can be worked by hand, and it can be made to break
// down after a number of bytes. For demo builds and tests only.
package ticketprintersim

import (
	"context"
	"slices"
	"sync"

	"hallkiosk/devices"
	"hallkiosk/devices/ticketprinter/glyph"
)

// Endpoints, and how many bytes the printer takes while it cannot print.
const (
	epOut         = 0x01
	epIn          = 0x82
	receiveBuffer = 4096
)

// Paper is how much paper there is.
type Paper int

// The states of the roll. Low still prints.
const (
	PaperOK Paper = iota
	PaperLow
	PaperOut
)

// Breakdown is what happens in the middle of a ticket.
type Breakdown int

// The ways to break down.
const (
	RunOut    Breakdown = iota // the paper ends
	OpenCover                  // somebody opens the cover
	Hang                       // takes no more bytes, not even a question, and says no more
	Deaf                       // goes on printing, answers nothing any more
)

// Printer is the simulated printer, a devices.Peripheral. All its methods may
// be called by any goroutine.
type Printer struct {
	mu       sync.Mutex
	port     devices.Port // nil while unplugged
	machine  machine
	buffer   []byte // taken, not worked off yet
	refused  bool   // the bus holds a transfer
	paper    Paper
	cover    bool // open
	jamNext  bool // the next cut jams the knife
	jammed   bool
	hung     bool
	deaf     bool
	noPort   bool // port status is not known
	asb      bool
	eaten    int // bytes worked off since Breakdown
	breakAt  int // -1: never
	breakAs  Breakdown
	finished []Ticket
	hanging  []Ticket // finished, not torn off yet
	changed  chan struct{}
}

var _ devices.Peripheral = (*Printer)(nil)

// New makes a printer with a full roll, dots wide (576 for 80 mm, 384 for
// 58 mm), that prints with fonts.
func New(fonts *glyph.Fonts, dots int) *Printer {
	p := &Printer{breakAt: -1, changed: make(chan struct{})}
	p.machine = newMachine(fonts, dots, p)
	return p
}

// Descriptor is that of a nameless Chinese printer.
func (p *Printer) Descriptor() devices.Descriptor {
	return devices.Descriptor{
		VendorID: 0x0416, ProductID: 0x5011,
		Manufacturer: "STMicroelectronics", Product: "POS80 Printer USB", Serial: "SIM0001",
		Class: 7, Subclass: 1, Protocol: 2,
		Endpoints: []devices.Endpoint{
			{Address: epOut, MaxPacket: 64},
			{Address: epIn, MaxPacket: 64},
		},
		KernelDriver: "usblp",
	}
}

// Plug connects the printer.
func (p *Printer) Plug(port devices.Port) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.port = port
}

// Unplug disconnects it. It keeps its power, its paper and its buffer.
func (p *Printer) Unplug() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.port, p.refused = nil, false
}

// Out takes one transfer. A question in real time (DLE EOT) is answered even
// when the printer cannot print.
func (p *Printer) Out(_ uint8, b []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.hung, len(b) > 0 && p.stopped() && !realTime(b) && len(p.buffer)+len(b) > receiveBuffer:
		p.refused = true
		return false
	case realTime(b):
		p.answerEOT(b[2])
		return true
	}
	p.buffer = append(p.buffer, b...)
	p.work()
	return true
}

// Control answers GET_DEVICE_ID, GET_PORT_STATUS and SOFT_RESET (USB printer
// class 1.1, 4.2).
func (p *Printer) Control(r devices.Request, _ []byte) ([]byte, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch [2]uint8{r.RequestType, r.Request} {
	case [2]uint8{0xA1, 0}:
		id := "MFG:POS;CMD:ESC/POS;MDL:POS80;CLS:PRINTER;"
		n := len(id) + 2
		return append([]byte{byte(n >> 8), byte(n)}, id...), true
	case [2]uint8{0xA1, 1}:
		return []byte{p.portStatus()}, !p.noPort
	case [2]uint8{0x21, 2}:
		p.buffer = nil
		p.machine.reset()
		p.wake()
		return nil, true
	}
	return nil, false
}

// stopped reports whether the printer cannot print now.
func (p *Printer) stopped() bool { return p.paper == PaperOut || p.cover || p.jammed || p.hung }

// work prints from the buffer as far as it goes.
func (p *Printer) work() {
	for len(p.buffer) > 0 && !p.stopped() {
		if p.breakAt >= 0 && p.eaten >= p.breakAt {
			p.breakAt = -1
			p.breakDown()
			continue
		}
		n := p.machine.step(p.buffer)
		if n == 0 {
			return
		}
		p.buffer = p.buffer[n:]
		p.eaten += n
	}
}

func (p *Printer) breakDown() {
	switch p.breakAs {
	case RunOut:
		p.paper = PaperOut
	case OpenCover:
		p.cover = true
	case Hang:
		p.hung = true
	case Deaf:
		p.deaf = true
	}
	p.report()
}

// wake offers a held transfer again.
func (p *Printer) wake() {
	if p.refused && p.port != nil {
		p.refused = false
		p.port.Wake(epOut)
	}
}

// change works a part of the printer and lets it go on.
func (p *Printer) change(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
	p.report()
	p.work()
	p.wake()
}

// SetPaper puts paper in or takes it out.
func (p *Printer) SetPaper(s Paper) { p.change(func() { p.paper = s }) }

// SetCover opens or closes the cover.
func (p *Printer) SetCover(open bool) { p.change(func() { p.cover = open }) }

// JamCutter makes the next cut jam; FreeCutter frees the knife.
func (p *Printer) JamCutter() { p.change(func() { p.jamNext = true }) }

// FreeCutter frees a jammed knife.
func (p *Printer) FreeCutter() { p.change(func() { p.jamNext, p.jammed = false, false }) }

// SetDeaf makes the printer answer nothing, as some clones do, or answer again.
func (p *Printer) SetDeaf(deaf bool) { p.change(func() { p.deaf = deaf }) }

// ForgetPortStatus makes the printer stall GET_PORT_STATUS.
func (p *Printer) ForgetPortStatus() { p.change(func() { p.noPort = true }) }

// BreakAfter lets the printer break down once it has worked off n more bytes.
func (p *Printer) BreakAfter(n int, as Breakdown) {
	p.change(func() { p.eaten, p.breakAt, p.breakAs = 0, n, as })
}

// Mend ends Hang and Deaf.
func (p *Printer) Mend() { p.change(func() { p.hung, p.deaf, p.breakAt = false, false, -1 }) }

// TearOff takes the oldest ticket that hangs out, or, where none was cut, tears
// the paper at the edge.
func (p *Printer) TearOff() (Ticket, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.hanging) == 0 && !p.machine.sheet.empty() {
		p.finish(p.machine.sheet.take())
	}
	if len(p.hanging) == 0 {
		return Ticket{}, false
	}
	t := p.hanging[0]
	p.hanging = p.hanging[1:]
	return t, true
}

// Tickets gives all tickets that were cut or torn off so far.
func (p *Printer) Tickets() []Ticket {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.finished)
}

// Forget drops all tickets so far, so that a printer may run for long.
func (p *Printer) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finished, p.hanging = nil, nil
	_ = p.machine.sheet.take()
}

// Await waits until n tickets were cut or torn off, and gives the n-th, from 1.
func (p *Printer) Await(ctx context.Context, n int) (Ticket, error) {
	for {
		p.mu.Lock()
		done, changed := p.finished, p.changed
		p.mu.Unlock()
		if n >= 1 && n <= len(done) {
			return done[n-1], nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Ticket{}, ctx.Err()
		}
	}
}

// Errors gives what the host sent that is not ESC/POS as this printer knows it.
func (p *Printer) Errors() []error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.machine.errs)
}

func (p *Printer) finish(t Ticket) {
	p.finished = append(p.finished, t)
	p.hanging = append(p.hanging, t)
	close(p.changed)
	p.changed = make(chan struct{})
}
