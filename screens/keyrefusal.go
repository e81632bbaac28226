package screens

import (
	"bytes"
	"errors"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/keycheck"
)

// keyStep is what can be done about a refusal: where its page's main button leads.
type keyStep int

const (
	stepLeave   keyStep = iota // to the check-up
	stepAsk                    // the centre for a new challenge
	stepAccount                // another account
	stepPIN                    // the PIN once more
	stepDeliver                // the centre once more, without a PIN
)

// keyRefusal is why something with a key did not come about: the key of its words
// ("-do" says what to do), and what can be done.
type keyRefusal struct {
	words string
	step  keyStep
}

// refusedKey says in which words an error is told. signed: the signature was made,
// so that a centre that cannot be reached is only to be asked again.
func refusedKey(err error, signed bool) keyRefusal {
	var pin *ukey.PINError
	if errors.As(err, &pin) {
		return refusedPIN(pin)
	}
	for _, r := range keyRefusals() {
		if errors.Is(err, r.err) {
			if signed && (r.err == ErrCentreAway || r.err == ErrCentreBusy) {
				return keyRefusal{r.words + "-signed", stepDeliver}
			}
			return r.keyRefusal
		}
	}
	if signed {
		return keyRefusal{"keyrefused.failed", stepPIN}
	}
	return keyRefusal{"keyrefused.failed", stepAsk}
}

// refusedPIN is for a PIN that was not taken and leaves no way to try again here.
// One that can be tried again is told on the pad.
func refusedPIN(e *ukey.PINError) keyRefusal {
	switch e.State {
	case ukey.PINLocked:
		return keyRefusal{"keyrefused.locked", stepLeave}
	case ukey.PINMustChange:
		return keyRefusal{"keyrefused.must-change", stepLeave}
	case ukey.PINUnset:
		return keyRefusal{"keyrefused.unset", stepLeave}
	}
	return keyRefusal{"keyrefused.pin", stepPIN}
}

// keyRefusals are all errors that have words of their own.
func keyRefusals() []struct {
	err error
	keyRefusal
} {
	return []struct {
		err error
		keyRefusal
	}{
		{devices.ErrGone, keyRefusal{"keyrefused.gone", stepLeave}},
		{ukey.ErrHung, keyRefusal{"keyrefused.hung", stepPIN}},
		{ukey.ErrCrashed, keyRefusal{"keyrefused.crashed", stepPIN}},
		{ukey.ErrUnready, keyRefusal{"keyrefused.unready", stepPIN}},
		{ukey.ErrNoPrivateKey, keyRefusal{"keyrefused.no-private-key", stepLeave}},
		{ukey.ErrMechanism, keyRefusal{"keyrefused.mechanism", stepLeave}},
		{ukey.ErrPINForm, keyRefusal{"keyrefused.pin-form", stepPIN}},
		{ukey.ErrNotOffered, keyRefusal{"keyrefused.not-offered", stepLeave}},
		{ErrBoundElsewhere, keyRefusal{"keyrefused.bound-elsewhere", stepAccount}},
		{ErrAccountOfAnother, keyRefusal{"keyrefused.account-of-another", stepAccount}},
		{ErrAccount, keyRefusal{"keyrefused.account", stepAccount}},
		{ErrExpired, keyRefusal{"keyrefused.expired", stepLeave}},
		{ErrRevoked, keyRefusal{"keyrefused.revoked", stepLeave}},
		{ErrFrozen, keyRefusal{"keyrefused.frozen", stepLeave}},
		{ErrUntrusted, keyRefusal{"keyrefused.untrusted", stepLeave}},
		{ErrCertificate, keyRefusal{"keyrefused.certificate", stepLeave}},
		{ErrSignature, keyRefusal{"keyrefused.signature", stepAsk}},
		{ErrStale, keyRefusal{"keyrefused.stale", stepAsk}},
		{ErrUsed, keyRefusal{"keyrefused.used", stepAsk}},
		{ErrCentreBusy, keyRefusal{"keyrefused.busy", stepAsk}},
		{ErrCentreAway, keyRefusal{"keyrefused.away", stepAsk}},
	}
}

// triable reports whether a PIN was wrong and may be tried again.
func triable(err error) (*ukey.PINError, bool) {
	var pin *ukey.PINError
	ok := errors.As(err, &pin) && refusedPIN(pin).step == stepPIN
	return pin, ok
}

// uncertain reports whether an error leaves it open if a try was spent.
func uncertain(err error) bool {
	return errors.Is(err, ukey.ErrHung) || errors.Is(err, ukey.ErrCrashed)
}

// keyTries is what is known of how many wrong PINs a key still takes.
type keyTries struct {
	left   int  // -1: nobody knows
	last   bool // the key says that one more locks it
	unsure bool // a try may have been spent that is not counted
}

// warns reports whether the next wrong PIN may lock the key, so that nobody spends
// it without having said so.
func (t keyTries) warns() bool {
	return t.last || t.left == 1 || t.unsure && t.left == 2
}

// refused takes in how a PIN was not taken.
func (t *keyTries) refused(err error) {
	if pin, ok := triable(err); ok {
		t.left, t.last, t.unsure = pin.Tries, pin.State == ukey.PINLast, false
	}
	t.unsure = t.unsure || uncertain(err)
}

// sees takes in what the key says of itself now, which is never that there are more
// tries than were known, and reports whether the next wrong PIN may lock it only
// since.
func (t *keyTries) sees(f *keycheck.Finding) (warns bool) {
	before := t.warns()
	if now := triesOf(*f); now.left >= 0 && (t.left < 0 || now.left < t.left) {
		t.left, t.last = now.left, now.last
	}
	return !before && t.warns()
}

// sameKey reports whether a key is still the one that something was begun with:
// two may share a serial number, but not a certificate.
func sameKey(now, begun *keycheck.Finding) bool {
	return now != nil && now.Key == begun.Key &&
		(len(now.Certificate) == 0 || len(begun.Certificate) == 0 || bytes.Equal(now.Certificate, begun.Certificate))
}

// words say how many tries are left.
func (t keyTries) words(c *Context) string {
	if t.unsure {
		return c.T("pin.tries-unknown")
	}
	return triesWords(c, t.left)
}
