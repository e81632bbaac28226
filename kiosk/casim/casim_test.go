package casim

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"errors"
	"testing"
	"time"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/visit"
)

var present = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

func found(t *testing.T) *Authorities {
	t.Helper()
	a, err := Found(t.TempDir(), present)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// ordered makes a key as a walk orders it.
func ordered(t *testing.T, a *Authorities, text string) Made {
	t.Helper()
	s, err := ParseSpec([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	m, err := a.Make(s, present)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestKeysAreWhatTheyAreSaidToBe reads each key's certificate as the kiosk does.
func TestKeysAreWhatTheyAreSaidToBe(t *testing.T) {
	a := found(t)
	trust, err := certificate.NewTrust(a.Trust())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		spec       string
		algorithm  certificate.Algorithm
		chain      certificate.Chain
		hunan      bool
		revocation certificate.Revocation
		days       int // until it ends
	}{
		{`{}`, certificate.SM2, certificate.ChainKnown, true, certificate.Good, 400},
		{`{"algorithm":"rsa","expires":"+60d"}`, certificate.RSA, certificate.ChainKnown, true, certificate.Good, 60},
		{`{"algorithm":"ecdsa","expires":"-3d"}`, certificate.ECDSA, certificate.ChainKnown, true, certificate.RevocationUnknown, -3},
		{`{"state":"revoked","encryption":true}`, certificate.SM2, certificate.ChainKnown, true, certificate.Revoked, 400},
		{`{"state":"frozen","algorithm":"rsa"}`, certificate.RSA, certificate.ChainKnown, true, certificate.Frozen, 400},
		{`{"issuer":"other"}`, certificate.SM2, certificate.ChainUnknown, false, certificate.RevocationUnknown, 400},
	} {
		t.Run(c.spec, func(t *testing.T) {
			m := ordered(t, a, c.spec)
			var read *certificate.Certificate
			for _, p := range m.Key.Pairs {
				got, err := certificate.Parse(p.Certificate)
				if err != nil {
					t.Fatal(err)
				}
				if got.Use == certificate.Sign {
					read = got
				}
			}
			if read == nil {
				t.Fatal("no certificate to sign with")
			}
			if read.Organisation != "XX开发有限公司" || visit.CheckUSCC(read.USCC) != nil || read.Algorithm != c.algorithm {
				t.Errorf("%q, %q, %s", read.Organisation, read.USCC, read.Algorithm)
			}
			got := trust.Check(read, present)
			if got.Chain != c.chain || got.Hunan != c.hunan || got.Revocation != c.revocation {
				t.Errorf("standing %+v", got)
			}
			if days := int(read.NotAfter.Sub(present).Round(24*time.Hour).Hours() / 24); days != c.days {
				t.Errorf("%d days left, want %d", days, c.days)
			}
		})
	}
}

func TestStatesThatAreNotTheCertificates(t *testing.T) {
	a := found(t)
	if m := ordered(t, a, `{"state":"locked","tries":3}`); m.Key.Left() != 0 {
		t.Errorf("locked: %d left", m.Key.Left())
	}
	if m := ordered(t, a, `{"state":"last"}`); m.Key.Left() != 1 {
		t.Errorf("last: %d left", m.Key.Left())
	}
	if m := ordered(t, a, `{"state":"must-change"}`); !m.Key.MustChange {
		t.Error("need not change its PIN")
	}
	if m := ordered(t, a, `{"state":"empty"}`); len(m.Key.Pairs) != 0 {
		t.Error("not empty")
	}
	if m := ordered(t, a, `{"state":"no-module"}`); m.Key != nil || m.Stick.ID != Strange {
		t.Errorf("a library reads %v", m.Stick.ID)
	}
	for _, state := range []string{"hang", "crash", "garbage"} {
		if m := ordered(t, a, `{"state":"`+state+`"}`); len(m.Key.Faults) == 0 {
			t.Errorf("%s: nothing wrong with it", state)
		}
	}
}

// TestACertificateIsItsKeys: what a key's private key signs, its certificate
// verifies.
func TestACertificateIsItsKeys(t *testing.T) {
	a := found(t)
	for _, algorithm := range []string{"sm2", "rsa", "ecdsa"} {
		for _, p := range ordered(t, a, `{"encryption":true,"algorithm":"`+algorithm+`"}`).Key.Pairs {
			c, err := certificate.Parse(p.Certificate)
			if err != nil {
				t.Fatal(err)
			}
			same := false
			switch public := p.Private.Public().(type) {
			case *rsa.PublicKey:
				same = public.Equal(c.PublicKey)
			case *ecdsa.PublicKey:
				same = public.Equal(c.PublicKey)
			}
			if !same {
				t.Errorf("%s: another key's certificate", algorithm)
			}
		}
	}
}

func TestSpecsThatAreRefused(t *testing.T) {
	for _, text := range []string{``, `[]`, `{"holder":1}`, `{"color":"red"}`, `{} {}`, `{"state":"broken"}`, `{"algorithm":"dsa"}`, `{"issuer":"me"}`,
		`{"expires":"soon"}`, `{"expires":"+9999999999d"}`, `{"begins":"2027-01-01","expires":"2026-01-01"}`, `{"usb":"96e:309"}`, `{"signs":"no"}`} {
		if _, err := ParseSpec([]byte(text)); !errors.Is(err, ErrSpec) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
