package certificate_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
)

// The places of a TBSCertificate's elements.
const (
	atVersion = iota
	atSerial
	atAlgorithm
	atIssuer
	atValidity
	atSubject
	atKey
	atExtensions
)

// with returns the certificate with one element of its TBSCertificate replaced.
// It leaves the signature, which then is wrong.
func with(t testing.TB, data []byte, at int, element []byte) []byte {
	t.Helper()
	in := cryptobyte.String(data)
	var outer, tbs cryptobyte.String
	if !in.ReadASN1(&outer, der.SEQUENCE) || !outer.ReadASN1(&tbs, der.SEQUENCE) {
		t.Fatal("no certificate")
	}
	var b cryptobyte.Builder
	b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
			for i := 0; !tbs.Empty(); i++ {
				var one cryptobyte.String
				var tag der.Tag
				if !tbs.ReadAnyASN1Element(&one, &tag) {
					t.Fatal("no certificate")
				}
				if i == at {
					one = element
				}
				b.AddBytes(one)
			}
		})
		b.AddBytes(outer)
	})
	changed, err := b.Bytes()
	must(t, err)
	return changed
}

// tlv is an element of DER.
func tlv(tag byte, content ...[]byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(der.Tag(tag), func(b *cryptobyte.Builder) { b.AddBytes(bytes.Join(content, nil)) })
	return b.BytesOrPanic()
}

func sample(t testing.TB) []byte {
	t.Helper()
	return issue(t, authority(t, certtest.Options{}), certtest.Request{Subject: certtest.Company("XX开发有限公司", credit())}).DER
}

func TestCutAndSpoilt(t *testing.T) {
	data := sample(t)
	for n := range len(data) {
		if _, err := certificate.Parse(data[:n]); !errors.Is(err, certificate.ErrMalformed) {
			t.Fatalf("cut at %d: %v", n, err)
		}
		spoilt := bytes.Clone(data)
		for _, bit := range []byte{1, 0x20, 0x80, 0xff} {
			spoilt[n] = data[n] ^ bit
			if c, err := certificate.Parse(spoilt); err == nil {
				_, _ = c.SerialHex(), c.Verify(data, data)
			} else if certificate.Code(err) == "failed" {
				t.Fatalf("byte %d: no code for %v", n, err)
			}
		}
	}
	if _, err := certificate.Parse(data[:len(data)-1]); !errors.Is(err, certificate.ErrCut) {
		t.Errorf("without its last byte: %v", err)
	}
	padded := parse(t, append(bytes.Clone(data), make([]byte, 1000)...))
	if !bytes.Equal(padded.Raw, data) || padded.Fingerprint() != parse(t, data).Fingerprint() {
		t.Error("padding is kept")
	}
}

func attribute(value []byte) []byte {
	return tlv(0x31, tlv(0x30, []byte{6, 3, 0x55, 4, 10}, value))
}

