package main

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/config"
	"hallkiosk/sync/centre/authority"
)

// fresh is the configuration of a kiosk that was never set up; its state folder
// does not exist yet.
func fresh(t *testing.T) (cfg config.Config, path string) {
	t.Helper()
	path = file(t, "kiosk.toml", []byte("name = 'K7'\ndigit = 7\nstate = '"+filepath.Join(t.TempDir(), "state")+
		"'\n[centre]\nurl = 'https://centre.example:8444'\nhost = 'centre.example'\n"))
	cfg, err := config.Load(path)
	must(t, err)
	return cfg, path
}

func TestEnrol(t *testing.T) {
	cfg, path := fresh(t)
	csr := filepath.Join(t.TempDir(), "kiosk.csr")
	r := ctl(t, nil, "enrol", "-config", path, "-o", csr)
	if r.exit != 0 || r.err != "" || !strings.Contains(r.out, "-name K7 -digit 7") {
		t.Fatalf("%+v", r)
	}
	key, err := cfg.Key()
	must(t, err)
	info, err := os.Stat(cfg.Path(cfg.Centre.Key))
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file has mode %v", info.Mode())
	}
	request, err := os.ReadFile(csr)
	must(t, err)
	if bytes.Contains(request, key.Seed()) || bytes.Contains(request, []byte("PRIVATE")) {
		t.Error("the request holds the key")
	}

	ca, err := authority.Open(filepath.Join(t.TempDir(), "ca"), nil)
	must(t, err)
	certificate, err := ca.SignRequest("K7", request)
	must(t, err)
	if !key.Public().(ed25519.PublicKey).Equal(certificate.PublicKey) {
		t.Error("the certificate is for another key")
	}
	must(t, os.WriteFile(cfg.Path(cfg.Centre.Certificate), authority.EncodeCertificate(certificate), 0o600))
	must(t, os.WriteFile(cfg.Path(cfg.Centre.CA), ca.PEM(), 0o600))
	if _, err := cfg.TLS(); err != nil {
		t.Errorf("the files do not belong together: %v", err)
	}
	if f := certificateFinding(&cfg, time.Now()); !f.good {
		t.Errorf("doctor says %+v", f)
	}

	if r := ctl(t, nil, "enrol", "--config", path, "-o", csr); r.exit != 0 {
		t.Fatalf("second time: %+v", r)
	}
	again, err := cfg.Key()
	must(t, err)
	if !again.Equal(key) {
		t.Error("the second run made another key: the first certificate is worthless")
	}
	request, err = os.ReadFile(csr)
	must(t, err)
	if _, err := ca.SignRequest("K7", request); err != nil {
		t.Errorf("the second request: %v", err)
	}
}

func TestEnrolRefuses(t *testing.T) {
	cfg, path := fresh(t)
	if r := ctl(t, nil, "enrol", "-config", path, "-o", filepath.Join(t.TempDir(), "none", "kiosk.csr")); r.exit != 1 || r.err == "" {
		t.Errorf("no such folder: %+v", r)
	}
	keyFile := cfg.Path(cfg.Centre.Key)
	must(t, os.WriteFile(keyFile, []byte("damaged"), 0o600))
	if r := ctl(t, nil, "enrol", "-config", path, "-o", filepath.Join(t.TempDir(), "kiosk.csr")); r.exit != 1 || !strings.Contains(r.err, "kiosk key") {
		t.Errorf("damaged key: %+v", r)
	}
	if kept, err := os.ReadFile(keyFile); err != nil || string(kept) != "damaged" {
		t.Errorf("a damaged key was replaced: %v", err)
	}
}
