package pkcs11

import (
	"github.com/miekg/pkcs11"
)

// ChangePIN logs in with the old PIN and has the token take the new one. A token
// whose PIN must be changed may refuse the login and say that the PIN has expired:
// it was right then.
func (d *Driver) ChangePIN(name string, old, fresh []byte) error {
	t, err := d.find(name)
	if err != nil {
		return err
	}
	s, end, err := d.session(t.slot, true)
	if err != nil {
		return d.lost(t, err)
	}
	defer end()
	d.logout(s)
	err = d.native.login(s, pkcs11.CKU_USER, old)
	if err != nil && rv(err) != pkcs11.CKR_PIN_EXPIRED {
		return d.pinFault(t, "Login", err)
	}
	defer d.logout(s)
	if err := d.native.setPIN(s, old, fresh); err != nil {
		return d.pinFault(t, "SetPIN", err)
	}
	return nil
}
