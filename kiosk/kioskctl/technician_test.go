package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/pin"
)

// state is a configuration whose state folder is there and empty.
func state(t *testing.T) (configuration string, cfg config.Config) {
	t.Helper()
	configuration = file(t, "kiosk.toml", []byte("name = \"K1\"\nstate = \""+t.TempDir()+
		"\"\n[centre]\nurl = \"https://centre.example:9443\"\nhost = \"centre.example\"\n"))
	cfg, err := config.Load(configuration)
	must(t, err)
	return configuration, cfg
}

func TestRoll(t *testing.T) {
	configuration, _ := state(t)
	for _, step := range []struct{ args, want string }{
		{"roll", "unknown"}, {"roll new", "noted"}, {"roll", "about 277 tickets left"}, {"roll show", "about 277"},
	} {
		r := ctl(t, nil, append(strings.Fields(step.args), "-config", configuration)...)
		if r.exit != 0 || !strings.Contains(r.out, step.want) {
			t.Errorf("%s: %+v", step.args, r)
		}
	}
}

func TestPIN(t *testing.T) {
	configuration, cfg := state(t)
	for _, weak := range []string{"", "1234", "123456", "abcdef"} {
		if r := ctl(t, strings.NewReader(weak+"\n"), "pin", "-config", configuration); r.exit != 1 || !strings.Contains(r.err, "digits are needed") {
			t.Errorf("%q: %+v", weak, r)
		}
	}
	guard := pin.New(pin.Options{File: filepath.Join(cfg.State, "technician.pin"), Now: time.Now})
	if err := guard.Enter(t.Context(), "720451"); !errors.Is(err, pin.ErrUnset) {
		t.Error("a weak PIN was kept:", err)
	}
	if r := ctl(t, strings.NewReader("720451\n"), "pin", "-config", configuration); r.exit != 0 || strings.Contains(r.out+r.err, "720451") {
		t.Errorf("%+v", r)
	}
	must(t, guard.Enter(t.Context(), "720451"))
}
