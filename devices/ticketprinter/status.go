package ticketprinter

import "hallkiosk/devices"

// Status is what a printer says of itself. Where Known is false it said
// nothing, or too little: that is no fault, since many clones never answer.
type Status struct {
	Known       bool
	Offline     bool // does not print now, for a reason above or its own
	PaperOut    bool
	PaperLow    bool // still prints; false too where no sensor is fitted
	CoverOpen   bool
	CutterFault bool
	Fault       bool // another mechanical or electrical fault
}

// Err gives the sentinel of the gravest thing that keeps the printer from
// printing, or nil. An open cover comes first, since it also hides the paper.
func (s Status) Err() error {
	switch {
	case s.CoverOpen:
		return ErrCoverOpen
	case s.PaperOut:
		return ErrPaperOut
	case s.CutterFault:
		return ErrCutter
	case s.Fault:
		return ErrFault
	case s.Offline:
		return ErrOffline
	}
	return nil
}

// device puts the status into the words that all devices share.
func (s Status) device() devices.Status {
	attention := func(r devices.Reason) devices.Status {
		return devices.Status{State: devices.NeedsAttention, Reason: r}
	}
	switch s.Err() {
	case ErrCoverOpen:
		return attention(devices.ReasonCoverOpen)
	case ErrPaperOut:
		return attention(devices.ReasonPaperOut)
	case ErrCutter:
		return attention(devices.ReasonCutter)
	case ErrFault:
		return devices.Status{State: devices.Failed, Reason: devices.ReasonStopped}
	case ErrOffline:
		return attention(devices.ReasonOffline)
	}
	ready := devices.Status{State: devices.Ready}
	switch {
	case !s.Known:
		ready.Reason = devices.ReasonSilent
	case s.PaperLow:
		ready.Reason = devices.ReasonPaperLow
	}
	return ready
}

// addEOT adds what the answer b to DLE EOT n says.
func (s *Status) addEOT(n, b byte) {
	bit := func(i uint) bool { return b>>i&1 == 1 }
	switch n {
	case 1:
		s.Offline = s.Offline || bit(3)
	case 2:
		s.CoverOpen = s.CoverOpen || bit(2)
		s.PaperOut = s.PaperOut || bit(5)
	case 3:
		s.CutterFault = s.CutterFault || bit(3)
		s.Fault = s.Fault || bit(5)
	case 4:
		s.PaperLow = s.PaperLow || bit(2) || bit(3)
		s.PaperOut = s.PaperOut || bit(5) || bit(6)
	}
}

// fromASB decodes the four bytes of automatic status back (GS a).
func fromASB(b [4]byte) Status {
	return Status{
		Known:       true,
		Offline:     b[0]&0x08 != 0,
		CoverOpen:   b[0]&0x20 != 0,
		CutterFault: b[1]&0x08 != 0,
		Fault:       b[1]&0x20 != 0,
		PaperLow:    b[2]&0x03 != 0,
		PaperOut:    b[2]&0x0C != 0,
	}
}

// fromPort decodes GET_PORT_STATUS (USB printer class, 4.2.2). Most printers
// give a constant "all is well", so that only bad news is taken as knowledge.
func fromPort(b byte) Status {
	s := Status{PaperOut: b&0x20 != 0}
	s.Known = s.PaperOut
	return s
}

// replies sorts the bytes that come from a printer by their fixed bits:
//
//	0--1--10  answer to DLE EOT
//	0--1--00  first of four bytes of ASB, the rest 0--0----
//	0--0----  answer to GS r
type replies struct {
	asb  [4]byte
	have int // bytes of asb so far
}

// reply is one thing a printer said.
type reply struct {
	kind replyKind
	b    byte
	asb  [4]byte
}

type replyKind uint8

const (
	noise replyKind = iota
	eotReply
	asbReply
	echoReply
)

// next takes one byte; done is false in the middle of an ASB.
func (r *replies) next(b byte) (out reply, done bool) {
	if r.have > 0 && b&0x90 == 0 {
		r.asb[r.have] = b
		r.have++
		if r.have < len(r.asb) {
			return reply{}, false
		}
		r.have = 0
		return reply{kind: asbReply, asb: r.asb}, true
	}
	r.have = 0
	switch {
	case b&0x93 == 0x12:
		return reply{kind: eotReply, b: b}, true
	case b&0x93 == 0x10:
		r.asb[0], r.have = b, 1
		return reply{}, false
	case b&0x90 == 0:
		return reply{kind: echoReply, b: b}, true
	}
	return reply{kind: noise, b: b}, true
}
