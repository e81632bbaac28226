package centre_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre"
	"hallkiosk/sync/protocol"
)

const company = "XX开发有限公司"

// TestBindingOfEachAlgorithm: what a U-KEY signs is said in words, and taken.
func TestBindingOfEachAlgorithm(t *testing.T) {
	h := newHall(t)
	a, rsa := h.trusted(), authorityOf(t, certtest.RSA)
	h.trust(rsa.PEM)
	for i, key := range []ukey{
		a.issue(certtest.Request{Algorithm: certtest.SM2, Subject: certtest.Company(company, uscc(true))}),
		a.issue(certtest.Request{Algorithm: certtest.ECDSA, Subject: certtest.Company(company, uscc(true))}),
		rsa.issue(certtest.Request{Algorithm: certtest.RSA, Subject: certtest.Company(company, uscc(true))}),
	} {
		c := h.k1.challenged(key, "xx.kf@2026")
		for _, line := range []string{"智慧住建云平台 U-KEY签名确认\n", "事项：把这个U-KEY的证书绑定到下面的账号\n", "账号：xx.kf@2026\n", "单位：" + company + "（" + uscc(true) + "）\n",
			"证书序列号：" + c.Serial + "\n", "办理地点：自助机 K1\n", "时间：2026-11-22 09:0", "（北京时间）\n", "随机数：" + c.Nonce} {
			if !strings.Contains(c.Text, line) {
				t.Errorf("%q does not say %q", c.Text, line)
			}
		}
		if c.Expires.Sub(c.Issued) != 5*time.Minute {
			t.Errorf("lasts %v", c.Expires.Sub(c.Issued))
		}
		r := h.k1.receipt(h.k1.proof(c, key))
		if !r.Fits(&c) || r.Number != fmt.Sprintf("BD20261122-%04d", i+1) || r.Organisation != company || r.Already {
			t.Errorf("receipt %+v", r)
		}
	}
	if log := h.log.String(); strings.Contains(log, "xx.kf") || strings.Contains(log, company) || strings.Contains(log, uscc(true)) || strings.Count(log, "proof.taken") != 3 {
		t.Errorf("log %s", log)
	}
}

func TestTestSignIn(t *testing.T) {
	h := newHall(t)
	key := h.trusted().of(company, uscc(true))
	c := h.k1.challenged(key, "")
	if strings.Contains(c.Text, "账号：") || !strings.Contains(c.Text, "试登录") {
		t.Errorf("text %q", c.Text)
	}
	r := h.k1.receipt(h.k1.proof(c, key))
	if r.Number != "DL20261122-0001" || r.Account != "" || r.Purpose != protocol.PurposeSignIn {
		t.Errorf("receipt %+v", r)
	}
	h.k1.challenge(key, "account-1").must(t, 201) // and nothing is bound by it
}

