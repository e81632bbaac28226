package keycheck_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
)

// barsSigning are the conditions that signing fails in.
var barsSigning = []visit.KeyCondition{visit.KeyUnreadable, visit.KeyNoModule, visit.KeyEmpty, visit.KeyForeign, visit.KeyRevoked, visit.KeyFrozen,
	visit.KeyWrongHolder, visit.KeyExpired, visit.KeyNotYet, visit.KeyPINLocked, visit.KeyMustChange}

// TestAnyKey looks over any key at any time for any visit.
func TestAnyKey(t *testing.T) {
	h := newHall(t)
	pool := []ukey.Certificate{
		h.certificate(), h.certificate(serial("0A")), h.certificate(serial("0B"), lasting(-300, 40)), h.certificate(serial("F0")),
		h.certificate(use(certtest.Encrypting)), h.certificate(of("YY有限公司", another)), h.certificate(lasting(-300, -1)), h.certificate(lasting(20, 300)),
		h.unknown(), h.nameless(),
		{DER: h.ca.DER}, {DER: []byte("rubbish")}, {},
	}
	states := []ukey.PINState{"", ukey.PINReady, ukey.PINLow, ukey.PINLast, ukey.PINLocked, ukey.PINMustChange, ukey.PINUnset}
	organisations := []visit.Organisation{{}, {Name: "XX开发有限公司"}, {USCC: another}, {Name: "ZZ", USCC: credit}}
	rapid.Check(t, func(t *rapid.T) {
		k := ukey.Key{ID: "k", PIN: rapid.SampledFrom(states).Draw(t, "PIN"), Tries: rapid.IntRange(-1, 15).Draw(t, "tries"),
			Certificates: rapid.SliceOfN(rapid.SampledFrom(pool), 0, 6).Draw(t, "certificates"),
			Err:          rapid.SampledFrom([]error{nil, nil, nil, devices.ErrGarbled}).Draw(t, "error")}
		o := rapid.SampledFrom(organisations).Draw(t, "organisation")
		at := now.AddDate(0, 0, rapid.IntRange(-1000, 1000).Draw(t, "day"))
		trust := rapid.SampledFrom([]*certificate.Trust{nil, h.trust}).Draw(t, "trust")
		f := keycheck.Look(ukey.Port{Keys: []ukey.Key{k}}, trust, o, at)[0]

		all := visit.KeyConditions()
		rank := func(c visit.KeyCondition) int { return slices.Index(all, c) }
		if len(f.Conditions) == 0 || f.Condition != f.Conditions[0] || !slices.IsSortedFunc(f.Conditions, func(a, b visit.KeyCondition) int { return rank(a) - rank(b) }) {
			t.Fatalf("%s of %v", f.Condition, f.Conditions)
		}
		has := func(c visit.KeyCondition) bool { return slices.Contains(f.Conditions, c) }
		if has(visit.KeyGood) && len(f.Conditions) > 1 {
			t.Fatalf("good and %v", f.Conditions)
		}
		if barred := slices.ContainsFunc(barsSigning, has) || f.IssuerUnknown; barred == f.CanSign {
			t.Fatalf("can sign %v in %v", f.CanSign, f.Conditions)
		}
		if f.IssuerUnknown != (f.Serial != "" && trust != nil && !f.ChainKnown) {
			t.Fatalf("issuer unknown %v, chain known %v", f.IssuerUnknown, f.ChainKnown)
		}
		if f.CanBind != (f.CanSign && f.Organisation+f.USCC != "") {
			t.Fatalf("can bind %v, can sign %v", f.CanBind, f.CanSign)
		}
		if f.CanSign && (!f.CanChangePIN || f.Certificate == nil) {
			t.Fatal("signs, but the PIN cannot be changed, or with no certificate")
		}
		if f.Left < 0 || f.Left > 1 || f.Left == 0 && f.CanSign && !at.Equal(f.NotAfter) {
			t.Fatalf("%v of its time left", f.Left)
		}
		// No condition is lost: each of what was given shows.
		for c, given := range map[visit.KeyCondition]bool{
			visit.KeyUnreadable:  k.Err != nil,
			visit.KeyEmpty:       len(k.Certificates) == 0 && k.Err == nil,
			visit.KeyPINLocked:   k.PIN == ukey.PINLocked || k.PIN == ukey.PINUnset || k.PIN != "" && k.Tries == 0,
			visit.KeyWrongHolder: o.USCC != "" && f.USCC != "" && o.USCC != f.USCC,
			visit.KeyExpired:     f.Serial != "" && at.After(f.NotAfter),
			visit.KeyNotYet:      f.Serial != "" && at.Before(f.NotBefore),
			visit.KeyRevoked:     trust != nil && f.Serial == "0A",
			visit.KeyFrozen:      trust != nil && f.Serial == "0B",
			visit.KeyForeign:     f.Serial == "F0",
		} {
			if given && !has(c) {
				t.Fatalf("%s is lost: %v", c, f.Conditions)
			}
		}
	})
}
