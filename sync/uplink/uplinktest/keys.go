package uplinktest

import (
	"bytes"
	"crypto/ed25519"
	"net/http"
	"strings"
	"testing"

	"hallkiosk/sync/protocol"
)

// Key is a U-KEY that the centre takes: its signing certificate in DER, and its
// signature of a text.
type Key struct {
	Certificate []byte
	Sign        func(t *testing.T, text string) []byte
}

// keys checks challenges and proofs by a key that the centre takes.
func (c *contract) keys(t *testing.T) {
	post := func(path string, body any) reply {
		return c.send(t, c.request(t, http.MethodPost, path, encode(t, body)))
	}
	q := protocol.ChallengeQuery{Protocol: protocol.Version, Kiosk: c.Kiosk, Purpose: protocol.PurposeBind, Account: "contract.1", Certificate: []byte("none")}
	post(protocol.PathChallenges, q).problem(t, http.StatusUnprocessableEntity, protocol.CodeCertificate)
	c.keysRefused(t, q)
	if c.NewKey == nil {
		return // a centre that trusts no CA is a good one
	}
	key := c.NewKey(t)
	q.Certificate = key.Certificate
	for _, purpose := range []string{protocol.PurposeBind, protocol.PurposeSignIn} {
		if q.Purpose = purpose; purpose == protocol.PurposeSignIn {
			q.Account = ""
		}
		var given protocol.Challenge
		a := post(protocol.PathChallenges, q)
		a.want(t, http.StatusCreated, &given)
		if err := given.Validate(&q); err != nil {
			t.Fatal(err)
		}
		p := protocol.Proof{Protocol: protocol.Version, Kiosk: c.Kiosk, Challenge: given.ID, Signature: key.Sign(t, given.Text)}
		p.Witness = make([]byte, ed25519.SignatureSize)
		post(protocol.PathProofs, p).problem(t, http.StatusUnprocessableEntity, protocol.CodeSignature)
		p.Witness = ed25519.Sign(c.TLS.Certificates[0].PrivateKey.(ed25519.PrivateKey), protocol.Witnessed(given.Text, p.Signature))
		var first, second protocol.KeyReceipt
		post(protocol.PathProofs, p).want(t, http.StatusOK, &first)
		post(protocol.PathProofs, p).want(t, http.StatusOK, &second)
		if err := first.Validate(); err != nil || !first.Fits(&given) || first != second {
			t.Errorf("receipts %+v and %+v, %v", first, second, err)
		}
		p.Signature = append(bytes.Clone(p.Signature), 0)
		post(protocol.PathProofs, p).problem(t, http.StatusUnprocessableEntity, protocol.CodeUsed)
	}
	q.Purpose, q.Account = protocol.PurposeBind, "contract.2"
	post(protocol.PathChallenges, q).problem(t, http.StatusUnprocessableEntity, protocol.CodeBoundElsewhere)
	q.Account = "no account"
	refused := post(protocol.PathChallenges, q)
	refused.problem(t, http.StatusUnprocessableEntity, protocol.CodeAccount)
	if bytes.Contains(refused.body, []byte(q.Account)) {
		t.Error("the problem bears the account")
	}
}

// keysRefused checks what is wrong with both kinds of question alike.
func (c *contract) keysRefused(t *testing.T, q protocol.ChallengeQuery) {
	p := protocol.Proof{Protocol: protocol.Version, Kiosk: c.Kiosk, Challenge: "019a9f00-0000-7000-8000-000000000000", Signature: []byte{1}, Witness: make([]byte, ed25519.SignatureSize)}
	otherQ, otherP, wrongQ, wrongP := q, p, q, p
	otherQ.Kiosk, otherP.Kiosk = c.Kiosk+"x", c.Kiosk+"x"
	wrongQ.Purpose, wrongP.Witness = "pay", nil
	for _, x := range []struct {
		path         string
		other, wrong any
		largest      int
	}{{protocol.PathChallenges, otherQ, wrongQ, protocol.MaxKeyQuery}, {protocol.PathProofs, otherP, wrongP, protocol.MaxProof}} {
		post := func(body []byte) reply { return c.send(t, c.request(t, http.MethodPost, x.path, body)) }
		post(encode(t, x.other)).problem(t, http.StatusForbidden, protocol.CodeOtherKiosk)
		post(encode(t, x.wrong)).problem(t, http.StatusBadRequest, protocol.CodeInvalid)
		post([]byte(strings.Repeat(" ", x.largest+1))).problem(t, http.StatusRequestEntityTooLarge, protocol.CodeTooLarge)
		plain := c.request(t, http.MethodPost, x.path, nil)
		plain.Header.Set("Content-Type", "text/plain")
		c.send(t, plain).problem(t, http.StatusUnsupportedMediaType, protocol.CodeMediaType)
		c.send(t, c.request(t, http.MethodGet, x.path, nil)).problem(t, http.StatusMethodNotAllowed, protocol.CodeMethod)
	}
	c.send(t, c.request(t, http.MethodPost, protocol.PathProofs, encode(t, p))).problem(t, http.StatusUnprocessableEntity, protocol.CodeStale)
}

// trust checks that what is told is what is served.
func (c *contract) trust(t *testing.T) {
	var got protocol.Trust
	a := c.send(t, c.request(t, http.MethodGet, protocol.PathTrust, nil))
	a.want(t, http.StatusOK, &got)
	if err := got.Validate(); err != nil || len(a.body) > protocol.MaxTrust {
		t.Errorf("trust of %d bytes, %v", len(a.body), err)
	}
	var news protocol.News
	beat := protocol.Heartbeat{Protocol: protocol.Version, Kiosk: c.Kiosk, Version: "1.0", Sent: c.Delivery().Ticket.Issued,
		Devices: []protocol.Device{}, Trust: got.Version, KeyLeft: true}
	c.send(t, c.request(t, http.MethodPost, protocol.PathHeartbeat, encode(t, beat))).want(t, http.StatusOK, &news)
	if news.Trust != got.Version {
		t.Errorf("told %q, served %q", news.Trust, got.Version)
	}
	c.send(t, c.request(t, http.MethodPost, protocol.PathTrust, nil)).problem(t, http.StatusMethodNotAllowed, protocol.CodeMethod)
}
