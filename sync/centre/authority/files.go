package authority

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	certificateBlock = "CERTIFICATE"
	keyBlock         = "PRIVATE KEY" // PKCS#8
)

func encode(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// decode returns the bytes of a text that is one PEM block of the kind.
func decode(kind string, text []byte) ([]byte, error) {
	block, rest := pem.Decode(text)
	if block == nil || block.Type != kind || len(bytes.TrimSpace(rest)) > 0 {
		return nil, fmt.Errorf("%w: not one PEM block %q", ErrDamaged, kind)
	}
	return block.Bytes, nil
}

// writePair writes the key before the certificate, each whole or not at all.
func writePair(certificateFile, keyFile string, certificate []byte, key crypto.Signer) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := writeFile(keyFile, encode(keyBlock, der)); err != nil {
		return err
	}
	return writeFile(certificateFile, encode(certificateBlock, certificate))
}

func writeFile(name string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if _, err = f.Write(data); err != nil {
		return errors.Join(err, f.Close())
	}
	if err = f.Sync(); err != nil {
		return errors.Join(err, f.Close())
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Chmod(f.Name(), filePrivate); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// readPair reads a certificate and its key and checks that they belong together.
func readPair(certificateFile, keyFile string) (*x509.Certificate, crypto.Signer, error) {
	der, err := readBlock(certificateFile, certificateBlock)
	if err != nil {
		return nil, nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %s: %w", ErrDamaged, filepath.Base(certificateFile), err)
	}
	if der, err = readBlock(keyFile, keyBlock); err != nil {
		return nil, nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %s: %w", ErrDamaged, filepath.Base(keyFile), err)
	}
	key, ok := parsed.(crypto.Signer)
	if !ok {
		return nil, nil, fmt.Errorf("%w: %s cannot sign", ErrDamaged, filepath.Base(keyFile))
	}
	type comparable interface{ Equal(crypto.PublicKey) bool }
	public, ok := key.Public().(comparable)
	if !ok || !public.Equal(certificate.PublicKey) {
		return nil, nil, fmt.Errorf("%w: %s is not the key of %s", ErrDamaged, filepath.Base(keyFile), filepath.Base(certificateFile))
	}
	return certificate, key, nil
}

func readBlock(file, kind string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	der, err := decode(kind, text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	return der, nil
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return !errors.Is(err, fs.ErrNotExist)
}
