package pkcs11_test

import (
	"errors"
	"testing"

	"hallkiosk/devices/ukey"
	"hallkiosk/devices/ukey/keysim"
	"hallkiosk/kiosk/certificate/certtest"
)

func TestHowAPINStands(t *testing.T) {
	r := newRig(t, keysim.Options{})
	ring := open(t, r.opts)
	for name, c := range map[string]struct {
		key   *keysim.Key
		state ukey.PINState
		tries int
	}{
		"ready":               {&keysim.Key{}, ukey.PINReady, -1},
		"low":                 {&keysim.Key{Wrong: 1}, ukey.PINLow, -1},
		"last":                {&keysim.Key{Wrong: 5}, ukey.PINLast, 1},
		"locked":              {&keysim.Key{Wrong: 6}, ukey.PINLocked, 0},
		"must change":         {&keysim.Key{MustChange: true}, ukey.PINMustChange, -1},
		"must change, last":   {&keysim.Key{MustChange: true, Wrong: 5}, ukey.PINMustChange, 1},
		"must change, locked": {&keysim.Key{MustChange: true, Wrong: 6}, ukey.PINLocked, 0},
		"unset":               {&keysim.Key{Unset: true}, ukey.PINUnset, -1},
		"silent":              {&keysim.Key{Silent: true, Wrong: 5}, ukey.PINReady, -1},
	} {
		k := c.key
		k.PIN, k.Serial, k.MinPIN, k.MaxPIN = right, name, 6, 12
		r.sim.Plug(k)
		key := until(t, name, ring, one).Keys[0]
		if key.PIN != c.state || key.Tries != c.tries || key.MinPIN != 6 || key.MaxPIN != 12 {
			t.Errorf("%s: %+v", name, key)
		}
		r.sim.Unplug(k)
		until(t, "pulled out", ring, none)
	}
}

// TestTriesAreThePersons: each confirmation spends one try at most, and none where
// that is of no use.
func TestTriesAreThePersons(t *testing.T) {
	p := newPair(t, certtest.SM2, "")
	r := newRig(t, keysim.Options{})
	k := newKey(p)
	k.Tries = 4
	r.sim.Plug(k)
	ring := open(t, r.opts)
	id := ring.Port().Keys[0].ID
	sign := func(with string) error {
		_, err := ring.Sign(t.Context(), id, p.der, pin(with), []byte("text"))
		return err
	}
	for i, want := range []ukey.PINError{{State: ukey.PINLow, Tries: -1}, {State: ukey.PINLow, Tries: -1}, {State: ukey.PINLast, Tries: 1}, {State: ukey.PINLocked, Tries: 0}} {
		refused(t, sign(wrong), wrong, want)
		if k.Tried() != i+1 {
			t.Fatalf("%d PINs after %d confirmations", k.Tried(), i+1)
		}
	}
	until(t, "locked", ring, func(p ukey.Port) bool { return p.Keys[0].PIN == ukey.PINLocked })
	refused(t, sign(right), right, ukey.PINError{State: ukey.PINLocked, Tries: 0})
	refused(t, ring.ChangePIN(t.Context(), id, pin(right), pin("975310")), right, ukey.PINError{State: ukey.PINLocked, Tries: 0})
	for _, form := range []string{"", "123", "12345678901234567"} {
		if err := sign(form); form != "" && k.Tried() != 4 || err == nil {
			t.Errorf("%d characters: %v", len(form), err)
		}
	}
	if k.Tried() != 4 {
		t.Errorf("%d PINs", k.Tried())
	}
}

// TestSilentKey: one that tells nothing is told as having had a wrong PIN.
func TestSilentKey(t *testing.T) {
	p := newPair(t, certtest.ECDSA, "")
	r := newRig(t, keysim.Options{})
	k := newKey(p)
	k.Silent, k.Wrong = true, 4
	r.sim.Plug(k)
	ring := open(t, r.opts)
	id := ring.Port().Keys[0].ID
	for _, want := range []ukey.PINError{{State: ukey.PINLow, Tries: -1}, {State: ukey.PINLocked, Tries: 0}} {
		_, err := ring.Sign(t.Context(), id, p.der, pin(wrong), []byte("text"))
		refused(t, err, wrong, want)
	}
}

func TestFirstPINIsChanged(t *testing.T) {
	p := newPair(t, certtest.SM2, "")
	r := newRig(t, keysim.Options{})
	k := newKey(p)
	k.MustChange = true
	r.sim.Plug(k)
	ring := open(t, r.opts)
	id := ring.Port().Keys[0].ID
	_, err := ring.Sign(t.Context(), id, p.der, pin(right), []byte("text"))
	refused(t, err, right, ukey.PINError{State: ukey.PINMustChange, Tries: -1})
	if err := ring.ChangePIN(t.Context(), id, pin(right), pin("12")); !errors.Is(err, ukey.ErrPINForm) {
		t.Error(err)
	}
	must(t, ring.ChangePIN(t.Context(), id, pin(right), pin("975310")))
	if k.CurrentPIN() != "975310" {
		t.Error("the PIN was not changed")
	}
	until(t, "ready", ring, func(p ukey.Port) bool { return p.Keys[0].PIN == ukey.PINReady })
	signs(t, ring, id, p.der, "975310")
}

// TestShortFactoryPIN: a PIN that is too short to be chosen is still the one that it
// is changed with.
func TestShortFactoryPIN(t *testing.T) {
	const factory = "1628"
	p := newPair(t, certtest.SM2, "")
	r := newRig(t, keysim.Options{})
	k := newKey(p)
	k.PIN, k.MinPIN, k.MaxPIN, k.MustChange = factory, 6, 12, true
	r.sim.Plug(k)
	ring := open(t, r.opts)
	id := ring.Port().Keys[0].ID
	for name, c := range map[string][2]string{
		"no old one":           {"", "975310"},
		"old one too long":     {"1628162816281", "975310"},
		"new one too short":    {factory, "97531"},
		"new one too long":     {factory, "9753109753109"},
		"both too short":       {"1", "2"},
		"the same, so shorter": {factory, factory},
	} {
		if err := ring.ChangePIN(t.Context(), id, pin(c[0]), pin(c[1])); !errors.Is(err, ukey.ErrPINForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if k.Tried() != 0 {
		t.Errorf("%d PINs were tried", k.Tried())
	}
	must(t, ring.ChangePIN(t.Context(), id, pin(factory), pin("975310")))
	until(t, "ready", ring, func(p ukey.Port) bool { return p.Keys[0].PIN == ukey.PINReady })
	signs(t, ring, id, p.der, "975310")
}

func TestPINThatCannotBeChanged(t *testing.T) {
	r := newRig(t, keysim.Options{})
	k := newKey(newPair(t, certtest.SM2, ""))
	k.FixedPIN = true
	r.sim.Plug(k)
	ring := open(t, r.opts)
	if err := ring.ChangePIN(t.Context(), ring.Port().Keys[0].ID, pin(right), pin("975310")); !errors.Is(err, ukey.ErrNotOffered) {
		t.Error(err)
	}
}
