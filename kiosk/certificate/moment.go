package certificate

import (
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

func readValidity(in *cryptobyte.String) (from, to time.Time, err error) {
	var validity cryptobyte.String
	if !in.ReadASN1(&validity, der.SEQUENCE) {
		return from, to, ErrValidity
	}
	from, ok := readTime(&validity)
	if !ok {
		return from, to, ErrValidity
	}
	to, ok = readTime(&validity)
	if !ok || !validity.Empty() || to.Before(from) {
		return from, to, ErrValidity
	}
	return from, to, nil
}

// readTime reads a UTCTime or a GeneralizedTime (RFC 5280, 4.1.2.5), also
// without seconds, with parts of seconds, or with an offset, which older
// encoders wrote.
func readTime(in *cryptobyte.String) (time.Time, bool) {
	var content cryptobyte.String
	var tag der.Tag
	if !in.ReadAnyASN1(&content, &tag) || len(content) > 30 {
		return time.Time{}, false
	}
	text := string(content)
	switch tag {
	case der.UTCTime:
		for _, layout := range []string{"060102150405Z0700", "0601021504Z0700"} {
			if t, err := time.Parse(layout, text); err == nil {
				if t.Year() >= 2050 {
					t = t.AddDate(-100, 0, 0) // 50 to 99 are of the twentieth century
				}
				return t.UTC(), true
			}
		}
	case der.GeneralizedTime:
		if strings.ContainsAny(text, ",") {
			return time.Time{}, false
		}
		for _, layout := range []string{"20060102150405Z0700", "200601021504Z0700"} {
			if t, err := time.Parse(layout, text); err == nil {
				return t.UTC(), true
			}
		}
	}
	return time.Time{}, false
}
