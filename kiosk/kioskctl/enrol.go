package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"hallkiosk/kiosk/config"
)

type enrolCmd struct {
	Config string `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration."`
	Out    string `short:"o" default:"kiosk.csr" help:"Where the request goes; the centre signs it with 'centred kiosk sign'."`
}

// Run makes the kiosk's key, unless there is one, and writes a certificate
// request (PKCS #10, RFC 2986). The key never leaves the kiosk.
func (c *enrolCmd) Run(s streams) error {
	cfg, err := config.Load(c.Config)
	if err != nil {
		return err
	}
	key, err := cfg.Key()
	if errors.Is(err, fs.ErrNotExist) {
		key, err = makeKey(&cfg)
	}
	if err != nil {
		return err
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: cfg.Name}}, key)
	if err != nil {
		return fmt.Errorf("enrol: %w", err)
	}
	request := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der})
	if err := os.WriteFile(c.Out, request, 0o644); err != nil {
		return fmt.Errorf("enrol: %w", err)
	}
	fmt.Fprintf(s.out, "%s: take it to the centre and run\n  centred kiosk sign -csr %s -name %s -digit %d -o kiosk.pem\nthen put kiosk.pem at %s and the centre's ca.pem at %s\n",
		c.Out, c.Out, cfg.Name, cfg.Digit, cfg.Path(cfg.Centre.Certificate), cfg.Path(cfg.Centre.CA))
	return nil
}

func makeKey(cfg *config.Config) (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("enrol: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("enrol: %w", err)
	}
	if err := os.MkdirAll(cfg.State, 0o700); err != nil {
		return nil, fmt.Errorf("enrol: %w", err)
	}
	f, err := os.OpenFile(cfg.Path(cfg.Centre.Key), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("enrol: %w", err)
	}
	err = pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("enrol: %w", err)
	}
	return key, nil
}
