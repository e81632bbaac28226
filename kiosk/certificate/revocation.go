package certificate

import (
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// MaxRevocations is the longest revocation list that is read, in bytes: some
// half a million entries.
const MaxRevocations = 32 << 20

// Extensions of revocation lists and their entries (RFC 5280, 5.2 and 5.3).
const (
	oidListNumber = "2.5.29.20"
	oidReason     = "2.5.29.21"
	oidScope      = "2.5.29.28" // issuingDistributionPoint
)

// Reasons (RFC 5280, 5.3.1) that are no revocation for good.
const (
	onHold = 6
	undone = 8 // removeFromCRL
)

// entry is that a certificate is on a list.
type entry struct {
	since int64 // seconds since 1970: there are hundreds of thousands of them
	held  bool  // for a time only
}

func (e entry) moment() time.Time { return time.Unix(e.since, 0).UTC() }

// list is a revocation list that was read.
type list struct {
	issuer      name
	issuerKeyID []byte
	tbs         []byte
	signature   signature
	made, next  time.Time // next is zero where none is announced
	scope       scope
	rawScope    string
	entries     map[string]entry // by the serial number's bytes
}

// readList reads a CertificateList (RFC 5280, 5.1).
func readList(data []byte) (*list, error) {
	if len(data) > MaxRevocations {
		return nil, ErrTooLarge
	}
	whole, err := element(data)
	if err != nil {
		return nil, err
	}
	in := cryptobyte.String(whole)
	var inside, tbs cryptobyte.String
	if !in.ReadASN1(&inside, der.SEQUENCE) || !inside.ReadASN1Element(&tbs, der.SEQUENCE) {
		return nil, ErrMalformed
	}
	l := &list{tbs: tbs, entries: map[string]entry{}}
	if l.signature, err = readSignature(&inside); err != nil || !inside.Empty() {
		return nil, ErrMalformed
	}
	return l, l.readTBS(tbs)
}

func (l *list) readTBS(whole cryptobyte.String) error {
	var in, algorithm, revoked, wrapped, extensions cryptobyte.String
	if !whole.ReadASN1(&in, der.SEQUENCE) {
		return ErrMalformed
	}
	version := 0
	if in.PeekASN1Tag(der.INTEGER) && (!in.ReadASN1Integer(&version) || version != 1) {
		return ErrMalformed
	}
	if !in.ReadASN1(&algorithm, der.SEQUENCE) {
		return ErrMalformed
	}
	var err error
	if l.issuer, err = readName(&in); err != nil {
		return err
	}
	var ok, present bool
	if l.made, ok = readTime(&in); !ok {
		return ErrValidity
	}
	if in.PeekASN1Tag(der.UTCTime) || in.PeekASN1Tag(der.GeneralizedTime) {
		if l.next, ok = readTime(&in); !ok || l.next.Before(l.made) {
			return ErrValidity
		}
	}
	if !in.ReadOptionalASN1(&revoked, &present, der.SEQUENCE) {
		return ErrMalformed
	}
	if err := l.readEntries(revoked); err != nil {
		return err
	}
	if !in.ReadOptionalASN1(&wrapped, &present, der.Tag(0).Constructed().ContextSpecific()) || !in.Empty() {
		return ErrMalformed
	}
	if !present {
		return nil
	}
	if !wrapped.ReadASN1(&extensions, der.SEQUENCE) || !wrapped.Empty() {
		return ErrExtension
	}
	return l.readExtensions(extensions)
}

func (l *list) readEntries(in cryptobyte.String) error {
	var one, extensions cryptobyte.String
	var present bool
	for !in.Empty() {
		var e entry
		if !in.ReadASN1(&one, der.SEQUENCE) {
			return ErrMalformed
		}
		serial, err := readSerial(&one)
		if err != nil {
			return err
		}
		since, ok := readTime(&one)
		if !ok {
			return ErrValidity
		}
		e.since = since.Unix()
		if !one.ReadOptionalASN1(&extensions, &present, der.SEQUENCE) || !one.Empty() {
			return ErrMalformed
		}
		reason := 0
		if present {
			if reason, err = readReason(extensions); err != nil {
				return err
			}
		}
		if e.held = reason == onHold; reason != undone {
			l.entries[string(serial.Bytes())] = e
		}
	}
	return nil
}

// readReason reads of an entry's extensions why the certificate is on the list;
// 0 where that is not said.
func readReason(in cryptobyte.String) (int, error) {
	extensions, err := extensionList(in)
	if err != nil {
		return 0, err
	}
	reason := 0
	for _, e := range extensions {
		if e.oid == oidReason {
			if !e.value.ReadASN1Enum(&reason) {
				return 0, ErrExtension
			}
		} else if e.critical {
			// Such as whose certificate it is on a list for several authorities.
			return 0, ErrExtension
		}
	}
	return reason, nil
}

func (l *list) readExtensions(in cryptobyte.String) error {
	extensions, err := extensionList(in)
	if err != nil {
		return err
	}
	for _, e := range extensions {
		switch {
		case e.oid == oidIssuerKeyID:
			l.issuerKeyID = readIssuerKeyID(e.value)
		case e.oid == oidScope:
			if l.scope, err = readScope(e.value); err != nil {
				return err
			}
			l.rawScope = string(e.value)
		case e.oid == oidListNumber:
		case e.critical: // such as that of a list of changes only
			return ErrExtension
		}
	}
	return nil
}

// scope is of which certificates a list speaks (RFC 5280, 5.2.5); the zero value
// is all of its issuer's.
type scope struct {
	uris                   []string // of those that say their list lies there
	users, authorities     bool     // only those of users, or of authorities
	someReasons, attribute bool     // not all reasons, or no such certificates at all
}

func readScope(value cryptobyte.String) (scope, error) {
	var s scope
	var in cryptobyte.String
	if !value.ReadASN1(&in, der.SEQUENCE) || !value.Empty() {
		return s, ErrExtension
	}
	for !in.Empty() {
		var content cryptobyte.String
		var tag der.Tag
		if !in.ReadAnyASN1(&content, &tag) {
			return s, ErrExtension
		}
		set := len(content) == 1 && content[0] != 0
		switch tag &^ 0x20 {
		case der.Tag(0).ContextSpecific():
			s.uris = pointURIs(content)
			if len(s.uris) == 0 {
				s.someReasons = true // a place that cannot be compared: not all, at the least
			}
		case der.Tag(1).ContextSpecific():
			s.users = set
		case der.Tag(2).ContextSpecific():
			s.authorities = set
		case der.Tag(3).ContextSpecific():
			s.someReasons = true
		case der.Tag(4).ContextSpecific():
			if set {
				return s, fmt.Errorf("list for several authorities: %w", ErrExtension)
			}
		case der.Tag(5).ContextSpecific():
			s.attribute = set
		default:
			return s, ErrExtension
		}
	}
	return s, nil
}

// covers reports whether c, not being on the list, is not revoked by that.
func (s scope) covers(c *Certificate) bool {
	if s.someReasons || s.attribute || s.users && c.Authority || s.authorities && !c.Authority {
		return false
	}
	return len(s.uris) == 0 || slices.ContainsFunc(s.uris, func(u string) bool { return slices.Contains(c.lists, u) })
}
