package screens

import "time"

// lookForLift is the time between two looks at whether a card was lifted: short,
// so that a card exchanged for another is not taken for the same.
const lookForLift = 200 * time.Millisecond

// lift waits until a card that must not be read has been lifted: one that was
// refused, or one that somebody forgot who has gone. Without it a card lying
// there would be read without end, or be taken for the next person's.
type lift struct {
	waiting bool // for a refused card
	lifted  bool // the refused card is gone
	seen    bool // a forgotten card does lie there
	look    Job[bool]
	looked  time.Time
}

// begin waits for a card that was refused just now.
func (l *lift) begin() { *l = lift{waiting: true} }

// forgotten reports whether somebody else's card lies there.
func (l *lift) forgotten() bool { return l.seen }

// wait reports whether there is still a card to be lifted, or that nobody knows.
func (l *lift) wait(c *Context) bool {
	if !l.waiting && !*c.left {
		return false
	}
	cards := c.Platform.Cards
	if cards == nil || !cards.Status().Usable() {
		l.look.Reset()
		return true // nothing could be read either
	}
	if c.Now.Sub(l.looked) >= lookForLift {
		l.look.Start(c, cards.Present)
	}
	there, ended, err := l.look.Poll()
	if !ended {
		return true
	}
	l.look.Reset()
	l.looked = c.Now
	switch {
	case err != nil:
		return true
	case there:
		l.seen = *c.left
		return true
	}
	l.lifted = l.waiting
	l.waiting, l.seen, *c.left = false, false, false
	return false
}
