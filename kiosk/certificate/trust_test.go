package certificate_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func trust(t testing.TB, authorities [][]byte, lists ...[]byte) *certificate.Trust {
	t.Helper()
	made, err := certificate.NewTrust(authorities, lists)
	must(t, err)
	return made
}

func list(t testing.TB, a *certtest.Authority, l certtest.List) []byte {
	t.Helper()
	made, err := a.List(l)
	must(t, err)
	return made
}

func expect(t *testing.T, tr *certificate.Trust, der []byte, at time.Time, want certificate.Standing) {
	t.Helper()
	got := tr.Check(parse(t, der), at)
	if got.Chain != want.Chain || got.Hunan != want.Hunan || got.Revocation != want.Revocation || !got.Since.Equal(want.Since) {
		t.Errorf("stands %+v, want %+v", got, want)
	}
}

func TestChain(t *testing.T) {
	other := []certtest.Attribute{{Type: "C", Value: "CN"}, {Type: "CN", Value: "XX CA"}}
	sub := []certtest.Attribute{{Type: "C", Value: "CN"}, {Type: "CN", Value: "XX Sub CA"}}
	for _, algorithm := range []certtest.Algorithm{certtest.SM2, certtest.RSA, certtest.ECDSA} {
		t.Run(string(algorithm), func(t *testing.T) {
			root := authority(t, certtest.Options{Algorithm: algorithm})
			between, err := root.Under(certtest.Options{Name: sub}) // by SM2 under any
			must(t, err)
			forger := authority(t, certtest.Options{Algorithm: algorithm, Extensions: []string{"basicConstraints = CA:true"}})
			foreign := authority(t, certtest.Options{Name: other})
			direct, under := issue(t, root, certtest.Request{Algorithm: certtest.SM2}).DER, issue(t, between, certtest.Request{}).DER
			forged := issue(t, forger, certtest.Request{Algorithm: certtest.SM2, Extensions: []string{"basicConstraints = CA:false", "authorityKeyIdentifier = none"}}).DER
			otherKey := issue(t, forger, certtest.Request{Algorithm: certtest.SM2}).DER // and says so
			strange := issue(t, foreign, certtest.Request{}).DER
			whole := trust(t, [][]byte{between.DER, root.DER})
			known := certificate.Standing{Chain: "known", Hunan: true, Revocation: "unknown"}
			unknown := certificate.Standing{Chain: "unknown", Revocation: "unknown"}
			byName := certificate.Standing{Chain: "unknown", Hunan: true, Revocation: "unknown"}
			expect(t, whole, direct, now, known)
			expect(t, whole, under, now, known)
			expect(t, whole, root.DER, now, known)
			expect(t, whole, strange, now, unknown)
			expect(t, whole, forged, now, unknown)
			expect(t, whole, otherKey, now, byName)
			expect(t, nil, forged, now, byName)
			expect(t, trust(t, nil), direct, now, byName)
			expect(t, trust(t, [][]byte{root.DER}), under, now, unknown) // nothing says so without the one between
			expect(t, trust(t, [][]byte{between.DER}), under, now, certificate.Standing{Chain: "known", Hunan: false, Revocation: "unknown"})
			expect(t, trust(t, [][]byte{foreign.DER}), strange, now, certificate.Standing{Chain: "known", Revocation: "unknown"})
			expect(t, trust(t, [][]byte{foreign.DER}), direct, now, byName)
			expect(t, trust(t, [][]byte{forger.DER, root.DER}), direct, now, known) // two of one name
		})
	}
}

// TestChainThatCannotBeChecked: what an authority of that name signed by a key of
// another kind, or by SHA-1, is not called forged: nobody knows.
func TestChainThatCannotBeChecked(t *testing.T) {
	plain := []string{"basicConstraints = CA:false", "authorityKeyIdentifier = none"}
	sm2, rsa := authority(t, certtest.Options{Algorithm: certtest.SM2}), authority(t, certtest.Options{Algorithm: certtest.RSA})
	byName := certificate.Standing{Chain: "unknown", Hunan: true, Revocation: "unknown"}
	leaf := issue(t, rsa, certtest.Request{Extensions: plain}).DER
	expect(t, trust(t, [][]byte{sm2.DER}), leaf, now, byName)
	expect(t, trust(t, [][]byte{sm2.DER, rsa.DER}), leaf, now, certificate.Standing{Chain: "known", Hunan: true, Revocation: "unknown"})
	withRSA := []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11} // by SHA-256; with 5 at its end, by SHA-1
	old := bytes.ReplaceAll(leaf, withRSA, append(withRSA[:8:8], 5))
	if bytes.Equal(old, leaf) {
		t.Fatal("it was by another digest")
	}
	expect(t, trust(t, [][]byte{rsa.DER}), old, now, byName)
}

