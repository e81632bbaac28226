package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/pageprinter/pageprintersim"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
	"hallkiosk/devices/ukey/keysim"
	"hallkiosk/devices/usb"
	"hallkiosk/sync/protocol"
)

var parts = []string{"card reader", "scanner", "ticket printer", "form printer", "U-KEYs", "trust", "store", "paper roll", "guide", "certificate", "centre", "clock"}

// doctor runs the doctor and checks its verdict: attention for these parts, each
// with words that say why, and ok for all others.
func (k *kiosk) doctor(t *testing.T, attention map[string]string) {
	t.Helper()
	r := ctl(t, nil, "doctor", "-config", k.toml)
	exit := 0
	if len(attention) > 0 {
		exit = 1
	}
	lines := strings.Split(strings.TrimSuffix(r.out, "\n"), "\n")
	if r.exit != exit || r.err != "" || len(lines) != len(parts) {
		t.Fatalf("exit %d, want %d; errors %q\n%s", r.exit, exit, r.err, r.out)
	}
	for i, part := range parts {
		want := "ok         " + part
		why, bad := attention[part]
		if bad {
			want = "ATTENTION  " + part
		}
		if !strings.HasPrefix(lines[i], want+" ") || !strings.Contains(lines[i], why) {
			t.Errorf("line %q, want %q … %q", lines[i], want, why)
		}
	}
}

func TestDoctorFindsNothing(t *testing.T) {
	k := newKiosk(t)
	k.doctor(t, nil)
	k.doctor(t, nil) // and leaves everything as it was
}

