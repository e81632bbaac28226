package protocol

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
)

// The bounds of what certificates are checked against. A large CA's revocation
// list has tens of thousands of entries, of some 40 bytes each.
const (
	MaxTrust         = 44 << 20 // bytes of a body; a kiosk takes no more
	MaxTrustContents = 32 << 20 // bytes of all certificates and lists: in base64 they fit into MaxTrust
	MaxAuthorities   = 64
	MaxRevocations   = 64
)

// Sum is the SHA-256, in lower-case hex, over the authorities and then the
// lists, in their order: of each the byte A or R, and its own SHA-256.
func (t *Trust) Sum() string {
	h := sha256.New()
	for _, part := range []struct {
		mark byte
		list [][]byte
	}{{'A', t.Authorities}, {'R', t.Revocations}} {
		for _, der := range part.list {
			sum := sha256.Sum256(der)
			h.Write(append([]byte{part.mark}, sum[:]...))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// ValidTrustVersion reports whether version can be a Trust's.
func ValidTrustVersion(version string) bool { return sumPattern.MatchString(version) }

// DecodeTrust reads what a centre trusts, as DecodeChallenge does. What the
// certificates and lists say is not looked at.
func DecodeTrust(r io.Reader) (*Trust, error) {
	var t Trust
	if err := decodeAnswer(r, MaxTrust, &t); err != nil {
		return nil, err
	}
	if err := t.Validate(); err != nil {
		return nil, err
	}
	return &t, nil
}

// Validate checks the shape, and that the contents are those of the version.
// Errors are *Invalid.
func (t *Trust) Validate() error {
	size := 0
	whole := func(list [][]byte, most int) bool {
		good := list != nil && len(list) <= most
		for _, der := range list {
			size += len(der)
			good = good && len(der) > 0
		}
		return good
	}
	return firstInvalid([]check{
		{"protocol", t.Protocol == Version},
		{"authorities", whole(t.Authorities, MaxAuthorities)},
		{"revocations", whole(t.Revocations, MaxRevocations) && size <= MaxTrustContents},
		{"version", t.Version == t.Sum()},
	})
}
