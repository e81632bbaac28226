// Package authority is the centre's own small certificate authority. It vouches
// for the centre's servers to the kiosks, and for the kiosks to the centre, and
// for nobody else: no browser and no other program needs to trust it.
//
// Its keys and certificates are PEM files of one folder, readable only by their
// owner:
//
//	ca.pem, ca.key            the authority; losing the key means enrolling every kiosk again
//	server.pem, server.key    the centre's server; made anew when it is due
package authority

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// How long the certificates hold, and how long before its end a server's is renewed.
const (
	caYears       = 20
	serverDays    = 365
	kioskDays     = 365
	renewDays     = 30
	clockSlack    = time.Hour // a kiosk's clock may run behind
	caCommonName  = "hallkiosk centre authority"
	serialBits    = 127
	filePrivate   = 0o600
	folderPrivate = 0o700
)

// What a caller can act on.
var (
	// ErrName: the name cannot be a kiosk's.
	ErrName = errors.New("authority: a kiosk's name is a capital letter, then up to 15 capital letters, digits or hyphens")
	// ErrRequest: the certificate request is no such thing, or not signed by its own key.
	ErrRequest = errors.New("authority: not a certificate request signed by its own key")
	// ErrKey: the kiosk's key is not Ed25519.
	ErrKey = errors.New("authority: a kiosk's key is an Ed25519 key")
	// ErrDamaged: the folder holds files that do not belong together.
	ErrDamaged = errors.New("authority: damaged folder")
)

// namePattern is what a kiosk may be called.
var namePattern = regexp.MustCompile(`^[A-Z][A-Z0-9-]{0,15}$`)

// ValidName reports whether a kiosk may bear the name.
func ValidName(name string) bool { return namePattern.MatchString(name) }

// Authority signs certificates. Its values never change and may be used by any
// goroutine.
type Authority struct {
	folder      string
	certificate *x509.Certificate
	key         crypto.Signer
	now         func() time.Time
}

// Open reads the authority in the folder, or makes it there where there is
// none. It refuses a folder that holds only half of one: making a new authority
// would silently turn every kiosk away. now may be nil for the system's clock.
func Open(folder string, now func() time.Time) (*Authority, error) {
	if now == nil {
		now = time.Now
	}
	a := &Authority{folder: folder, now: now}
	if err := os.MkdirAll(folder, folderPrivate); err != nil {
		return nil, fmt.Errorf("authority: open: %w", err)
	}
	hasCert, hasKey := exists(a.path("ca.pem")), exists(a.path("ca.key"))
	switch {
	case !hasCert && !hasKey:
		if err := a.create(); err != nil {
			return nil, fmt.Errorf("authority: create: %w", err)
		}
	case hasCert != hasKey:
		return nil, fmt.Errorf("%w: one of ca.pem and ca.key is missing", ErrDamaged)
	}
	if err := a.load(); err != nil {
		return nil, fmt.Errorf("authority: open: %w", err)
	}
	return a, nil
}

func (a *Authority) path(name string) string { return filepath.Join(a.folder, name) }

func (a *Authority) create() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := newSerial()
	if err != nil {
		return err
	}
	now := a.now()
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: caCommonName},
		NotBefore:             now.Add(-clockSlack),
		NotAfter:              now.AddDate(caYears, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true, IsCA: true, MaxPathLenZero: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	return writePair(a.path("ca.pem"), a.path("ca.key"), der, key)
}

func (a *Authority) load() error {
	certificate, key, err := readPair(a.path("ca.pem"), a.path("ca.key"))
	if err != nil {
		return err
	}
	if !certificate.IsCA {
		return fmt.Errorf("%w: ca.pem is no authority's certificate", ErrDamaged)
	}
	a.certificate, a.key = certificate, key
	return nil
}

// PEM is the authority's certificate, for the kiosks to trust.
func (a *Authority) PEM() []byte { return encode(certificateBlock, a.certificate.Raw) }

// Pool holds the authority's certificate alone.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	return pool
}

// SignKiosk makes the client certificate of a kiosk for its public key, for a
// year. The name becomes the certificate's common name.
func (a *Authority) SignKiosk(name string, public ed25519.PublicKey) (*x509.Certificate, error) {
	if !ValidName(name) {
		return nil, ErrName
	}
	if len(public) != ed25519.PublicKeySize {
		return nil, ErrKey
	}
	return a.sign(&x509.Certificate{
		Subject:     pkix.Name{CommonName: name},
		NotAfter:    a.now().AddDate(0, 0, kioskDays),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, public)
}

// SignRequest makes the client certificate of a kiosk from its PEM certificate
// request. Only the request's key counts: the name is the caller's to give.
func (a *Authority) SignRequest(name string, request []byte) (*x509.Certificate, error) {
	der, err := decode("CERTIFICATE REQUEST", request)
	if err != nil {
		return nil, ErrRequest
	}
	parsed, err := x509.ParseCertificateRequest(der)
	if err != nil || parsed.CheckSignature() != nil {
		return nil, ErrRequest
	}
	public, ok := parsed.PublicKey.(ed25519.PublicKey)
	if !ok {
		return nil, ErrKey
	}
	return a.SignKiosk(name, public)
}

// EncodeCertificate writes a certificate as PEM.
func EncodeCertificate(c *x509.Certificate) []byte { return encode(certificateBlock, c.Raw) }

// sign completes the template and signs it; nothing it signs outlives the authority.
func (a *Authority) sign(template *x509.Certificate, public crypto.PublicKey) (*x509.Certificate, error) {
	serial, err := newSerial()
	if err != nil {
		return nil, fmt.Errorf("authority: sign: %w", err)
	}
	template.SerialNumber = serial
	template.NotBefore = a.now().Add(-clockSlack)
	template.BasicConstraintsValid = true
	if template.NotAfter.After(a.certificate.NotAfter) {
		template.NotAfter = a.certificate.NotAfter
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, public, a.key)
	if err != nil {
		return nil, fmt.Errorf("authority: sign: %w", err)
	}
	signed, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("authority: sign: %w", err)
	}
	return signed, nil
}

func newSerial() (*big.Int, error) {
	limit := new(big.Int).Lsh(big.NewInt(1), serialBits)
	return rand.Int(rand.Reader, limit)
}
