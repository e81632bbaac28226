package keydesk_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/screens"
	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
)

func TestBindAndSignIn(t *testing.T) {
	for _, algorithm := range []certtest.Algorithm{certtest.RSA, certtest.ECDSA, certtest.SM2} {
		h := newHall(t, algorithm)
		for _, purpose := range []screens.Purpose{screens.PurposeBind, screens.PurposeSignIn} {
			t.Run(string(algorithm)+" "+string(purpose), func(t *testing.T) {
				r := h.rig(t)
				q := screens.ChallengeQuery{Purpose: purpose, Certificate: r.own.DER}
				if purpose == screens.PurposeBind {
					q.Account = "xxkf_2026"
				}
				c, err := r.desk.Challenge(t.Context(), q)
				must(t, err)
				pin := typed(rightPIN)
				receipt, err := r.desk.Prove(t.Context(), "k1", c, pin)
				must(t, err)
				if receipt.Purpose != purpose || receipt.Account != q.Account || receipt.Number == "" || receipt.Organisation != "XX开发有限公司" || receipt.Serial != c.Serial {
					t.Errorf("%+v", receipt)
				}
				text := sha256.Sum256([]byte(c.Text))
				signature := sha256.Sum256(r.taken[c.ID].Signature)
				if len(r.recorded) != 1 || r.recorded[0].Number != receipt.Number || r.recorded[0].Challenge != c.ID ||
					r.recorded[0].TextSum != text || r.recorded[0].SignatureSum != signature {
					t.Errorf("recorded %+v", r.recorded)
				}
				wiped(t, pin)
				silent(t, r, "xxkf", rightPIN, "XX开发", c.Serial, c.Nonce)
			})
		}
	}
}

// wiped: of a PIN nothing is left in its memory.
func wiped(t *testing.T, pins ...*ukey.PIN) {
	t.Helper()
	for _, p := range pins {
		if *p != (ukey.PIN{}) {
			t.Error("a PIN was not wiped")
		}
	}
}

// silent: the log says nothing personal.
func silent(t *testing.T, r *rig, secrets ...string) {
	t.Helper()
	for _, s := range secrets {
		if strings.Contains(r.logged(), s) {
			t.Errorf("%q is in the log:\n%s", s, r.logged())
		}
	}
}

// TestNothingElseIsSigned: a centre that sends another text than was asked for
// is not followed, and no key is asked.
func TestNothingElseIsSigned(t *testing.T) {
	h := newHall(t, certtest.ECDSA)
	for name, change := range map[string]func(*protocol.Challenge){
		"another account":          func(c *protocol.Challenge) { c.Account = "other" },
		"another account in words": func(c *protocol.Challenge) { c.Text = strings.ReplaceAll(c.Text, "xxkf_2026", "other") },
		"another certificate":      func(c *protocol.Challenge) { c.Serial, c.Text = "0A", strings.ReplaceAll(c.Text, c.Serial, "0A") },
		"another purpose":          func(c *protocol.Challenge) { c.Purpose = protocol.PurposeSignIn },
		"no number used once":      func(c *protocol.Challenge) { c.Text = strings.ReplaceAll(c.Text, c.Nonce, "") },
		"another day": func(c *protocol.Challenge) {
			c.Issued, c.Expires = c.Issued.AddDate(0, 0, 1), c.Expires.AddDate(0, 0, 1)
		},
		"yesterday": func(c *protocol.Challenge) {
			c.Issued, c.Expires = c.Issued.AddDate(0, 0, -1), c.Expires.AddDate(0, 0, -1)
		},
		"for ever":     func(c *protocol.Challenge) { c.Expires = c.Issued.AddDate(1, 0, 0) },
		"hidden words": func(c *protocol.Challenge) { c.Text += "\n\u202e另外同意" },
	} {
		t.Run(name, func(t *testing.T) {
			r := h.rig(t)
			r.change = change
			c, err := r.desk.Challenge(t.Context(), screens.ChallengeQuery{Purpose: screens.PurposeBind, Account: "xxkf_2026", Certificate: r.own.DER})
			if !errors.Is(err, screens.ErrCentreAway) || c.Text != "" {
				t.Fatalf("got %v, %v", c, err)
			}
			for _, sent := range r.given {
				forged := screens.Challenge{ID: sent.ID, Text: sent.Text, Certificate: r.own.DER}
				if _, err := r.desk.Prove(t.Context(), "k1", forged, typed(rightPIN)); !errors.Is(err, screens.ErrStale) {
					t.Errorf("proved: %v", err)
				}
			}
			if r.asked > 0 {
				t.Error("the key was asked")
			}
		})
	}
}

