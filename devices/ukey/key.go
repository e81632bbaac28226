package ukey

import "hallkiosk/devices"

// Key is what a plugged-in U-KEY says of itself without a PIN.
type Key struct {
	// ID names the key for as long as it stays plugged in.
	ID string
	// Module is the name, in the configuration, of the library that reads it.
	Module string
	// USB is the device's number; zero where it is not known which device it is.
	USB devices.ID

	Label, Manufacturer, Model, Serial, Firmware string

	PIN PINState
	// Tries is how many wrong PINs it still takes, -1 where it does not say.
	Tries int
	// MinPIN and MaxPIN bound a PIN's length in bytes; 0 where it does not say.
	MinPIN, MaxPIN int
	// Certificates are those that it holds, in its order.
	Certificates []Certificate
	// Err is why the key could not be read, or not whole: ErrHung, ErrCrashed,
	// devices.ErrGarbled; nil where it could.
	Err error
}

// PINState is how a key's PIN stands (PKCS#11 v2.40, 4.4, CK_TOKEN_INFO flags).
type PINState string

// The states of a PIN.
const (
	PINReady      PINState = "ready"
	PINLow        PINState = "low"         // wrong at least once since it was last right
	PINLast       PINState = "last"        // one more wrong PIN locks it
	PINLocked     PINState = "locked"      // no PIN is taken any more
	PINMustChange PINState = "must-change" // it is still the one that it was issued with
	PINUnset      PINState = "unset"       // none was ever set
)

func (s PINState) known() bool {
	switch s {
	case PINReady, PINLow, PINLast, PINLocked, PINMustChange, PINUnset:
		return true
	}
	return false
}

// Certificate is one certificate of a key.
type Certificate struct {
	ID  []byte // CKA_ID, which its private key shares
	DER []byte // as the key holds it: whatever it may be; nil where it is longer than MaxCertificate
	// HasKey: the key holds its private key too, as far as can be seen without a
	// PIN. Many show private keys only to their owner, so false proves nothing.
	HasKey bool
}

// Port is what is plugged in, as far as modules and USB tell.
type Port struct {
	Keys []Key
	// Strange are devices that are U-KEYs by their USB number and that no module
	// of this kiosk can read.
	Strange []devices.Info
}

// Empty reports whether nothing is plugged in.
func (p Port) Empty() bool { return len(p.Keys) == 0 && len(p.Strange) == 0 }
