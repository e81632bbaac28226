package certificate_test

import (
	"bytes"
	"encoding/pem"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"
	"unicode/utf8"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/kiosk/visit"
)

var update = flag.Bool("update", false, "have OpenSSL make the samples in testdata anew")

// samples are certificates and a list of one authority that OpenSSL made once:
// a fuzzer's workers have the same ones every time.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	if *update {
		makeSamples(t)
	}
	all := map[string][]byte{}
	for _, n := range []string{"authority", "sign", "encrypt", "rsa", "ecdsa", "gb18030", "list"} {
		data, err := os.ReadFile(filepath.Join("testdata", n+".der"))
		must(t, err)
		all[n] = data
	}
	return all
}

func makeSamples(t testing.TB) {
	t.Helper()
	ca := authority(t, certtest.Options{})
	company := certtest.Company("XX开发有限公司", "")
	of := certtest.CreditCode(credit())
	for n, r := range map[string]certtest.Request{
		"sign":    {Subject: company, Serial: "0A01", Extensions: []string{of, "crlDistributionPoints = URI:http://ca.example/1.crl"}},
		"encrypt": {Subject: company, Serial: "0A02", Use: certtest.Encrypting, Extensions: []string{of}},
		"rsa":     {Algorithm: certtest.RSA, Subject: append(company, certtest.Attribute{Type: "2.5.4.1", Value: credit()}), Mask: "MASK:0x800", Use: "-"},
		"ecdsa":   {Algorithm: certtest.ECDSA, Subject: append(company, certtest.Attribute{Type: "2.5.4.42", Value: credit()})},
		"gb18030": {Subject: dn("O", "MARKER"+string(bytes.Repeat([]byte("x"), 58)), "OU", "N"+credit()), Edit: func(tbs []byte) []byte {
			return replaceString(t, tbs, append([]byte("MARKER"), bytes.Repeat([]byte("x"), 58)...), 19, []byte("XX\xbf\xaa\xb7\xa2\xd3\xd0\xcf\xde\xb9\xab\xcb\xbe"))
		}},
	} {
		must(t, os.WriteFile(filepath.Join("testdata", n+".der"), issue(t, ca, r).DER, 0o644))
	}
	must(t, os.WriteFile("testdata/authority.der", ca.DER, 0o644))
	revoked := list(t, ca, certtest.List{Revoked: []certtest.Revoked{{Serial: "0A01", Reason: certtest.CertificateHold}, {Serial: "01"}}})
	must(t, os.WriteFile("testdata/list.der", revoked, 0o644))
}

// TestSamples reads what OpenSSL made once.
func TestSamples(t *testing.T) {
	all := samples(t)
	tr := trust(t, [][]byte{all["authority"]}, all["list"])
	for n, want := range map[string]struct {
		algorithm certificate.Algorithm
		use       certificate.Use
		revoked   certificate.Revocation
	}{
		"sign": {"sm2", "sign", "frozen"}, "encrypt": {"sm2", "encrypt", "good"}, "rsa": {"rsa", "both", "good"}, "ecdsa": {"ecdsa", "sign", "good"}, "gb18030": {"sm2", "sign", "good"},
	} {
		c := parse(t, all[n])
		s := tr.Check(c, now)
		if c.Organisation != "XX开发有限公司" || c.USCC != credit() || c.Algorithm != want.algorithm || c.Use != want.use ||
			s.Chain != certificate.ChainKnown || s.Revocation != want.revoked || !s.Hunan {
			t.Errorf("%s: %q %q %s %s %+v", n, c.Organisation, c.USCC, c.Algorithm, c.Use, s)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, data := range samples(f) {
		f.Add(data)
		f.Add(data[:len(data)/2])
		f.Add(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: data}))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := certificate.Read(data)
		if err != nil {
			if code := certificate.Code(err); code == "" || code == "failed" {
				t.Fatalf("no code for %v", err)
			}
			return
		}
		again, err := certificate.Parse(c.Raw)
		if err != nil || again.Fingerprint() != c.Fingerprint() || again.USCC != c.USCC {
			t.Fatalf("read again: %v", err)
		}
		for _, s := range []string{c.Organisation, c.Subject, c.Issuer} {
			if !utf8.ValidString(s) || utf8.RuneCountInString(s) > 256 || s != "" && visit.CheckText(s, 256) != nil {
				t.Fatalf("a text is not clean: %q", s)
			}
		}
		if c.USCC != "" && visit.CheckUSCC(c.USCC) != nil || c.NotAfter.Before(c.NotBefore) || len(c.SerialHex())%2 != 0 || c.SerialDecimal() == "" {
			t.Fatalf("%s, %v to %v, serial %s", c.USCC, c.NotBefore, c.NotAfter, c.SerialHex())
		}
		if c.Verify([]byte("text"), data) == nil {
			t.Fatal("rubbish is a signature")
		}
	})
}

// FuzzCheck: nothing that was changed is of the authority.
func FuzzCheck(f *testing.F) {
	all := samples(f)
	tr := trust(f, [][]byte{all["authority"]}, all["list"])
	serials := map[string]bool{}
	for _, n := range []string{"authority", "sign", "encrypt", "rsa", "ecdsa", "gb18030"} {
		f.Add(all[n], int64(1795000000))
		serials[parse(f, all[n]).SerialHex()] = true
	}
	f.Fuzz(func(t *testing.T, data []byte, at int64) {
		c, err := certificate.Parse(data)
		if err != nil {
			return
		}
		s := tr.Check(c, time.Unix(at, 0))
		if s.Chain == certificate.ChainKnown && !serials[c.SerialHex()] {
			t.Fatalf("the authority never issued %s", c.SerialHex())
		}
		if s.Chain != certificate.ChainKnown && s.Revocation != certificate.RevocationUnknown {
			t.Fatalf("by nobody known, but %s", s.Revocation)
		}
	})
}

// FuzzTrust makes a trust of anything.
func FuzzTrust(f *testing.F) {
	all := samples(f)
	f.Add(all["authority"], all["list"])
	f.Add(all["sign"], all["list"])
	f.Add(all["authority"], all["list"][:100])
	leaf := parse(f, all["encrypt"])
	f.Fuzz(func(t *testing.T, ca, revoked []byte) {
		for _, authorities := range [][][]byte{{ca}, {all["authority"]}, {all["authority"], ca}} {
			tr, err := certificate.NewTrust(authorities, [][]byte{revoked})
			if err != nil {
				if code := certificate.Code(err); tr != nil || code == "" || code == "failed" {
					t.Fatalf("half a trust, or no code for %v", err)
				}
				continue
			}
			if s := tr.Check(leaf, now); s.Revocation == certificate.Revoked {
				t.Fatal("a list that its authority never made")
			}
		}
	})
}
