package screens

import (
	"bytes"
	"context"
	"errors"

	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/screens/ui"
)

// changeMode is what a change of PIN shows.
type changeMode int

const (
	changeWarn  changeMode = iota // the next wrong PIN locks the key
	changeOld                     // the PIN as it is
	changeFresh                   // the new one
	changeWeak                    // which is easily guessed
	changeAgain                   // the new one once more
	changeWorking
	changeRefused
	changeDone
)

// keyChange changes a key's PIN. All three pads are wiped however it ends.
type keyChange struct {
	of                keycheck.Finding
	mode              changeMode
	tries             keyTries
	old, fresh, again pinPad
	work              Job[struct{}]
	refusal           keyRefusal
	pager             ui.Pager
}

// The bounds of a PIN in bytes where the key does not say.
const (
	leastPIN = 4
	mostPIN  = 16
)

func newKeyChange(of keycheck.Finding) *keyChange {
	s := &keyChange{of: of, tries: triesOf(of)}
	s.toOld("")
	return s
}

func (s *keyChange) bounds() (least, most int) {
	least, most = s.of.MinPIN, s.of.MaxPIN
	if least <= 0 {
		least = leastPIN
	}
	if most <= 0 {
		most = max(mostPIN, least)
	}
	return least, min(most, ukey.MaxPIN)
}

func (s *keyChange) Pager() *ui.Pager { return &s.pager }
func (s *keyChange) Busy() bool       { return s.mode == changeWorking }

// Leave wipes the PINs.
func (s *keyChange) Leave() {
	for _, p := range []*pinPad{&s.old, &s.fresh, &s.again} {
		p.wipe()
	}
}

// Sees goes on without the key only to say what became of the change.
func (s *keyChange) Sees(f *keycheck.Finding) bool {
	if !sameKey(f, &s.of) {
		return s.mode >= changeWorking
	}
	if s.tries.sees(f) && s.mode > changeWarn && s.mode < changeWorking {
		s.toOld("") // the pads were open before that was known
	}
	return true
}

func (s *keyChange) turn(m changeMode) {
	s.mode = m
	s.pager.Reset()
}

// toOld begins with the PIN as it is, after a question where a wrong one may lock the key.
func (s *keyChange) toOld(why string) {
	s.Leave()
	if s.tries.warns() {
		s.turn(changeWarn)
	} else {
		s.openOld()
	}
	s.old.error = why
}

func (s *keyChange) openOld() {
	why := s.old.error
	s.turn(changeOld)
	s.old.open(s.of.MaxPIN)
	s.old.error = why
}

func (s *keyChange) toFresh(why string) {
	s.again.wipe()
	s.turn(changeFresh)
	_, most := s.bounds()
	s.fresh.open(most)
	s.fresh.error = why
}

func (s *keyChange) toAgain() {
	s.turn(changeAgain)
	_, most := s.bounds()
	s.again.open(most)
}

func (s *keyChange) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	switch s.mode {
	case changeWarn:
		switch {
		case c.Tapped("back"):
			return Back
		case c.Tapped("next"):
			s.openOld()
		}
	case changeOld:
		return s.updateOld(c)
	case changeFresh:
		s.updateFresh(c)
	case changeWeak:
		s.updateWeak(c)
	case changeAgain:
		s.updateAgain(c)
	case changeWorking:
		s.updateWorking(c)
	case changeRefused:
		return s.updateRefused(c)
	case changeDone:
		if c.Tapped("next") || c.Tapped("back") {
			return Back
		}
	}
	return Stay
}

func (s *keyChange) updateOld(c *Context) Nav {
	if c.Tapped("back") {
		return Back
	}
	if s.old.update(c) {
		s.toFresh("")
	}
	return Stay
}

// updateFresh takes the new PIN in, if the key takes one like it.
func (s *keyChange) updateFresh(c *Context) {
	if c.Tapped("back") {
		s.toOld("")
		return
	}
	if !s.fresh.update(c) {
		return
	}
	least, _ := s.bounds()
	pin := s.fresh.pin.Bytes()
	switch {
	case len(pin) < least:
		s.fresh.error = c.T("pin.too-short", "least", least)
	case bytes.Equal(pin, s.old.pin.Bytes()):
		s.toFresh(c.T("change.same"))
	case pinWeakness(pin) != "":
		s.turn(changeWeak)
	default:
		s.toAgain()
	}
}

// updateWeak advises against a PIN that is easily guessed, and no more.
func (s *keyChange) updateWeak(c *Context) {
	switch {
	case c.Tapped("back"), c.Tapped("next"):
		s.toFresh("")
	case c.Tapped("keep"):
		s.toAgain()
	}
}

func (s *keyChange) updateAgain(c *Context) {
	if c.Tapped("back") {
		s.toFresh("")
		return
	}
	if !s.again.update(c) {
		return
	}
	if !bytes.Equal(s.again.pin.Bytes(), s.fresh.pin.Bytes()) {
		s.toFresh(c.T("change.differ"))
		return
	}
	old, fresh := s.old.take(), s.fresh.take()
	s.again.wipe()
	s.turn(changeWorking)
	keys, key := c.Platform.Keys, s.of.Key
	s.work.Reset()
	s.work.Start(c, func(ctx context.Context) (struct{}, error) {
		defer old.Wipe()
		defer fresh.Wipe()
		return struct{}{}, keys.ChangePIN(ctx, key, old, fresh)
	})
}

func (s *keyChange) updateWorking(c *Context) {
	_, ended, err := s.work.Poll()
	if !ended {
		return
	}
	s.work.Reset()
	c.here()
	s.tries.refused(err)
	switch pin, again := triable(err); {
	case err == nil:
		s.turn(changeDone)
	case again:
		s.toOld(c.T("pin.wrong", "tries", triesWords(c, pin.Tries)))
	case errors.Is(err, ukey.ErrPINForm):
		s.toOld(c.T("change.form"))
	default:
		s.turn(changeRefused)
		if s.refusal = refusedKey(err, true); s.refusal.step != stepPIN {
			s.refusal.step = stepLeave
		}
	}
}

func (s *keyChange) updateRefused(c *Context) Nav {
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("next") && s.refusal.step == stepPIN:
		s.toOld("")
	}
	return Stay
}
