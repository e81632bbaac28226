package screens

import (
	"context"
	"errors"

	"hallkiosk/devices/ukey"
)

// toPIN asks for the PIN. Before what may be the last try it first asks whether
// that is to be.
func (s *keyProof) toPIN(why string) {
	if s.tries.warns() {
		s.turn(proofWarn)
	} else {
		s.openPad()
	}
	s.pad.error = why
}

func (s *keyProof) openPad() {
	why := s.pad.error
	s.turn(proofPIN)
	s.pad.open(s.of.MaxPIN)
	s.pad.error = why
}

func (s *keyProof) updateWarn(c *Context) Nav {
	switch {
	case c.Tapped("back"):
		return Back
	case c.Tapped("next"):
		s.openPad()
	}
	return Stay
}

func (s *keyProof) updatePIN(c *Context) Nav {
	if c.Tapped("back") {
		s.turn(proofText)
		return Stay
	}
	if !s.pad.update(c) {
		return Stay
	}
	if s.of.MinPIN > 0 && s.pad.pin.Len() < s.of.MinPIN {
		s.pad.error = c.T("pin.too-short", "least", s.of.MinPIN)
		return Stay
	}
	s.sign(c)
	return Stay
}

// sign spends the PIN that was confirmed: the job has the only one left, and wipes it.
func (s *keyProof) sign(c *Context) {
	pin := s.pad.take()
	s.turn(proofSigning)
	keys, key, challenge := c.Platform.Keys, s.of.Key, s.challenge
	s.proved.Reset()
	s.proved.Start(c, func(ctx context.Context) (Receipt, error) {
		defer pin.Wipe()
		return keys.Prove(ctx, key, challenge, pin)
	})
}

// deliver asks the centre again to verify the signature that was made.
func (s *keyProof) deliver(c *Context) {
	s.turn(proofSigning)
	keys, challenge := c.Platform.Keys, s.challenge
	s.proved.Reset()
	s.proved.Start(c, func(ctx context.Context) (Receipt, error) { return keys.Deliver(ctx, challenge) })
}

func (s *keyProof) updateSigning(c *Context) {
	receipt, ended, err := s.proved.Poll()
	if !ended {
		return
	}
	s.proved.Reset()
	c.here()
	s.tries.refused(err)
	switch pin, again := triable(err); {
	case err == nil:
		s.receipt = receipt
		s.turn(proofDone)
		if s.purpose == PurposeBind {
			s.print(c)
		}
	case again:
		s.toPIN(c.T("pin.wrong", "tries", triesWords(c, pin.Tries)))
	case errors.Is(err, ukey.ErrPINForm):
		s.toPIN(c.T("pin.form"))
	default:
		s.refuse(err, true)
	}
}

func (s *keyProof) refuse(err error, signed bool) {
	s.turn(proofRefused)
	s.refusal = refusedKey(err, signed)
	if s.refusal.step == stepAccount && s.account == nil {
		s.refusal.step = stepLeave
	}
}
