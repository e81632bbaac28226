package keydesk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/screens"
	"hallkiosk/sync/protocol"
)

// otherDay is how far a challenge's time may be from ours. A kiosk's clock may be
// wrong by hours; a text that bears another day is no answer to what was asked now.
const otherDay = 12 * time.Hour

// errNonsense: what the centre sent does not answer what was asked, so that
// nobody is asked to sign it.
var errNonsense = errors.New("challenge does not fit what was asked")

// pending is one challenge on its way.
type pending struct {
	challenge   protocol.Challenge
	certificate *certificate.Certificate
	until       time.Time // by our clock

	turn      chan struct{} // holds one: whoever has taken it signs or delivers
	signature []byte        // nil until the key has signed
	witness   []byte
	refused   error // the centre's last word, once it has spoken
}

// Challenge asks the centre for a text to sign, and hands on only what this
// kiosk asked for: for that purpose, account and certificate, now. It puts aside
// whatever was asked before.
func (d *Desk) Challenge(ctx context.Context, q screens.ChallengeQuery) (screens.Challenge, error) {
	own, err := certificate.Parse(q.Certificate)
	if err != nil {
		return screens.Challenge{}, wrapped("challenge", fmt.Errorf("%w: %w", screens.ErrCertificate, err))
	}
	if q.Purpose == screens.PurposeBind && !protocol.ValidAccount(q.Account) {
		return screens.Challenge{}, wrapped("challenge", screens.ErrAccount)
	}
	c, err := d.o.Centre.Challenge(ctx, protocol.ChallengeQuery{Purpose: string(q.Purpose), Account: q.Account, Certificate: q.Certificate})
	if err != nil {
		return screens.Challenge{}, d.refused(ctx, "challenge", q.Purpose, err)
	}
	now := d.o.Now()
	if !answers(c, q, own, now) {
		audit.Log(d.o.Log, audit.UKeyRefused, audit.String(audit.KeyPurpose, q.Purpose), audit.String(audit.KeyReason, "nonsense"))
		return screens.Challenge{}, wrapped("challenge", fmt.Errorf("%w: %w", screens.ErrCentreAway, errNonsense))
	}
	p := &pending{challenge: c, certificate: own, until: now.Add(c.Expires.Sub(c.Issued)), turn: make(chan struct{}, 1)}
	d.mu.Lock()
	d.pending = p
	d.mu.Unlock()
	return p.shown(), nil
}

// answers reports whether c is what q asked for, with the certificate own. That
// its text says so, in lines of its own, is checked with the rest of its shape.
func answers(c protocol.Challenge, q screens.ChallengeQuery, own *certificate.Certificate, now time.Time) bool {
	asked := protocol.ChallengeQuery{Purpose: string(q.Purpose), Account: q.Account}
	return c.Validate(&asked) == nil && c.Serial == own.SerialHex() && now.Sub(c.Issued).Abs() < otherDay
}

// shown is the challenge in the screens' words.
func (p *pending) shown() screens.Challenge {
	c := p.challenge
	return screens.Challenge{
		ID: c.ID, Purpose: screens.Purpose(c.Purpose), Account: c.Account, Serial: c.Serial, Nonce: c.Nonce,
		Issued: c.Issued, Expires: c.Expires, Text: c.Text, Certificate: p.certificate.Raw,
	}
}

// find returns what belongs to a challenge, and takes its turn until release is
// called. Only what was asked last and shown as it came is found: anything else
// is stale.
func (d *Desk) find(ctx context.Context, c screens.Challenge) (p *pending, release func(), err error) {
	d.mu.Lock()
	p = d.pending
	d.mu.Unlock()
	if p == nil || p.challenge.ID != c.ID || p.challenge.Text != c.Text || !bytes.Equal(p.certificate.Raw, c.Certificate) {
		return nil, nil, screens.ErrStale
	}
	select {
	case p.turn <- struct{}{}:
		return p, func() { <-p.turn }, nil
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

// keptAfter is how long what belongs to a challenge is kept after its end, for a
// signature whose receipt was lost on its way.
const keptAfter = time.Minute

// tidy puts aside what nobody came back for, and what was found of keys that are gone.
func (d *Desk) tidy() {
	gone := d.Empty()
	d.mu.Lock()
	defer d.mu.Unlock()
	if gone {
		d.looked = lookedAt{}
	}
	if d.pending != nil && d.o.Now().After(d.pending.until.Add(keptAfter)) {
		d.pending = nil
	}
}
