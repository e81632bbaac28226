package centre_test

import (
	"crypto/elliptic"
	"encoding/asn1"
	"math/big"
	"testing"
)

// otherS replaces s by n − s in the signature of a certificate that was signed by
// ECDSA on P-256: anybody can, and it holds as before.
func otherS(t *testing.T, der []byte) []byte {
	t.Helper()
	var whole struct {
		Signed, Algorithm asn1.RawValue
		Signature         asn1.BitString
	}
	if _, err := asn1.Unmarshal(der, &whole); err != nil {
		t.Fatal(err)
	}
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(whole.Signature.Bytes, &pair); err != nil {
		t.Fatal(err)
	}
	pair.S.Sub(elliptic.P256().Params().N, pair.S)
	signature, err := asn1.Marshal(pair)
	if err != nil {
		t.Fatal(err)
	}
	whole.Signature = asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}
	out, err := asn1.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