func TestChainRules(t *testing.T) {
	root := authority(t, certtest.Options{NotAfter: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
		Extensions: []string{"basicConstraints = critical,CA:true,pathlen:0", "keyUsage = keyCertSign,cRLSign"}})
	between, err := root.Under(certtest.Options{Name: []certtest.Attribute{{Type: "CN", Value: "湖南子CA"}}})
	must(t, err)
	leaf := issue(t, root, certtest.Request{}).DER
	tr := trust(t, [][]byte{root.DER, between.DER})
	known := certificate.Standing{Chain: "known", Hunan: true, Revocation: "unknown"}
	unknown := certificate.Standing{Chain: "unknown", Hunan: true, Revocation: "unknown"}
	expect(t, tr, leaf, now, known)
	expect(t, tr, leaf, now.AddDate(1, 0, 0), unknown) // the authority has ended
	expect(t, tr, issue(t, between, certtest.Request{}).DER, now, unknown)
	ended := issue(t, root, certtest.Request{NotBefore: now.AddDate(0, -3, 0), NotAfter: now.AddDate(0, -1, 0)}).DER
	expect(t, tr, ended, now.AddDate(1, 0, 0), known) // when it ended, the authority had not
	tampered := append([]byte(nil), leaf...)
	tampered[len(tampered)-1] ^= 1
	expect(t, tr, tampered, now, certificate.Standing{Chain: "unknown", Revocation: "unknown"})

	for name, tt := range map[string]struct {
		authority []byte
		want      error
	}{
		"a company's":    {leaf, certificate.ErrNoAuthority},
		"not to issue":   {authority(t, certtest.Options{Extensions: []string{"basicConstraints = CA:true", "keyUsage = cRLSign"}}).DER, certificate.ErrNoAuthority},
		"demands more":   {authority(t, certtest.Options{Extensions: []string{"basicConstraints = CA:true", "1.2.3.4 = critical,ASN1:NULL"}}).DER, certificate.ErrNoAuthority},
		"no certificate": {[]byte("hello"), certificate.ErrMalformed},
	} {
		if _, err := certificate.NewTrust([][]byte{root.DER, tt.authority}, nil); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := certificate.NewTrust(make([][]byte, 1000), nil); !errors.Is(err, certificate.ErrTooLarge) {
		t.Errorf("1000 authorities: %v", err)
	}
}

// TestNameEncodedTwice: an authority whose name is a UTF8String in its own
// certificate and a PrintableString in what it issues.
func TestNameEncodedTwice(t *testing.T) {
	ca := authority(t, certtest.Options{Name: dn("CN", "HNCA")})
	leaf := issue(t, ca, certtest.Request{Edit: func(tbs []byte) []byte {
		if !bytes.Contains(tbs, []byte("\x0c\x04HNCA")) {
			t.Error("the issuer's name is encoded otherwise")
		}
		return bytes.Replace(tbs, []byte("\x0c\x04HNCA"), []byte("\x13\x04HNCA"), 1)
	}})
	expect(t, trust(t, [][]byte{ca.DER}), leaf.DER, now, certificate.Standing{Chain: "known", Hunan: true, Revocation: "unknown"})
}

// TestLongChain: an authority's name under itself goes on without end.
func TestLongChain(t *testing.T) {
	a := authority(t, certtest.Options{})
	all, certificates := a, [][]byte{a.DER}
	for i := range 8 {
		next, err := all.Under(certtest.Options{Name: []certtest.Attribute{{Type: "CN", Value: "湖南CA " + string(rune('A'+i))}}})
		must(t, err)
		all, certificates = next, append(certificates, next.DER)
	}
	expect(t, trust(t, certificates), issue(t, all, certtest.Request{}).DER, now, certificate.Standing{Chain: "unknown", Hunan: true, Revocation: "unknown"})
}

func TestRevocation(t *testing.T) {
	since := time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)
	this, next := now.AddDate(0, 0, -1), now.AddDate(0, 0, 6)
	for _, algorithm := range []certtest.Algorithm{certtest.SM2, certtest.RSA, certtest.ECDSA} {
		t.Run(string(algorithm), func(t *testing.T) {
			ca := authority(t, certtest.Options{Algorithm: algorithm})
			leaf := issue(t, ca, certtest.Request{Algorithm: certtest.SM2, Serial: "8000ABCDEF"}).DER
			stands := func(r certificate.Revocation, since time.Time) certificate.Standing {
				return certificate.Standing{Chain: "known", Hunan: true, Revocation: r, Since: since}
			}
			at := func(reason string, this, next time.Time) []byte {
				return list(t, ca, certtest.List{Revoked: []certtest.Revoked{{Serial: "8000ABCDEF", Reason: reason, At: since}, {Serial: "01"}}, This: this, Next: next})
			}
			empty := list(t, ca, certtest.List{This: this, Next: next})
			for name, tt := range map[string]struct {
				lists [][]byte
				at    time.Time
				want  certificate.Standing
			}{
				"none":                          {nil, now, stands("unknown", time.Time{})},
				"good":                          {[][]byte{empty}, now, stands("good", time.Time{})},
				"overdue":                       {[][]byte{empty}, next, stands("unknown", time.Time{})},
				"not yet":                       {[][]byte{empty}, this.Add(-time.Second), stands("unknown", time.Time{})},
				"ended":                         {[][]byte{list(t, ca, certtest.List{})}, now.AddDate(5, 0, 0), stands("unknown", time.Time{})},
				"revoked":                       {[][]byte{at("keyCompromise", this, next)}, now, stands("revoked", since)},
				"revoked, no reason":            {[][]byte{at("", this, next)}, now, stands("revoked", since)},
				"revoked, overdue":              {[][]byte{at("superseded", this, next)}, next.AddDate(0, 1, 0), stands("revoked", since)},
				"frozen":                        {[][]byte{at(certtest.CertificateHold, this, next)}, now, stands("frozen", since)},
				"no longer frozen":              {[][]byte{empty, at(certtest.CertificateHold, this.AddDate(0, 0, -7), this)}, now, stands("good", time.Time{})},
				"no longer frozen, other order": {[][]byte{at(certtest.CertificateHold, this.AddDate(0, 0, -7), this), empty}, now, stands("good", time.Time{})},
				"freshly frozen":                {[][]byte{list(t, ca, certtest.List{This: this.AddDate(0, 0, -1)}), at(certtest.CertificateHold, this, next)}, now, stands("frozen", since)},
			} {
				t.Run(name, func(t *testing.T) { expect(t, trust(t, [][]byte{ca.DER}, tt.lists...), leaf, tt.at, tt.want) })
			}
		})
	}
}

