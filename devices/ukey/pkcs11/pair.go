package pkcs11

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"slices"

	"github.com/emmansun/gmsm/smx509"

	"hallkiosk/kiosk/certificate"
)

// publicKey is a certificate's, nil where it cannot be read.
func publicKey(der []byte) crypto.PublicKey {
	c, err := certificate.Parse(der)
	if err != nil {
		return nil
	}
	return c.PublicKey
}

// fitting are the private keys that may be the one of a certificate with this
// CKA_ID and public key, the likeliest first. IDs are not unique: a signing and an
// encryption key of one container often share theirs, so what can be seen of the
// key itself says more, and then whether it may sign.
func fitting(keys []privateKey, id []byte, public crypto.PublicKey) []privateKey {
	var l []privateKey
	for _, k := range keys {
		switch sure, told := k.belongsTo(public); {
		case told && sure, !told && len(id) > 0 && bytes.Equal(k.id, id):
			l = append(l, k)
		}
	}
	slices.SortStableFunc(l, func(a, b privateKey) int { return b.rank(id, public) - a.rank(id, public) })
	return l
}

func (k privateKey) rank(id []byte, public crypto.PublicKey) int {
	n := 0
	if sure, _ := k.belongsTo(public); sure {
		n += 4
	}
	if k.signs {
		n += 2
	}
	if bytes.Equal(k.id, id) {
		n++
	}
	return n
}

// belongsTo compares the private key with a public one; told is false where it
// shows nothing to compare.
func (k privateKey) belongsTo(public crypto.PublicKey) (sure, told bool) {
	switch p := public.(type) {
	case *rsa.PublicKey:
		if !k.rsa {
			return false, true
		}
		return bytes.Equal(bytes.TrimLeft(k.modulus, "\x00"), p.N.Bytes()), len(k.modulus) > 0
	case *ecdsa.PublicKey:
		if k.rsa {
			return false, true
		}
		point := pointOf(p)
		// An OCTET STRING of 04 X Y, or without the one or the other.
		return len(point) > 0 && bytes.HasSuffix(k.point, point), len(k.point) > 0
	}
	return false, false
}

// pointOf is a public key's X and Y, which its encoding ends with.
func pointOf(p *ecdsa.PublicKey) []byte {
	info, err := smx509.MarshalPKIXPublicKey(p)
	size := 2 * ((p.Curve.Params().BitSize + 7) / 8)
	if err != nil || len(info) < size {
		return nil
	}
	return info[len(info)-size:]
}
