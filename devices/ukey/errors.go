package ukey

import (
	"errors"
	"fmt"
)

// What stands between a person and a signature. A key that was pulled out is
// devices.ErrGone; one whose signature does not fit its certificate, and a helper
// that breaks the protocol, are devices.ErrGarbled.
var (
	// ErrHung: the module did not come back in its time; its helper was ended.
	// Whether a PIN was tried is not known.
	ErrHung = errors.New("ukey: module does not come back")
	// ErrCrashed: the module's helper died. Whether a PIN was tried is not known.
	ErrCrashed = errors.New("ukey: module crashed")
	// ErrUnready: the key cannot be reached just now, since its module hung or died
	// and is being started anew. Nothing was asked of it, and no try was spent.
	ErrUnready = errors.New("ukey: module is being started anew")
	// ErrNoPrivateKey: the key holds no private key for that certificate.
	ErrNoPrivateKey = errors.New("ukey: no private key for the certificate")
	// ErrMechanism: the module knows no way to sign with such a key.
	ErrMechanism = errors.New("ukey: module cannot sign with such a key")
	// ErrPINForm: the module will not take a PIN of that length or form. No try
	// was spent.
	ErrPINForm = errors.New("ukey: PIN of a wrong length or form")
	// ErrNotOffered: the module cannot do that.
	ErrNotOffered = errors.New("ukey: not offered by the module")
	// ErrModule: the module reports a fault of its own; the text says which.
	ErrModule = errors.New("ukey: module reports a fault")
	// ErrLoad: the module's file is missing or is no library of this machine.
	ErrLoad = errors.New("ukey: library cannot be loaded")
	// ErrKind: the file is a library, but none for U-KEYs.
	ErrKind = errors.New("ukey: library is none for U-KEYs")
	// ErrClosed: the ring was closed.
	ErrClosed = errors.New("ukey: closed")
)

// PINError says that a PIN was not taken, and how the PIN stands now.
type PINError struct {
	State PINState
	Tries int // left, -1 where the key does not say
}

func (e *PINError) Error() string { return fmt.Sprintf("ukey: PIN not taken, now %s", e.State) }