func TestRevokedAuthority(t *testing.T) {
	root := authority(t, certtest.Options{})
	between, err := root.Under(certtest.Options{Name: []certtest.Attribute{{Type: "CN", Value: "湖南子CA"}}})
	must(t, err)
	since := time.Date(2026, 5, 6, 0, 0, 0, 0, time.UTC)
	revoked := list(t, root, certtest.List{Revoked: []certtest.Revoked{{Serial: parse(t, between.DER).SerialHex(), At: since}}})
	tr := trust(t, [][]byte{root.DER, between.DER}, revoked, list(t, between, certtest.List{}))
	expect(t, tr, issue(t, between, certtest.Request{}).DER, now, certificate.Standing{Chain: "known", Hunan: true, Revocation: "revoked", Since: since})
}

// TestListOfSome: a list that speaks of some certificates only says of no other
// that it is good.
func TestListOfSome(t *testing.T) {
	ca := authority(t, certtest.Options{})
	here := issue(t, ca, certtest.Request{Extensions: []string{"crlDistributionPoints = URI:http://ca.example/crl1.crl,URI:http://ca.example/other"}}).DER
	there := issue(t, ca, certtest.Request{Serial: "77", Extensions: []string{"crlDistributionPoints = URI:http://ca.example/crl2.crl"}}).DER
	scoped := func(scope string, revoked ...certtest.Revoked) []byte {
		return list(t, ca, certtest.List{Revoked: revoked, Extensions: append([]string{"issuingDistributionPoint = critical,@scope", "[scope]"}, scope)})
	}
	good := certificate.Standing{Chain: "known", Hunan: true, Revocation: "good"}
	unknown := certificate.Standing{Chain: "known", Hunan: true, Revocation: "unknown"}
	one := trust(t, [][]byte{ca.DER}, scoped("fullname = URI:http://ca.example/crl1.crl"))
	expect(t, one, here, now, good)
	expect(t, one, there, now, unknown)
	both := trust(t, [][]byte{ca.DER}, scoped("fullname = URI:http://ca.example/crl1.crl"), scoped("fullname = URI:http://ca.example/crl2.crl", certtest.Revoked{Serial: "77", At: now}))
	expect(t, both, here, now, good)
	expect(t, both, there, now, certificate.Standing{Chain: "known", Hunan: true, Revocation: "revoked", Since: now})
	expect(t, trust(t, [][]byte{ca.DER}, scoped("onlyuser = TRUE")), here, now, good)
	expect(t, trust(t, [][]byte{ca.DER}, scoped("onlyCA = TRUE")), here, now, unknown)
	expect(t, trust(t, [][]byte{ca.DER}, scoped("onlyAA = TRUE")), here, now, unknown)
	expect(t, trust(t, [][]byte{ca.DER}, scoped("onlysomereasons = keyCompromise")), here, now, unknown)
	expect(t, trust(t, [][]byte{ca.DER}, scoped("relativename = dn\n[dn]\nCN = x")), here, now, unknown)
}

