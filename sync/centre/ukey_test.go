package centre_test

import (
	"crypto/ed25519"
	"encoding/json"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/sync/protocol"
)

// ukey is a U-KEY with the certificate of an organisation.
type ukey struct{ certtest.Issued }

// ca is a CA whose certificate the hall's centre trusts.
type ca struct {
	t testing.TB
	*certtest.Authority
}

// authorities makes, for all tests, a CA by each algorithm.
var authorities = sync.OnceValues(func() (map[certtest.Algorithm]*certtest.Authority, error) {
	made := map[certtest.Algorithm]*certtest.Authority{}
	for _, a := range []certtest.Algorithm{certtest.SM2, certtest.RSA, certtest.ECDSA} {
		one, err := certtest.New(os.TempDir(), certtest.Options{Algorithm: a})
		if err != nil {
			return nil, err
		}
		made[a] = one
	}
	return made, nil
})

func authorityOf(t testing.TB, a certtest.Algorithm) ca {
	t.Helper()
	all, err := authorities()
	if err != nil {
		t.Fatal(err)
	}
	return ca{t: t, Authority: all[a]}
}

// trusted lets the hall's centre trust the CA by SM2.
func (h *hall) trusted() ca {
	h.t.Helper()
	a := authorityOf(h.t, certtest.SM2)
	h.trust(a.DER)
	return a
}

func (h *hall) trust(files ...[]byte) {
	h.t.Helper()
	if _, err := h.centre.AddTrust(h.t.Context(), files); err != nil {
		h.t.Fatal(err)
	}
}

func (a ca) issue(r certtest.Request) ukey {
	a.t.Helper()
	issued, err := a.Issue(r)
	if err != nil {
		a.t.Fatal(err)
	}
	return ukey{issued}
}

// of issues a U-KEY of an organisation.
func (a ca) of(name, code string) ukey {
	a.t.Helper()
	return a.issue(certtest.Request{Subject: certtest.Company(name, code)})
}

func (a ca) crl(l certtest.List) []byte {
	a.t.Helper()
	list, err := a.List(l)
	if err != nil {
		a.t.Fatal(err)
	}
	return list
}

func (k ukey) sign(t testing.TB, text string) []byte {
	t.Helper()
	signature, err := k.Key.Sign([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

func (k *kiosk) post(path string, body any) answer {
	k.h.t.Helper()
	r := request(k.h.t, http.MethodPost, k.h.api+path, encode(k.h.t, body))
	r.Header.Set("Content-Type", protocol.TypeJSON)
	return do(k.h.t, k.client, r)
}

// challenge asks for one; account "" is a test sign-in. Time passes first, so
// that no test of something else asks too often.
func (k *kiosk) challenge(key ukey, account string) answer {
	k.h.t.Helper()
	k.h.clock.pass(5 * time.Second)
	return k.post(protocol.PathChallenges, asking(k, key, account))
}

func asking(k *kiosk, key ukey, account string) protocol.ChallengeQuery {
	q := protocol.ChallengeQuery{Protocol: protocol.Version, Kiosk: k.name, Purpose: protocol.PurposeBind, Account: account, Certificate: key.DER}
	if account == "" {
		q.Purpose = protocol.PurposeSignIn
	}
	return q
}

// challenged asks for one that must be given.
func (k *kiosk) challenged(key ukey, account string) protocol.Challenge {
	k.h.t.Helper()
	a := k.challenge(key, account)
	var c protocol.Challenge
	q := asking(k, key, account)
	if a.status != http.StatusCreated || json.Unmarshal([]byte(a.body), &c) != nil || c.Validate(&q) != nil {
		k.h.t.Fatalf("answered %d: %.300s", a.status, a.body)
	}
	return c
}

// proof is the challenge signed and witnessed.
func (k *kiosk) proof(c protocol.Challenge, key ukey) protocol.Proof {
	k.h.t.Helper()
	p := protocol.Proof{Protocol: protocol.Version, Kiosk: k.name, Challenge: c.ID, Signature: key.sign(k.h.t, c.Text)}
	p.Witness = k.witness(c, p.Signature)
	return p
}

func (k *kiosk) witness(c protocol.Challenge, signature []byte) []byte {
	return ed25519.Sign(k.private, protocol.Witnessed(c.Text, signature))
}

func (k *kiosk) prove(p protocol.Proof) answer {
	k.h.t.Helper()
	k.h.clock.pass(5 * time.Second)
	return k.post(protocol.PathProofs, p)
}

// receipt proves what must be taken.
func (k *kiosk) receipt(p protocol.Proof) protocol.KeyReceipt {
	k.h.t.Helper()
	a := k.prove(p)
	var r protocol.KeyReceipt
	if a.status != http.StatusOK || json.Unmarshal([]byte(a.body), &r) != nil || r.Validate() != nil {
		k.h.t.Fatalf("answered %d: %.300s", a.status, a.body)
	}
	return r
}

// bound binds a key to an account, which must succeed.
func (k *kiosk) bound(key ukey, account string) protocol.KeyReceipt {
	k.h.t.Helper()
	return k.receipt(k.proof(k.challenged(key, account), key))
}
