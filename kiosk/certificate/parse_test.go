package certificate_test

import (
	"testing"
	"time"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
)

func TestParse(t *testing.T) {
	ca := authority(t, certtest.Options{})
	for _, algorithm := range []certtest.Algorithm{certtest.RSA, certtest.ECDSA, certtest.SM2} {
		for use, want := range map[string]certificate.Use{certtest.Signing: "sign", certtest.Encrypting: "encrypt", "-": "both",
			"digitalSignature,keyEncipherment": "both", "keyAgreement": "encrypt", "cRLSign": "sign"} {
			t.Run(string(algorithm)+" "+use, func(t *testing.T) {
				from, to := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2051, 3, 1, 0, 0, 0, 0, time.UTC)
				issued := issue(t, ca, certtest.Request{Algorithm: algorithm, Subject: certtest.Company("XX开发有限公司", credit()),
					Use: use, Serial: "00F0123456789abc", NotBefore: from, NotAfter: to})
				c := parse(t, issued.DER)
				if c.Organisation != "XX开发有限公司" || c.USCC != credit() || c.Subject != "XX开发有限公司" || c.Issuer != "湖南CA" {
					t.Errorf("of %q %q (%q), by %q", c.Organisation, c.USCC, c.Subject, c.Issuer)
				}
				if c.SerialHex() != "F0123456789ABC" || c.SerialDecimal() != "67574010408901308" || !c.NotBefore.Equal(from) || !c.NotAfter.Equal(to) {
					t.Errorf("serial %s %s, %v to %v", c.SerialHex(), c.SerialDecimal(), c.NotBefore, c.NotAfter)
				}
				if string(c.Algorithm) != string(algorithm) || c.Use != want || c.Authority {
					t.Errorf("%s %s authority %v, want %s", c.Algorithm, c.Use, c.Authority, want)
				}
				message := []byte("绑定账号\n")
				signature, err := issued.Key.Sign(message)
				must(t, err)
				must(t, c.Verify(message, signature))
				if c.Verify(message[1:], signature) == nil || c.Verify(message, signature[1:]) == nil || c.Verify(message, nil) == nil {
					t.Error("a forged signature fits")
				}
			})
		}
	}
	if c := parse(t, ca.DER); !c.Authority || c.Use != certificate.Sign {
		t.Errorf("authority %v, use %s", c.Authority, c.Use)
	}
}
