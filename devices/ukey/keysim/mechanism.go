package keysim

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"

	"github.com/emmansun/gmsm/sm2"
)

// Mechanism is one way to sign that a key has.
type Mechanism struct {
	Number uint64    // CK_MECHANISM_TYPE
	Key    Algorithm // of the keys that it is for
	// Hash: it hashes what it is given (SHA-256; SM3 with the usual identity),
	// else it takes the digest, for RSA in its DigestInfo.
	Hash bool
	// DER: the signature is a SEQUENCE of two numbers, else they stand side by
	// side. Not for RSA.
	DER bool
	// KeyType is CKK_… of SM2 keys, which every vendor numbers otherwise.
	KeyType uint64
}

// Algorithm is a kind of keys.
type Algorithm int

// The kinds.
const (
	RSA Algorithm = iota
	ECDSA
	SM2
)

// Usual are the standard's ways to sign (v2.40 current mechanisms, 2.1 and 2.3)
// and SM2 as most Chinese headers number it.
func Usual() []Mechanism {
	return append([]Mechanism{
		{Number: 0x1, Key: RSA}, {Number: 0x40, Key: RSA, Hash: true},
		{Number: 0x1041, Key: ECDSA}, {Number: 0x1044, Key: ECDSA, Hash: true},
	}, Cards()...)
}

// SM2 signing as vendors' headers number it.

// Cards is that of the families of HSMs and cards, which hash by themselves too.
func Cards() []Mechanism {
	return []Mechanism{
		{Number: 0x80008200, Key: SM2, KeyType: 0x80000004},
		{Number: 0x80008100, Key: SM2, Hash: true, KeyType: 0x80000004},
		{Number: 0x80008101, Key: SM2, Hash: true, DER: true, KeyType: 0x80000004},
	}
}

// Westone is that of its mobile keys.
func Westone() []Mechanism { return []Mechanism{{Number: 0x80000002, Key: SM2, KeyType: 0x80000001}} }

// BGI is that of a "BGI-compatible" header.
func BGI() []Mechanism { return []Mechanism{{Number: 0x80000004, Key: SM2, KeyType: 0x80000001}} }

// MsSince is that of the MK-1.
func MsSince() []Mechanism {
	return []Mechanism{
		{Number: 0x00010002, Key: SM2, KeyType: 0x00010001},
		{Number: 0x00010004, Key: SM2, Hash: true, KeyType: 0x00010001},
	}
}

// XiPKI is that of its convention.
func XiPKI() []Mechanism {
	return []Mechanism{
		{Number: 0xfffff002, Key: SM2, KeyType: 0xfffff001},
		{Number: 0xfffff003, Key: SM2, Hash: true, KeyType: 0xfffff001},
	}
}

// fits reports whether a key is of the mechanism's kind.
func (m Mechanism) fits(key crypto.Signer) bool { return algorithm(key) == m.Key }

func algorithm(key crypto.Signer) Algorithm {
	switch key.(type) {
	case *sm2.PrivateKey:
		return SM2
	case *ecdsa.PrivateKey:
		return ECDSA
	case *rsa.PrivateKey:
		return RSA
	}
	return -1
}

// ways are the key's mechanisms.
func (k *Key) ways() []Mechanism {
	if k.Mechanisms == nil {
		return Usual()
	}
	return k.Mechanisms
}

// keyType is CKA_KEY_TYPE of a private key.
func (k *Key) keyType(key crypto.Signer) uint64 {
	const ckkRSA, ckkEC = 0, 3
	switch algorithm(key) {
	case ECDSA:
		return ckkEC
	case SM2:
		for _, m := range k.ways() {
			if m.Key == SM2 {
				return m.KeyType
			}
		}
		return ckkEC
	}
	return ckkRSA
}

func (c *conn) mechanismList(a *args) (rv, []byte) {
	_, k, r := c.token(a.number())
	if r != ok {
		return r, nil
	}
	var list []uint64
	for _, m := range k.ways() {
		list = append(list, m.Number)
	}
	return ok, counted(list)
}

// mechanismInfo is CK_MECHANISM_INFO.
func (c *conn) mechanismInfo(a *args) (rv, []byte) {
	_, k, r := c.token(a.number())
	if r != ok {
		return r, nil
	}
	const hardware, sign = 0x1, 0x800
	number := a.number()
	for _, m := range k.ways() {
		switch {
		case m.Number == number && m.Key == RSA:
			return ok, u64s(1024, 4096, hardware|sign)
		case m.Number == number:
			return ok, u64s(256, 256, hardware|sign)
		}
	}
	return mechanismInvalid, nil
}
