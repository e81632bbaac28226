package pkcs11

import (
	"errors"
	"fmt"

	"github.com/miekg/pkcs11"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
)

// rv is the module's return value; CKR_OK for an error that is none.
func rv(err error) uint {
	var e pkcs11.Error
	if errors.As(err, &e) {
		return uint(e)
	}
	return pkcs11.CKR_OK
}

func errGone(why string) error { return fmt.Errorf("pkcs11: %s: %w", why, devices.ErrGone) }

// fault says what a function's return value means to the kiosk (PKCS#11 v2.40,
// 5.1); those about a PIN are pinFault's.
func fault(function string, err error) error {
	if err == nil {
		return nil
	}
	sentinel := ukey.ErrModule
	switch rv(err) {
	case pkcs11.CKR_DEVICE_REMOVED, pkcs11.CKR_TOKEN_NOT_PRESENT, pkcs11.CKR_SLOT_ID_INVALID:
		sentinel = devices.ErrGone
	case pkcs11.CKR_FUNCTION_NOT_SUPPORTED, pkcs11.CKR_TOKEN_WRITE_PROTECTED, pkcs11.CKR_SESSION_READ_ONLY:
		sentinel = ukey.ErrNotOffered
	case pkcs11.CKR_MECHANISM_INVALID, pkcs11.CKR_MECHANISM_PARAM_INVALID, pkcs11.CKR_KEY_TYPE_INCONSISTENT, pkcs11.CKR_KEY_SIZE_RANGE,
		pkcs11.CKR_KEY_FUNCTION_NOT_PERMITTED, pkcs11.CKR_DATA_LEN_RANGE, pkcs11.CKR_DATA_INVALID:
		sentinel = ukey.ErrMechanism
	}
	return fmt.Errorf("%w: C_%s: %w", sentinel, function, err)
}

// pinFault says what came of offering a PIN to a token.
func (d *Driver) pinFault(t *token, function string, err error) error {
	switch rv(err) {
	case pkcs11.CKR_PIN_INCORRECT:
		return d.pinError(t, ukey.PINLow)
	case pkcs11.CKR_PIN_LOCKED:
		return &ukey.PINError{State: ukey.PINLocked, Tries: 0}
	case pkcs11.CKR_PIN_EXPIRED:
		return d.pinError(t, ukey.PINMustChange)
	case pkcs11.CKR_USER_PIN_NOT_INITIALIZED:
		return &ukey.PINError{State: ukey.PINUnset, Tries: -1}
	case pkcs11.CKR_PIN_INVALID, pkcs11.CKR_PIN_LEN_RANGE:
		return ukey.ErrPINForm
	}
	return d.lost(t, fault(function, err))
}

// pinError reads anew how the PIN stands. A token that says nothing of a wrong PIN
// is told as if it did: otherwise is what is known without it.
func (d *Driver) pinError(t *token, otherwise ukey.PINState) error {
	e := &ukey.PINError{State: otherwise, Tries: -1}
	if now, err := d.readToken(t.slot); err == nil && now.Serial == t.Serial {
		if e.Tries = now.Tries; now.PIN != ukey.PINReady && otherwise == ukey.PINLow {
			e.State = now.PIN
		}
	}
	return e
}

// lost tells a key that was pulled out from one that fails: many modules say
// something general of both.
func (d *Driver) lost(t *token, err error) error {
	var pin *ukey.PINError
	if err == nil || errors.As(err, &pin) || errors.Is(err, devices.ErrGone) {
		return err
	}
	now, e := d.readToken(t.slot)
	if errors.Is(e, devices.ErrGone) || e == nil && (now.Serial != t.Serial || now.Label != t.Label) {
		return errGone(err.Error())
	}
	return err
}
