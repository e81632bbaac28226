package centre

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/protocol"
)

// challenge gives a kiosk a text for a U-KEY to sign.
func (c *Centre) challenge(w http.ResponseWriter, r *http.Request, from sender) error {
	body, err := readBody(r)
	if err != nil {
		return err
	}
	q, err := protocol.DecodeChallengeQuery(bytes.NewReader(body))
	if err != nil {
		return err
	}
	if q.Kiosk != from.name {
		return problem(http.StatusForbidden, protocol.CodeOtherKiosk, "The body names another kiosk than the certificate")
	}
	if !c.keyPace.take(from.name) {
		return problem(http.StatusTooManyRequests, protocol.CodeBusy, "The kiosk asks too often")
	}
	given, err := c.newChallenge(r.Context(), q, from)
	if err != nil {
		return c.keyRefused(r.Context(), from, q.Purpose, err)
	}
	audit.Log(c.log, audit.ChallengeGiven, audit.String(audit.KeyKiosk, from.name), audit.String(audit.KeyBy, q.Purpose))
	writeJSON(w, http.StatusCreated, protocol.TypeJSON, given)
	return nil
}

func (c *Centre) newChallenge(ctx context.Context, q *protocol.ChallengeQuery, from sender) (*protocol.Challenge, error) {
	now := c.now()
	found, err := c.checkKey(ctx, q.Certificate, q.Purpose, q.Account, now)
	if err != nil {
		return nil, err
	}
	id, err := uuid.NewRandom()
	if err != nil {
		return nil, err
	}
	given := &protocol.Challenge{
		Protocol: protocol.Version, ID: id.String(), Purpose: q.Purpose, Account: q.Account, Serial: found.SerialHex(),
		Nonce: rand.Text(), Issued: now, Expires: now.Add(protocol.ChallengeFor),
	}
	given.Text = c.challengeText(given, found.Certificate, from.name)
	if given.Validate(q) != nil {
		// A serial number, or a name, such as no authority gives.
		return nil, refusedKey(protocol.CodeCertificate, "The certificate cannot be put into words")
	}
	return given, c.store.AddChallenge(ctx, store.Challenge{
		ID: given.ID, Kiosk: from.name, Purpose: q.Purpose, Account: q.Account, Certificate: found.Raw, Nonce: given.Nonce,
		Issued: given.Issued, Expires: given.Expires, Text: given.Text,
	})
}

// prove takes a U-KEY's signature, and binds.
func (c *Centre) prove(w http.ResponseWriter, r *http.Request, from sender) error {
	body, err := readBody(r)
	if err != nil {
		return err
	}
	p, err := protocol.DecodeProof(bytes.NewReader(body))
	if err != nil {
		return err
	}
	if p.Kiosk != from.name {
		return problem(http.StatusForbidden, protocol.CodeOtherKiosk, "The body names another kiosk than the certificate")
	}
	if !c.keyPace.take(from.name) {
		return problem(http.StatusTooManyRequests, protocol.CodeBusy, "The kiosk asks too often")
	}
	asked, err := c.store.Challenge(r.Context(), p.Challenge, from.name)
	if errors.Is(err, store.ErrUnknown) {
		return c.keyRefused(r.Context(), from, "", refusedKey(protocol.CodeStale, "No such challenge, or it is long past"))
	}
	if err != nil {
		return err
	}
	kept, err := c.takeProof(r.Context(), asked, p, from)
	if err != nil {
		return c.keyRefused(r.Context(), from, asked.Purpose, err)
	}
	receipt, err := receiptOf(kept)
	if err != nil {
		return err
	}
	audit.Log(c.log, audit.ProofTaken, audit.String(audit.KeyKiosk, from.name), audit.String(audit.KeyBy, asked.Purpose), audit.Bool(audit.KeyDone, !kept.Already))
	writeJSON(w, http.StatusOK, protocol.TypeJSON, receipt)
	return nil
}

// takeProof checks a proof anew from the beginning, and keeps it. One that was
// taken before is answered as it was then, whatever has become of the key since.
func (c *Centre) takeProof(ctx context.Context, asked store.Challenge, p *protocol.Proof, from sender) (store.Proof, error) {
	before, err := c.store.ProofOf(ctx, asked.ID)
	switch {
	case err == nil && !bytes.Equal(before.Signature, p.Signature):
		return before, store.ErrUsed
	case !errors.Is(err, store.ErrUnknown):
		return before, err
	}
	now := c.now()
	if now.After(asked.Expires) {
		return store.Proof{}, refusedKey(protocol.CodeStale, "The challenge is too old")
	}
	witness, err := c.witnessOf(ctx, asked, p, from)
	if err != nil {
		return store.Proof{}, err
	}
	found, err := c.checkKey(ctx, asked.Certificate, asked.Purpose, asked.Account, now)
	if err != nil {
		return store.Proof{}, err
	}
	if found.Verify([]byte(asked.Text), p.Signature) != nil {
		return store.Proof{}, refusedKey(protocol.CodeSignature, "The signature is not of this text by this key")
	}
	return c.store.TakeProof(ctx, store.Proof{
		Challenge: asked, Signature: p.Signature, Witness: p.Witness, WitnessKey: witness, At: now, Revocation: string(found.standing.Revocation),
	}, found.holder(), visit.Day(now))
}

