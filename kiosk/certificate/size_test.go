package certificate_test

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"math/big"
	"strings"
	"testing"

	"hallkiosk/kiosk/certificate"

	"hallkiosk/kiosk/certificate/certtest"
)

// longList is a list of so many that the authority revoked or put on hold, in
// the shape of a large CA's: serial numbers of 16 bytes, with a reason each.
func longList(t testing.TB, ca *certtest.Authority, entries int) []byte {
	t.Helper()
	signer, err := x509.ParsePKCS8PrivateKey(ca.Key.DER)
	must(t, err)
	over, err := x509.ParseCertificate(ca.DER)
	must(t, err)
	l := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: now.AddDate(0, 0, -1), NextUpdate: now.AddDate(0, 0, 6)}
	first := new(big.Int).Lsh(big.NewInt(0x20), 120)
	l.RevokedCertificateEntries = make([]x509.RevocationListEntry, entries)
	for i := range l.RevokedCertificateEntries {
		l.RevokedCertificateEntries[i] = x509.RevocationListEntry{
			SerialNumber: new(big.Int).Add(first, big.NewInt(int64(i))), RevocationTime: now.AddDate(0, -1, 0), ReasonCode: 1 + i%2*5,
		}
	}
	der, err := x509.CreateRevocationList(rand.Reader, l, over, signer.(crypto.Signer))
	must(t, err)
	return der
}

// BenchmarkLongList: 200,000 entries, 8 MB.
func BenchmarkLongList(b *testing.B) {
	ca := authority(b, certtest.Options{Algorithm: certtest.ECDSA})
	list := longList(b, ca, 200_000)
	b.SetBytes(int64(len(list)))
	b.ReportAllocs()
	for b.Loop() {
		trust(b, [][]byte{ca.DER}, list)
	}
}

// TestLongList: each of tens of thousands is found, and who is not on it is good.
func TestLongList(t *testing.T) {
	ca := authority(t, certtest.Options{Algorithm: certtest.ECDSA})
	const entries = 30_000
	tr := trust(t, [][]byte{ca.DER}, longList(t, ca, entries))
	serial := new(big.Int).Lsh(big.NewInt(0x20), 120)
	since := now.AddDate(0, -1, 0)
	for _, c := range []struct {
		at   int64
		want certificate.Standing
	}{
		{0, certificate.Standing{Chain: "known", Hunan: true, Revocation: "revoked", Since: since}},
		{entries - 1, certificate.Standing{Chain: "known", Hunan: true, Revocation: "frozen", Since: since}},
		{entries, certificate.Standing{Chain: "known", Hunan: true, Revocation: "good"}},
	} {
		one := new(big.Int).Add(serial, big.NewInt(c.at))
		expect(t, tr, issue(t, ca, certtest.Request{Serial: strings.ToUpper(one.Text(16))}).DER, now, c.want)
	}
}
