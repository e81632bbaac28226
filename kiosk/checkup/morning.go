package checkup

import (
	"context"
	"fmt"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/notebook"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/protocol"
)

// The limits beyond which the morning's report asks for somebody.
const (
	driftBorne   = 30 * time.Second
	validityLeft = 30 * 24 * time.Hour // since enrolling takes people
	ticketsLeft  = 30                  // of a roll, which should last the morning
	heardLately  = 10 * time.Minute
)

// Facts are what the morning's report is made of.
type Facts struct {
	Now     time.Time
	Devices []Device
	Mute    bool // the ticket printer is known to say nothing of its state

	TicketsLeft int // by estimate; -1: not known
	Refused     int // cases that the centre refused
	Store       error
	Heard       time.Time     // when the centre last spoke; zero: never
	Drift       time.Duration // of the clock, then
	Expires     time.Time     // the kiosk's certificate
	Lists       int           // revocation lists that U-KEYs are checked against
	Overdue     int           // and of how many authorities one is overdue
}

// Device is a device that this kiosk should have.
type Device struct {
	Name   string // protocol.DeviceIDCard and its like
	Status devices.Status
}

// Findings judges the facts. A device that works, but with something to tell,
// such as paper near its end, asks for somebody as well.
func Findings(f Facts) []protocol.Finding {
	list := []protocol.Finding{}
	add := func(part string, reason string, count int) {
		list = append(list, protocol.Finding{Part: part, Good: reason == "", Reason: reason, Count: count})
	}
	for _, d := range f.Devices {
		reason := string(d.Status.Reason)
		switch {
		case f.Mute && d.Name == protocol.DeviceTicketPrinter && d.Status.Usable() && d.Status.Reason == devices.ReasonSilent:
			reason = ""
		case reason == "" && !d.Status.Usable():
			reason = string(devices.ReasonUnplugged)
		}
		add(d.Name, reason, 0)
	}
	if f.TicketsLeft >= 0 {
		add(protocol.PartRoll, when(f.TicketsLeft < ticketsLeft, protocol.ReasonFew), f.TicketsLeft)
	}
	if f.Store != nil {
		add(protocol.PartStore, protocol.ReasonFault, 0)
	} else {
		add(protocol.PartStore, when(f.Refused > 0, protocol.ReasonRefused), f.Refused)
	}
	if f.Heard.IsZero() || f.Now.Sub(f.Heard).Abs() > heardLately {
		add(protocol.PartClock, protocol.ReasonUnheard, 0)
	} else {
		add(protocol.PartClock, when(f.Drift.Abs() > driftBorne, protocol.ReasonDrift), int(f.Drift.Abs()/time.Second))
	}
	left := f.Expires.Sub(f.Now)
	add(protocol.PartCertificate, when(left <= validityLeft, protocol.ReasonExpires), max(int(left/(24*time.Hour)), 0))
	if f.Lists > 0 {
		add(protocol.PartTrust, when(f.Overdue > 0, protocol.ReasonOverdue), f.Overdue)
	}
	return list
}

func when(bad bool, reason string) string {
	if bad {
		return reason
	}
	return ""
}

// Morning makes the report of each day, once: at its hour, or as soon after as
// the kiosk runs. It belongs to one goroutine, apart from what Send is given.
type Morning struct {
	At    time.Duration // of the hall's day, from midnight
	File  string        // where it is kept which day the centre has
	Now   func() time.Time
	Check func(ctx context.Context) []protocol.Finding
	// Send hands the report over; told is to be called once the centre has it.
	Send func(r protocol.Readiness, told func())
	// Failed hears of what kept told from being written down.
	Failed func(error)

	handed string // the day whose report was handed over
}

// sent is what is kept.
type sent struct {
	Day string `json:"day"`
}

// Look makes the report where it is time. Call it every minute or so: a kiosk
// that was just started has then found its devices.
func (m *Morning) Look(ctx context.Context) {
	now := m.Now()
	day := visit.Day(now)
	local := now.In(visit.Changde)
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, visit.Changde)
	if day == m.handed || local.Sub(midnight) < m.At {
		return
	}
	file := notebook.At[sent](m.File)
	if kept, err := file.Read(); err == nil && kept.Day == day {
		m.handed = day
		return
	}
	findings := m.Check(ctx)
	if ctx.Err() != nil {
		return
	}
	m.handed = day
	m.Send(protocol.Readiness{Day: day, Checked: now, Findings: findings}, func() {
		if _, err := file.Change(func(s *sent) { s.Day = day }); err != nil {
			m.Failed(fmt.Errorf("checkup: %w", err))
		}
	})
}
