package screens

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"hallkiosk/screens/ui"
)

// technician is the page for whoever looks after the kiosk: how everything
// stands, and what can be tried. It lies behind a PIN and outside every visit.
type technician struct {
	mode  technicianMode
	keys  *ui.Keyboard
	gate  Gate
	known bool // gate was asked for
	fails bool // what was asked for could not be done
	ask   Job[Gate]
	enter Job[struct{}]
	look  Job[Condition]
	seen  *Condition
	last  time.Time // when seen was asked for
	trial trial
	laid  bool // a card was laid to try the reader: it may still lie there
	pager ui.Pager
}

type technicianMode int

const (
	technicianGate   technicianMode = iota // the PIN is asked for
	technicianState                        // how everything stands
	technicianTrials                       // what can be tried
	technicianTrial                        // one trial
)

// lookEvery is how often the condition is looked at anew.
const lookEvery = 3 * time.Second

// maxPIN is how many digits the keys take.
const maxPIN = 12

func newTechnician() *technician {
	return &technician{keys: pinKeys(rand.Perm(10))}
}

// pinKeys is a pad of digits in an order of its own, so that neither the fingers'
// way nor their marks on the glass tell the PIN.
func pinKeys(order []int) *ui.Keyboard {
	k := ui.NewKeyboard(ui.LayoutDigits, "", nil)
	k.Secret, k.Max = true, maxPIN
	for _, n := range order {
		k.Order += string(rune('0' + n))
	}
	return k
}

func (s *technician) Pager() *ui.Pager { return &s.pager }

// Busy holds the idle clock while paper is printed.
func (s *technician) Busy() bool { return s.trial.job.Running() && s.trial.prints() }

func (s *technician) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	if c.Platform.Technician == nil {
		if c.Tapped("back") {
			return Back
		}
		return Stay
	}
	switch s.mode {
	case technicianState:
		return s.updateState(c)
	case technicianTrials:
		return s.updateTrials(c)
	case technicianTrial:
		return s.updateTrial(c)
	}
	return s.updateGate(c)
}

func (s *technician) turn(m technicianMode) {
	s.mode, s.fails = m, false
	s.pager.Reset()
}

// leave goes back to where one came from. Whoever laid a card is first asked to
// take it.
func (s *technician) leave() Nav {
	if s.laid {
		return Restart
	}
	return Back
}

func (s *technician) updateGate(c *Context) Nav {
	if c.Tapped("back") {
		return Back
	}
	of := c.Platform.Technician
	s.ask.Start(c, of.Gate)
	if gate, ended, err := s.ask.Poll(); ended && !s.known {
		s.gate, s.known, s.fails = gate, true, err != nil
	}
	if !s.open(c.Now) {
		return Stay
	}
	if c.Input.Text != "" {
		s.keys.Commit(c.Input.Text)
	}
	if c.Input.Erase {
		s.keys.Tap("key.backspace")
	}
	if _, done := s.keys.Tap(c.Input.Tap); done && s.keys.Text() != "" {
		pin := s.keys.Text()
		s.keys.SetText("")
		s.enter.Start(c, func(ctx context.Context) (struct{}, error) { return struct{}{}, of.Enter(ctx, pin) })
	}
	return s.entered(c)
}

// open reports whether a PIN can be typed.
func (s *technician) open(now time.Time) bool {
	return s.known && s.gate.Set && !now.Before(s.gate.Until)
}

// entered takes the answer to a PIN.
func (s *technician) entered(c *Context) Nav {
	_, ended, err := s.enter.Poll()
	if !ended {
		return Stay
	}
	s.enter.Reset()
	var shut *GateError
	switch {
	case err == nil:
		s.turn(technicianState)
	case errors.As(err, &shut):
		s.gate, s.fails = shut.Gate, false
		s.keys = pinKeys(rand.Perm(10))
	default:
		s.fails = true
	}
	return Stay
}

// updateState keeps what is shown fresh.
func (s *technician) updateState(c *Context) Nav {
	if c.Now.Sub(s.last).Abs() >= lookEvery && !s.look.Running() {
		s.last = c.Now
		s.look.Reset()
	}
	s.look.Start(c, c.Platform.Technician.Condition)
	if condition, ended, err := s.look.Poll(); ended {
		s.fails = err != nil
		if err == nil {
			s.seen = &condition
		}
	}
	switch {
	case c.Tapped("back"):
		return s.leave()
	case c.Tapped("next"):
		s.turn(technicianTrials)
	}
	return Stay
}

func (s *technician) updateTrials(c *Context) Nav {
	if c.Tapped("back") {
		s.turn(technicianState)
		return Stay
	}
	for _, t := range trials() {
		if c.Tapped("trial." + t.id) {
			s.turn(technicianTrial)
			s.trial = trial{trialKind: t}
		}
	}
	return Stay
}

func (s *technician) updateTrial(c *Context) Nav {
	switch {
	case c.Tapped("back"):
		s.trial.job.Reset()
		s.turn(technicianTrials)
		return Stay
	case c.Tapped("next") && s.trial.ended:
		s.trial = trial{trialKind: s.trial.trialKind}
	}
	s.trial.update(c)
	s.laid = s.laid || s.trial.id == "read" && s.trial.ended && s.trial.err == nil
	return Stay
}
