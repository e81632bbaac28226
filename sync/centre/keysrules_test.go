package centre_test

import (
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
	"pgregory.net/rapid"

	"hallkiosk/sync/centre"
	"hallkiosk/sync/protocol"
)

// swift signs as the U-KEY does, without a program for each signature.
func (k ukey) swift(t testing.TB, text string) []byte {
	t.Helper()
	key, err := smx509.ParsePKCS8PrivateKey(k.Key.DER)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := key.(*sm2.PrivateKey).SignWithSM2(rand.Reader, nil, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

// TestRulesOfBinding: whatever is asked, proven, proven again and released in
// whatever order, a certificate belongs to one account, an account to one
// organisation, and a proof has one receipt for ever.
func TestRulesOfBinding(t *testing.T) {
	var file string
	h := newHall(t, func(o *centre.Options) { file = o.File })
	a := h.trusted()
	keys := []ukey{a.of(company, uscc(true)), a.of(company, uscc(true)), a.of("YY建设有限公司", uscc(false))}
	owner := []string{company, company, "YY"}
	db := database(t, file)
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		if _, err := db.Exec("UPDATE bindings SET released = 0 WHERE released IS NULL"); err != nil {
			rt.Fatal(err)
		}
		belongs := map[int]string{} // key → account
		type pending struct {
			key     int
			account string
			proof   protocol.Proof
			receipt string // its body once taken
			number  string
		}
		var all []*pending
		allowed := func(key int, account string) string {
			if at, bound := belongs[key]; bound && at != account {
				return protocol.CodeBoundElsewhere
			}
			for other, at := range belongs {
				if at == account && owner[other] != owner[key] {
					return protocol.CodeAccountOfAnother
				}
			}
			return ""
		}
		oneOf := func(a answer, codes ...string) {
			for _, code := range codes {
				if a.status == 422 && strings.Contains(a.body, `"`+code+`"`) {
					return
				}
			}
			rt.Fatalf("answered %d %s, want one of %v", a.status, a.body, codes)
		}
		for range rapid.IntRange(1, 8).Draw(rt, "deeds") {
			switch rapid.IntRange(0, 3).Draw(rt, "deed") {
			case 0, 1: // ask and sign
				key, account := rapid.IntRange(0, 2).Draw(rt, "key"), fmt.Sprintf("acc-%d-%d", runs, rapid.IntRange(1, 2).Draw(rt, "account"))
				if code := allowed(key, account); code != "" {
					// Where both rules forbid it, either may be told.
					oneOf(h.k1.challenge(keys[key], account), protocol.CodeBoundElsewhere, protocol.CodeAccountOfAnother)
					continue
				}
				c := h.k1.challenged(keys[key], account)
				p := protocol.Proof{Protocol: protocol.Version, Kiosk: "K1", Challenge: c.ID, Signature: keys[key].swift(h.t, c.Text)}
				p.Witness = h.k1.witness(c, p.Signature)
				all = append(all, &pending{key: key, account: account, proof: p})
			case 2: // prove, perhaps again
				if len(all) == 0 {
					continue
				}
				p := rapid.SampledFrom(all).Draw(rt, "proof")
				answer := h.k1.prove(p.proof)
				switch code := allowed(p.key, p.account); {
				case p.receipt != "" && (answer.status != 200 || answer.body != p.receipt):
					rt.Fatalf("again %d %s, first %s", answer.status, answer.body, p.receipt)
				case p.receipt != "":
				case code != "":
					oneOf(answer, protocol.CodeBoundElsewhere, protocol.CodeAccountOfAnother)
				case answer.status != 200:
					rt.Fatalf("answered %d %s", answer.status, answer.body)
				default:
					p.receipt, belongs[p.key] = answer.body, p.account
					_, rest, _ := strings.Cut(answer.body, `"number":"`)
					p.number, _, _ = strings.Cut(rest, `"`)
				}
			case 3: // release
				if len(all) == 0 {
					continue
				}
				if p := rapid.SampledFrom(all).Draw(rt, "released"); p.number != "" {
					a := h.signedIn("approver1").post("/bindings/"+p.number+"/release", "reason", "wrong")
					if a.status == http.StatusSeeOther && belongs[p.key] == p.account {
						delete(belongs, p.key)
					} else if a.status != http.StatusConflict {
						rt.Fatalf("release answered %d", a.status)
					}
				}
			}
		}
		var standing int
		if err := db.QueryRow("SELECT COUNT(*) FROM bindings WHERE released IS NULL").Scan(&standing); err != nil || standing != len(belongs) {
			rt.Fatalf("%d bindings stand, want %d, %v", standing, len(belongs), err)
		}
	})
}

// FuzzKeysAPI: whatever a kiosk sends is answered, or refused with a problem;
// nothing fails inside.
func FuzzKeysAPI(f *testing.F) {
	h := newHall(f)
	key := h.trusted().of(company, uscc(true))
	c := h.k1.challenged(key, "account-1")
	f.Add(true, encode(f, asking(h.k1, key, "account-1")))
	f.Add(true, encode(f, asking(h.k1, key, "")))
	f.Add(false, encode(f, h.k1.proof(c, key)))
	f.Add(false, []byte("{}"))
	chain := []*x509.Certificate{h.k1.signed}
	f.Fuzz(func(t *testing.T, ask bool, body []byte) {
		path := protocol.PathProofs
		if ask {
			path = protocol.PathChallenges
		}
		h.clock.pass(5 * time.Second) // it never asks too often
		r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(body))
		r.Header.Set("Content-Type", protocol.TypeJSON)
		r.TLS = &tls.ConnectionState{PeerCertificates: chain, VerifiedChains: [][]*x509.Certificate{chain}}
		w := httptest.NewRecorder()
		h.centre.API().ServeHTTP(w, r)
		switch w.Code {
		case 200, 201, 400, 403, 413, 422, 429:
		default:
			t.Errorf("answered %d: %s", w.Code, w.Body)
		}
	})
}
