package pkcs11

import (
	"errors"
	"fmt"

	"github.com/miekg/pkcs11"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/certificate"
)

// maxAttempts is how many signatures are asked for until one fits: a key with a
// button wants a press for each.
const maxAttempts = 8

// Sign logs in, signs in one of the ways that the token offers, checks the
// signature and logs out.
func (d *Driver) Sign(name string, der, message, pin []byte) ([]byte, error) {
	c, err := certificate.Parse(der)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ukey.ErrMechanism, certificate.Code(err))
	}
	t, err := d.find(name)
	if err != nil {
		return nil, err
	}
	ways, err := d.ways(t.slot, c, message)
	if err != nil {
		return nil, d.lost(t, err)
	}
	if len(ways) == 0 {
		return nil, ukey.ErrMechanism // before a PIN is asked for nothing
	}
	if _, ok := t.held(c); !ok {
		return nil, ukey.ErrNoPrivateKey // it may be another key than the person meant: no PIN is for it
	}
	s, end, err := d.session(t.slot, false)
	if err != nil {
		return nil, d.lost(t, err)
	}
	defer end()
	if err := d.login(t, s, pin); err != nil {
		return nil, err
	}
	defer d.logout(s)
	keys, likely := d.keysFor(s, t, c)
	signature, err := d.sign(s, keys, ways, pin, func(signature []byte) bool { return c.Verify(message, signature) == nil })
	if errors.Is(err, devices.ErrGarbled) && !likely {
		err = ukey.ErrNoPrivateKey // it is another certificate's
	}
	return signature, d.signFault(t, err)
}

// login offers the PIN, once. What was left of an earlier user is ended first: one
// who is logged in already would not have to know the PIN.
func (d *Driver) login(t *token, s pkcs11.SessionHandle, pin []byte) error {
	d.logout(s)
	err := d.native.login(s, pkcs11.CKU_USER, pin)
	if rv(err) == pkcs11.CKR_USER_ALREADY_LOGGED_IN || rv(err) == pkcs11.CKR_USER_ANOTHER_ALREADY_LOGGED_IN {
		d.stale = true
	}
	if err != nil {
		return d.pinFault(t, "Login", err)
	}
	return nil
}

func (d *Driver) logout(s pkcs11.SessionHandle) {
	if err := d.module.Logout(s); err != nil && rv(err) != pkcs11.CKR_USER_NOT_LOGGED_IN {
		d.stale = true // nobody may stay logged in: the module is started anew
	}
}

// keysFor are the private keys that may be the certificate's, the likeliest first;
// likely is false where nothing speaks for them, and nothing against.
func (d *Driver) keysFor(s pkcs11.SessionHandle, t *token, c *certificate.Certificate) (keys []privateKey, likely bool) {
	all := d.privateKeys(s)
	held, _ := t.held(c)
	if keys = fitting(all, held.ID, c.PublicKey); len(keys) > 0 {
		return keys, true
	}
	for _, k := range all {
		if _, told := k.belongsTo(c.PublicKey); !told && k.signs {
			keys = append(keys, k)
		}
	}
	return keys, false
}

// sign tries the keys and ways until a signature fits.
func (d *Driver) sign(s pkcs11.SessionHandle, keys []privateKey, ways []way, pin []byte, fits func([]byte) bool) ([]byte, error) {
	if len(keys) == 0 {
		return nil, ukey.ErrNoPrivateKey
	}
	var last error
	attempts := 0
	for _, k := range keys {
		for _, w := range ways {
			raw, err := d.signOnce(s, k, w, pin)
			if err != nil {
				if final(err) {
					return nil, err
				}
				if last == nil {
					last = fault("Sign", err)
				}
				continue
			}
			if signature, ok := w.encode(raw); ok && fits(signature) {
				return signature, nil
			}
			last = fmt.Errorf("pkcs11: signature does not fit the certificate: %w", devices.ErrGarbled)
			if attempts++; attempts == maxAttempts {
				return nil, last
			}
		}
	}
	return nil, last
}

// refusedAgain says that a PIN which the token had taken was not taken for the
// signature.
type refusedAgain struct{ error }

func (e refusedAgain) Unwrap() error { return e.error }

// final reports whether another attempt would be of no use, or not what the person
// wants: whyever a PIN was not taken, it is not offered once more.
func final(err error) bool {
	if e := (refusedAgain{}); errors.As(err, &e) {
		return true
	}
	switch rv(err) {
	case pkcs11.CKR_DEVICE_REMOVED, pkcs11.CKR_TOKEN_NOT_PRESENT, pkcs11.CKR_SESSION_HANDLE_INVALID, pkcs11.CKR_SESSION_CLOSED,
		pkcs11.CKR_PIN_EXPIRED, pkcs11.CKR_PIN_INCORRECT, pkcs11.CKR_PIN_LOCKED, pkcs11.CKR_USER_NOT_LOGGED_IN,
		pkcs11.CKR_FUNCTION_CANCELED, pkcs11.CKR_FUNCTION_REJECTED, pkcs11.CKR_DEVICE_ERROR, pkcs11.CKR_GENERAL_ERROR:
		return true
	}
	return false
}

// signOnce makes one signature. A key that wants the PIN for each signature gets
// it, which the token has just taken.
func (d *Driver) signOnce(s pkcs11.SessionHandle, k privateKey, w way, pin []byte) ([]byte, error) {
	if err := d.module.SignInit(s, []*pkcs11.Mechanism{pkcs11.NewMechanism(w.mechanism, nil)}, k.handle); err != nil {
		return nil, err
	}
	if k.always {
		if err := d.native.login(s, pkcs11.CKU_CONTEXT_SPECIFIC, pin); err != nil {
			return nil, refusedAgain{err}
		}
	}
	return d.module.Sign(s, w.input)
}

// signFault says what a person or a technician can do something about.
func (d *Driver) signFault(t *token, err error) error {
	var raw pkcs11.Error
	if err == nil {
		return nil
	}
	if errors.As(err, &raw) {
		return d.pinFault(t, "Sign", raw)
	}
	return d.lost(t, err)
}
