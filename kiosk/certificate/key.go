package certificate

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/asn1"
	"math/big"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

const (
	oidRSA = "1.2.840.113549.1.1.1"
	oidEC  = "1.2.840.10045.2.1"
)

// maxModulus bounds an RSA key, in bits: a longer one is slow to check with.
const maxModulus = 8192

// readKey reads a SubjectPublicKeyInfo.
func readKey(raw cryptobyte.String) (crypto.PublicKey, Algorithm, error) {
	rest := raw
	var info, algorithm cryptobyte.String
	var oid asn1.ObjectIdentifier
	var bits []byte
	if !rest.ReadASN1(&info, der.SEQUENCE) || !info.ReadASN1(&algorithm, der.SEQUENCE) ||
		!algorithm.ReadASN1ObjectIdentifier(&oid) || !info.ReadASN1BitStringAsBytes(&bits) || !info.Empty() {
		return nil, "", ErrKey
	}
	switch oid.String() {
	case oidRSA:
		key, err := readRSA(bits)
		return key, RSA, err
	case oidEC:
		return readEC(raw)
	}
	return nil, "", ErrKey
}

func readRSA(bits []byte) (*rsa.PublicKey, error) {
	in := cryptobyte.String(bits)
	var pair cryptobyte.String
	n, e := new(big.Int), 0
	if !in.ReadASN1(&pair, der.SEQUENCE) || !in.Empty() || !pair.ReadASN1Integer(n) || !pair.ReadASN1Integer(&e) || !pair.Empty() {
		return nil, ErrKey
	}
	if n.Sign() <= 0 || n.BitLen() < 1024 || n.BitLen() > maxModulus || n.Bit(0) == 0 || e < 3 || e > 1<<31-1 || e%2 == 0 {
		return nil, ErrKey
	}
	return &rsa.PublicKey{N: n, E: e}, nil
}

// readEC reads a key on a named curve; that it is a point of the curve is checked.
func readEC(raw []byte) (*ecdsa.PublicKey, Algorithm, error) {
	parsed, err := smx509.ParsePKIXPublicKey(raw)
	if err != nil {
		return nil, "", ErrKey
	}
	key, ok := parsed.(*ecdsa.PublicKey)
	if !ok {
		return nil, "", ErrKey
	}
	if sm2.IsSM2PublicKey(key) {
		return key, SM2, nil
	}
	if key.Curve == elliptic.P224() {
		return nil, "", ErrKey
	}
	return key, ECDSA, nil
}
