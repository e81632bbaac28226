package pkcs11

import (
	"crypto"
	"crypto/ecdsa"
	"encoding/hex"

	"github.com/miekg/pkcs11"

	"hallkiosk/kiosk/certificate"
)

// way is one way to have a token sign: the mechanism, what it is given, and what
// makes a signature as protocol.Proof wants it of what it returns.
type way struct {
	mechanism uint
	input     []byte
	encode    func([]byte) ([]byte, bool)
}

// sm2Mechanisms are the numbers that vendors gave to signing by SM2, as their
// headers say; the standard has none. Those that hash for themselves come first:
// they do as they were made to. Numbers clash between vendors, so each is only
// tried, and what comes of it checked.
func sm2Mechanisms() []struct {
	number uint
	hashes bool // with SM3, over the message itself
} {
	return []struct {
		number uint
		hashes bool
	}{
		{0x80008100, true}, {0x80008101, true}, // cards and hardware modules, the latter as ASN.1
		{0x00010004, true},                       // MsSince MK-1
		{0xfffff003, true},                       // XiPKI
		{0x80008200, false}, {0x80008000, false}, // cards and hardware modules
		{0x80000002, false}, // Westone
		{0x80000004, false}, // a header that calls itself compatible with BGI
		{0x00010002, false}, // MsSince MK-1
		{0xfffff002, false}, // XiPKI
	}
}

// ways are those that the token offers for such a certificate, the likeliest first.
func (d *Driver) ways(slot uint, c *certificate.Certificate, message []byte) ([]way, error) {
	digest, err := c.Digest(message)
	if err != nil {
		return nil, err
	}
	var all []way
	switch c.Algorithm {
	case certificate.RSA:
		all = []way{{pkcs11.CKM_SHA256_RSA_PKCS, message, asIs}, {pkcs11.CKM_RSA_PKCS, digestInfo(digest), asIs}}
	case certificate.ECDSA:
		encode := halves(c.PublicKey)
		all = []way{{pkcs11.CKM_ECDSA, digest, encode}, {pkcs11.CKM_ECDSA_SHA256, message, encode}}
	case certificate.SM2:
		encode := halves(c.PublicKey)
		for _, m := range sm2Mechanisms() {
			input := digest
			if m.hashes {
				input = message
			}
			all = append(all, way{m.number, input, encode})
		}
	}
	offered, err := d.module.GetMechanismList(slot)
	if err != nil {
		return nil, fault("GetMechanismList", err)
	}
	var l []way
	for _, w := range all {
		for _, m := range offered {
			if m.Mechanism == w.mechanism && d.mayClaim(slot, m) {
				l = append(l, w)
			}
		}
	}
	return l, nil
}

// mayClaim reports whether a mechanism may be one for signing, by what the token
// says of it, where it says anything.
func (d *Driver) mayClaim(slot uint, m *pkcs11.Mechanism) bool {
	info, err := d.module.GetMechanismInfo(slot, []*pkcs11.Mechanism{m})
	const uses = pkcs11.CKF_SIGN | pkcs11.CKF_VERIFY | pkcs11.CKF_ENCRYPT | pkcs11.CKF_DECRYPT | pkcs11.CKF_GENERATE_KEY_PAIR | pkcs11.CKF_DIGEST
	return err != nil || info.Flags&uses == 0 || info.Flags&pkcs11.CKF_SIGN != 0
}

func asIs(s []byte) ([]byte, bool) { return s, true }

// digestInfo is what PKCS #1 v1.5 pads of a SHA-256 (RFC 8017, 9.2).
func digestInfo(digest []byte) []byte {
	head, err := hex.DecodeString("3031300d060960864801650304020105000420")
	if err != nil {
		return nil // it is a constant
	}
	return append(head, digest...)
}

// halves makes an encoder for signatures of two numbers of the public key's curve.
func halves(public crypto.PublicKey) func([]byte) ([]byte, bool) {
	size := 32
	if p, ok := public.(*ecdsa.PublicKey); ok {
		size = (p.Curve.Params().BitSize + 7) / 8
	}
	return func(s []byte) ([]byte, bool) { return twoNumbers(s, size) }
}
