package screens

import (
	"errors"

	"hallkiosk/devices/scanner"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

func accountKeys(text string) *ui.Keyboard {
	k := ui.NewKeyboard(ui.LayoutAccount, text, nil)
	k.Max = longestAccount
	return k
}

// updateAccount takes an account in by keys or by the scanner.
func (s *keyProof) updateAccount(c *Context) Nav {
	if c.Tapped("back") {
		return Back
	}
	if c.Input.Erase {
		s.account.Tap("key.backspace")
	}
	if c.Input.Text != "" {
		s.account.Commit(visit.NormalEmail(c.Input.Text))
	}
	changed, done := s.account.Tap(c.Input.Tap)
	if changed || c.Input.Text != "" || c.Input.Erase {
		s.doubt = ""
	}
	switch {
	case done && validAccount(s.account.Text()):
		s.turn(proofAsking)
		return Stay
	case done:
		s.doubt = "bind.account-doubt"
	}
	s.scanAccount(c)
	return Stay
}

func (s *keyProof) scanAccount(c *Context) {
	scan, ended, err := s.scans.next(c)
	if !ended {
		return
	}
	account, ok := accountOf(scan.Text)
	switch {
	case err == nil && ok:
		c.here()
		s.account = accountKeys(account)
		s.turn(proofAsking)
	case err == nil || errors.Is(err, scanner.ErrTooLong) || errors.Is(err, scanner.ErrControl) || errors.Is(err, scanner.ErrEncoding):
		c.here()
		s.doubt = "bind.code-doubt"
	}
}
