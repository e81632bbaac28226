// Package keycheck looks a plugged-in U-KEY over: whose it is, how long it
// lasts, what is wrong with it, and what can be done with it here and now. It is
// pure: it asks no device and no clock.
package keycheck

import (
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
)

// Finding is what was found of one key.
type Finding struct {
	// Key is the ukey.Key's ID; "" where no module reads it.
	Key string
	// USB is the device's number; zero where it is not known.
	USB devices.ID
	// Condition is the gravest of Conditions.
	Condition  visit.KeyCondition
	Conditions []visit.KeyCondition // all that hold, the gravest first

	// Organisation and USCC are the holder's as the certificate says; "" where it does not.
	Organisation, USCC string
	Issuer             string // its plain name
	Serial             string // the signing certificate's, hexadecimal, in capitals
	SerialDecimal      string
	Algorithm          string // rsa, ecdsa, sm2
	Model              string // of the token, as it says itself

	NotBefore, NotAfter time.Time
	Days                int     // whole days left; negative: days since its end
	Left                float64 // the share of its whole time that is left, 0 to 1

	// ChainKnown and RevocationKnown: it could be checked who issued it, and that
	// it is not revoked. Otherwise that is unknown, and is said so.
	ChainKnown, RevocationKnown bool
	// IssuerUnknown: it was checked, by the authorities that the centre named, and
	// none of them issued it. Where none were ever heard of, nobody knows.
	IssuerUnknown bool
	// Since is when it was revoked or frozen; zero where it was not.
	Since time.Time

	// Certificate is the signing certificate in DER; nil where there is none.
	Certificate []byte
	// Encryption: a certificate for encryption is on it too.
	Encryption bool

	Tries          int // wrong PINs that it still takes, -1: it does not say
	MinPIN, MaxPIN int // length of a PIN in bytes, 0: it does not say

	// CanSign: a test sign-in can succeed. CanBind, CanChangePIN: binding and a
	// change of PIN likewise. What certainly cannot is false.
	CanSign, CanBind, CanChangePIN bool
}
