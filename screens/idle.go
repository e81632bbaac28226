package screens

import (
	"time"

	"hallkiosk/assets/i18n"
	"hallkiosk/screens/ui"
)

// Timing is how long the loop waits for a person who does nothing.
type Timing struct {
	Warn, Count         time.Duration // to the warning, and from it to the wipe
	LastWarn, LastCount time.Duration // the same on a visit's last page
	// StaffWarn and StaffCount are the same on the technician's page.
	StaffWarn, StaffCount time.Duration
	Hold                  time.Duration // how long a screen at work may stop the clock
}

// DefaultTiming are the times that the hall uses: generous to slow readers, and
// short where a number stands on the screen that is finished with.
func DefaultTiming() Timing {
	return Timing{
		Warn: 60 * time.Second, Count: 30 * time.Second,
		LastWarn: 30 * time.Second, LastCount: 15 * time.Second,
		StaffWarn: 90 * time.Second, StaffCount: 30 * time.Second,
		Hold: 3 * time.Minute,
	}
}

// notice takes note that somebody is here, and reports whether that ended a warning.
func (s *session) notice(now time.Time, here bool) bool {
	if now.Before(s.seen) {
		s.seen = now // the clock was set back
	}
	if !here {
		return false
	}
	s.seen = now
	warned := s.warning != nil
	s.warning = nil
	return warned
}

// mindIdle warns a person who does nothing, and wipes when nobody answers.
func (a *App) mindIdle(now time.Time) {
	s, t := a.session, a.cfg.Timing
	if _, ok := s.special.(*unsettled); ok {
		a.mindUnasked(now)
		return
	}
	if s.special != nil {
		return // has its own end
	}
	if s.holds(now, t.Hold) {
		s.seen = now
		return
	}
	quiet := now.Sub(s.seen)
	if s.nobodys() {
		if fresh := (ui.Look{Language: i18n.Languages()[0], Text: 1}); quiet >= t.Warn && s.look != fresh {
			a.begin(now, fresh)
		}
		return
	}
	warn, count := t.Warn, t.Count
	switch at := s.flow.place(); {
	case at.last:
		warn, count = t.LastWarn, t.LastCount
	case at.staff:
		warn, count = t.StaffWarn, t.StaffCount
	}
	switch {
	case quiet >= warn+count:
		a.end(now, "idle")
	case quiet >= warn && s.warning == nil:
		s.warning = &idleWarning{until: s.seen.Add(warn + count)}
		a.pointer.Cancel()
	}
}

// mindUnasked gives home back when nobody answers for an unsettled paper: it is
// the window's then, and no passer-by's.
func (a *App) mindUnasked(now time.Time) {
	s, t := a.session, a.cfg.Timing
	if s.holds(now, t.Hold) {
		s.seen = now
	}
	if now.Sub(s.seen) >= t.Warn+t.Count {
		a.begin(now, ui.Look{Language: i18n.Languages()[0], Text: 1})
	}
}

// holds reports whether the screen is at work for the person, which stops the
// clock, but not for ever.
func (s *session) holds(now time.Time, limit time.Duration) bool {
	b, ok := s.base().(busy)
	if !ok || !b.Busy() {
		s.busySince = time.Time{}
		return false
	}
	if s.busySince.IsZero() {
		s.busySince = now
	}
	return now.Sub(s.busySince) < limit
}
