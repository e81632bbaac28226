package idcardsim

import (
	"bytes"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
)

// Pace is how long the reader takes to answer, by command. The zero Pace answers
// at once.
type Pace struct {
	Quick   time.Duration // status, SAM id, reset
	Find    time.Duration // whether there is a card or not
	Select  time.Duration
	Text    time.Duration // 30 01
	Address time.Duration // 30 03
}

// RealPace is taken from where public code sets its limits (the reference sheet,
// 1.5): it waits 100 ms for find and select, 300 ms for status, 1 to 1.5 s for an
// appended address and 2 s for text and photo, so that a sound reader stays well
// below; makers promise a card in about a second. No reader has been measured.
func RealPace() Pace {
	return Pace{Quick: 10 * time.Millisecond, Find: 30 * time.Millisecond, Select: 40 * time.Millisecond,
		Text: 900 * time.Millisecond, Address: 100 * time.Millisecond}
}

func (p Pace) of(cmd uint16) time.Duration {
	switch cmd {
	case 0x2001:
		return p.Find
	case 0x2002:
		return p.Select
	case 0x3001, 0x3010:
		return p.Text
	case 0x3003:
		return p.Address
	}
	return p.Quick
}

// SetPace makes the reader take its time. What it says was decided when the
// command arrived, so that a card laid during a find is found by the next.
func (r *Reader) SetPace(p Pace) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pace = p
}

// say sends a reply, spoiled where a fault says so. The caller holds r.mu.
func (r *Reader) say(cmd uint16, good []byte) {
	out := [][]byte{good}
	for i, f := range r.faults {
		if f.On == 0 || f.On == cmd {
			r.faults = append(r.faults[:i:i], r.faults[i+1:]...)
			out = r.spoil(f, good)
			break
		}
	}
	r.last = bytes.Clone(good) // lifting the card clears it, while the reply may be on its way
	port, wait := r.port, r.pace.of(cmd)
	if wait <= 0 {
		r.transfers(port, out)
		return
	}
	now := time.Now()
	if now.Before(r.until) {
		now = r.until // it does one thing after the other
	}
	r.until = now.Add(wait)
	time.AfterFunc(time.Until(r.until), func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.transfers(port, out) // which does nothing once unplugged
	})
}

func (r *Reader) transfers(port devices.Port, frames [][]byte) {
	for _, f := range frames {
		r.transfer(port, f)
	}
}

// transfer sends one frame, as one transfer or as reports padded with zeros.
func (r *Reader) transfer(port devices.Port, f []byte) {
	if r.framing == idcard.Bulk {
		if len(f) > 0 {
			port.Send(epIn, f)
		}
		return
	}
	for len(f) > 0 {
		report := make([]byte, packet)
		n := copy(report[r.head():], f)
		if r.framing == idcard.HIDCounted {
			report[0] = byte(n)
		}
		f = f[n:]
		port.Send(epIn, report)
	}
}

// head is how many bytes stand in a report before what counts.
func (r *Reader) head() int {
	if r.framing == idcard.HIDCounted {
		return 1
	}
	return 0
}
