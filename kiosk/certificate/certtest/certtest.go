// Package certtest makes certification authorities, certificates and revocation
// lists with the openssl command (3.0 or newer), for tests and demonstrations:
// what it makes was encoded by somebody else than what reads it.
package certtest

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Algorithm is what a key signs by.
type Algorithm string

// The algorithms.
const (
	RSA   Algorithm = "rsa"   // 2048 bits, PKCS #1 v1.5 with SHA-256
	ECDSA Algorithm = "ecdsa" // P-256 with SHA-256
	SM2   Algorithm = "sm2"   // with SM3 and the usual identity
)

// Attribute is one attribute of a distinguished name, by OpenSSL's name ("O",
// "CN") or a dotted OID.
type Attribute struct{ Type, Value string }

// Options say what an authority is. The zero value is one by SM2, named as
// Hunan's, that lasts from 2020 to 2050.
type Options struct {
	Name      []Attribute
	Algorithm Algorithm
	NotBefore time.Time
	NotAfter  time.Time
	// Extensions replace the usual ones of an authority; lines of an extension
	// section of OpenSSL.
	Extensions []string
}

// HunanCA is the name of an authority like Hunan's.
func HunanCA() []Attribute {
	return []Attribute{{"C", "CN"}, {"ST", "湖南省"}, {"O", "湖南XX数字认证服务中心"}, {"CN", "湖南CA"}}
}

// Company is the name of a company's certificate, with its credit code where
// 2.5.4.1 is; the code may be empty.
func Company(name, uscc string) []Attribute {
	subject := []Attribute{{"C", "CN"}, {"ST", "湖南省"}, {"L", "常德市"}, {"O", name}, {"CN", name}}
	if uscc != "" {
		subject = append(subject, Attribute{"2.5.4.1", uscc})
	}
	return subject
}

// Authority issues certificates and revocation lists. It may be used from
// several goroutines.
type Authority struct {
	Issued // its own certificate and key
	dir    string
	// rsa makes, once, the key by RSA of all certificates that bring none.
	rsa func() (*Key, error)
}

// New makes an authority that answers for itself; its files lie in dir, which
// the caller removes.
func New(dir string, o Options) (*Authority, error) {
	key, err := NewKey(o.algorithm())
	if err != nil {
		return nil, err
	}
	a := &Authority{dir: dir, rsa: sync.OnceValues(func() (*Key, error) { return NewKey(RSA) })}
	a.Issued, err = a.issue(o.request(key), nil)
	return a, err
}

// Under makes an authority whose certificate a issues.
func (a *Authority) Under(o Options) (*Authority, error) {
	key, err := NewKey(o.algorithm())
	if err != nil {
		return nil, err
	}
	issued, err := a.issue(o.request(key), &a.Issued)
	return &Authority{Issued: issued, dir: a.dir, rsa: a.rsa}, err
}

func (o Options) algorithm() Algorithm {
	if o.Algorithm == "" {
		return SM2
	}
	return o.Algorithm
}

func (o Options) request(key *Key) Request {
	r := Request{Subject: o.Name, Key: key, NotBefore: o.NotBefore, NotAfter: o.NotAfter, Extensions: o.Extensions}
	if r.Subject == nil {
		r.Subject = HunanCA()
	}
	if r.NotBefore.IsZero() {
		r.NotBefore = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if r.NotAfter.IsZero() {
		r.NotAfter = time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if r.Extensions == nil {
		r.Extensions = []string{"basicConstraints = critical,CA:true", "keyUsage = critical,keyCertSign,cRLSign",
			"subjectKeyIdentifier = hash", "authorityKeyIdentifier = keyid"}
	}
	return r
}

// openssl runs one command in dir.
func openssl(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("openssl", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "OPENSSL_CONF=/dev/null", "RANDFILE="+filepath.Join(dir, "rnd"))
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("certtest: openssl %s: %w: %s", args[0], err, complaint.String())
	}
	return out.Bytes(), nil
}

// inTemp calls f with a folder of its own that is gone afterwards.
func inTemp(parent string, f func(dir string) error) error {
	dir, err := os.MkdirTemp(parent, "certtest")
	if err != nil {
		return fmt.Errorf("certtest: %w", err)
	}
	return errors.Join(f(dir), os.RemoveAll(dir))
}

func write(dir, name string, content []byte) error {
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
		return fmt.Errorf("certtest: %w", err)
	}
	return nil
}

func der(text []byte) ([]byte, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("certtest: openssl wrote no PEM")
	}
	return block.Bytes, nil
}

func lines(l ...string) []byte { return []byte(strings.Join(l, "\n") + "\n") }
