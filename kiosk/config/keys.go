package config

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Key reads the kiosk's own key.
func (c *Config) Key() (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(c.Path(c.Centre.Key))
	if err != nil {
		return nil, fmt.Errorf("config: kiosk key: %w", err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("config: kiosk key: no PEM block")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("config: kiosk key: %w", err)
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("config: kiosk key: Ed25519 is needed, this is %T", parsed)
	}
	return key, nil
}

// TLS returns how the kiosk proves itself to the centre and the centre to it.
func (c *Config) TLS() (*tls.Config, error) {
	certificate, err := tls.LoadX509KeyPair(c.Path(c.Centre.Certificate), c.Path(c.Centre.Key))
	if err != nil {
		return nil, fmt.Errorf("config: kiosk certificate: %w", err)
	}
	ca, err := os.ReadFile(c.Path(c.Centre.CA))
	if err != nil {
		return nil, fmt.Errorf("config: centre's CA: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(ca) {
		return nil, errors.New("config: centre's CA: no certificate in it")
	}
	return &tls.Config{Certificates: []tls.Certificate{certificate}, RootCAs: roots, MinVersion: tls.VersionTLS13}, nil
}

// storeKeyName is the file of the store's key in State, and its name among
// systemd's credentials.
const storeKeyName = "store.key"

// StoreKey returns the key that the store's contents are encrypted with: from
// systemd's credentials where there are any ($CREDENTIALS_DIRECTORY, see
// systemd.exec(5)), else from State, where it is made at the first start.
func (c *Config) StoreKey() ([32]byte, error) {
	var key [32]byte
	path := c.Path(storeKeyName)
	if folder := os.Getenv("CREDENTIALS_DIRECTORY"); folder != "" {
		if credential := filepath.Join(folder, storeKeyName); exists(credential) {
			path = credential
		}
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c.makeStoreKey(path)
	}
	if err != nil {
		return key, fmt.Errorf("config: store key: %w", err)
	}
	if len(text) != len(key) {
		return key, fmt.Errorf("config: store key: %s holds %d bytes instead of %d", path, len(text), len(key))
	}
	copy(key[:], text)
	return key, nil
}

// makeStoreKey makes a new key, and refuses where a store exists already: what
// is in it could never be read again.
func (c *Config) makeStoreKey(path string) ([32]byte, error) {
	var key [32]byte
	if exists(c.StorePath()) {
		return key, fmt.Errorf("config: store key: %s is missing, but there is a store that needs it", path)
	}
	if _, err := rand.Read(key[:]); err != nil {
		return key, fmt.Errorf("config: store key: %w", err)
	}
	if err := os.MkdirAll(c.State, 0o700); err != nil {
		return key, fmt.Errorf("config: store key: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return key, fmt.Errorf("config: store key: %w", err)
	}
	_, err = f.Write(key[:])
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return key, fmt.Errorf("config: store key: %w", err)
	}
	return key, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
