package uplink_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
	"hallkiosk/sync/uplink/uplinktest"
)

const (
	account = "an-account-of-somebody"
	nonce   = "ABCDEFGHIJKLMNOPQRSTUVWX23"
)

func binding() protocol.ChallengeQuery {
	return protocol.ChallengeQuery{Purpose: protocol.PurposeBind, Account: account, Certificate: []byte("certificate-of-somebody")}
}

func given() protocol.Challenge {
	return protocol.Challenge{Protocol: 1, ID: caseID(1), Purpose: protocol.PurposeBind, Account: account, Serial: "0A1B", Nonce: nonce,
		Issued: start, Expires: start.Add(protocol.ChallengeFor), Text: "账号：" + account + "\n证书序列号：0A1B\n随机数：" + nonce}
}

func proven() protocol.Proof {
	return protocol.Proof{Challenge: caseID(1), Signature: []byte("signature"), Witness: make([]byte, 64)}
}

func noted() protocol.KeyReceipt {
	return protocol.KeyReceipt{Protocol: 1, Number: "BD20261123-0001", Purpose: protocol.PurposeBind, Account: account,
		Organisation: "XX开发有限公司", Serial: "0A1B", At: start}
}

// keysAt is an uplink whose centre answers at one path by h.
func keysAt(t *testing.T, path string, h http.HandlerFunc) *link {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc(path, h)
	mux.HandleFunc(protocol.PathHeartbeat, func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, 200, protocol.News{Protocol: 1, Now: start})
	})
	a := uplinktest.NewAuthority(t)
	l := run(t, a, serve(t, a, mux), 0, nil)
	l.rest()
	return l
}

func TestChallengeIsAsked(t *testing.T) {
	l := keysAt(t, protocol.PathChallenges, func(w http.ResponseWriter, r *http.Request) {
		q, err := protocol.DecodeChallengeQuery(r.Body)
		if err != nil || r.Method != http.MethodPost || r.URL.RawQuery != "" || q.Kiosk != "K1" || q.Account != account || len(q.Certificate) == 0 {
			t.Errorf("asked by %s %s: %+v, %v", r.Method, r.URL, q, err)
		}
		answerJSON(w, 201, given())
	})
	got, err := l.Challenge(t.Context(), binding())
	if err != nil || got.ID != caseID(1) || got.Text != given().Text {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, q := range []protocol.ChallengeQuery{{}, {Purpose: protocol.PurposeBind, Certificate: []byte("x")}, {Purpose: protocol.PurposeSignIn, Account: account, Certificate: []byte("x")}} {
		_, err := l.Challenge(t.Context(), q)
		wantCode(t, err, protocol.CodeInvalid)
	}
	if strings.Contains(l.log.String(), "somebody") {
		t.Error("the log says what was asked")
	}
}

func TestProofIsHandedOver(t *testing.T) {
	l := keysAt(t, protocol.PathProofs, func(w http.ResponseWriter, r *http.Request) {
		p, err := protocol.DecodeProof(r.Body)
		if err != nil || r.Method != http.MethodPost || p.Kiosk != "K1" || p.Challenge != caseID(1) || string(p.Signature) != "signature" {
			t.Errorf("handed over by %s: %+v, %v", r.Method, p, err)
		}
		answerJSON(w, 200, noted())
	})
	got, err := l.Prove(t.Context(), proven())
	if err != nil || got != noted() {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err = l.Prove(t.Context(), protocol.Proof{})
	wantCode(t, err, protocol.CodeInvalid)
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var e *uplink.QueryError
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("error %v, want %s", err, code)
	}
	if strings.Contains(err.Error(), "somebody") {
		t.Error("the error says what was asked")
	}
}

// TestCodesOfRefusedKeys: each refusal of the centre arrives as it is.
func TestCodesOfRefusedKeys(t *testing.T) {
	for _, code := range []string{protocol.CodeBoundElsewhere, protocol.CodeAccountOfAnother, protocol.CodeAccount, protocol.CodeExpired, protocol.CodeCertificate,
		protocol.CodeKeyRevoked, protocol.CodeKeyFrozen, protocol.CodeUntrusted, protocol.CodeSignature, protocol.CodeStale, protocol.CodeUsed} {
		refuse := func(w http.ResponseWriter, _ *http.Request) { problem(w, 422, code) }
		_, err := keysAt(t, protocol.PathChallenges, refuse).Challenge(t.Context(), binding())
		wantCode(t, err, code)
		_, err = keysAt(t, protocol.PathProofs, refuse).Prove(t.Context(), proven())
		wantCode(t, err, code)
	}
}

// TestHostileChallenges: a centre, or whoever sits before it, gets no key to
// sign what was not asked for.
func TestHostileChallenges(t *testing.T) {
	for name, c := range map[string]struct {
		code string
		h    http.HandlerFunc
	}{
		"HTML":            {"nonsense", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(201); _, _ = w.Write([]byte("<html>")) }},
		"200":             {"status-200", func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 200, given()) }},
		"another account": {"nonsense", spoilt(func(c *protocol.Challenge) { c.Account = "another" })},
		"another purpose": {"nonsense", spoilt(func(c *protocol.Challenge) { c.Purpose = protocol.PurposeSignIn })},
		"another text":    {"nonsense", spoilt(func(c *protocol.Challenge) { c.Text = "授权书：" + nonce })},
		"a text of 5 MB":  {"nonsense", spoilt(func(c *protocol.Challenge) { c.Text += strings.Repeat("x", 5<<20) })},
		"no such address": {"status-404", http.NotFound},
		"busy":            {protocol.CodeBusy, func(w http.ResponseWriter, _ *http.Request) { problem(w, 429, protocol.CodeBusy) }},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := keysAt(t, protocol.PathChallenges, c.h).Challenge(t.Context(), binding())
			wantCode(t, err, c.code)
		})
	}
	_, err := keysAt(t, protocol.PathProofs, func(w http.ResponseWriter, _ *http.Request) {
		r := noted()
		r.Number = "<b>"
		answerJSON(w, 200, r)
	}).Prove(t.Context(), proven())
	wantCode(t, err, "nonsense")
}

func spoilt(change func(*protocol.Challenge)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		c := given()
		change(&c)
		answerJSON(w, 201, c)
	}
}

func TestLeavingEndsTheProof(t *testing.T) {
	asked := make(chan struct{})
	l := keysAt(t, protocol.PathProofs, func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	})
	ctx, leave := context.WithTimeout(t.Context(), 20*time.Second)
	go func() {
		<-asked
		leave()
	}()
	if _, err := l.Prove(ctx, proven()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
