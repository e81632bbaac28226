// Package keydesk does for screens what takes a U-KEY, the centre and paper
// together: it looks keys over, has a key sign what the centre asks and the
// centre verify it, and changes PINs. It keeps no PIN and nothing on the disk.
package keydesk

import (
	"context"
	"crypto"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/screens"
	"hallkiosk/sync/protocol"
)

// Ring is the port for U-KEYs; *ukey.Ring is one.
type Ring interface {
	Port() ukey.Port
	Sign(ctx context.Context, key string, certificate []byte, pin *ukey.PIN, message []byte) ([]byte, error)
	ChangePIN(ctx context.Context, key string, old, fresh *ukey.PIN) error
}

// Centre asks for texts to sign and verifies them; *uplink.Uplink is one. Its
// errors are *uplink.QueryError or the context's.
type Centre interface {
	Challenge(ctx context.Context, q protocol.ChallengeQuery) (protocol.Challenge, error)
	Prove(ctx context.Context, p protocol.Proof) (protocol.KeyReceipt, error)
}

// Evidence is what this kiosk keeps of its own of a proof that the centre took:
// nothing personal.
type Evidence struct {
	Challenge    string   // its ID
	TextSum      [32]byte // SHA-256 of what was signed
	SignatureSum [32]byte // SHA-256 of the key's signature
	Number       string   // of the centre's receipt
	At           time.Time
}

// Options are what a Desk needs. All but Log must be given.
type Options struct {
	Ring   Ring
	Trust  func() *certificate.Trust // whom certificates are checked against now
	Centre Centre
	Signer crypto.Signer // this kiosk's Ed25519 key
	// Record keeps the evidence on the disk.
	Record func(ctx context.Context, e Evidence) error
	// Print prints a receipt; it says with a *screens.NotPrintedError why not.
	Print func(ctx context.Context, r screens.Receipt) error
	// Chime makes the sound; Wake has the screen look again. Neither may block.
	Chime, Wake func()
	Now         func() time.Time
	Log         *slog.Logger
}

// Desk is screens.Keys. Its methods may be called by any goroutine.
type Desk struct {
	o    Options
	left atomic.Bool // a key was forgotten in the port

	mu      sync.Mutex
	pending *pending // what the centre asked last; nil: nothing
	looked  lookedAt
}

var _ screens.Keys = (*Desk)(nil)

// New makes a desk; see Run.
func New(o Options) *Desk { return &Desk{o: o} }

// Empty reports whether no U-KEY is plugged in.
func (d *Desk) Empty() bool { return d.o.Ring.Port().Empty() }

// PrintReceipt prints a receipt.
func (d *Desk) PrintReceipt(ctx context.Context, r screens.Receipt) error { return d.o.Print(ctx, r) }

// Chime makes the sound.
func (d *Desk) Chime() { d.o.Chime() }

// LeftBehind notes that a key was forgotten, or no longer is.
func (d *Desk) LeftBehind(forgotten bool) {
	if before := d.left.Swap(forgotten); forgotten && !before {
		audit.Log(d.o.Log, audit.UKeyLeftBehind)
	}
}

// Forgotten reports whether a key is forgotten in the port now: the next
// heartbeat tells staff.
func (d *Desk) Forgotten() bool { return d.left.Load() }

// ChangePIN changes a key's PIN and wipes both.
func (d *Desk) ChangePIN(ctx context.Context, key string, old, fresh *ukey.PIN) error {
	defer old.Wipe()
	defer fresh.Wipe()
	if err := d.o.Ring.ChangePIN(ctx, key, old, fresh); err != nil {
		d.failed(ctx, changePIN, err)
		return wrapped("change PIN", err)
	}
	audit.Log(d.o.Log, audit.UKeyPINChanged)
	return nil
}
