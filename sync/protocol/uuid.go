package protocol

import (
	"encoding/hex"
)

// ValidCase reports whether id is a UUID in its canonical spelling, lower case
// (RFC 9562, 4). The ID stands in paths and is compared as text, so that there
// must be only one spelling.
func ValidCase(id string) bool {
	_, ok := parseUUID(id)
	return ok
}

func parseUUID(s string) (id [16]byte, ok bool) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return id, false
	}
	digits := s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	if _, err := hex.Decode(id[:], []byte(digits)); err != nil {
		return id, false
	}
	return id, formatUUID(id) == s
}

func formatUUID(id [16]byte) string {
	s := hex.EncodeToString(id[:])
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}
