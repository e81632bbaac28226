// Package certificate reads the certificates of U-KEYs as Chinese authorities
// issue them: RSA, ECDSA and SM2, whoever encoded them and however. It says
// whose they are, checks signatures by their keys, and, by what the centre
// configured, who issued them and whether they were revoked. It is pure: it
// asks no device and no clock.
package certificate

import (
	"crypto"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"strings"
	"time"
)

// MaxSize is the longest certificate that is read, in bytes.
const MaxSize = 64 << 10

// Algorithm is what a certificate's key signs by.
type Algorithm string

// The algorithms.
const (
	RSA   Algorithm = "rsa"   // PKCS #1 v1.5 with SHA-256
	ECDSA Algorithm = "ecdsa" // with SHA-256, on a NIST curve
	SM2   Algorithm = "sm2"   // with SM3 and the usual identity (GM/T 0009)
)

// Use is what a certificate's key may be used for (RFC 5280, 4.2.1.3).
type Use string

// The uses.
const (
	Sign    Use = "sign"
	Encrypt Use = "encrypt"
	Both    Use = "both" // or nothing is said
)

// Certificate is a certificate that was read. Its texts are cleaned and bounded.
// It prints as its fingerprint's beginning wherever it is printed.
type Certificate struct {
	Raw []byte // DER, without what a token padded it with

	// Organisation and USCC are the holder's; "" where they are not said.
	Organisation, USCC string
	Subject            string // the holder's plain name: CN, or what stands for it
	Issuer             string // the issuer's plain name
	Serial             *big.Int
	NotBefore          time.Time
	NotAfter           time.Time // the last second, inclusive
	Algorithm          Algorithm
	Use                Use
	// Authority: it is one's that issues certificates.
	Authority bool
	// PublicKey is an *rsa.PublicKey or an *ecdsa.PublicKey, with SM2 on its curve.
	PublicKey crypto.PublicKey

	tbs                []byte
	signature          signature
	issuer             name
	subject            name
	keyID, issuerKeyID []byte
	keyUsage           keyUsage
	pathLen            int      // how many authorities may stand under it; -1: any number
	lists              []string // where it says that its revocation list lies
	unknownCritical    bool     // it demands what this package does not know
}

// SerialHex is the serial number in hexadecimal capitals, two for each byte, as
// authorities' pages show it.
func (c *Certificate) SerialHex() string {
	if c.Serial.Sign() == 0 {
		return "00"
	}
	return strings.ToUpper(hex.EncodeToString(c.Serial.Bytes()))
}

// SerialDecimal is the serial number in decimal.
func (c *Certificate) SerialDecimal() string { return c.Serial.String() }

// Fingerprint is the SHA-256 of Raw in hexadecimal.
func (c *Certificate) Fingerprint() string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}

// ValidAt reports whether t is within its time.
func (c *Certificate) ValidAt(t time.Time) bool {
	return !t.Before(c.NotBefore) && !t.After(c.NotAfter)
}

func (c *Certificate) shown() string { return "certificate " + c.Fingerprint()[:12] }

// Format prints the fingerprint's beginning for every verb.
func (c *Certificate) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.shown()) }

// LogValue keeps the holder out of logs.
func (c *Certificate) LogValue() slog.Value { return slog.StringValue(c.shown()) }
