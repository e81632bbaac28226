package certificate

import (
	"encoding/asn1"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// Attributes of a name (X.520) that are looked at by themselves.
const (
	oidCommonName   = "2.5.4.3"
	oidProvince     = "2.5.4.8"
	oidOrganisation = "2.5.4.10"
	oidUnit         = "2.5.4.11"
	oidGivenName    = "2.5.4.42"
	oidNumber       = "2.5.4.1"  // Hunan CA's "additional number"
	oidOrgID        = "2.5.4.97" // organizationIdentifier
)

// attribute is one attribute of a name, its text cleaned.
type attribute struct{ oid, text string }

// name is a distinguished name's attributes in their order.
type name []attribute

// readName reads a Name.
func readName(in *cryptobyte.String) (name, error) {
	var whole, rdn, pair, content cryptobyte.String
	if !in.ReadASN1(&whole, der.SEQUENCE) {
		return nil, ErrName
	}
	var n name
	for !whole.Empty() {
		if !whole.ReadASN1(&rdn, der.SET) {
			return nil, ErrName
		}
		for !rdn.Empty() {
			var oid asn1.ObjectIdentifier
			var tag der.Tag
			if !rdn.ReadASN1(&pair, der.SEQUENCE) || !pair.ReadASN1ObjectIdentifier(&oid) || !pair.ReadAnyASN1(&content, &tag) {
				return nil, ErrName
			}
			if isText(tag) {
				n = append(n, attribute{oid.String(), text(tag, content)})
			}
		}
	}
	return n, nil
}

// key is by what names are found again: their texts, since some authorities
// encode their own name in two ways. Who signed is told by the signature alone.
func (n name) key() string {
	var b strings.Builder
	for _, a := range n {
		b.WriteString(a.oid + "=" + strings.ToLower(a.text) + "\n")
	}
	return b.String()
}

// all returns the attributes' texts of that OID that are not empty.
func (n name) all(oid string) []string {
	var texts []string
	for _, a := range n {
		if a.oid == oid && a.text != "" {
			texts = append(texts, a.text)
		}
	}
	return texts
}

// plain is the name for people: the last CN, else O, else OU, without numbers
// of people.
func (n name) plain() string {
	for _, oid := range []string{oidCommonName, oidOrganisation, oidUnit} {
		if texts := n.all(oid); len(texts) > 0 {
			return withoutPersonal(texts[len(texts)-1])
		}
	}
	return ""
}
