package certificate

import (
	"encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// Extensions of RFC 5280, 4.2.1 that are understood.
const (
	oidKeyID            = "2.5.29.14"
	oidKeyUsage         = "2.5.29.15"
	oidBasicConstraints = "2.5.29.19"
	oidListsAt          = "2.5.29.31"
	oidPolicies         = "2.5.29.32"
	oidIssuerKeyID      = "2.5.29.35"
	oidExtendedKeyUsage = "2.5.29.37"
	oidAlternativeNames = "2.5.29.17"
)

// maxExtensions is how many extensions a certificate may have.
const maxExtensions = 256

type extension struct {
	oid      string
	critical bool
	value    cryptobyte.String
}

func readExtensions(in *cryptobyte.String) ([]extension, error) {
	var wrapped, list cryptobyte.String
	var present bool
	if !in.ReadOptionalASN1(&wrapped, &present, der.Tag(3).Constructed().ContextSpecific()) {
		return nil, ErrExtension
	}
	if !present {
		return nil, nil
	}
	if !wrapped.ReadASN1(&list, der.SEQUENCE) || !wrapped.Empty() {
		return nil, ErrExtension
	}
	return extensionList(list)
}

func extensionList(list cryptobyte.String) ([]extension, error) {
	var found []extension
	for !list.Empty() {
		var one cryptobyte.String
		var oid asn1.ObjectIdentifier
		e := extension{}
		if len(found) == maxExtensions || !list.ReadASN1(&one, der.SEQUENCE) || !one.ReadASN1ObjectIdentifier(&oid) {
			return nil, ErrExtension
		}
		if one.PeekASN1Tag(der.BOOLEAN) && !one.ReadASN1Boolean(&e.critical) {
			return nil, ErrExtension
		}
		if !one.ReadASN1(&e.value, der.OCTET_STRING) || !one.Empty() {
			return nil, ErrExtension
		}
		e.oid = oid.String()
		found = append(found, e)
	}
	return found, nil
}

// apply takes over what the extensions say. What an end-user's certificate does
// not need and cannot be read is left out; a key usage or a basic constraint
// that cannot be read is an error.
func (c *Certificate) apply(extensions []extension) error {
	c.Use = Both
	for _, e := range extensions {
		value := e.value
		switch e.oid {
		case oidKeyUsage:
			usage, ok := readKeyUsage(value)
			if !ok {
				return ErrExtension
			}
			c.keyUsage, c.Use = usage, usage.use()
		case oidBasicConstraints:
			var ok bool
			if c.Authority, c.pathLen, ok = readConstraints(value); !ok {
				return ErrExtension
			}
		case oidKeyID:
			var id cryptobyte.String
			if value.ReadASN1(&id, der.OCTET_STRING) {
				c.keyID = id
			}
		case oidIssuerKeyID:
			c.issuerKeyID = readIssuerKeyID(value)
		case oidListsAt:
			c.lists = append(c.lists, readListsAt(value)...)
		case oidPolicies, oidExtendedKeyUsage, oidAlternativeNames:
		default:
			c.unknownCritical = c.unknownCritical || e.critical
		}
	}
	return nil
}

// keyUsage is the KeyUsage extension (RFC 5280, 4.2.1.3): bit 0 is the lowest.
type keyUsage struct {
	said bool
	bits uint16
}

const (
	signBits    = 1<<0 | 1<<1        // digitalSignature, nonRepudiation
	encryptBits = 1<<2 | 1<<3 | 1<<4 // keyEncipherment, dataEncipherment, keyAgreement
	certSign    = 1 << 5
	listSign    = 1 << 6
)

func readKeyUsage(value cryptobyte.String) (keyUsage, bool) {
	var bits asn1.BitString
	if !value.ReadASN1BitString(&bits) || !value.Empty() {
		return keyUsage{}, false
	}
	u := keyUsage{said: true}
	for i := range min(bits.BitLength, 16) {
		u.bits |= uint16(bits.At(i)) << i
	}
	return u, true
}

func (u keyUsage) use() Use {
	sign, encrypt := u.bits&(signBits|certSign|listSign) != 0, u.bits&encryptBits != 0
	switch {
	case sign == encrypt:
		return Both
	case sign:
		return Sign
	}
	return Encrypt
}

// allows reports whether the usage is allowed, or nothing is said.
func (u keyUsage) allows(bits uint16) bool { return !u.said || u.bits&bits != 0 }

func readConstraints(value cryptobyte.String) (authority bool, pathLen int, ok bool) {
	var list cryptobyte.String
	if !value.ReadASN1(&list, der.SEQUENCE) || !value.Empty() {
		return false, -1, false
	}
	if list.PeekASN1Tag(der.BOOLEAN) && !list.ReadASN1Boolean(&authority) {
		return false, -1, false
	}
	pathLen = -1
	if list.PeekASN1Tag(der.INTEGER) && (!list.ReadASN1Integer(&pathLen) || pathLen < 0) {
		return false, -1, false
	}
	return authority, pathLen, list.Empty()
}

func readIssuerKeyID(value cryptobyte.String) []byte {
	var list, id cryptobyte.String
	var present bool
	if !value.ReadASN1(&list, der.SEQUENCE) || !list.ReadOptionalASN1(&id, &present, der.Tag(0).ContextSpecific()) {
		return nil
	}
	return id
}
