package screens

import (
	"context"
	"errors"
	"time"

	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
)

// Keys is the port for U-KEYs and what can be done with one.
type Keys interface {
	// Empty reports whether no U-KEY is plugged in, as it was seen within the
	// last second. It asks nothing and does not block.
	Empty() bool
	// Look is what is plugged in now, looked over; o is the visit's organisation,
	// empty where none is known yet. It does not block.
	Look(now time.Time, o visit.Organisation) []keycheck.Finding
	// Challenge asks the centre for a text to sign. Its errors are those below.
	Challenge(ctx context.Context, q ChallengeQuery) (Challenge, error)
	// Prove signs the challenge with the key, which spends one try where the PIN
	// is wrong, and has the centre verify it. It wipes pin whatever happens.
	// Errors are *ukey.PINError, those of ukey and of devices, or those below;
	// once the signature was made, a centre that cannot be reached is asked
	// again by Deliver.
	Prove(ctx context.Context, key string, c Challenge, pin *ukey.PIN) (Receipt, error)
	// Deliver has the centre verify the signature of c that Prove made and could
	// not deliver.
	Deliver(ctx context.Context, c Challenge) (Receipt, error)
	// PrintReceipt prints it as a slip; it says with a *NotPrintedError why not.
	PrintReceipt(ctx context.Context, r Receipt) error
	// ChangePIN changes the key's PIN and wipes both. Errors as of Prove.
	ChangePIN(ctx context.Context, key string, old, fresh *ukey.PIN) error
	// LeftBehind tells staff that a key was forgotten in the port, or no longer is.
	LeftBehind(forgotten bool)
	// Chime makes the sound that calls somebody back, where there is a speaker.
	Chime()
}

// Purpose is what a signature is for.
type Purpose string

// The purposes.
const (
	PurposeBind   Purpose = "bind"
	PurposeSignIn Purpose = "sign-in"
)

// ChallengeQuery asks for a challenge.
type ChallengeQuery struct {
	Purpose     Purpose
	Account     string // of the platform; "" to try signing in
	Certificate []byte // DER
}

// Challenge is what the key is to sign.
type Challenge struct {
	ID      string
	Purpose Purpose
	Account string
	Serial  string // of the certificate, hexadecimal
	Nonce   string
	Issued  time.Time
	Expires time.Time
	// Text is what is signed, byte for byte, and what is shown.
	Text        string
	Certificate []byte // DER
}

// Receipt is what the centre noted down.
type Receipt struct {
	Number       string // of the note, for questions
	Purpose      Purpose
	Account      string
	Organisation string
	Serial       string
	At           time.Time
	// Already: the certificate was bound to this account before.
	Already bool
}

// Why the centre does not bind. ErrCentreAway and ErrCentreBusy may come too.
var (
	ErrBoundElsewhere   = errors.New("screens: certificate is bound to another account")
	ErrAccountOfAnother = errors.New("screens: account belongs to another organisation")
	ErrAccount          = errors.New("screens: account cannot be right")
	ErrExpired          = errors.New("screens: certificate has expired or has not begun")
	ErrRevoked          = errors.New("screens: certificate is revoked")
	ErrFrozen           = errors.New("screens: certificate is frozen")
	ErrUntrusted        = errors.New("screens: certificate is of no issuer that the centre knows")
	ErrSignature        = errors.New("screens: signature does not fit")
	ErrStale            = errors.New("screens: challenge is too old")
	ErrUsed             = errors.New("screens: challenge was used before")
	ErrCertificate      = errors.New("screens: certificate cannot be used to sign")
)
