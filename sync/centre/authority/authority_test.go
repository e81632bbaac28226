package authority_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hallkiosk/sync/centre/authority"
)

var today = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func at(t time.Time) func() time.Time { return func() time.Time { return t } }

func open(t *testing.T, folder string, now time.Time) *authority.Authority {
	t.Helper()
	a, err := authority.Open(folder, at(now))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func kioskKey(t *testing.T) (ed25519.PublicKey, ed25519.PrivateKey) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return public, private
}

func request(t *testing.T, key crypto.Signer) []byte {
	t.Helper()
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der})
}

func TestDamagedFoldersAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(folder string) error{
		"key gone":         func(f string) error { return os.Remove(filepath.Join(f, "ca.key")) },
		"certificate gone": func(f string) error { return os.Remove(filepath.Join(f, "ca.pem")) },
		"garbage key":      func(f string) error { return os.WriteFile(filepath.Join(f, "ca.key"), []byte("garbage"), 0o600) },
		"empty certificate": func(f string) error {
			return os.WriteFile(filepath.Join(f, "ca.pem"), nil, 0o600)
		},
		"another's key": func(f string) error {
			other := filepath.Join(f, "other")
			if _, err := authority.Open(other, nil); err != nil {
				return err
			}
			return os.Rename(filepath.Join(other, "ca.key"), filepath.Join(f, "ca.key"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			open(t, folder, today)
			if err := spoil(folder); err != nil {
				t.Fatal(err)
			}
			if _, err := authority.Open(folder, nil); !errors.Is(err, authority.ErrDamaged) {
				t.Fatalf("opened a damaged folder: %v", err)
			}
		})
	}
}

func TestBadRequests(t *testing.T) {
	a := open(t, t.TempDir(), today)
	_, good := kioskKey(t)
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tampered := request(t, good)
	block, _ := pem.Decode(tampered)
	block.Bytes[len(block.Bytes)-1] ^= 1
	for name, c := range map[string]struct {
		kiosk   string
		request []byte
		want    error
	}{
		"no request":        {"K1", nil, authority.ErrRequest},
		"garbage":           {"K1", []byte("-----BEGIN"), authority.ErrRequest},
		"tampered":          {"K1", pem.EncodeToMemory(block), authority.ErrRequest},
		"two requests":      {"K1", append(request(t, good), request(t, good)...), authority.ErrRequest},
		"not Ed25519":       {"K1", request(t, p256), authority.ErrKey},
		"no name":           {"", request(t, good), authority.ErrName},
		"lower-case name":   {"k1", request(t, good), authority.ErrName},
		"name with newline": {"K1\n", request(t, good), authority.ErrName},
		"long name":         {"K1234567890123456", request(t, good), authority.ErrName},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := a.SignRequest(c.kiosk, c.request); !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestKioskCertificate(t *testing.T) {
	a := open(t, t.TempDir(), today)
	public, private := kioskKey(t)
	c, err := a.SignRequest("K1", request(t, private))
	if err != nil {
		t.Fatal(err)
	}
	if c.Subject.CommonName != "K1" || !public.Equal(c.PublicKey) {
		t.Fatalf("certificate of %q with another key", c.Subject.CommonName)
	}
	if got, want := c.NotAfter, today.AddDate(0, 0, 365); !got.Equal(want) {
		t.Errorf("ends %v, want %v", got, want)
	}
	verify := x509.VerifyOptions{Roots: a.Pool(), CurrentTime: today, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	if _, err := c.Verify(verify); err != nil {
		t.Errorf("as a client: %v", err)
	}
	verify.KeyUsages = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	if _, err := c.Verify(verify); err == nil {
		t.Error("a kiosk's certificate passes for a server's")
	}
	other := open(t, t.TempDir(), today)
	verify = x509.VerifyOptions{Roots: other.Pool(), CurrentTime: today, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	if _, err := c.Verify(verify); err == nil {
		t.Error("another authority vouches for it")
	}
}

func TestReopenedIsTheSame(t *testing.T) {
	folder := t.TempDir()
	first := open(t, folder, today)
	second := open(t, folder, today.AddDate(1, 0, 0))
	if string(first.PEM()) != string(second.PEM()) {
		t.Fatal("a second start made another authority")
	}
	block, _ := pem.Decode(first.PEM())
	if c, err := x509.ParseCertificate(block.Bytes); err != nil || !c.NotAfter.Equal(today.AddDate(20, 0, 0)) {
		t.Errorf("the authority ends elsewhere than in 20 years: %v", err)
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f.Name(), info.Mode())
		}
	}
}

func TestServerCertificate(t *testing.T) {
	folder := t.TempDir()
	a := open(t, folder, today)
	if _, err := a.Server(nil); err == nil {
		t.Error("a certificate for no host")
	}
	serial := func(a *authority.Authority, hosts ...string) string {
		t.Helper()
		pair, err := a.Server(hosts)
		if err != nil {
			t.Fatal(err)
		}
		c, err := x509.ParseCertificate(pair.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hosts {
			if err := c.VerifyHostname(h); err != nil {
				t.Error(err)
			}
		}
		return c.SerialNumber.String()
	}
	first := serial(a, "centre.test", "127.0.0.1")
	if serial(a, "127.0.0.1") != first {
		t.Error("a good certificate was thrown away")
	}
	if serial(a, "other.test") == first {
		t.Error("another host got the old certificate")
	}
	second := serial(a, "other.test")
	if serial(open(t, folder, today.AddDate(0, 0, 334)), "other.test") != second {
		t.Error("renewed too early")
	}
	if serial(open(t, folder, today.AddDate(0, 0, 336)), "other.test") == second {
		t.Error("not renewed in its last month")
	}
}
