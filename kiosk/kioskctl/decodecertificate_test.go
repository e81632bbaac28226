package main

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"maps"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/certificate/certtest"
)

var certificateKeys = []string{"organisation", "uscc", "issuer", "serial", "serialDecimal", "notBefore", "notAfter", "algorithm", "use"}

// issued are certificates of one company by each algorithm.
func issued(t testing.TB) map[certtest.Algorithm]certtest.Issued {
	t.Helper()
	ca, err := certtest.New(t.TempDir(), certtest.Options{})
	must(t, err)
	all := map[certtest.Algorithm]certtest.Issued{}
	for algorithm, use := range map[certtest.Algorithm]string{certtest.SM2: "", certtest.RSA: certtest.Encrypting, certtest.ECDSA: "-"} {
		all[algorithm], err = ca.Issue(certtest.Request{Algorithm: algorithm, Use: use, Serial: "0a1B2c",
			Subject: certtest.Company("XX开发有限公司", ""), Extensions: []string{certtest.CreditCode(uscc())},
			NotBefore: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), NotAfter: time.Date(2028, 1, 2, 3, 4, 5, 0, time.UTC)})
		must(t, err)
	}
	return all
}

func TestDecodeCertificate(t *testing.T) {
	all := issued(t)
	for algorithm, use := range map[certtest.Algorithm]string{certtest.SM2: "sign", certtest.RSA: "encrypt", certtest.ECDSA: "both"} {
		der, text := all[algorithm].DER, string(all[algorithm].PEM)
		want := map[string]any{"organisation": "XX开发有限公司", "uscc": uscc(), "issuer": "湖南CA", "serial": "0A1B2C", "serialDecimal": "662316",
			"notBefore": "2026-01-02T03:04:05Z", "notAfter": "2028-01-02T03:04:05Z", "algorithm": string(algorithm), "use": use}
		bare := base64.StdEncoding.EncodeToString(der)
		for name, in := range map[string]string{
			"DER": string(der), "DER, padded": string(der) + "\x00\x00\x00", "PEM": text, "PEM after text": "Subject: 公司\n\n" + text,
			"PEM with CR LF": strings.ReplaceAll(text, "\n", "\r\n"), "the first of two": text + string(all[certtest.ECDSA].PEM),
			"PEM after a key": string(all[algorithm].Key.PEM) + text, "a byte order mark": "\ufeff" + text,
			"base64": bare, "base64 in lines": bare[:100] + "\r\n" + bare[100:] + "\n", "base64 without padding": strings.TrimRight(bare, "="),
		} {
			t.Run(string(algorithm)+" "+name, func(t *testing.T) {
				if got := decoded(t, ctl(t, strings.NewReader(in), "decode", "certificate"), 0, certificateKeys); !maps.Equal(got, want) {
					t.Errorf("got %v", got)
				}
				if got := decoded(t, ctl(t, nil, "decode", "certificate", file(t, "c.cer", []byte(in))), 0, certificateKeys); !maps.Equal(got, want) {
					t.Errorf("from a file: %v", got)
				}
			})
		}
	}
}

func TestDecodeCertificateRefuses(t *testing.T) {
	all := issued(t)
	der := all[certtest.SM2].DER
	armoured := func(b []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: b}))
	}
	for name, tt := range map[string]struct{ in, code string }{
		"empty":                {"", "not-certificate"},
		"blanks":               {" \n\t", "not-certificate"},
		"a word":               {"hello", ""},
		"binary":               {"\xff\x00\x80", "not-certificate"},
		"JSON":                 {`{"a":1}`, "not-certificate"},
		"an empty SEQUENCE":    {"\x30\x00", "not-certificate"},
		"a length without end": {"\x30\x80\x00\x00", "not-certificate"},
		"half":                 {string(der[:200]), "certificate-cut"},
		"half in PEM":          {armoured(der[:200]), "certificate-cut"},
		"PEM cut":              {string(all[certtest.SM2].PEM[:300]), "not-certificate"},
		"a key":                {string(all[certtest.SM2].Key.PEM), "not-certificate"},
		"a key in DER":         {string(all[certtest.SM2].Key.DER), ""},
		"rubbish behind":       {string(der) + "x", "certificate-trailing"},
		"two in DER":           {string(der) + string(der), "certificate-trailing"},
		"100 KB":               {"\x30\x82" + strings.Repeat("\x00", 100<<10), "certificate-long"},
		"100 KB in PEM":        {armoured(make([]byte, 100<<10)), "certificate-long"},
		"2 MB":                 {strings.Repeat("A", 2<<20), "too-long"},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, ctl(t, strings.NewReader(tt.in), "decode", "certificate"), tt.code)
		})
	}
	for n := range len(der) {
		refused(t, ctl(t, bytes.NewReader(der[:n]), "decode", "certificate"), "")
	}
}

func FuzzDecodeCertificate(f *testing.F) {
	for _, i := range issued(f) {
		f.Add(i.DER)
		f.Add(i.PEM)
		f.Add([]byte(base64.StdEncoding.EncodeToString(i.DER)))
	}
	f.Add([]byte("-----BEGIN CERTIFICATE-----\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		r := ctl(t, bytes.NewReader(in), "decode", "certificate")
		if r.exit == 1 {
			refused(t, r, "")
			return
		}
		if got := decoded(t, r, 0, certificateKeys); got["serial"] == "" {
			t.Error("a certificate without a serial number")
		}
	})
}