func TestDoctorFinds(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil     func(*testing.T, *kiosk)
		attention map[string]string
	}{
		"no paper": {
			func(_ *testing.T, k *kiosk) { k.paper.SetPaper(ticketprintersim.PaperOut) },
			map[string]string{"ticket printer": "paper-out"},
		},
		"little paper": {
			func(_ *testing.T, k *kiosk) { k.paper.SetPaper(ticketprintersim.PaperLow) },
			map[string]string{"ticket printer": "paper-low"},
		},
		"printer answers nothing": {
			func(_ *testing.T, k *kiosk) { k.paper.ForgetPortStatus(); k.paper.SetDeaf(true) },
			map[string]string{"ticket printer": "silent"},
		},
		"printer that never answers": {
			func(t *testing.T, k *kiosk) {
				k.paper.ForgetPortStatus()
				k.paper.SetDeaf(true)
				k.toml = k.configure(t, "[tickets]\nmute = true\n")
			}, nil,
		},
		"nothing plugged in": {
			func(_ *testing.T, k *kiosk) { k.reader.Unplug(); k.scanner.Unplug(); k.cable.Unplug() },
			map[string]string{"card reader": "not plugged in", "scanner": "not plugged in", "ticket printer": "not plugged in"},
		},
		"forms printer without paper": {
			func(t *testing.T, k *kiosk) { must(t, k.office.SetMode(pageprintersim.MediaEmpty)) },
			map[string]string{"form printer": "paper-out"},
		},
		"forms printer switched off": {
			func(t *testing.T, k *kiosk) { must(t, k.office.Close()) },
			map[string]string{"form printer": "unreachable"},
		},
		"no forms printer": {
			func(t *testing.T, k *kiosk) { k.cfg.Forms.Printer = ""; k.toml = k.configure(t, "") }, nil,
		},
		"library for U-KEYs missing": {
			func(t *testing.T, k *kiosk) { k.toml = k.configure(t, "[[ukey]]\nname = \"x\"\npath = \"/none.so\"\n") },
			map[string]string{"U-KEYs": "x: ukey: library cannot be loaded: /none.so"},
		},
		"something else as a library for U-KEYs": {
			func(t *testing.T, k *kiosk) {
				k.toml = k.configure(t, "[[ukey]]\nname = \"x\"\npath = \""+k.toml+"\"\n")
			},
			map[string]string{"U-KEYs": "cannot be loaded"},
		},
		"U-KEY that nobody reads": {
			func(t *testing.T, k *kiosk) {
				_, err := k.bus.Plug(keysim.Stick{ID: devices.ID{Vendor: 0x096e, Product: 0x0309}})
				must(t, err)
			},
			map[string]string{"U-KEYs": "096e:0309: a U-KEY that no module reads"},
		},
		"revocation list in time": {func(t *testing.T, k *kiosk) { k.trusts(t, time.Now().Add(time.Hour)) }, nil},
		"revocation list overdue": {
			func(t *testing.T, k *kiosk) { k.trusts(t, time.Now().Add(-time.Hour)) },
			map[string]string{"trust": "1 authorities, 1 revocation lists; 湖南CA"},
		},
		"whom to check against is damaged": {
			func(t *testing.T, k *kiosk) { must(t, os.WriteFile(k.cfg.Path("trust.json"), []byte("{"), 0o600)) },
			map[string]string{"trust": "damaged"},
		},
		"dead letter": {
			func(t *testing.T, k *kiosk) {
				s := k.store(t)
				must(t, s.Refuse(t.Context(), k.submit(t, s), "invalid"))
				must(t, s.Close())
			},
			map[string]string{"store": "1 refused by the centre: see kioskctl owed"},
		},
		"another digit than the centre's": {
			func(t *testing.T, k *kiosk) {
				s := k.store(t)
				must(t, s.Postpone(t.Context(), k.submit(t, s), time.Now(), protocol.CodeOtherKiosk))
				must(t, s.Close())
			},
			map[string]string{"store": "another digit than 1"},
		},
		"store damaged": {
			func(t *testing.T, k *kiosk) {
				must(t, os.WriteFile(k.cfg.StorePath(), []byte(strings.Repeat("no database ", 100)), 0o600))
			},
			map[string]string{"store": "damaged"},
		},
		"store of another kiosk": {
			func(t *testing.T, k *kiosk) {
				k.cfg.Name = "K9"
				k.toml = k.configure(t, "")
			},
			map[string]string{"store": "another kiosk", "certificate": "but this kiosk is"},
		},
		"a case to deliver": {
			func(t *testing.T, k *kiosk) {
				s := k.store(t)
				k.submit(t, s)
				must(t, s.Close())
			}, nil,
		},
		"never started": {
			func(t *testing.T, k *kiosk) { must(t, os.Remove(k.cfg.StorePath())) },
			map[string]string{"store": "never been started"},
		},
		"store's key among systemd's credentials": {
			func(t *testing.T, k *kiosk) { must(t, os.Remove(k.cfg.Path("store.key"))) }, nil,
		},
		"not enrolled": {
			func(t *testing.T, k *kiosk) { must(t, os.Remove(k.cfg.Path(k.cfg.Centre.Certificate))) },
			map[string]string{"certificate": "kioskctl enrol", "centre": "certificate", "clock": "unknown"},
		},
		"certificate that the centre does not know": {
			func(t *testing.T, k *kiosk) { k.certify(t, "centre", k.cfg.Name, time.Now()) },
			map[string]string{"centre": "does not know"},
		},
		"certificate of another authority": {
			func(t *testing.T, k *kiosk) { k.certify(t, "elsewhere", k.cfg.Name, time.Now()) },
			map[string]string{"centre": "tls", "clock": "unknown"},
		},
		"certificate of another kiosk": {
			func(t *testing.T, k *kiosk) { k.certify(t, "centre", "K2", time.Now()) },
			map[string]string{"certificate": `of "K2", but this kiosk is "K1"`, "centre": "does not know"},
		},
		"certificate about to expire": {
			func(t *testing.T, k *kiosk) { k.certify(t, "centre", k.cfg.Name, time.Now().AddDate(-1, 0, 10)) },
			map[string]string{"certificate": "expires on 20", "centre": "does not know"},
		},
		"certificate that begins tomorrow": {
			func(t *testing.T, k *kiosk) { k.certify(t, "centre", k.cfg.Name, time.Now().AddDate(0, 0, 2)) },
			map[string]string{"certificate": "expires on 20", "centre": "tls", "clock": "unknown"},
		},
		"certificate's file holds something else": {
			func(t *testing.T, k *kiosk) { k.writeCertificate(t, []byte("hello")) },
			map[string]string{"certificate": "no certificate", "centre": "certificate", "clock": "unknown"},
		},
		"clock off": {
			func(_ *testing.T, k *kiosk) {
				k.wrap = func(w http.ResponseWriter, r *http.Request, next http.Handler) {
					w.Header().Set("Date", time.Now().Add(150*time.Minute).UTC().Format(http.TimeFormat))
					next.ServeHTTP(w, r)
				}
			},
			map[string]string{"clock": "differs from the centre's by 2h"},
		},
		"centre in trouble": {
			func(_ *testing.T, k *kiosk) {
				k.wrap = func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(http.StatusBadGateway) }
			},
			map[string]string{"centre": "502"},
		},
		"something else at the centre's address": {
			func(_ *testing.T, k *kiosk) {
				k.wrap = func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
					w.Header()["Date"] = nil
					http.NotFound(w, nil)
				}
			},
			map[string]string{"centre": "404", "clock": "unknown"},
		},
		"centre switched off": {
			func(t *testing.T, k *kiosk) { must(t, k.hall.Close()) },
			map[string]string{"centre": "connection refused", "clock": "unknown"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKiosk(t)
			tt.spoil(t, k)
			k.doctor(t, tt.attention)
		})
	}
}

// TestDoctorBesideARunningKiosk: what the kiosk has open is in use, no fault.
func TestDoctorBesideARunningKiosk(t *testing.T) {
	k := newKiosk(t)
	bus := usb.NewBus()
	defer func() { must(t, bus.Close()) }()
	reader, err := idcard.Open(t.Context(), bus, nil)
	must(t, err)
	defer reader.Close()
	s := k.store(t)
	defer s.Close()
	k.doctor(t, nil)
	if r := ctl(t, nil, "doctor", "-config", k.toml); !strings.Contains(r.out, "card reader     in use") {
		t.Errorf("the reader is not in use:\n%s", r.out)
	}
}

func TestDoctorWithoutAConfiguration(t *testing.T) {
	for name, path := range map[string]string{
		"missing": filepath.Join(t.TempDir(), "none"), "wrong": file(t, "kiosk.toml", []byte("name = 7")), "nothing said": file(t, "kiosk.toml", nil),
	} {
		for _, command := range []string{"doctor", "enrol", "ready"} {
			if r := ctl(t, nil, command, "-config", path); r.exit != 1 || r.out != "" || !strings.HasPrefix(r.err, "kioskctl: config: ") {
				t.Errorf("%s, %s: %+v", command, name, r)
			}
		}
	}
}
