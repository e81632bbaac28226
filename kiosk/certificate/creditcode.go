package certificate

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"

	"hallkiosk/kiosk/visit"
)

// creditPlaces are where a credit code is meant to be, the surest first; what
// is found elsewhere counts after them.
var creditPlaces = []string{
	"1.2.156.10260.4.1.4", // GM/T 0015: organisation code, in many authorities' the credit code
	"1.2.156.10260.4.4",   // the same, in GM/T 0015-2023 as reported
	"1.2.86.11.7.4",       // the same in certificates by RSA
	oidOrgID, oidNumber, oidGivenName,
	"1.2.156.10260.4.1.3", "1.2.86.11.7.3", // business registration
	"1.2.156.10260.4.1.5", "1.2.86.11.7.5", // tax
	oidOrganisation, oidUnit, oidCommonName,
}

// meantForCode is how many of creditPlaces hold nothing but an organisation's
// number: there, a number that could be a citizen's too is not one.
const meantForCode = 4

// personalPlaces hold a person's own number (GM/T 0015): they are not read.
var personalPlaces = []string{"1.2.156.10260.4.1.1", "1.2.156.10260.4.1.2", "1.2.86.11.7.1", "1.2.86.11.7.2"}

// ignoredPlaces speak of the issuer or of no name at all.
var ignoredPlaces = []string{oidKeyID, oidKeyUsage, oidBasicConstraints, oidListsAt, oidPolicies, oidIssuerKeyID, oidExtendedKeyUsage,
	"2.5.29.18", "1.3.6.1.5.5.7.1.1"}

// creditCode finds the holder's unified social credit code: the only one in the
// surest place that holds any. Two different ones in one place are none.
func creditCode(subject name, extensions []extension) string {
	rank, found := len(creditPlaces)+1, []string(nil)
	look := func(oid, text string) {
		at := slices.Index(creditPlaces, oid)
		if at < 0 {
			at = len(creditPlaces)
		}
		if at > rank {
			return
		}
		for _, code := range codes(text, at < meantForCode) {
			if at < rank {
				rank, found = at, nil
			}
			if !slices.Contains(found, code) {
				found = append(found, code)
			}
		}
	}
	for _, a := range subject {
		look(a.oid, a.text)
	}
	for _, e := range extensions {
		if isPersonal(e.oid) || slices.Contains(ignoredPlaces, e.oid) {
			continue
		}
		for _, t := range texts(e.value, 0) {
			look(e.oid, t)
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return ""
}

func isPersonal(oid string) bool {
	for _, p := range personalPlaces {
		if oid == p || strings.HasPrefix(oid, p+".") {
			return true
		}
	}
	return false
}

// codes are the credit codes in a text: 18 letters and digits that end where a
// run of them ends, with only letters before, which some authorities prefix. A
// code that could be a citizen's number as well is taken only where meant.
func codes(text string, meant bool) []string {
	var found []string
	for _, run := range runs(text) {
		if len(run) < 18 {
			continue
		}
		prefix, code := run[:len(run)-18], run[len(run)-18:]
		if strings.ContainsAny(prefix, "0123456789") || visit.CheckUSCC(code) != nil {
			continue
		}
		if meant || visit.CheckIDNumber(code, farFuture) != nil {
			found = append(found, code)
		}
	}
	return found
}

// farFuture is after everybody's birth.
var farFuture = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// runs are the runs of letters and digits in a text, half-width and in capitals.
func runs(text string) []string {
	parted := strings.ReplaceAll(strings.Join(strings.Fields(text), "|"), "-", "|") // what NormalUSCC would join
	return strings.FieldsFunc(visit.NormalUSCC(parted), func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z')
	})
}

// withoutPersonal replaces a citizen's number in a text by an ellipsis.
func withoutPersonal(text string) string {
	for _, run := range strings.FieldsFunc(text, func(r rune) bool {
		return (r < '0' || r > '9') && r != 'X' && r != 'x'
	}) {
		if len(run) == 18 && visit.CheckUSCC(strings.ToUpper(run)) != nil && visit.CheckIDNumber(strings.ToUpper(run), farFuture) == nil {
			text = strings.ReplaceAll(text, run, "…")
		}
	}
	return text
}

// maxNesting is how deep an extension is searched for texts.
const maxNesting = 8

// texts are the texts in an extension's value, wherever they stand in it, and
// the value itself where it is no DER.
func texts(value cryptobyte.String, depth int) []string {
	if depth > maxNesting {
		return nil
	}
	var found []string
	for rest := value; !rest.Empty(); {
		var content cryptobyte.String
		var tag der.Tag
		if !rest.ReadAnyASN1(&content, &tag) {
			return append(found, text(der.UTF8String, rest))
		}
		switch {
		case tag&0x20 != 0: // constructed
			found = append(found, texts(content, depth+1)...)
		case tag == der.OCTET_STRING:
			found = append(found, texts(content, depth+1)...)
			found = append(found, text(tag, content))
		case isText(tag), tag&0xC0 == 0x80: // or tagged by its context
			found = append(found, text(tag, content))
		}
	}
	return found
}
