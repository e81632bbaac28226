package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hallkiosk/kiosk/audit"
	"hallkiosk/sync/protocol"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func command(t *testing.T, in string, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := program{in: strings.NewReader(in), out: &out, err: io.Discard}.run(t.Context(), args)
	return out.String(), err
}

// csr writes the certificate request of a new kiosk.
func csr(t *testing.T) (file string, key ed25519.PrivateKey) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "kiosk.csr")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, key
}

func TestMistakes(t *testing.T) {
	data := t.TempDir()
	request, _ := csr(t)
	out := filepath.Join(t.TempDir(), "cert.pem")
	for name, args := range map[string][]string{
		"unknown command":     {"dance"},
		"account of nobody":   {"account", "add", "-data", data},
		"account, no verb":    {"account"},
		"odd role":            {"account", "add", "x1", "-role", "king", "-data", data},
		"odd name":            {"account", "add", "x 1", "-data", data},
		"unknown account":     {"account", "disable", "nobody", "-data", data},
		"no request":          {"kiosk", "sign", "-name", "K1", "-digit", "1", "-o", out, "-data", data},
		"no digit":            {"kiosk", "sign", "-csr", request, "-name", "K1", "-o", out, "-data", data},
		"bad name":            {"kiosk", "sign", "-csr", request, "-name", "k 1", "-digit", "1", "-o", out, "-data", data},
		"not a request":       {"kiosk", "sign", "-csr", os.Args[0], "-name", "K1", "-digit", "1", "-o", out, "-data", data},
		"unknown kiosk":       {"kiosk", "revoke", "K1", "-data", data},
		"plain for the world": {"serve", "-staff-plain", "-staff", ":0", "-data", data},
		"address of no host":  {"serve", "-staff", "256.0.0.1:1", "-data", data},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := command(t, "good-password-1\n", args...); err == nil {
				t.Error("accepted")
			}
		})
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a certificate was written")
	}
	if _, err := command(t, "short\n", "account", "add", "window7", "-data", data); err == nil {
		t.Error("a short password was accepted")
	}
}

// TestFromNothing enrols a kiosk and an account in an empty folder, serves, and
// stops when told to.
func TestFromNothing(t *testing.T) {
	data := t.TempDir()
	request, key := csr(t)
	file := filepath.Join(t.TempDir(), "cert.pem")
	for _, c := range [][]string{
		{"account", "add", "window7", "-role", "window", "-data", data},
		{"account", "password", "-data", data, "window7"},
		{"kiosk", "sign", "-csr", request, "-name", "K1", "-digit", "1", "-o", file, "-data", data},
	} {
		if _, err := command(t, "good-password-1\n", c...); err != nil {
			t.Fatalf("%v: %v", c[:2], err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	var log bytes.Buffer // read once it ended
	ended := make(chan error, 1)
	go func() {
		ended <- program{out: writer, err: &log}.run(ctx, []string{"-data", data, "-staff", "127.0.0.1:0", "-staff-plain", "-api", "127.0.0.1:0"})
	}()
	lines := bufio.NewScanner(reader)
	address := map[string]string{}
	for len(address) < 2 && lines.Scan() {
		what, where, _ := strings.Cut(lines.Text(), " ")
		address[what] = where
	}
	client := kioskClient(t, data, file, key)
	for name, c := range map[string]struct {
		client *http.Client
		url    string
		status int
	}{
		"staff": {http.DefaultClient, address["staff"] + "/sign-in", 200},
		"kiosk": {client, address["kiosks"] + protocol.PathHeartbeat, 405}, // known, and told that it posts there
	} {
		response, err := c.client.Get(c.url)
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != c.status {
			t.Errorf("%s: answered %d", name, response.StatusCode)
		}
		if err := response.Body.Close(); err != nil {
			t.Error(err)
		}
		c.client.CloseIdleConnections()
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("stopped with %v", err)
		}
	case <-time.After(2 * stopWithin):
		t.Fatal("did not stop")
	}
	for _, event := range []audit.Event{audit.CentreStarted, audit.CentreStopped} {
		if n := strings.Count(log.String(), string(event)); n != 1 {
			t.Errorf("%s stands %d times in the log: %s", event, n, log.String())
		}
	}
}

func kioskClient(t *testing.T, data, file string, key ed25519.PrivateKey) *http.Client {
	t.Helper()
	ca, err := os.ReadFile(filepath.Join(data, "authority", "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{
		RootCAs: pool, Certificates: []tls.Certificate{{Certificate: [][]byte{block.Bytes}, PrivateKey: key}},
	}}}
}
