package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
)

func TestTrustCommands(t *testing.T) {
	data, folder := t.TempDir(), t.TempDir()
	if _, err := command(t, "good-password-1\n", "account", "add", "window7", "-data", data); err != nil {
		t.Fatal(err)
	}
	a, err := certtest.New(folder, certtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := a.CRL([]certtest.Revoked{{Serial: "01"}, {Serial: "02"}})
	if err != nil {
		t.Fatal(err)
	}
	company, err := a.Issue(certtest.Request{})
	if err != nil {
		t.Fatal(err)
	}
	file := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	ca, crl, key, text := file("ca.pem", a.PEM), file("ca.crl", list), file("key.cer", company.DER), file("notes.txt", []byte("hello"))
	large := file("large", nil)
	if err := os.Truncate(large, certificate.MaxRevocations+1); err != nil {
		t.Fatal(err)
	}
	says := func(want string, args ...string) string {
		t.Helper()
		out, err := command(t, "", append(args, "-data", data)...)
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("%v: %q, %v", args, out, err)
		}
		return out
	}
	refuses := func(want string, args ...string) {
		t.Helper()
		if out, err := command(t, "", append(args, "-data", data)...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %q, %v", args, out, err)
		}
	}
	says("No authority is trusted", "trust", "list")
	refuses("list is of none of the authorities", "trust", "add", crl)
	refuses("file 2: centre: neither a certificate", "trust", "add", ca, key)
	refuses("file 1: centre: neither a certificate", "trust", "add", text)
	refuses("too long", "trust", "add", large)
	refuses("no such file", "trust", "add", filepath.Join(folder, "missing"))
	says("No authority is trusted", "trust", "list")
	added := says("revocations  湖南CA  made 2026-01-01 08:00, next 2050-01-01 08:00, revoked 2", "trust", "add", crl, ca)
	if list := says("authority    湖南CA  valid 2020-01-01 08:00 to 2050-01-01 08:00", "trust", "list"); strings.Count(list, "\n") != 2 || strings.Count(added, "\n") != 2 {
		t.Errorf("list %q, added %q", list, added)
	}
	lines := strings.Split(says("", "trust", "list"), "\n")
	caSum, crlSum := strings.Fields(lines[0])[0], strings.Fields(lines[1])[0]
	refuses("together with its revocation lists", "trust", "remove", caSum)
	refuses("no such checksum", "trust", "remove", "ffffffffffffffff0")
	says("Removed: 2", "trust", "remove", caSum, crlSum)
	says("No authority is trusted", "trust", "list")

	if _, err := command(t, "", "trust"); err == nil || !strings.Contains(err.Error(), "add, list or remove") {
		t.Errorf("no verb: %v", err)
	}
	refuses("add FILE", "trust", "add")
	refuses("add FILE", "trust", "list", "x")
	refuses("add FILE", "trust", "dance", "x")
	if _, err := command(t, "", "trust", "list", "-data", t.TempDir()); err == nil || !strings.Contains(err.Error(), "no centre") {
		t.Errorf("an empty folder: %v", err)
	}
}
