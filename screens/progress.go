package screens

import (
	"context"
	"errors"
	"time"

	"hallkiosk/devices/idcard"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// progressMode is what the screen of progress shows.
type progressMode int

const (
	progressAsk   progressMode = iota // lay a card, or scan a ticket
	progressWait                      // the centre is asked
	progressShown                     // its answer
)

// progress tells how far one's applications are: by ID card all of them, by a
// ticket its own, and nothing that somebody who found the ticket should not see.
// What it learns is its own and goes with it.
type progress struct {
	mode    progressMode
	cards   Job[idcard.Card]
	scans   listening
	asked   Job[ProgressAnswer]
	retry   time.Time // when a card is asked for again
	lift    lift      // of a card that was read or refused
	refusal string    // key of why the last card or code leads to nothing
	byCard  bool      // whose question it is: a card's owner's
	laid    bool      // a card was laid on this visit: it may still lie there
	answer  ProgressAnswer
	pager   ui.Pager
}

func (s *progress) Pager() *ui.Pager { return &s.pager }

// Busy holds the idle clock while the centre is asked.
func (s *progress) Busy() bool { return s.mode == progressWait }

func (s *progress) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	switch s.mode {
	case progressWait:
		return s.updateWait(c)
	case progressShown:
		return s.updateShown(c)
	}
	return s.updateAsk(c)
}

func (s *progress) turn(m progressMode) {
	s.mode, s.refusal, s.answer = m, "", ProgressAnswer{}
	s.cards.Reset()
	s.scans.stop()
	s.asked.Reset()
	s.pager.Reset()
}

func (s *progress) updateAsk(c *Context) Nav {
	if c.Tapped("back") {
		return s.leave()
	}
	s.readCard(c)
	if s.mode == progressAsk {
		s.readCode(c)
	}
	return Stay
}

// leave goes home. Whoever laid a card is first asked to take it.
func (s *progress) leave() Nav {
	if s.laid {
		return Restart
	}
	return Back
}

// readCard keeps one reading going while the reader can be used. A card that was
// read before, or that somebody else forgot, must be lifted first.
func (s *progress) readCard(c *Context) {
	if s.lift.wait(c) {
		return
	}
	if c.Platform.status(PartReader).Usable() && !c.Now.Before(s.retry) {
		s.cards.Start(c, c.Platform.Cards.Read)
	}
	card, ended, err := s.cards.Poll()
	if !ended {
		return
	}
	s.cards.Reset()
	s.retry = c.Now.Add(pause)
	if err != nil {
		if key := cardRefusal(err); key != "" {
			s.laid = true
			s.refuse(c, key)
		}
		return
	}
	s.laid = true
	s.ask(c, ProgressQuery{IDNumber: visit.NormalIDNumber(card.Number)})
}

func (s *progress) readCode(c *Context) {
	scan, ended, err := s.scans.next(c)
	if !ended {
		return
	}
	if err != nil {
		if key := codeRefusal("", err); key != "" {
			s.refuse(c, key)
		}
		return
	}
	s.ask(c, ProgressQuery{Ticket: scan.Text})
}

// refuse says why a card or a code leads to nothing; the person is there.
func (s *progress) refuse(c *Context, key string) {
	c.here()
	s.refusal = key
	s.pager.Reset()
}

// ask asks the centre. The question goes with the job.
func (s *progress) ask(c *Context, q ProgressQuery) {
	c.here()
	byCard := q.Ticket == ""
	s.turn(progressWait)
	s.byCard = byCard
	if byCard {
		s.lift.begin() // for the next question
	}
	of := c.Platform.Progress
	s.asked.Start(c, func(ctx context.Context) (ProgressAnswer, error) {
		if of == nil {
			return ProgressAnswer{}, ErrCentreAway
		}
		answer, err := of(ctx, q)
		if errors.Is(err, ErrNotTicket) {
			// The words depend on what the code is instead; it is not kept for that.
			err = &otherCodeError{key: codeRefusal(q.Ticket, err)}
		}
		return answer, err
	})
}

func (s *progress) updateWait(c *Context) Nav {
	if c.Tapped("back") {
		s.turn(progressAsk)
		return Stay
	}
	answer, ended, err := s.asked.Poll()
	if !ended {
		return Stay
	}
	if err != nil {
		s.turn(progressAsk)
		s.refuse(c, progressRefusal(err, s.byCard))
		return Stay
	}
	s.turn(progressShown)
	s.answer = answer
	return Stay
}

func (s *progress) updateShown(c *Context) Nav {
	switch {
	case c.Tapped("back"):
		s.turn(progressAsk)
	case c.turned(&s.pager):
	case c.Tapped("next"):
		return s.leave()
	}
	return Stay
}