// TestKeysThatAreRefused: each with its own code, for binding and for signing
// in, and noted with nothing of whose they are.
func TestKeysThatAreRefused(t *testing.T) {
	h := newHall(t)
	a := h.trusted()
	stranger, err := certtest.New(t.TempDir(), certtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	subject := certtest.Company(company, uscc(true))
	h.trust(a.crl(certtest.List{Revoked: []certtest.Revoked{
		{Serial: "0A01", Reason: certtest.KeyCompromise}, {Serial: "0A02", Reason: certtest.CertificateHold},
	}}))
	cut := a.of(company, uscc(true))
	cut.DER = cut.DER[:len(cut.DER)/2]
	self := ukey{a.Issued}
	nobody := a.issue(certtest.Request{Subject: []certtest.Attribute{{Type: "C", Value: "CN"}}})
	for name, c := range map[string]struct {
		code string
		key  ukey
	}{
		"revoked":       {protocol.CodeKeyRevoked, a.issue(certtest.Request{Subject: subject, Serial: "0A01"})},
		"frozen":        {protocol.CodeKeyFrozen, a.issue(certtest.Request{Subject: subject, Serial: "0A02"})},
		"expired":       {protocol.CodeExpired, a.issue(certtest.Request{Subject: subject, NotAfter: opening.Add(-time.Second)})},
		"not begun":     {protocol.CodeExpired, a.issue(certtest.Request{Subject: subject, NotBefore: opening.Add(24 * time.Hour)})},
		"of a stranger": {protocol.CodeUntrusted, ca{t, stranger}.of(company, uscc(true))},
		"to encrypt":    {protocol.CodeCertificate, a.issue(certtest.Request{Subject: subject, Use: certtest.Encrypting})},
		"cut short":     {protocol.CodeCertificate, cut},
		"an authority":  {protocol.CodeCertificate, self},
	} {
		t.Run(name, func(t *testing.T) {
			for _, account := range []string{"account-1", ""} {
				answer := h.k1.challenge(c.key, account)
				answer.problem(t, 422, c.code)
				answer.mustNot(t, company, uscc(true))
			}
			if !strings.Contains(h.log.String(), "code="+c.code) {
				t.Error("it was not noted")
			}
		})
	}
	h.k1.challenge(nobody, "account-1").problem(t, 422, protocol.CodeCertificate)
	good := a.of(company, uscc(true))
	for _, account := range []string{"a", "a b", "账号一", "a\nb", "<b>", strings.Repeat("a", 65), "a;drop"} {
		h.k1.challenge(good, account).problem(t, 422, protocol.CodeAccount)
	}
	for _, account := range []string{"aa", "A.b_c-d@e", strings.Repeat("9", 64)} {
		h.k1.challenge(good, account).must(t, 201)
	}
	if log := h.log.String(); strings.Contains(log, company) || strings.Contains(log, "account-1") {
		t.Error("the log says whose it was")
	}
}

// TestWhoseAccount: one certificate to one account, one account to one
// organisation; several certificates of the same may share it.
func TestWhoseAccount(t *testing.T) {
	h := newHall(t)
	a := h.trusted()
	ours, renewed := a.of(company, uscc(true)), a.of(company, uscc(true))
	other := uscc(false)
	theirs, nameless := a.of("YY建设有限公司", other), a.of(company, "")
	h.k1.bound(ours, "account-1")
	h.k1.challenge(ours, "account-2").problem(t, 422, protocol.CodeBoundElsewhere)
	h.k1.challenge(theirs, "account-1").problem(t, 422, protocol.CodeAccountOfAnother)
	if r := h.k1.bound(renewed, "account-1"); r.Already {
		t.Error("another certificate was bound already")
	}
	if r := h.k1.bound(nameless, "account-1"); r.Already { // no code in it: the name says it
		t.Error("another certificate was bound already")
	}
	if r := h.k1.bound(ours, "account-1"); !r.Already || r.Number != "BD20261122-0004" {
		t.Errorf("bound again: %+v", r)
	}
	// Asked while both were free, proven when one was taken.
	late := h.k1.challenged(theirs, "account-3")
	h.k1.bound(a.of("WW设计有限公司", ""), "account-3")
	h.k1.prove(h.k1.proof(late, theirs)).problem(t, 422, protocol.CodeAccountOfAnother)
	first, second := h.k1.challenged(theirs, "account-4"), h.k1.challenged(theirs, "account-5")
	h.k1.prove(h.k1.proof(first, theirs)).must(t, 200)
	h.k1.prove(h.k1.proof(second, theirs)).problem(t, 422, protocol.CodeBoundElsewhere)
	// A name written otherwise is the same, as it is to the kiosk's check-up.
	h.k1.bound(a.of("WW设计（常德）有限公司", ""), "account-6")
	h.k1.bound(a.of("ww设计(常德) 有限公司", ""), "account-6")
	h.k1.challenge(a.of("WW设计（常德）公司", ""), "account-6").problem(t, 422, protocol.CodeAccountOfAnother)
}

// TestSameCertificateWrittenOtherwise: whoever turns the authority's signature
// into its twin (n − s for s) has other bytes, and the same certificate.
func TestSameCertificateWrittenOtherwise(t *testing.T) {
	h := newHall(t)
	a := authorityOf(t, certtest.ECDSA)
	h.trust(a.DER)
	key := a.of(company, uscc(true))
	h.k1.bound(key, "account-1")
	twin := key
	twin.DER = otherS(t, key.DER)
	if slices.Equal(twin.DER, key.DER) {
		t.Fatal("it is not written otherwise")
	}
	h.k1.challenge(twin, "account-1").must(t, 201) // it is as genuine
	h.k1.challenge(twin, "account-2").problem(t, 422, protocol.CodeBoundElsewhere)
}

func TestProofsThatAreRefused(t *testing.T) {
	h := newHall(t)
	a := h.trusted()
	k2 := h.enrol("K2", 2)
	key, other := a.of(company, uscc(true)), a.of(company, uscc(true))
	c := h.k1.challenged(key, "account-1")
	good := h.k1.proof(c, key)
	spoil := func(change func(*protocol.Proof)) protocol.Proof {
		p := good
		p.Signature, p.Witness = slices.Clone(p.Signature), slices.Clone(p.Witness)
		change(&p)
		return p
	}
	wrongKey := h.k1.proof(c, other)
	for name, x := range map[string]struct {
		code  string
		proof protocol.Proof
	}{
		"another key": {protocol.CodeSignature, wrongKey},
		"another text": {protocol.CodeSignature, spoil(func(p *protocol.Proof) {
			p.Signature = key.sign(t, c.Text+" ")
			p.Witness = h.k1.witness(c, p.Signature)
		})},
		"no signature":    {protocol.CodeSignature, spoil(func(p *protocol.Proof) { p.Signature = []byte("none"); p.Witness = h.k1.witness(c, p.Signature) })},
		"no witness":      {protocol.CodeSignature, spoil(func(p *protocol.Proof) { p.Witness[0] ^= 1 })},
		"another witness": {protocol.CodeSignature, spoil(func(p *protocol.Proof) { p.Witness = k2.witness(c, p.Signature) })},
		"no challenge":    {protocol.CodeStale, spoil(func(p *protocol.Proof) { p.Challenge = "019a9f00-0000-7000-8000-000000000000" })},
	} {
		t.Run(name, func(t *testing.T) { h.k1.prove(x.proof).problem(t, 422, x.code) })
	}
	stolen := good
	stolen.Kiosk, stolen.Witness = "K2", k2.witness(c, good.Signature)
	k2.prove(stolen).problem(t, 422, protocol.CodeStale) // given to another kiosk
	foreign := good
	foreign.Kiosk = "K2"
	h.k1.prove(foreign).problem(t, 403, protocol.CodeOtherKiosk)

	first := h.k1.receipt(good) // none of these used it up
	if again := h.k1.receipt(good); again != first {
		t.Errorf("again %+v, first %+v", again, first)
	}
	// SM2 signs the same text otherwise each time.
	h.k1.prove(h.k1.proof(c, key)).problem(t, 422, protocol.CodeUsed)
	h.clock.pass(time.Hour)
	if again := h.k1.receipt(good); again != first { // a lost answer is no harm, however late
		t.Errorf("an hour later %+v", again)
	}

	late := h.k1.challenged(key, "account-1")
	proof := h.k1.proof(late, key)
	h.clock.pass(protocol.ChallengeFor)
	h.k1.prove(proof).problem(t, 422, protocol.CodeStale)
	h.clock.pass(48 * time.Hour)
	h.k1.challenged(key, "account-1") // the old one is swept away
	h.k1.prove(proof).problem(t, 422, protocol.CodeStale)

	// What becomes of a key between the question and the answer counts.
	revoked := a.of(company, uscc(true))
	asked := h.k1.challenged(revoked, "account-1")
	proof = h.k1.proof(asked, revoked)
	h.trust(a.crl(certtest.List{Revoked: []certtest.Revoked{{Serial: asked.Serial}}}))
	h.k1.prove(proof).problem(t, 422, protocol.CodeKeyRevoked)
}

// TestReceiptOutlivesTheProgram: the same proof after a restart.
func TestReceiptOutlivesTheProgram(t *testing.T) {
	var file string
	h := newHall(t, func(o *centre.Options) { file = o.File })
	key := h.trusted().of(company, uscc(true))
	proof := h.k1.proof(h.k1.challenged(key, "account-1"), key)
	first := h.k1.receipt(proof)
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	later, err := centre.New(centre.Options{File: copyOf(t, file), Assets: assets.FS, Words: words, Now: h.clock.now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer later.Close()
	ask := func(path string, body any) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(encode(t, body)))
		r.Header.Set("Content-Type", protocol.TypeJSON)
		chain := []*x509.Certificate{h.k1.signed}
		r.TLS = &tls.ConnectionState{PeerCertificates: chain, VerifiedChains: [][]*x509.Certificate{chain}}
		w := httptest.NewRecorder()
		later.API().ServeHTTP(w, r)
		return w
	}
	var again protocol.KeyReceipt
	if w := ask(protocol.PathProofs, proof); w.Code != 200 || json.Unmarshal(w.Body.Bytes(), &again) != nil || again != first {
		t.Errorf("after the restart %d %s, before %+v", w.Code, w.Body, first)
	}
	if w := ask(protocol.PathChallenges, asking(h.k1, key, "account-2")); w.Code != 422 || !strings.Contains(w.Body.String(), protocol.CodeBoundElsewhere) {
		t.Errorf("bound elsewhere: %d %s", w.Code, w.Body)
	}
}

// TestAtOnce: many at once get one receipt, one binding, one account each.
func TestAtOnce(t *testing.T) {
	h := newHall(t)
	a := h.trusted()
	key := a.of(company, uscc(true))
	proof := h.k1.proof(h.k1.challenged(key, "account-1"), key)
	all := together(8, func(int) answer { return h.k1.post(protocol.PathProofs, proof) })
	for _, one := range all {
		if one.status != 200 || one.body != all[0].body {
			t.Errorf("answered %d: %s", one.status, one.body)
		}
	}
	// One certificate, many accounts: one gets it.
	contested := a.of(company, uscc(true))
	var proofs []protocol.Proof
	for i := range 6 {
		proofs = append(proofs, h.k1.proof(h.k1.challenged(contested, fmt.Sprintf("rival-%d", i)), contested))
	}
	h.clock.pass(time.Minute)
	good := 0
	for _, one := range together(len(proofs), func(i int) answer { return h.k1.post(protocol.PathProofs, proofs[i]) }) {
		if one.status == 200 {
			good++
		} else {
			one.problem(t, 422, protocol.CodeBoundElsewhere)
		}
	}
	if good != 1 {
		t.Errorf("bound to %d accounts", good)
	}
}

func together(n int, do func(int) answer) []answer {
	all := make([]answer, n)
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { all[i] = do(i) })
	}
	wait.Wait()
	return all
}

// TestKeysAreNotTriedWithoutEnd: a kiosk that asks and asks is told to wait, and
// may ask for progress all the same.
func TestKeysAreNotTriedWithoutEnd(t *testing.T) {
	h := newHall(t)
	key := h.trusted().of(company, uscc(true))
	for range 20 {
		h.k1.post(protocol.PathChallenges, asking(h.k1, key, "")).must(t, 201)
	}
	busy := h.k1.post(protocol.PathChallenges, asking(h.k1, key, ""))
	busy.problem(t, 429, protocol.CodeBusy)
	none := protocol.Proof{Protocol: protocol.Version, Kiosk: "K1", Challenge: "019a9f00-0000-7000-8000-000000000000", Signature: []byte{1}, Witness: make([]byte, 64)}
	h.k1.post(protocol.PathProofs, none).problem(t, 429, protocol.CodeBusy)
	h.k1.ask(protocol.ProgressQuery{IDNumber: visit.NormalIDNumber(h.k1.delivery().Application.Legal.IDNumber)}).must(t, 200)
	h.clock.pass(5 * time.Second)
	h.k1.post(protocol.PathChallenges, asking(h.k1, key, "")).must(t, 201)
}
