package certificate

import (
	"bytes"
	"encoding/asn1"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// maxSerial is the longest serial number, in bytes; RFC 5280, 4.1.2.2 allows 20.
const maxSerial = 64

// Parse reads a certificate in DER (RFC 5280, 4.1). It takes what authorities
// and tokens get wrong where the meaning is plain: texts in the wrong encoding,
// zeros behind the certificate, times without seconds, serial numbers that
// look negative. The certificate's own signature is not checked.
func Parse(data []byte) (*Certificate, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("certificate: parse: %w", ErrTooLarge)
	}
	c, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("certificate: parse: %w", err)
	}
	return c, nil
}

func parse(data []byte) (*Certificate, error) {
	whole, err := element(data)
	if err != nil {
		return nil, err
	}
	c := &Certificate{Raw: bytes.Clone(whole), pathLen: -1}
	outer := cryptobyte.String(c.Raw)
	var inside, tbs cryptobyte.String
	if !outer.ReadASN1(&inside, der.SEQUENCE) || !inside.ReadASN1Element(&tbs, der.SEQUENCE) {
		return nil, ErrMalformed
	}
	c.tbs = tbs
	if c.signature, err = readSignature(&inside); err != nil || !inside.Empty() {
		return nil, ErrMalformed
	}
	return c, c.readTBS(tbs)
}

// element returns the one DER element that data begins with, a SEQUENCE, which
// nothing but zeros may follow: tokens pad.
func element(data []byte) ([]byte, error) {
	if len(data) == 0 || data[0] != byte(der.SEQUENCE) {
		return nil, ErrMalformed
	}
	rest := cryptobyte.String(data)
	var whole cryptobyte.String
	if !rest.ReadASN1Element(&whole, der.SEQUENCE) {
		if cutShort(data) {
			return nil, ErrCut
		}
		return nil, ErrMalformed
	}
	if len(bytes.Trim(rest, "\x00")) > 0 {
		return nil, ErrTrailing
	}
	return whole, nil
}

// cutShort reports whether the element's length goes beyond the data.
func cutShort(data []byte) bool {
	if len(data) < 2 {
		return true
	}
	n := int(data[1])
	if n < 0x80 {
		return len(data) < 2+n
	}
	if n -= 0x80; n == 0 || n > 4 {
		return false // a length without end is not DER
	}
	if len(data) < 2+n {
		return true
	}
	length := 0
	for _, b := range data[2 : 2+n] {
		length = length<<8 | int(b)
	}
	return len(data)-2-n < length
}

// signature is an algorithm and the bits that it made.
type signature struct {
	algorithm string // OID
	bits      []byte
}

func readSignature(in *cryptobyte.String) (signature, error) {
	var algorithm cryptobyte.String
	var oid asn1.ObjectIdentifier
	var bits []byte
	if !in.ReadASN1(&algorithm, der.SEQUENCE) || !algorithm.ReadASN1ObjectIdentifier(&oid) || !in.ReadASN1BitStringAsBytes(&bits) {
		return signature{}, ErrMalformed
	}
	return signature{oid.String(), bits}, nil
}

func (c *Certificate) readTBS(whole cryptobyte.String) error {
	var in, algorithm, key cryptobyte.String
	if !whole.ReadASN1(&in, der.SEQUENCE) {
		return ErrMalformed
	}
	version := 1
	if !in.ReadOptionalASN1Integer(&version, der.Tag(0).Constructed().ContextSpecific(), 0) || version < 0 || version > 2 {
		return ErrMalformed
	}
	var err error
	if c.Serial, err = readSerial(&in); err != nil {
		return err
	}
	if !in.ReadASN1(&algorithm, der.SEQUENCE) {
		return ErrMalformed
	}
	if c.issuer, err = readName(&in); err != nil {
		return err
	}
	if c.NotBefore, c.NotAfter, err = readValidity(&in); err != nil {
		return err
	}
	if c.subject, err = readName(&in); err != nil {
		return err
	}
	if !in.ReadASN1Element(&key, der.SEQUENCE) {
		return ErrKey
	}
	if c.PublicKey, c.Algorithm, err = readKey(key); err != nil {
		return err
	}
	if !in.SkipOptionalASN1(der.Tag(1).ContextSpecific()) || !in.SkipOptionalASN1(der.Tag(2).ContextSpecific()) {
		return ErrMalformed
	}
	extensions, err := readExtensions(&in)
	if err != nil {
		return err
	}
	if !in.Empty() {
		return ErrMalformed
	}
	if err := c.apply(extensions); err != nil {
		return err
	}
	c.Issuer, c.Subject = c.issuer.plain(), c.subject.plain()
	c.Organisation = organisation(c.subject, c.issuer)
	c.USCC = creditCode(c.subject, extensions)
	return nil
}

// readSerial reads a serial number, always as the unsigned number that its
// bytes are: an authority that lets one look negative left out a zero byte.
func readSerial(in *cryptobyte.String) (*big.Int, error) {
	var content cryptobyte.String
	if !in.ReadASN1(&content, der.INTEGER) || len(content) == 0 || len(content) > maxSerial {
		return nil, ErrSerial
	}
	return new(big.Int).SetBytes(content), nil
}