// TestOnlyWhatWasShown: a challenge that was changed on its way over the screens,
// or put aside by a later one, is stale.
func TestOnlyWhatWasShown(t *testing.T) {
	r := newRig(t, certtest.ECDSA)
	first := r.challenge()
	second := r.challenge()
	changed := second
	changed.Text += "\n另外同意"
	for name, c := range map[string]screens.Challenge{"put aside": first, "changed": changed, "none": {}} {
		pin := typed(rightPIN)
		if _, err := r.desk.Prove(t.Context(), "k1", c, pin); !errors.Is(err, screens.ErrStale) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := r.desk.Deliver(t.Context(), c); !errors.Is(err, screens.ErrStale) {
			t.Errorf("%s delivered: %v", name, err)
		}
		wiped(t, pin)
	}
	if _, err := r.desk.Deliver(t.Context(), second); !errors.Is(err, screens.ErrStale) {
		t.Errorf("delivered without a signature: %v", err)
	}
	r.pass(protocol.ChallengeFor + time.Second)
	if _, err := r.desk.Prove(t.Context(), "k1", second, typed(rightPIN)); !errors.Is(err, screens.ErrStale) {
		t.Errorf("after its end: %v", err)
	}
	if r.asked > 0 {
		t.Error("the key was asked")
	}
}

// TestSignedOnceDeliveredLater: with the centre away the signature waits, and no
// PIN is asked or tried again.
func TestSignedOnceDeliveredLater(t *testing.T) {
	r := newRig(t, certtest.SM2)
	c := r.challenge()
	r.away = &uplink.QueryError{Code: "unreachable"}
	if _, err := r.desk.Prove(t.Context(), "k1", c, typed(rightPIN)); !errors.Is(err, screens.ErrCentreAway) {
		t.Fatal(err)
	}
	r.away = &uplink.QueryError{Code: protocol.CodeBusy}
	if _, err := r.desk.Deliver(t.Context(), c); !errors.Is(err, screens.ErrCentreBusy) {
		t.Fatal(err)
	}
	r.pull() // the person took the key out already
	r.away = nil
	pin := typed("111111")
	again, err := r.desk.Prove(t.Context(), "k1", c, pin)
	must(t, err)
	wiped(t, pin)
	later, err := r.desk.Deliver(t.Context(), c)
	must(t, err)
	if again != later || r.asked != 1 {
		t.Errorf("%+v, %+v, asked %d times", again, later, r.asked)
	}
}

