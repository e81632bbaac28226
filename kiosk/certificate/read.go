package certificate

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"fmt"
)

// maxText is the longest text that may hold a certificate: in base64, with what
// else stands in such files.
const maxText = 4 * MaxSize

// Read reads a certificate from DER, from PEM with anything before and after it
// (the first certificate), or from base64 without armour.
func Read(data []byte) (*Certificate, error) {
	if len(data) > maxText {
		return nil, fmt.Errorf("certificate: read: %w", ErrTooLarge)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // an editor's mark
	if len(data) > 0 && data[0] == 0x30 && !isBase64(data) {
		return Parse(data)
	}
	for rest := data; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		switch block.Type {
		case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE":
			return Parse(block.Bytes)
		}
	}
	text := bytes.Join(bytes.Fields(data), nil)
	if len(text) > 0 && isBase64(text) {
		der, err := base64.RawStdEncoding.DecodeString(string(bytes.TrimRight(text, "=")))
		if err == nil {
			return Parse(der)
		}
	}
	return nil, fmt.Errorf("certificate: read: %w", ErrMalformed)
}

// isBase64 reports whether there is nothing in the text but base64. A DER
// certificate begins with 30 82, so that it never is.
func isBase64(text []byte) bool {
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c == '+', c == '/', c == '=',
			c == '\n', c == '\r', c == ' ', c == '\t':
		default:
			return false
		}
	}
	return true
}
