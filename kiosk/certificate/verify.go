package certificate

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/sm3"
)

// identity is the one that SM2 signs for where nobody says another (GM/T 0009, 10).
const identity = "1234567812345678"

// Digest is what a key signs of the message: its SHA-256, or with SM2 the SM3 of
// the key's own hash and the message (GM/T 0003.2, 6.1).
func (c *Certificate) Digest(message []byte) ([]byte, error) {
	if c.Algorithm == SM2 {
		return sm2Digest(c.PublicKey.(*ecdsa.PublicKey), message)
	}
	sum := sha256.Sum256(message)
	return sum[:], nil
}

func sm2Digest(key *ecdsa.PublicKey, message []byte) ([]byte, error) {
	za, err := sm2.CalculateZA(key, []byte(identity))
	if err != nil {
		return nil, fmt.Errorf("certificate: digest: %w", err)
	}
	h := sm3.New()
	h.Write(za)
	h.Write(message)
	return h.Sum(nil), nil
}

// Verify checks that the certificate's key signed the message: PKCS #1 v1.5 or
// ECDSA with SHA-256, or SM2 with SM3; the latter two as a SEQUENCE of r and s.
// Its error is ErrSignature.
func (c *Certificate) Verify(message, signature []byte) error {
	digest, err := c.Digest(message)
	if err != nil {
		return err
	}
	good := false
	switch c.Algorithm {
	case RSA:
		good = rsa.VerifyPKCS1v15(c.PublicKey.(*rsa.PublicKey), crypto.SHA256, digest, signature) == nil
	case ECDSA:
		good = ecdsa.VerifyASN1(c.PublicKey.(*ecdsa.PublicKey), digest, signature)
	case SM2:
		good = sm2.VerifyASN1(c.PublicKey.(*ecdsa.PublicKey), digest, signature)
	}
	if !good {
		return fmt.Errorf("certificate: verify: %w", ErrSignature)
	}
	return nil
}
