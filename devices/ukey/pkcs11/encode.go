package pkcs11

import (
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// twoNumbers makes a SEQUENCE of r and s of what a token returns: r and s of size
// bytes each (PKCS#11 v2.40, 2.3.1), the same in the fields of 64 bytes of a GM/T 0016
// ECCSIGNATUREBLOB, or a SEQUENCE already.
func twoNumbers(s []byte, size int) ([]byte, bool) {
	const blob = 64
	switch {
	case len(s) == 2*size:
	case len(s) == 2*blob && size < blob:
	default:
		return s, isSequence(s)
	}
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1BigInt(new(big.Int).SetBytes(s[:len(s)/2]))
		b.AddASN1BigInt(new(big.Int).SetBytes(s[len(s)/2:]))
	})
	out, err := b.Bytes()
	return out, err == nil
}

func isSequence(s []byte) bool {
	in := cryptobyte.String(s)
	var pair cryptobyte.String
	r, t := new(big.Int), new(big.Int)
	return in.ReadASN1(&pair, asn1.SEQUENCE) && in.Empty() && pair.ReadASN1Integer(r) && pair.ReadASN1Integer(t) && pair.Empty()
}