// witnessOf finds the kiosk's key by which the witness was made.
func (c *Centre) witnessOf(ctx context.Context, asked store.Challenge, p *protocol.Proof, from sender) (ed25519.PublicKey, error) {
	_, keys, err := c.store.Keys(ctx, from.digit)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if ed25519.Verify(k, protocol.Witnessed(asked.Text, p.Signature), p.Witness) {
			return k, nil
		}
	}
	return nil, refusedKey(protocol.CodeSignature, "The witness is none of this kiosk's")
}

// foundKey is a certificate that may be used, and how it stands.
type foundKey struct {
	*certificate.Certificate
	standing certificate.Standing
}

func (k foundKey) holder() store.Holder {
	return store.Holder{Identity: identityOf(k.Raw), Organisation: k.Organisation, USCC: k.USCC, Serial: k.SerialHex()}
}

// identityOf is the SHA-256 of what the authority signed in a certificate. The
// whole certificate's would not do: whoever has it can write its signature in
// another way, and have another certificate to bind elsewhere.
func identityOf(der []byte) [32]byte {
	var whole, signed asn1.RawValue
	if _, err := asn1.Unmarshal(der, &whole); err != nil {
		return sha256.Sum256(der)
	}
	if _, err := asn1.Unmarshal(whole.Bytes, &signed); err != nil {
		return sha256.Sum256(der)
	}
	return sha256.Sum256(signed.FullBytes)
}

// checkKey checks a certificate, and for binding the account too, as of now.
// Refusals are protocol.Problem with a code of their own, the gravest first, or
// the store's.
func (c *Centre) checkKey(ctx context.Context, der []byte, purpose, account string, now time.Time) (foundKey, error) {
	if purpose == protocol.PurposeBind && !protocol.ValidAccount(account) {
		return foundKey{}, refusedKey(protocol.CodeAccount, "An account has 2 to 64 letters, digits and _ . @ -")
	}
	parsed, err := certificate.Parse(der)
	switch {
	case err != nil:
		return foundKey{}, refusedKey(protocol.CodeCertificate, "The certificate cannot be read")
	case parsed.Use == certificate.Encrypt || parsed.Authority:
		return foundKey{}, refusedKey(protocol.CodeCertificate, "The certificate is not one to sign with")
	case purpose == protocol.PurposeBind && parsed.Organisation == "" && parsed.USCC == "":
		return foundKey{}, refusedKey(protocol.CodeCertificate, "The certificate does not say whose it is")
	}
	t, err := c.trust(ctx)
	if err != nil {
		return foundKey{}, err
	}
	found := foundKey{Certificate: parsed, standing: t.check.Check(parsed, now)}
	switch {
	case found.standing.Chain != certificate.ChainKnown:
		return found, refusedKey(protocol.CodeUntrusted, "The certificate is of no issuer that is trusted here")
	case found.standing.Revocation == certificate.Revoked:
		return found, refusedKey(protocol.CodeKeyRevoked, "The certificate is revoked")
	case found.standing.Revocation == certificate.Frozen:
		return found, refusedKey(protocol.CodeKeyFrozen, "The certificate is frozen")
	case !parsed.ValidAt(now):
		return found, refusedKey(protocol.CodeExpired, "The certificate has expired, or has not begun")
	}
	if purpose == protocol.PurposeBind {
		err = c.store.Bindable(ctx, found.holder(), account)
	}
	return found, err
}

func refusedKey(code, title string) error {
	return problem(http.StatusUnprocessableEntity, code, title)
}

// keyRefused notes a refusal, with nothing of whose key it was, and returns what
// the kiosk is told. Any other error comes back as it is.
func (c *Centre) keyRefused(ctx context.Context, from sender, purpose string, err error) error {
	switch {
	case errors.Is(err, store.ErrBoundElsewhere):
		err = refusedKey(protocol.CodeBoundElsewhere, "The certificate is bound to another account")
	case errors.Is(err, store.ErrOfAnother):
		err = refusedKey(protocol.CodeAccountOfAnother, "The account belongs to another organisation")
	case errors.Is(err, store.ErrUsed):
		err = refusedKey(protocol.CodeUsed, "The challenge was answered before, by another signature")
	}
	var p protocol.Problem
	if !errors.As(err, &p) {
		return err
	}
	audit.Log(c.log, audit.ProofRefused, audit.String(audit.KeyKiosk, from.name), audit.String(audit.KeyBy, purpose), audit.String(audit.KeyCode, p.Code))
	if err := c.store.Log(ctx, store.By{At: c.now()}, "refuse key: "+p.Code, from.name); err != nil {
		return err
	}
	return p
}

// receiptOf is what the kiosk is told of a proof that was kept.
func receiptOf(p store.Proof) (*protocol.KeyReceipt, error) {
	parsed, err := certificate.Parse(p.Challenge.Certificate)
	if err != nil {
		return nil, err
	}
	return &protocol.KeyReceipt{
		Protocol: protocol.Version, Number: p.Number, Purpose: p.Challenge.Purpose, Account: p.Challenge.Account,
		Organisation: parsed.Organisation, Serial: parsed.SerialHex(), At: p.At, Already: p.Already,
	}, nil
}
