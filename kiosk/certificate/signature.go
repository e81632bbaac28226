package certificate

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"

	_ "crypto/sha256" // the digests of signedBy
	_ "crypto/sha512"

	"github.com/emmansun/gmsm/sm2"
)

// digests are by which certificates and lists are signed that are believed; by
// SHA-1 or MD5 anybody may have made them. SM2 is by SM3 alone.
var digests = map[string]struct {
	algorithm Algorithm
	hash      crypto.Hash
}{
	"1.2.840.113549.1.1.11": {RSA, crypto.SHA256},
	"1.2.840.113549.1.1.12": {RSA, crypto.SHA384},
	"1.2.840.113549.1.1.13": {RSA, crypto.SHA512},
	"1.2.840.10045.4.3.2":   {ECDSA, crypto.SHA256},
	"1.2.840.10045.4.3.3":   {ECDSA, crypto.SHA384},
	"1.2.840.10045.4.3.4":   {ECDSA, crypto.SHA512},
	"1.2.156.10197.1.501":   {SM2, 0},
}

// couldSign reports whether the signature is of a kind that the certificate's key
// makes and that is believed. Of others it is not known whether they are forged.
func (c *Certificate) couldSign(s signature) bool {
	by, ok := digests[s.algorithm]
	return ok && by.algorithm == c.Algorithm
}

// signed reports whether the certificate's key made the signature over what an
// authority signs.
func (c *Certificate) signed(tbs []byte, s signature) bool {
	if !c.couldSign(s) {
		return false
	}
	by := digests[s.algorithm]
	if by.algorithm == SM2 {
		key := c.PublicKey.(*ecdsa.PublicKey)
		digest, err := sm2Digest(key, tbs)
		return err == nil && sm2.VerifyASN1(key, digest, s.bits)
	}
	h := by.hash.New()
	h.Write(tbs)
	if by.algorithm == RSA {
		return rsa.VerifyPKCS1v15(c.PublicKey.(*rsa.PublicKey), by.hash, h.Sum(nil), s.bits) == nil
	}
	return ecdsa.VerifyASN1(c.PublicKey.(*ecdsa.PublicKey), h.Sum(nil), s.bits)
}
