package main

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"hallkiosk/sync/centre/authority"
	"hallkiosk/sync/protocol"
)

const handleCase = "019ab3c4-5d6e-7f80-9123-456789abcdef"

// handle is a ticket's text, with its key as a PEM file.
func handle(t testing.TB) (text, key string, private ed25519.PrivateKey) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	text, err = protocol.Sign(protocol.Handle{Host: "centre.example:8443", Kiosk: 1, Day: "2026-11-22", Letter: 'A', Serial: 23, Case: handleCase}, private)
	must(t, err)
	return text, file(t, "key.pem", publicPEM(t, public)), private
}

func publicPEM(t testing.TB, public any) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(public)
	must(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// said is what decode handle says of the sample, and whether it is genuine.
func said(genuine any) map[string]any {
	m := map[string]any{"kiosk": 1.0, "day": "2026-11-22", "number": "A1023", "case": handleCase}
	if genuine != nil {
		m["genuine"] = genuine
	}
	return m
}

func withGenuine() []string { return append([]string{"genuine"}, handleKeys...) }

func TestDecodeHandle(t *testing.T) {
	text, key, private := handle(t)
	ca, err := authority.Open(filepath.Join(t.TempDir(), "ca"), nil)
	must(t, err)
	certificate, err := ca.SignKiosk("K1", private.Public().(ed25519.PublicKey))
	must(t, err)
	certificateFile := file(t, "kiosk.pem", authority.EncodeCertificate(certificate))
	for name, in := range map[string]string{"as printed": text, "typed in lower case": strings.ToLower(text), "with a line end": "  " + text + "\r\n"} {
		if got := decoded(t, ctl(t, strings.NewReader(in), "decode", "handle"), 0, handleKeys); !maps.Equal(got, said(nil)) {
			t.Errorf("%s: %v", name, got)
		}
		for _, args := range [][]string{{"-key", key}, {"--key", key}, {"-key=" + key}, {"--key=" + key}, {"-key", certificateFile}} {
			r := ctl(t, strings.NewReader(in), append([]string{"decode", "handle"}, args...)...)
			if got := decoded(t, r, 0, withGenuine()); !maps.Equal(got, said(true)) {
				t.Errorf("%s, %v: %v", name, args, got)
			}
		}
	}
	path := file(t, "handle.txt", []byte(text))
	if got := decoded(t, ctl(t, nil, "decode", "handle", "-key", key, path), 0, withGenuine()); !maps.Equal(got, said(true)) {
		t.Errorf("flag before the file: %v", got)
	}
	if got := decoded(t, ctl(t, nil, "decode", "handle", path, "-key", key), 0, withGenuine()); !maps.Equal(got, said(true)) {
		t.Errorf("flag behind the file: %v", got)
	}
	_, other, _ := handle(t)
	if got := decoded(t, ctl(t, nil, "decode", "handle", "-key", other, path), 0, withGenuine()); !maps.Equal(got, said(false)) {
		t.Errorf("another kiosk's key: %v", got)
	}
}

// TestOneChangedCharacter tries other characters at every place, the host's and
// the port's too: each is refused, or said not to be genuine.
func TestOneChangedCharacter(t *testing.T) {
	text, key, _ := handle(t)
	for at := range len(text) {
		for _, c := range "AQZ270=/\x00" {
			changed := text[:at] + string(c) + text[at+1:]
			if changed == text {
				continue
			}
			r := ctl(t, strings.NewReader(changed), "decode", "handle", "-key", key)
			if r.exit == 1 {
				refused(t, r, "")
				continue
			}
			if got := decoded(t, r, 0, withGenuine()); got["genuine"] != false {
				t.Errorf("%q at %d: %v", c, at, got)
			}
		}
	}
}

func TestDecodeHandleRefuses(t *testing.T) {
	text, _, _ := handle(t)
	for name, tt := range map[string]struct{ in, code string }{
		"empty":         {"", "not-a-handle"},
		"another link":  {"https://www.example.com/", "not-a-handle"},
		"payment code":  {"wxp://f2f0abc", "not-a-handle"},
		"licence":       {uscc(), "not-a-handle"},
		"script":        {"<script>alert(1)</script>", "not-a-handle"},
		"NUL bytes":     {text + "\x00", "length"},
		"binary":        {"\xff\xfe\x00", "not-a-handle"},
		"7 KB":          {text + strings.Repeat("A", 7<<10), "length"},
		"2 MB":          {strings.Repeat(text, 2<<20/len(text)), "too-long"},
		"one less":      {text[:len(text)-1], "length"},
		"twice":         {text + text, "length"},
		"wrong letters": {text[:len(text)-5] + "01890", "character"},
		"long s":        {strings.Replace(text, "HTTPS", "HTTPſ", 1), "not-a-handle"},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, ctl(t, strings.NewReader(tt.in), "decode", "handle"), tt.code)
		})
	}
}

func TestDecodeHandleWithABadKey(t *testing.T) {
	text, key, private := handle(t)
	otherKind, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(private)
	must(t, err)
	for name, content := range map[string][]byte{
		"empty": nil, "no PEM": []byte("key"), "binary": {0, 1, 2},
		"another kind of key":  publicPEM(t, otherKind.Public()),
		"the private key":      pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}),
		"a broken certificate": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("x")}),
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, ctl(t, strings.NewReader(text), "decode", "handle", "-key", file(t, "bad.pem", content)), "key")
		})
	}
	refused(t, ctl(t, strings.NewReader(text), "decode", "handle", "-key", filepath.Join(t.TempDir(), "none")), "key")
	refused(t, ctl(t, strings.NewReader("x"), "decode", "handle", "-key", key), "not-a-handle")
}
