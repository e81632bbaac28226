package keysim

import (
	"crypto"
	"crypto/subtle"
	"sync"
)

// Key is a virtual U-KEY. It keeps its PIN and its count of wrong PINs when it
// is pulled out. The exported fields are set before it is plugged in.
type Key struct {
	Label, Manufacturer, Model, Serial string
	Firmware                           [2]byte

	// PIN is what it takes; Tries how many wrong ones in a row lock it (0: 6);
	// Wrong how many were entered already.
	PIN          string
	Tries, Wrong int
	// MinPIN and MaxPIN bound a PIN's length (0: 4 and 16); the factory's may be shorter.
	MinPIN, MaxPIN int
	// MustChange: it still has the PIN that it was issued with, and signs nothing
	// before that is changed. Unset: it never had any.
	MustChange, Unset bool
	// Silent: it tells nothing of its wrong PINs until it is locked.
	Silent bool
	// FixedPIN: its module does not change PINs.
	FixedPIN bool

	Pairs []Pair
	// Data is how many objects more it holds that nobody needs.
	Data int
	// ShowPrivate: private keys are seen without a PIN.
	ShowPrivate bool

	// Mechanisms are its ways to sign; nil: Usual.
	Mechanisms []Mechanism
	// Faults happen to each call on this key, while it is plugged in.
	Faults []Fault

	mu     sync.Mutex
	tried  int
	signed int
}

// Pair is a certificate with its private key; either may be nil.
type Pair struct {
	Label       string
	ID          []byte // CKA_ID of both
	Certificate []byte // CKA_VALUE, whatever it is
	Private     crypto.Signer
}

// Tried is how many PINs the key was ever given, right or wrong.
func (k *Key) Tried() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.tried
}

// Signed is how many signatures the key ever made.
func (k *Key) Signed() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.signed
}

// Left is how many wrong PINs it still takes.
func (k *Key) Left() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.left()
}

// CurrentPIN is the PIN that it takes now.
func (k *Key) CurrentPIN() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.PIN
}

// left is Left while k.mu is held, like what follows.
func (k *Key) left() int { return max(0, or(k.Tries, 6)-k.Wrong) }

func (k *Key) fits(pin []byte) bool {
	return len(pin) >= or(k.MinPIN, 4) && len(pin) <= or(k.MaxPIN, 16)
}

// try spends a try where the PIN is wrong.
func (k *Key) try(pin []byte) rv {
	switch {
	case k.Unset:
		return pinNotInitialized
	case k.left() == 0:
		return pinLocked
	case !k.fits(pin) && len(pin) != len(k.PIN):
		return pinLenRange
	}
	k.tried++
	if subtle.ConstantTimeCompare(pin, []byte(k.PIN)) == 1 {
		k.Wrong = 0
		return ok
	}
	k.Wrong++
	return pinIncorrect
}

// change changes the PIN, which is as good as a login with the old one.
func (k *Key) change(old, fresh []byte) rv {
	switch {
	case k.FixedPIN:
		return notSupported
	case !k.fits(fresh):
		return pinLenRange
	}
	if r := k.try(old); r != ok {
		return r
	}
	k.PIN, k.MustChange = string(fresh), false
	return ok
}

// flags are those of CK_TOKEN_INFO (PKCS#11 v2.40, 3.2).
func (k *Key) flags() uint64 {
	const (
		rng, loginRequired, pinInitialized, tokenInitialized = 0x1, 0x4, 0x8, 0x400
		countLow, finalTry, locked, toBeChanged              = 0x10000, 0x20000, 0x40000, 0x80000
	)
	f := uint64(rng | loginRequired | tokenInitialized)
	if !k.Unset {
		f |= pinInitialized
	}
	if k.MustChange {
		f |= toBeChanged
	}
	left := k.left()
	if left == 0 {
		f |= locked
	}
	if !k.Silent && k.Wrong > 0 {
		f |= countLow
	}
	if !k.Silent && left == 1 {
		f |= finalTry
	}
	return f
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}
