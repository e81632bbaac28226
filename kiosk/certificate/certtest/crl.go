package certtest

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Reasons of a revocation, as OpenSSL calls them.
const (
	KeyCompromise   = "keyCompromise"
	CertificateHold = "CAHold"
	Superseded      = "superseded"
)

// Revoked is one entry of a revocation list.
type Revoked struct {
	Serial string // hexadecimal
	Reason string // "": none said
	At     time.Time
}

// List is a revocation list.
type List struct {
	Revoked []Revoked
	// This and Next are when it was made and when the next one comes; zero:
	// 2026-01-01 and 2050-01-01.
	This, Next time.Time
	// Extensions are lines of an extension section of OpenSSL.
	Extensions []string
}

// CRL makes a list of these that lasts until 2050.
func (a *Authority) CRL(revoked []Revoked) ([]byte, error) { return a.List(List{Revoked: revoked}) }

// List makes a revocation list, in DER.
func (a *Authority) List(l List) (list []byte, err error) {
	if l.This.IsZero() {
		l.This = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if l.Next.IsZero() {
		l.Next = time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	err = inTemp(a.dir, func(dir string) error {
		list, err = a.list(dir, l)
		return err
	})
	return list, err
}

func (a *Authority) list(dir string, l List) ([]byte, error) {
	config := lines(append([]string{"[ca]", "default_ca = a", "[a]", "database = index.txt", "unique_subject = no", "crlnumber = number", "[extensions]",
		"authorityKeyIdentifier = keyid"}, l.Extensions...)...)
	for name, content := range map[string][]byte{
		"ca.pem": a.PEM, "cakey.pem": a.Key.PEM, "openssl.cnf": config, "number": lines("01"), "index.txt": index(l.Revoked),
	} {
		if err := write(dir, name, content); err != nil {
			return nil, err
		}
	}
	args := []string{"ca", "-gencrl", "-config", "openssl.cnf", "-crlexts", "extensions", "-cert", "ca.pem", "-keyfile", "cakey.pem",
		"-crl_lastupdate", stamp(l.This), "-crl_nextupdate", stamp(l.Next), "-out", "list.pem"}
	if _, err := openssl(dir, append(args, a.Key.issuing()...)...); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, "list.pem"))
	if err != nil {
		return nil, err
	}
	return der(text)
}

// index is the database of the command ca (its manual, section "The text
// database index file").
func index(revoked []Revoked) []byte {
	var b strings.Builder
	for _, r := range revoked {
		at := r.At
		if at.IsZero() {
			at = time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
		}
		when := at.UTC().Format("060102150405Z")
		if r.Reason == CertificateHold {
			when += ",holdInstruction,holdInstructionNone"
		} else if r.Reason != "" {
			when += "," + r.Reason
		}
		serial := r.Serial
		if len(serial)%2 == 1 {
			serial = "0" + serial
		}
		b.WriteString("R\t20500101000000Z\t" + when + "\t" + strings.ToUpper(serial) + "\tunknown\t/CN=revoked\n")
	}
	return []byte(b.String())
}
