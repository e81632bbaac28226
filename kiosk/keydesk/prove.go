package keydesk

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"fmt"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/audit"
	"hallkiosk/screens"
	"hallkiosk/sync/protocol"
)

// Prove has the key sign the challenge, once, and the centre verify it. It wipes
// pin whatever happens. Once there is a signature the key is not asked again.
func (d *Desk) Prove(ctx context.Context, key string, c screens.Challenge, pin *ukey.PIN) (screens.Receipt, error) {
	defer pin.Wipe()
	p, release, err := d.find(ctx, c)
	if err != nil {
		return screens.Receipt{}, wrapped("prove", err)
	}
	defer release()
	if p.signature == nil {
		if err := d.sign(ctx, key, p, pin); err != nil {
			return screens.Receipt{}, wrapped("prove", err)
		}
	}
	pin.Wipe() // the centre may take its time
	return d.deliver(ctx, p)
}

// Deliver has the centre verify what was signed before.
func (d *Desk) Deliver(ctx context.Context, c screens.Challenge) (screens.Receipt, error) {
	p, release, err := d.find(ctx, c)
	if err != nil {
		return screens.Receipt{}, wrapped("deliver", err)
	}
	defer release()
	if p.signature == nil {
		return screens.Receipt{}, wrapped("deliver", screens.ErrStale)
	}
	return d.deliver(ctx, p)
}

// sign has the key sign p's text. What the key made is looked at here, too: the
// vendor's library that made it is nobody to trust.
func (d *Desk) sign(ctx context.Context, key string, p *pending, pin *ukey.PIN) error {
	if d.o.Now().After(p.until) {
		return screens.ErrStale
	}
	text := []byte(p.challenge.Text)
	signature, err := d.o.Ring.Sign(ctx, key, p.certificate.Raw, pin, text)
	if err == nil && p.certificate.Verify(text, signature) != nil {
		err = fmt.Errorf("%w: signature does not fit the key's own certificate", devices.ErrGarbled)
	}
	if err != nil {
		d.failed(ctx, p.challenge.Purpose, err)
		return err
	}
	witness, err := d.o.Signer.Sign(rand.Reader, protocol.Witnessed(p.challenge.Text, signature), crypto.Hash(0))
	if err != nil {
		return fmt.Errorf("witness: %w", err)
	}
	p.signature, p.witness = signature, witness
	return nil
}

// deliver hands p's signature to the centre. What it refused for good it is not
// asked again.
func (d *Desk) deliver(ctx context.Context, p *pending) (screens.Receipt, error) {
	if p.refused != nil {
		return screens.Receipt{}, p.refused
	}
	purpose := screens.Purpose(p.challenge.Purpose)
	k, err := d.o.Centre.Prove(ctx, protocol.Proof{Challenge: p.challenge.ID, Signature: p.signature, Witness: p.witness})
	if err != nil {
		err = d.refused(ctx, "deliver", purpose, err)
		if final(err) {
			p.refused = err
		}
		return screens.Receipt{}, err
	}
	if !k.Fits(&p.challenge) {
		audit.Log(d.o.Log, audit.UKeyRefused, audit.String(audit.KeyPurpose, purpose), audit.String(audit.KeyReason, "nonsense"))
		return screens.Receipt{}, wrapped("deliver", fmt.Errorf("%w: receipt of something else", screens.ErrCentreAway))
	}
	audit.Log(d.o.Log, audit.UKeyProved, audit.String(audit.KeyPurpose, purpose))
	d.record(ctx, p, k)
	return screens.Receipt{
		Number: k.Number, Purpose: purpose, Account: k.Account, Organisation: k.Organisation, Serial: k.Serial,
		At: k.At, Already: k.Already,
	}, nil
}

// record keeps this kiosk's own evidence. The centre has noted the proof already:
// a disk that takes nothing does not undo it.
func (d *Desk) record(ctx context.Context, p *pending, k protocol.KeyReceipt) {
	err := d.o.Record(context.WithoutCancel(ctx), Evidence{
		Challenge: p.challenge.ID, TextSum: sha256.Sum256([]byte(p.challenge.Text)), SignatureSum: sha256.Sum256(p.signature),
		Number: k.Number, At: k.At,
	})
	if err != nil {
		audit.Log(d.o.Log, audit.StoreFailed, audit.Error(err))
	}
}
