package certtest

import (
	"encoding/pem"
	"errors"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// edit changes what was signed, and has openssl sign it again.
func (i *Issued) edit(change func([]byte) []byte, signer *Key) error {
	whole := cryptobyte.String(i.DER)
	var inside, tbs, algorithm cryptobyte.String
	if !whole.ReadASN1(&inside, asn1.SEQUENCE) || !inside.ReadASN1Element(&tbs, asn1.SEQUENCE) || !inside.ReadASN1Element(&algorithm, asn1.SEQUENCE) {
		return errors.New("certtest: openssl wrote no certificate")
	}
	changed := change(append([]byte(nil), tbs...))
	signature, err := signer.Sign(changed)
	if err != nil {
		return err
	}
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(changed)
		b.AddBytes(algorithm)
		b.AddASN1BitString(signature)
	})
	i.DER, err = b.Bytes()
	i.PEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: i.DER})
	return err
}
