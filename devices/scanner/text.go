package scanner

import (
	"bytes"
	"log/slog"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Scan is one whole code. It may hold personal data: it prints and logs as
// [redacted].
type Scan struct {
	// Text is the code's text, from UTF-8 or GB 18030, without the line end
	// that scanners add. It holds no control characters but tabs and line ends.
	Text string
	// AIM is the identifier of the kind of code (ISO/IEC 15424), such as "Q1" for
	// a QR code; "" where the scanner does not say. It is no part of Text.
	AIM string
	// Symbology is the kind of code in words, such as "QR Code"; "" where AIM
	// does not say or says what is rare.
	Symbology string
	// Raw is what the scanner sent, an AIM identifier in front of it included.
	Raw []byte
}

const redacted = "[redacted]"

// String is [redacted].
func (Scan) String() string { return redacted }

// GoString is [redacted].
func (Scan) GoString() string { return redacted }

// LogValue is [redacted].
func (Scan) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON is "[redacted]".
func (Scan) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// scan reads the text of a finished code.
func (c code) scan() (Scan, error) {
	if c.err != nil {
		return Scan{}, c.err
	}
	aim, payload := c.aim, c.raw
	if aim == "" {
		aim, payload = cutAIM(c.raw)
	}
	text, err := DecodeText(payload)
	if err != nil {
		return Scan{}, err
	}
	return Scan{Text: text, AIM: aim, Symbology: symbology(aim), Raw: c.raw}, nil
}

// DecodeText reads the text of a code from what a scanner sent: UTF-8, or else
// GB 18030, without the line end. Errors are ErrEncoding and ErrControl.
func DecodeText(raw []byte) (string, error) {
	b := bytes.TrimRight(raw, "\r\n")
	text := string(bytes.TrimPrefix(b, []byte("\uFEFF")))
	if !utf8.ValidString(text) {
		var ok bool
		if text, ok = decodeGB18030(b); !ok {
			return "", ErrEncoding
		}
	}
	if hasControls(text) {
		return "", ErrControl
	}
	return text, nil
}

// hasControls reports whether s holds control or format characters, such as
// those that turn the direction of writing, other than tabs and line ends.
func hasControls(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Cc, unicode.Cf) && r != '\t' && r != '\n' && r != '\r'
	})
}
