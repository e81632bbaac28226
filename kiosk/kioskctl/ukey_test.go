package main

import (
	"fmt"
	"strings"
	"testing"

	"hallkiosk/devices/ukey/ukeytest"
	"hallkiosk/kiosk/certificate/certtest"
)

// TestUKeys looks at a real module in a real helper, and tells nothing of whose key
// it is.
func TestUKeys(t *testing.T) {
	h, err := ukeytest.NewSoftHSM(t.TempDir())
	must(t, err)
	for _, env := range h.Env() {
		name, value, _ := strings.Cut(env, "=")
		t.Setenv(name, value)
	}
	configuration := file(t, "kiosk.toml", fmt.Appendf(nil, "name = \"K1\"\n[centre]\nurl = \"https://centre.example\"\nhost = \"centre.example\"\n[[ukey]]\nname = \"soft\"\npath = %q\n", h.Module()))
	r := ctl(t, nil, "ukey", "-config", configuration)
	if r.exit != 0 || !strings.Contains(r.out, "module soft: SoftHSM ") || !strings.Contains(r.out, "no U-KEY is plugged in") {
		t.Errorf("%+v", r)
	}
	authority, err := certtest.New(t.TempDir(), certtest.Options{})
	must(t, err)
	issued, err := authority.Issue(certtest.Request{Algorithm: certtest.ECDSA})
	must(t, err)
	must(t, h.Plug("U-KEY", "135790", ukeytest.Content{ID: "01", Certificate: issued.DER, Key: issued.Key.PEM}))
	must(t, h.Plug("empty", "135790"))
	r = ctl(t, nil, "ukey", "-config", configuration)
	for _, want := range []string{"reads 2 keys", "by \"SoftHSM project\", module soft", "PIN ready, its tries left are not told", "ecdsa, sign, until 2028-01-01, by 湖南CA", "no certificate on it"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("no %q in\n%s", want, r.out)
		}
	}
	if r.exit != 0 || r.err != "" || strings.Contains(r.out, "XX开发") {
		t.Errorf("%+v", r)
	}
}

// TestUKeyModule: a helper whose kiosk is gone ends.
func TestUKeyModule(t *testing.T) {
	if r := ctl(t, nil, "ukey-module"); r.exit != 2 {
		t.Errorf("%+v", r)
	}
	if r := ctl(t, nil, "--help"); strings.Contains(r.out, "ukey-module") {
		t.Error("the helper is offered to people")
	}
}
