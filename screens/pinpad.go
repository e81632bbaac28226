package screens

import (
	"bytes"
	"math/rand/v2"

	"hallkiosk/devices/ukey"
	"hallkiosk/screens/ui"
)

// pinPad takes in the PIN of a U-KEY. It must not be copied once it is open, and
// is wiped by whoever opened it.
type pinPad struct {
	pin   ukey.PIN
	keys  *ui.Keyboard // nil while it is shut
	error string       // why the last PIN was not taken, in words
}

// open shows a pad without anything on it, its digits in a new order, so that
// neither the fingers' way nor their marks on the glass tell the PIN. longest is
// the key's limit in bytes, 0 where it has none.
func (p *pinPad) open(longest int) { p.openAs(longest, rand.Perm(10)) }

func (p *pinPad) openAs(longest int, order []int) {
	p.wipe()
	k := ui.NewKeyboard(ui.LayoutPIN, "", nil)
	k.Vault, k.Secret, k.Max = &p.pin, true, ukey.MaxPIN
	if longest > 0 && longest < ukey.MaxPIN {
		k.Max = longest
	}
	for _, n := range order {
		k.Order += string(rune('0' + n))
	}
	p.keys = k
}

// wipe forgets the PIN and shuts the pad.
func (p *pinPad) wipe() {
	p.pin.Wipe()
	p.keys, p.error = nil, ""
}

// take hands the PIN over to a job, which wipes it; none is left here.
func (p *pinPad) take() *ukey.PIN {
	taken := p.pin
	p.wipe()
	return &taken
}

// update takes in touches and keys, and reports whether the person has said by
// the pad's last key that this is the PIN.
func (p *pinPad) update(c *Context) (done bool) {
	if c.Input.Erase {
		p.keys.Tap("key.backspace")
	}
	if c.Input.Text != "" {
		p.keys.Commit(c.Input.Text)
	}
	changed, done := p.keys.Tap(c.Input.Tap)
	if changed || c.Input.Text != "" {
		p.error = ""
	}
	return done && p.pin.Len() > 0
}

// page shows the pad with what it asks for.
func (p *pinPad) page(c *Context, f *ui.Frame, page ui.Page, label string) *ui.Body {
	p.keys.Label, p.keys.Error, p.keys.DoneLabel = label, p.error, c.T("pin.confirm")
	page.Keyboard = p.keys
	if p.error != "" && c.Look.Text > 1 {
		page.Lead = "" // larger words need the room
	}
	return c.page(f, page)
}

// pinWeakness is why a PIN is easily guessed, "" where it is not: the end of a key
// of words under "pin.weak-".
func pinWeakness(pin []byte) string {
	switch {
	case len(pin) < advisedPIN:
		return "short"
	case repeats(pin):
		return "same"
	case runs(pin, 1) || runs(pin, -1):
		return "row"
	}
	return ""
}

// advisedPIN is how long a PIN should be at least, whatever the key takes.
const advisedPIN = 6

// repeats reports whether a PIN is a short piece again and again: 111111, 121212,
// 123123.
func repeats(pin []byte) bool {
	for n := 1; n <= len(pin)/2; n++ {
		if len(pin)%n == 0 && bytes.Equal(pin[n:], pin[:len(pin)-n]) {
			return true
		}
	}
	return false
}

// runs reports whether each character is the one before it moved by step.
func runs(pin []byte, step int) bool {
	for i := 1; i < len(pin); i++ {
		if int(pin[i]) != int(pin[i-1])+step {
			return false
		}
	}
	return true
}