func TestRefusals(t *testing.T) {
	h := newHall(t, certtest.ECDSA)
	for code, want := range map[string]error{
		protocol.CodeBoundElsewhere: screens.ErrBoundElsewhere, protocol.CodeAccountOfAnother: screens.ErrAccountOfAnother,
		protocol.CodeAccount: screens.ErrAccount, protocol.CodeExpired: screens.ErrExpired, protocol.CodeCertificate: screens.ErrCertificate,
		protocol.CodeKeyRevoked: screens.ErrRevoked, protocol.CodeKeyFrozen: screens.ErrFrozen, protocol.CodeUntrusted: screens.ErrUntrusted,
		protocol.CodeSignature: screens.ErrSignature, protocol.CodeStale: screens.ErrStale, protocol.CodeUsed: screens.ErrUsed,
		protocol.CodeBusy: screens.ErrCentreBusy, "unreachable": screens.ErrCentreAway, "later": screens.ErrCentreAway,
	} {
		t.Run(code, func(t *testing.T) {
			r := h.rig(t)
			c := r.challenge()
			r.away = &uplink.QueryError{Code: code}
			if _, err := r.desk.Challenge(t.Context(), screens.ChallengeQuery{Purpose: screens.PurposeSignIn, Certificate: r.own.DER}); !errors.Is(err, want) {
				t.Errorf("challenge: %v", err)
			}
			_, err := r.desk.Prove(t.Context(), "k1", c, typed(rightPIN))
			if !errors.Is(err, want) {
				t.Errorf("prove: %v", err)
			}
			// What was refused for good stays so; what was not, goes on.
			r.away = nil
			_, err = r.desk.Deliver(t.Context(), c)
			goesOn := want == screens.ErrCentreAway || want == screens.ErrCentreBusy
			if goesOn != (err == nil) || !goesOn && !errors.Is(err, want) {
				t.Errorf("deliver: %v", err)
			}
			if !strings.Contains(r.logged(), "reason="+code) {
				t.Errorf("the log does not name it:\n%s", r.logged())
			}
		})
	}
	r := h.rig(t)
	for name, tt := range map[string]struct {
		q    screens.ChallengeQuery
		want error
	}{
		"no certificate": {screens.ChallengeQuery{Purpose: screens.PurposeSignIn, Certificate: []byte("no")}, screens.ErrCertificate},
		"odd account":    {screens.ChallengeQuery{Purpose: screens.PurposeBind, Account: "张三", Certificate: r.own.DER}, screens.ErrAccount},
		"no account":     {screens.ChallengeQuery{Purpose: screens.PurposeBind, Certificate: r.own.DER}, screens.ErrAccount},
	} {
		if _, err := r.desk.Challenge(t.Context(), tt.q); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestKeyFails: what the key says reaches the screen as it is; nothing is tried
// again, and the PIN is gone.
func TestKeyFails(t *testing.T) {
	h := newHall(t, certtest.ECDSA)
	for name, failure := range map[string]error{
		"state=low": &ukey.PINError{State: ukey.PINLow, Tries: 2}, "reason=hung": ukey.ErrHung, "reason=crashed": ukey.ErrCrashed,
		"reason=gone": devices.ErrGone, "reason=mechanism": ukey.ErrMechanism, "reason=no-private-key": ukey.ErrNoPrivateKey, "reason=pin-form": ukey.ErrPINForm,
	} {
		t.Run(name, func(t *testing.T) {
			r := h.rig(t)
			c := r.challenge()
			r.pin = failure
			pin, old, fresh := typed(rightPIN), typed(rightPIN), typed("135791")
			_, err := r.desk.Prove(t.Context(), "k1", c, pin)
			var e *ukey.PINError
			if !errors.Is(err, failure) || r.asked != 1 || len(r.taken) > 0 || errors.As(failure, &e) && (!errors.As(err, &e) || e.Tries != 2) {
				t.Errorf("prove: %v, asked %d times", err, r.asked)
			}
			if err := r.desk.ChangePIN(t.Context(), "k1", old, fresh); !errors.Is(err, failure) {
				t.Errorf("change: %v", err)
			}
			wiped(t, pin, old, fresh)
			if strings.Count(r.logged(), name) != 2 || strings.Contains(r.logged(), "2") && strings.Contains(r.logged(), "tries") {
				t.Errorf("the log:\n%s", r.logged())
			}
			// The person tries again, and it goes on.
			r.pin = nil
			if _, err := r.desk.Prove(t.Context(), "k1", c, typed(rightPIN)); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestForgedSignatureStaysHere: what a vendor's library returns is looked at
// before it is sent on.
func TestForgedSignatureStaysHere(t *testing.T) {
	r := newRig(t, certtest.SM2)
	c := r.challenge()
	for name, forge := range map[string]func([]byte) []byte{
		"another byte": func(s []byte) []byte { s[len(s)-1] ^= 1; return s }, "nothing": func([]byte) []byte { return nil },
	} {
		r.forge = forge
		if _, err := r.desk.Prove(t.Context(), "k1", c, typed(rightPIN)); !errors.Is(err, devices.ErrGarbled) || len(r.taken) > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReceiptOfSomethingElse(t *testing.T) {
	r := newRig(t, certtest.ECDSA)
	c := r.challenge()
	r.receipt = func(k *protocol.KeyReceipt) { k.Account = "other" }
	if receipt, err := r.desk.Prove(t.Context(), "k1", c, typed(rightPIN)); !errors.Is(err, screens.ErrCentreAway) || receipt != (screens.Receipt{}) || len(r.recorded) > 0 {
		t.Errorf("%+v, %v", receipt, err)
	}
}

// TestFullDiskUndoesNothing: the centre has it, so the person has it.
func TestFullDiskUndoesNothing(t *testing.T) {
	r := newRig(t, certtest.ECDSA)
	c := r.challenge()
	r.full = true
	if _, err := r.desk.Prove(t.Context(), "k1", c, typed(rightPIN)); err != nil || !strings.Contains(r.logged(), "store.failed") {
		t.Errorf("%v\n%s", err, r.logged())
	}
}

func TestWhoeverLeavesIsNotWaitedFor(t *testing.T) {
	r := newRig(t, certtest.ECDSA)
	c := r.challenge()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	pin := typed(rightPIN)
	if _, err := r.desk.Prove(ctx, "k1", c, pin); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	wiped(t, pin)
}

// TestTwoAtOnce: however often a tap is heard, the key signs once.
func TestTwoAtOnce(t *testing.T) {
	r := newRig(t, certtest.ECDSA)
	c := r.challenge()
	var all sync.WaitGroup
	receipts := make([]screens.Receipt, 5)
	for i := range receipts {
		all.Go(func() {
			var err error
			if receipts[i], err = r.desk.Prove(t.Context(), "k1", c, typed(rightPIN)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, other := range receipts {
		if other != receipts[0] {
			t.Errorf("%+v and %+v", other, receipts[0])
		}
	}
	if r.asked != 1 {
		t.Errorf("asked %d times", r.asked)
	}
}
