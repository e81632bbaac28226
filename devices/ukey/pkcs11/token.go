package pkcs11

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/miekg/pkcs11"

	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/certificate"
)

// token is a key in a slot.
type token struct {
	ukey.Token
	slot uint
}

// errNoKey says that a slot holds no key, but room for one, as a software
// module's does.
var errNoKey = errors.New("pkcs11: no key in the slot")

func (d *Driver) readToken(slot uint) (*token, error) {
	info, err := d.module.GetTokenInfo(slot)
	if err != nil {
		return nil, fault("GetTokenInfo", err)
	}
	if info.Flags&pkcs11.CKF_TOKEN_INITIALIZED == 0 {
		s, err := d.module.GetSlotInfo(slot)
		if err != nil {
			return nil, fault("GetSlotInfo", err)
		}
		if s.Flags&(pkcs11.CKF_REMOVABLE_DEVICE|pkcs11.CKF_HW_SLOT) == 0 {
			return nil, errNoKey
		}
	}
	t := &token{slot: slot, Token: ukey.Token{
		Label: text(info.Label), Manufacturer: text(info.ManufacturerID), Model: text(info.Model), Serial: text(info.SerialNumber),
		Firmware: version(info.FirmwareVersion),
		MinPIN:   length(info.MinPinLen), MaxPIN: length(info.MaxPinLen),
	}}
	t.PIN, t.Tries = pinState(info.Flags)
	t.Name = t.serialName()
	return t, nil
}

// serialName is the serial number, or the slot where there is none.
func (t *token) serialName() string {
	if t.Serial == "" {
		return fmt.Sprintf("slot %d", t.slot)
	}
	return t.Serial
}

// held is the certificate as the token holds it, if it does: perhaps padded.
func (t *token) held(c *certificate.Certificate) (ukey.Certificate, bool) {
	at := slices.IndexFunc(t.Certificates, func(h ukey.Certificate) bool { return bytes.HasPrefix(h.DER, c.Raw) })
	if at < 0 {
		return ukey.Certificate{}, false
	}
	return t.Certificates[at], true
}

// length is a PIN's, 0 where the module says none, or one that cannot be.
func length(n uint) int {
	if n > 1024 {
		return 0
	}
	return int(n)
}

// pinState reads the user's PIN from a token's flags (PKCS#11 v2.40, 3.2). That it
// must be changed is told before that one more wrong one locks it: then the tries
// tell the latter.
func pinState(flags uint) (state ukey.PINState, tries int) {
	is := func(flag uint) bool { return flags&flag != 0 }
	tries = -1
	if is(pkcs11.CKF_USER_PIN_FINAL_TRY) {
		tries = 1
	}
	switch {
	case !is(pkcs11.CKF_USER_PIN_INITIALIZED):
		return ukey.PINUnset, -1
	case is(pkcs11.CKF_USER_PIN_LOCKED):
		return ukey.PINLocked, 0
	case is(pkcs11.CKF_USER_PIN_TO_BE_CHANGED):
		return ukey.PINMustChange, tries
	case tries == 1:
		return ukey.PINLast, tries
	case is(pkcs11.CKF_USER_PIN_COUNT_LOW):
		return ukey.PINLow, tries
	}
	return ukey.PINReady, tries
}

// find returns the slot of a token that was scanned, once it is sure that the same
// token is still in it.
func (d *Driver) find(name string) (*token, error) {
	t := d.tokens[name]
	if t == nil {
		return nil, errGone("no such key")
	}
	now, err := d.readToken(t.slot)
	if err != nil {
		return nil, err
	}
	if now.Serial != t.Serial || now.Label != t.Label {
		return nil, errGone("another key in its slot")
	}
	return t, nil
}

// session opens a session with a token and returns what closes it.
func (d *Driver) session(slot uint, writing bool) (s pkcs11.SessionHandle, end func(), err error) {
	flags := uint(pkcs11.CKF_SERIAL_SESSION)
	if writing {
		flags |= pkcs11.CKF_RW_SESSION
	}
	s, err = d.module.OpenSession(slot, flags)
	if err != nil {
		return 0, nil, fault("OpenSession", err)
	}
	return s, func() {
		if err := d.module.CloseSession(s); err != nil {
			d.stale = true // sessions must not pile up in it
		}
	}, nil
}