func TestLongNames(t *testing.T) {
	data := sample(t)
	long := attribute(tlv(12, []byte(strings.Repeat("公司", 10_000/2))))
	c := parse(t, with(t, data, atSubject, tlv(0x30, long)))
	if n := len([]rune(c.Organisation)); n != 256 {
		t.Errorf("a name of %d characters", n)
	}
	short := attribute(tlv(12, []byte("XX开发有限公司")))
	if c := parse(t, with(t, data, atSubject, tlv(0x30, bytes.Repeat(short, 1800)))); c.Organisation != "XX开发有限公司" {
		t.Errorf("1,800 names: %q", c.Organisation)
	}
	for name, subject := range map[string][]byte{
		"2 MB":         tlv(0x30, attribute(tlv(12, bytes.Repeat([]byte("A"), 2<<20)))),
		"10,000 names": tlv(0x30, bytes.Repeat(short, 10_000)),
	} {
		if _, err := certificate.Parse(with(t, data, atSubject, subject)); !errors.Is(err, certificate.ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSerialNumbers(t *testing.T) {
	data := sample(t)
	for _, tt := range []struct {
		content  []byte
		hex, dec string
	}{
		{[]byte{0}, "00", "0"},
		{[]byte{1}, "01", "1"},
		{[]byte{0x0A, 0xBC}, "0ABC", "2748"},
		{[]byte{0, 0, 0x80}, "80", "128"},
		{[]byte{0x80, 0x01}, "8001", "32769"}, // negative, as it stands
		{bytes.Repeat([]byte{0x7f}, 64), strings.Repeat("7F", 64), ""},
	} {
		c := parse(t, with(t, data, atSerial, tlv(2, tt.content)))
		if c.SerialHex() != tt.hex || tt.dec != "" && c.SerialDecimal() != tt.dec {
			t.Errorf("% x: %s %s", tt.content, c.SerialHex(), c.SerialDecimal())
		}
	}
	for _, element := range [][]byte{tlv(2), tlv(2, make([]byte, 65)), tlv(4, []byte{1}), tlv(2, make([]byte, 10_000))} {
		if _, err := certificate.Parse(with(t, data, atSerial, element)); !errors.Is(err, certificate.ErrSerial) {
			t.Errorf("% .20x: %v", element, err)
		}
	}
}

func TestDates(t *testing.T) {
	data := sample(t)
	utc, general := func(s string) []byte { return tlv(23, []byte(s)) }, func(s string) []byte { return tlv(24, []byte(s)) }
	day := func(y, hour, second int) time.Time { return time.Date(y, 1, 2, hour, 4, second, 0, time.UTC) }
	for name, tt := range map[string]struct {
		from, to         []byte
		wantFrom, wantTo time.Time
	}{
		"as they should be":   {utc("260102030405Z"), general("20510102030405Z"), day(2026, 3, 5), day(2051, 3, 5)},
		"of the last century": {utc("990102030405Z"), utc("490102030405Z"), day(1999, 3, 5), day(2049, 3, 5)},
		"the year 50":         {utc("500102030405Z"), utc("500102030405Z"), day(1950, 3, 5), day(1950, 3, 5)},
		"without seconds":     {utc("2601020304Z"), general("205001020304Z"), day(2026, 3, 0), day(2050, 3, 0)},
		"with an offset":      {utc("260102110405+0800"), general("20280102110405+0800"), day(2026, 3, 5), day(2028, 3, 5)},
		"parts of a second":   {general("20260102030405.5Z"), general("20280102030405Z"), day(2026, 3, 5).Add(time.Second / 2), day(2028, 3, 5)},
		"for good":            {utc("260102030405Z"), general("99991231235959Z"), day(2026, 3, 5), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)},
	} {
		c := parse(t, with(t, data, atValidity, tlv(0x30, tt.from, tt.to)))
		if !c.NotBefore.Equal(tt.wantFrom) || !c.NotAfter.Equal(tt.wantTo) {
			t.Errorf("%s: %v to %v", name, c.NotBefore, c.NotAfter)
		}
	}
	good := utc("260102030405Z")
	for name, element := range map[string][]byte{
		"the wrong way round":  tlv(0x30, good, utc("260102030404Z")),
		"one only":             tlv(0x30, good),
		"three":                tlv(0x30, good, good, good),
		"none":                 tlv(0x30),
		"text":                 tlv(0x30, good, utc("tomorrow")),
		"no zone":              tlv(0x30, good, utc("280102030405")),
		"the 30th of February": tlv(0x30, good, utc("280230030405Z")),
		"a PrintableString":    tlv(0x30, good, tlv(19, []byte("280102030405Z"))),
		"a comma":              tlv(0x30, good, general("20280102030405,5Z")),
		"long":                 tlv(0x30, good, general("20280102030405."+strings.Repeat("0", 9999)+"Z")),
	} {
		if _, err := certificate.Parse(with(t, data, atValidity, element)); !errors.Is(err, certificate.ErrValidity) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKeysRefused(t *testing.T) {
	data := sample(t)
	oid := func(hex ...byte) []byte { return tlv(6, hex) }
	ec, p256, rsaOID := oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1), oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7), oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1)
	key := func(algorithm, parameters, bits []byte) []byte {
		return tlv(0x30, tlv(0x30, algorithm, parameters), tlv(3, []byte{0}, bits))
	}
	rsaKey := func(n []byte, e ...byte) []byte {
		return key(rsaOID, []byte{5, 0}, tlv(0x30, tlv(2, n), tlv(2, e)))
	}
	odd := func(bytes int) []byte {
		n := make([]byte, bytes+1)
		n[1], n[bytes] = 0x80, 1
		return n
	}
	for name, element := range map[string][]byte{
		"none":               tlv(0x30),
		"not on the curve":   key(ec, p256, append([]byte{4}, bytes.Repeat([]byte{7}, 64)...)),
		"infinity":           key(ec, p256, []byte{0}),
		"an unknown curve":   key(ec, oid(0x2a, 3), append([]byte{4}, bytes.Repeat([]byte{7}, 64)...)),
		"no curve":           key(ec, nil, append([]byte{4}, bytes.Repeat([]byte{7}, 64)...)),
		"Ed25519":            key(oid(0x2b, 0x65, 0x70), nil, make([]byte, 32)),
		"RSA of 512 bits":    rsaKey(odd(64), 1, 0, 1),
		"RSA of 64 kbit":     rsaKey(odd(8192), 1, 0, 1),
		"an even modulus":    rsaKey(append(odd(256), 0), 1, 0, 1),
		"an even exponent":   rsaKey(odd(256), 2),
		"exponent 1":         rsaKey(odd(256), 1),
		"a negative modulus": rsaKey(odd(256)[1:], 3),
		"a long exponent":    rsaKey(odd(256), 1, 0, 0, 0, 0, 0, 0, 0, 1),
		"half a key":         key(rsaOID, []byte{5, 0}, odd(256)),
	} {
		if _, err := certificate.Parse(with(t, data, atKey, element)); !errors.Is(err, certificate.ErrKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, element := range map[string][]byte{"RSA with exponent 3": rsaKey(odd(256), 3), "RSA without parameters": key(rsaOID, nil, tlv(0x30, tlv(2, odd(128)), tlv(2, []byte{3})))} {
		if c := parse(t, with(t, data, atKey, element)); c.Algorithm != certificate.RSA || c.Verify([]byte("a"), make([]byte, 256)) == nil {
			t.Errorf("%s: %s", name, c.Algorithm)
		}
	}
}

func TestExtensionsRefused(t *testing.T) {
	data := sample(t)
	extension := func(last byte, value []byte, rest ...[]byte) []byte {
		return tlv(0x30, append([][]byte{{6, 3, 0x55, 0x1d, last}, tlv(4, value)}, rest...)...)
	}
	wrapped := func(list ...[]byte) []byte { return tlv(0xA3, tlv(0x30, list...)) }
	for name, tt := range map[string]struct {
		element []byte
		want    error
	}{
		"an empty list":           {wrapped(), nil},
		"no list":                 {tlv(0xA3), certificate.ErrExtension},
		"a key usage of text":     {wrapped(extension(15, tlv(12, []byte("sign")))), certificate.ErrExtension},
		"no key usage":            {wrapped(extension(15, nil)), certificate.ErrExtension},
		"an empty key usage":      {wrapped(extension(15, []byte{3, 1, 0})), nil},
		"constraints of text":     {wrapped(extension(19, []byte("CA"))), certificate.ErrExtension},
		"a negative path length":  {wrapped(extension(19, tlv(0x30, []byte{1, 1, 0xff, 2, 1, 0xff}))), certificate.ErrExtension},
		"something behind":        {wrapped(extension(20, []byte{5, 0}, []byte{5, 0})), certificate.ErrExtension},
		"300 of them":             {wrapped(bytes.Repeat(extension(99, []byte{5, 0}), 300)), certificate.ErrExtension},
		"spoilt where not needed": {wrapped(extension(14, []byte("x")), extension(35, []byte("y")), extension(31, []byte("z"))), nil},
		"nested without end":      {wrapped(extension(99, nested(5000))), nil},
		"something else behind":   {append(wrapped(), 5, 0), certificate.ErrMalformed},
	} {
		if _, err := certificate.Parse(with(t, data, atExtensions, tt.element)); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	for _, at := range []int{atVersion, atAlgorithm, atIssuer, atSubject} {
		for _, element := range [][]byte{nil, tlv(5), tlv(0x30, tlv(5)), tlv(0x30, tlv(0x31, tlv(0x30)))} {
			if _, err := certificate.Parse(with(t, data, at, element)); err == nil && at != atVersion && at != atAlgorithm {
				t.Errorf("element %d: % x is taken", at, element)
			}
		}
	}
}

// nested are sequences in sequences.
func nested(n int) []byte {
	inner := []byte{5, 0}
	for range n {
		inner = tlv(0x30, inner)
	}
	return inner
}

// TestOneKeyTwice: two certificates with one key are two certificates.
func TestOneKeyTwice(t *testing.T) {
	ca := authority(t, certtest.Options{})
	first := issue(t, ca, certtest.Request{Serial: "01"})
	second := issue(t, ca, certtest.Request{Serial: "02", Key: first.Key, Use: certtest.Encrypting})
	a, b := parse(t, first.DER), parse(t, second.DER)
	signature, err := first.Key.Sign([]byte("text"))
	must(t, err)
	if a.Verify([]byte("text"), signature) != nil || b.Verify([]byte("text"), signature) != nil || a.Fingerprint() == b.Fingerprint() || a.Use == b.Use {
		t.Error("not one key, or not two certificates")
	}
}

// TestSignaturesRefused: what is no signature fits nothing.
func TestSignaturesRefused(t *testing.T) {
	ca := authority(t, certtest.Options{})
	message := []byte("text")
	for _, algorithm := range []certtest.Algorithm{certtest.RSA, certtest.ECDSA, certtest.SM2} {
		issued, other := issue(t, ca, certtest.Request{Algorithm: algorithm}), issue(t, ca, certtest.Request{Algorithm: algorithm, Key: nil})
		c := parse(t, issued.DER)
		signature, err := issued.Key.Sign(message)
		must(t, err)
		must(t, c.Verify(message, signature))
		for name, s := range map[string][]byte{
			"none": nil, "empty": {}, "zeros": make([]byte, len(signature)), "cut": signature[:len(signature)-1], "more behind": append(bytes.Clone(signature), 0),
			"r and s 0": tlv(0x30, []byte{2, 1, 0, 2, 1, 0}), "1 MB": make([]byte, 1<<20), "negative": tlv(0x30, []byte{2, 1, 0xff, 2, 1, 0xff}),
		} {
			if err := c.Verify(message, s); !errors.Is(err, certificate.ErrSignature) || certificate.Code(err) != "signature" {
				t.Errorf("%s, %s: %v", algorithm, name, err)
			}
		}
		if algorithm != certtest.RSA && parse(t, other.DER).Verify(message, signature) == nil {
			t.Errorf("%s: another's signature fits", algorithm)
		}
	}
}

// TestNothingPersonalInLogs: a certificate prints as its fingerprint's beginning.
func TestNothingPersonalInLogs(t *testing.T) {
	c := parse(t, sample(t))
	for _, s := range []string{fmt.Sprint(c), fmt.Sprintf("%+v %#v %s", c, c, c), c.LogValue().String()} {
		if strings.Contains(s, "公司") || strings.Contains(s, credit()) || !strings.Contains(s, c.Fingerprint()[:12]) {
			t.Errorf("prints %q", s)
		}
	}
}