func TestListsRefused(t *testing.T) {
	ca, other := authority(t, certtest.Options{}), authority(t, certtest.Options{})
	mute := authority(t, certtest.Options{Extensions: []string{"basicConstraints = CA:true", "keyUsage = keyCertSign"}})
	good := list(t, ca, certtest.List{Revoked: []certtest.Revoked{{Serial: "1", Reason: certtest.CertificateHold}}})
	spoilt := append([]byte(nil), good...)
	spoilt[len(spoilt)-1] ^= 1
	for name, tt := range map[string]struct {
		list []byte
		want error
	}{
		"another's of the same name": {list(t, other, certtest.List{}), certificate.ErrListIssuer},
		"not to sign lists":          {list(t, mute, certtest.List{}), certificate.ErrListIssuer},
		"spoilt":                     {spoilt, certificate.ErrListIssuer},
		"a certificate":              {ca.DER, certificate.ErrMalformed},
		"of changes":                 {list(t, ca, certtest.List{Extensions: []string{"2.5.29.27 = critical,ASN1:INTEGER:1"}}), certificate.ErrExtension},
		"for several":                {list(t, ca, certtest.List{Extensions: []string{"issuingDistributionPoint = critical,indirectCRL:TRUE"}}), certificate.ErrExtension},
		"nothing":                    {nil, certificate.ErrMalformed},
		"more behind":                {append(append([]byte(nil), good...), 1), certificate.ErrTrailing},
		"33 MB":                      {make([]byte, 33<<20), certificate.ErrTooLarge},
	} {
		if _, err := certificate.NewTrust([][]byte{ca.DER, mute.DER}, [][]byte{good, tt.list}); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for n := range good {
		if _, err := certificate.NewTrust([][]byte{ca.DER}, [][]byte{good[:n]}); err == nil {
			t.Fatalf("cut at %d: taken", n)
		}
	}
}

func TestHunanByName(t *testing.T) {
	for issuer, want := range map[string]bool{"湖南CA": true, "HNCA": true, "HUNCA SM2": true, "Hunan Digital Certification": true, "湖南省电子认证": true,
		"北京CA": false, "CFCA OCA31": false, "HNCA 河南": false, "Hainan HNCA": false, "XHNCAX": false} {
		t.Run(issuer, func(t *testing.T) {
			ca := authority(t, certtest.Options{Name: []certtest.Attribute{{Type: "CN", Value: issuer}}})
			leaf := issue(t, ca, certtest.Request{}).DER
			expect(t, nil, leaf, now, certificate.Standing{Chain: "unknown", Hunan: want, Revocation: "unknown"})
			expect(t, trust(t, [][]byte{ca.DER}), leaf, now, certificate.Standing{Chain: "known", Hunan: want, Revocation: "unknown"})
		})
	}
}
