package screens

import (
	"context"
	"slices"

	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// proofMode is what a proof shows.
type proofMode int

const (
	proofAccount proofMode = iota // which account
	proofAsking                   // the centre is asked for a challenge
	proofText                     // what will be signed
	proofWarn                     // the next wrong PIN locks the key
	proofPIN
	proofSigning // the key signs, the centre verifies
	proofRefused
	proofDone
)

// keyProof has a key sign a challenge of the centre: to tie its certificate to an
// account, or to try whether one can sign in with it.
type keyProof struct {
	of      keycheck.Finding
	purpose Purpose
	mode    proofMode

	account *ui.Keyboard
	doubt   string // key of why the last account was not taken
	scans   listening

	asked     Job[Challenge]
	challenge Challenge
	tries     keyTries
	pad       pinPad
	proved    Job[Receipt]
	refusal   keyRefusal
	receipt   Receipt
	slip      Job[struct{}]
	pager     ui.Pager
}

func newKeyProof(of keycheck.Finding, purpose Purpose) *keyProof {
	s := &keyProof{of: of, purpose: purpose, tries: triesOf(of)}
	if purpose == PurposeBind {
		s.account = accountKeys("")
	} else {
		s.mode = proofAsking
	}
	return s
}

// triesOf is what a key says of its tries.
func triesOf(f keycheck.Finding) keyTries {
	return keyTries{left: f.Tries, last: slices.Contains(f.Conditions, visit.KeyPINLast)}
}

func (s *keyProof) Pager() *ui.Pager { return &s.pager }

// Busy holds the idle clock while centre or key are at work, or paper comes out.
func (s *keyProof) Busy() bool {
	return s.mode == proofAsking || s.mode == proofSigning || s.slip.Running()
}

// Leave wipes the PIN, and lets go of the scanner: what is scanned from now on is
// for somebody else.
func (s *keyProof) Leave() {
	s.pad.wipe()
	s.scans.stop()
}

// Sees goes on without the key once it has signed, or where the page says by
// itself that it is out.
func (s *keyProof) Sees(f *keycheck.Finding) bool {
	if !sameKey(f, &s.of) {
		return s.mode >= proofSigning
	}
	if s.tries.sees(f) && s.mode == proofPIN {
		s.turn(proofWarn) // the pad was open before that was known
	}
	return true
}

func (s *keyProof) turn(m proofMode) {
	s.mode = m
	s.pad.wipe()
	s.scans.stop()
	s.pager.Reset()
}

func (s *keyProof) Update(c *Context) Nav {
	s.pager.Tap(c.Input.Tap)
	switch s.mode {
	case proofAccount:
		return s.updateAccount(c)
	case proofAsking:
		return s.updateAsking(c)
	case proofText:
		return s.updateText(c)
	case proofWarn:
		return s.updateWarn(c)
	case proofPIN:
		return s.updatePIN(c)
	case proofSigning:
		s.updateSigning(c)
	case proofRefused:
		return s.updateRefused(c)
	case proofDone:
		return s.updateDone(c)
	}
	return Stay
}

// updateAsking asks the centre for a challenge.
func (s *keyProof) updateAsking(c *Context) Nav {
	if c.Tapped("back") {
		return s.up()
	}
	keys := c.Platform.Keys
	q := ChallengeQuery{Purpose: s.purpose, Certificate: s.of.Certificate}
	if s.account != nil {
		q.Account = s.account.Text()
	}
	s.asked.Start(c, func(ctx context.Context) (Challenge, error) { return keys.Challenge(ctx, q) })
	challenge, ended, err := s.asked.Poll()
	if !ended {
		return Stay
	}
	s.asked.Reset()
	if err != nil {
		s.refuse(err, false)
		return Stay
	}
	s.challenge = challenge
	s.turn(proofText)
	return Stay
}

// up leads back to the account, or to the check-up where none is asked for.
func (s *keyProof) up() Nav {
	s.asked.Reset()
	s.turn(proofAccount)
	if s.account == nil {
		return Back
	}
	return Stay
}

func (s *keyProof) updateText(c *Context) Nav {
	switch {
	case c.Tapped("back"):
		return s.up()
	case c.turned(&s.pager):
	case c.Tapped("next"):
		s.toPIN("")
	}
	return Stay
}

func (s *keyProof) updateRefused(c *Context) Nav {
	switch {
	case c.Tapped("back"):
		return Back
	case !c.Tapped("next"):
		return Stay
	}
	switch s.refusal.step {
	case stepAsk:
		s.turn(proofAsking)
	case stepAccount:
		s.turn(proofAccount)
	case stepPIN:
		s.toPIN("")
	case stepDeliver:
		s.deliver(c)
	default:
		return Back
	}
	return Stay
}

// print prints the receipt, once for each time that it is asked for.
func (s *keyProof) print(c *Context) {
	keys, receipt := c.Platform.Keys, s.receipt
	s.slip.Reset()
	s.slip.Start(c, func(ctx context.Context) (struct{}, error) { return struct{}{}, keys.PrintReceipt(ctx, receipt) })
}

func (s *keyProof) updateDone(c *Context) Nav {
	switch {
	case s.slip.Running():
	case c.Tapped("back"):
		return Back
	case c.Tapped("next"):
		return Restart
	case c.Tapped("print"):
		s.print(c)
	}
	return Stay
}
