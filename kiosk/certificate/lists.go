package certificate

import (
	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// readListsAt reads where revocation lists lie: the URIs in CRLDistributionPoints
// (RFC 5280, 4.2.1.13).
func readListsAt(value cryptobyte.String) []string {
	var points, point cryptobyte.String
	if !value.ReadASN1(&points, der.SEQUENCE) {
		return nil
	}
	var uris []string
	for points.ReadASN1(&point, der.SEQUENCE) {
		var named cryptobyte.String
		var present bool
		if point.ReadOptionalASN1(&named, &present, der.Tag(0).Constructed().ContextSpecific()) && present {
			uris = append(uris, pointURIs(named)...)
		}
	}
	return uris
}

// pointURIs are the URIs in the fullName of a DistributionPointName.
func pointURIs(named cryptobyte.String) []string {
	var full, uri cryptobyte.String
	if !named.ReadASN1(&full, der.Tag(0).Constructed().ContextSpecific()) {
		return nil
	}
	var uris []string
	for !full.Empty() {
		var tag der.Tag
		if !full.ReadAnyASN1(&uri, &tag) {
			return uris
		}
		if tag == der.Tag(6).ContextSpecific() {
			uris = append(uris, string(uri))
		}
	}
	return uris
}
