package pkcs11_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"hallkiosk/devices/ukey"
	"hallkiosk/devices/ukey/ukeytest"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
)

const right, wrong = "135790", "246802"

// issue makes a certificate of an authority of its own.
func issue(t testing.TB, a certtest.Algorithm) certtest.Issued {
	t.Helper()
	authority, err := certtest.New(t.TempDir(), certtest.Options{Algorithm: certtest.ECDSA})
	must(t, err)
	issued, err := authority.Issue(certtest.Request{Algorithm: a})
	must(t, err)
	return issued
}

// softHSM is a module with one token that holds a certificate and its key.
func softHSM(t testing.TB, a certtest.Algorithm) (*ukeytest.SoftHSM, certtest.Issued) {
	t.Helper()
	h, err := ukeytest.NewSoftHSM(t.TempDir())
	must(t, err)
	issued := issue(t, a)
	must(t, h.Plug("U-KEY", right, ukeytest.Content{ID: "0a0b", Certificate: issued.DER, Key: issued.Key.PEM}))
	return h, issued
}

func over(h *ukeytest.SoftHSM) ukey.Options {
	return ukey.Options{Modules: []ukey.Module{{Name: "soft", Path: h.Module()}}, Command: command(h.Env()...)}
}

func TestSoftHSM(t *testing.T) {
	for _, a := range []certtest.Algorithm{certtest.RSA, certtest.ECDSA} {
		t.Run(string(a), func(t *testing.T) {
			h, issued := softHSM(t, a)
			r := open(t, over(h))
			port := r.Port()
			if len(port.Keys) != 1 || len(port.Strange) != 0 {
				t.Fatalf("%+v", port)
			}
			k := port.Keys[0]
			if k.Err != nil || k.Module != "soft" || k.Label != "U-KEY" || k.Manufacturer != "SoftHSM project" || k.Serial == "" || k.ID == k.Serial ||
				k.PIN != ukey.PINReady || k.Tries != -1 || k.MinPIN != 4 || len(k.Certificates) != 1 || string(k.Certificates[0].DER) != string(issued.DER) {
				t.Fatalf("%+v", k)
			}
			if m := r.Modules()[0]; !m.Running || m.Err != nil || m.Keys != 1 || m.Library.API != "PKCS#11 2.40" || m.Library.Name == "" {
				t.Errorf("%+v", m)
			}
			signs(t, r, k.ID, issued.DER, right)

			_, err := r.Sign(t.Context(), k.ID, issued.DER, pin(wrong), []byte("text"))
			refused(t, err, wrong, ukey.PINError{State: ukey.PINLow, Tries: -1})
			until(t, "low", r, func(p ukey.Port) bool { return len(p.Keys) == 1 && p.Keys[0].PIN == ukey.PINLow })
			if _, err := r.Sign(t.Context(), k.ID, issued.DER, pin("123"), nil); !errors.Is(err, ukey.ErrPINForm) {
				t.Error(err)
			}
			refused(t, r.ChangePIN(t.Context(), k.ID, pin(wrong), pin("975310")), wrong, ukey.PINError{State: ukey.PINLow, Tries: -1})
			must(t, r.ChangePIN(t.Context(), k.ID, pin(right), pin("975310")))
			_, err = r.Sign(t.Context(), k.ID, issued.DER, pin(right), []byte("text"))
			refused(t, err, right, ukey.PINError{State: ukey.PINLow, Tries: -1})
			signs(t, r, k.ID, issued.DER, "975310")
			until(t, "ready", r, func(p ukey.Port) bool { return len(p.Keys) == 1 && p.Keys[0].PIN == ukey.PINReady })
		})
	}
}

// signs checks that a key signs for a certificate.
func signs(t testing.TB, r *ukey.Ring, key string, der []byte, with string) {
	t.Helper()
	message := []byte("绑定账号 zhang@example.com")
	signature, err := r.Sign(t.Context(), key, der, pin(with), message)
	must(t, err)
	c, err := certificate.Parse(der)
	must(t, err)
	must(t, c.Verify(message, signature))
	if c.Verify([]byte("another text"), signature) == nil {
		t.Error("the signature fits another text")
	}
}

// TestOtherCertificate: a key does not sign for a certificate that is not its own.
func TestOtherCertificate(t *testing.T) {
	h, _ := softHSM(t, certtest.ECDSA)
	r := open(t, over(h))
	key := r.Port().Keys[0].ID
	for name, c := range map[string]struct {
		der  []byte
		want error
	}{
		"same kind":      {issue(t, certtest.ECDSA).DER, ukey.ErrNoPrivateKey},
		"RSA":            {issue(t, certtest.RSA).DER, ukey.ErrNoPrivateKey},
		"SM2":            {issue(t, certtest.SM2).DER, ukey.ErrMechanism},
		"no certificate": {[]byte("hello"), ukey.ErrMechanism},
	} {
		if _, err := r.Sign(t.Context(), key, c.der, pin(right), []byte("text")); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNewTokenIsNoticed: SoftHSM, like some vendors' modules, sees a new token only
// when it is started anew.
func TestNewTokenIsNoticed(t *testing.T) {
	h, err := ukeytest.NewSoftHSM(t.TempDir())
	must(t, err)
	r := open(t, over(h))
	if p := r.Port(); !p.Empty() {
		t.Fatalf("%+v", p)
	}
	must(t, h.Plug("late", right))
	p := until(t, "there", r, func(p ukey.Port) bool { return len(p.Keys) == 1 })
	if k := p.Keys[0]; k.Label != "late" || k.Certificates != nil || k.Err != nil {
		t.Errorf("%+v", k)
	}
}

// TestNoModule: a path that leads nowhere, or to something else, is said plainly.
func TestNoModule(t *testing.T) {
	text := filepath.Join(t.TempDir(), "module.so")
	must(t, os.WriteFile(text, []byte("no library"), 0o600))
	libc, err := filepath.Glob("/lib/*/libm.so.6")
	must(t, err)
	r := open(t, ukey.Options{Command: command(), Modules: []ukey.Module{
		{Name: "missing", Path: filepath.Join(t.TempDir(), "none.so")}, {Name: "text", Path: text}, {Name: "other", Path: libc[0]},
		{Name: "folder", Path: t.TempDir()},
	}})
	for i, want := range []error{ukey.ErrLoad, ukey.ErrLoad, ukey.ErrKind, ukey.ErrLoad} {
		if m := r.Modules()[i]; m.Running || !errors.Is(m.Err, want) {
			t.Errorf("%+v", m)
		} else {
			t.Log(m.Name, m.Err)
		}
	}
}
