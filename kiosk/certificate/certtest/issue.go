package certtest

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Uses that a request may name.
const (
	Signing    = "digitalSignature,nonRepudiation"
	Encrypting = "keyEncipherment,dataEncipherment,keyAgreement"
)

// Request is what a certificate shall be. The zero value is a company's, for
// signing, by the authority's algorithm, that lasts from 2026 to 2028.
type Request struct {
	Algorithm Algorithm
	Subject   []Attribute
	// Mask is OpenSSL's string_mask, "utf8only" where empty: "MASK:0x800" writes
	// BMPStrings, "MASK:0x4" T61Strings, "MASK:0x100" UniversalStrings.
	Mask string
	// Use is OpenSSL's keyUsage, Signing where empty, "-" for none.
	Use string
	// Extensions are further lines of an extension section of OpenSSL. Where they
	// say basicConstraints they stand alone.
	Extensions []string
	NotBefore  time.Time
	NotAfter   time.Time
	// Serial is hexadecimal; empty: any of 16 bytes.
	Serial string
	// Key is whose certificate it is; nil: a new one, or with RSA one that the
	// authority's other certificates have too.
	Key *Key
	// Edit changes the TBSCertificate before it is signed; nil: as OpenSSL wrote it.
	Edit func(tbs []byte) []byte
}

// Issued is a certificate and its key.
type Issued struct {
	DER []byte
	PEM []byte
	Key *Key
}

// CreditCode is the line of an extension that holds a credit code where SM2
// certificates have it.
func CreditCode(uscc string) string { return "1.2.156.10260.4.1.4 = ASN1:UTF8String:" + uscc }

// Issue makes a certificate.
func (a *Authority) Issue(r Request) (Issued, error) {
	if r.Algorithm == "" {
		r.Algorithm = a.Key.Algorithm
	}
	if r.Subject == nil {
		r.Subject = Company("XX开发有限公司", "")
	}
	if r.NotBefore.IsZero() {
		r.NotBefore = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if r.NotAfter.IsZero() {
		r.NotAfter = time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if r.Key == nil {
		newKey := NewKey
		if r.Algorithm == RSA {
			newKey = func(Algorithm) (*Key, error) { return a.rsa() }
		}
		key, err := newKey(r.Algorithm)
		if err != nil {
			return Issued{}, err
		}
		r.Key = key
	}
	usual := []string{"authorityKeyIdentifier = keyid", "subjectKeyIdentifier = hash", "basicConstraints = CA:false"}
	switch r.Use {
	case "-":
	case "":
		usual = append(usual, "keyUsage = critical,"+Signing)
	default:
		usual = append(usual, "keyUsage = critical,"+r.Use)
	}
	if !strings.Contains(strings.Join(r.Extensions, "\n"), "basicConstraints") {
		r.Extensions = append(usual, r.Extensions...)
	}
	return a.issue(r, &a.Issued)
}

// issue makes a certificate by the issuer, or by its own key without one.
func (a *Authority) issue(r Request, issuer *Issued) (issued Issued, err error) {
	issued.Key = r.Key
	err = inTemp(a.dir, func(dir string) error {
		issued.PEM, err = r.make(dir, issuer)
		if err != nil {
			return err
		}
		issued.DER, err = der(issued.PEM)
		return err
	})
	if err != nil || r.Edit == nil {
		return issued, err
	}
	return issued, issued.edit(r.Edit, issuer.Key)
}

func (r *Request) make(dir string, issuer *Issued) ([]byte, error) {
	serial := r.Serial
	if serial == "" {
		random := make([]byte, 16)
		_, _ = rand.Read(random) // never fails
		random[0] = random[0]&0x3f | 0x40
		serial = hex.EncodeToString(random)
	}
	for name, content := range map[string][]byte{
		"key.pem": r.Key.PEM, "index.txt": nil, "serial": lines(serial), "openssl.cnf": r.config(),
	} {
		if err := write(dir, name, content); err != nil {
			return nil, err
		}
	}
	request := append([]string{"req", "-new", "-config", "openssl.cnf", "-utf8", "-key", "key.pem", "-out", "request.pem"}, r.Key.signing()...)
	if _, err := openssl(dir, request...); err != nil {
		return nil, err
	}
	signer := r.Key
	args := []string{"ca", "-config", "openssl.cnf", "-batch", "-notext", "-preserveDN", "-in", "request.pem", "-out", "certificate.pem",
		"-extensions", "extensions", "-startdate", stamp(r.NotBefore), "-enddate", stamp(r.NotAfter)}
	if r.Key.Algorithm == SM2 {
		args = append(args, "-vfyopt", "distid:"+identity)
	}
	if issuer == nil {
		args = append(args, "-selfsign", "-keyfile", "key.pem")
	} else {
		signer = issuer.Key
		for name, content := range map[string][]byte{"ca.pem": issuer.PEM, "cakey.pem": signer.PEM} {
			if err := write(dir, name, content); err != nil {
				return nil, err
			}
		}
		args = append(args, "-cert", "ca.pem", "-keyfile", "cakey.pem")
	}
	if _, err := openssl(dir, append(args, signer.issuing()...)...); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, "certificate.pem"))
	if err != nil {
		return nil, fmt.Errorf("certtest: %w", err)
	}
	return text, nil
}

// stamp is a time as the command ca takes it.
func stamp(t time.Time) string { return t.UTC().Format("20060102150405Z") }

// config is the configuration of the commands req and ca. The subject stands in
// it, since that takes OIDs that have no name, and any character.
func (r *Request) config() []byte {
	mask := r.Mask
	if mask == "" {
		mask = "utf8only"
	}
	text := []string{"[ca]", "default_ca = a", "[a]", "database = index.txt", "serial = serial", "new_certs_dir = .",
		"policy = any", "default_md = sha256", "unique_subject = no", "[any]",
		"[req]", "prompt = no", "utf8 = yes", "string_mask = " + mask, "distinguished_name = subject"}
	text = append(text, "[subject]")
	for i, attribute := range r.Subject {
		text = append(text, fmt.Sprintf("%d.%s = %s", i, attribute.Type, escaped.Replace(attribute.Value)))
	}
	return lines(append(append(text, "[extensions]"), r.Extensions...)...)
}

// escaped keeps the configuration's own signs in a value.
var escaped = strings.NewReplacer(`\`, `\\`, `$`, `\$`, `#`, `\#`, `"`, `\"`, `'`, `\'`)
