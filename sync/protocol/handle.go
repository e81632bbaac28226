package protocol

import (
	"crypto/ed25519"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Handle is what a ticket's QR code says: which case, and under which number.
// It holds nothing personal. As a text it is
//
//	HTTPS://<CENTRE>/T/<BASE32>
//
// in capitals, so that the QR code needs only its alphanumeric mode and any
// keyboard-wedge scanner types it right. The base32 (RFC 4648, no padding) holds
//
//	1  version, 1
//	1  the kiosk's digit, 0 to 9
//	2  the day, in days since 2020-01-01, big endian
//	1  the number's letter, A to Z
//	2  the number's serial, 1 to 999, big endian
//	16 the case's UUID
//	64 the Ed25519 signature, by the kiosk's key
//
// What is signed is handleContext, the host's length (1 byte), the host in
// capitals, and the 23 bytes before the signature: any changed character of the
// text undoes it. The host is where a phone asks, with its port unless that is
// HTTPS' own, as a browser names it.
type Handle struct {
	Host   string // capitals, perhaps with a port; at most 255 bytes
	Kiosk  int    // the kiosk's digit
	Day    string // the hall's date, "2026-11-22"
	Letter byte
	Serial int
	Case   string // a UUID, lower case

	signature [ed25519.SignatureSize]byte
}

const (
	handleVersion = 1
	handleSaid    = 1 + 1 + 2 + 1 + 2 + 16
	handleContext = "hallkiosk handle v1\x00"
	handleMaxText = 512 // characters; a real one has some 170
	maxHost       = 255 // bytes: its length is signed as one byte
	maxSerial     = 999
)

// firstDay is day 0 of a handle.
var firstDay = time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)

var base32Text = base32.StdEncoding.WithPadding(base32.NoPadding)

// Number returns the number as people read it: "A1023".
func (h Handle) Number() string { return fmt.Sprintf("%c%d%03d", h.Letter, h.Kiosk, h.Serial) }

// Sign returns the text of the handle. The port 443 is left out, because a
// browser leaves it out when it asks for the text's address. It refuses, with a
// *HandleError, what no handle can say.
func Sign(h Handle, key ed25519.PrivateKey) (string, error) {
	if len(key) != ed25519.PrivateKeySize {
		return "", errors.New("protocol: sign handle: not an Ed25519 private key")
	}
	h.Host = strings.TrimSuffix(upper(h.Host), ":443")
	message, err := h.message()
	if err != nil {
		return "", err
	}
	said := message[len(message)-handleSaid:]
	b := append(said, ed25519.Sign(key, message)...)
	return "HTTPS://" + h.Host + "/T/" + base32Text.EncodeToString(b), nil
}

// Genuine reports whether the kiosk with this public key signed the handle, for
// the very host that it names.
func (h Handle) Genuine(pub ed25519.PublicKey) bool {
	message, err := h.message()
	if err != nil || len(pub) != ed25519.PublicKeySize {
		return false
	}
	return ed25519.Verify(pub, message, h.signature[:])
}

// message is what is signed. The host's length keeps the host and what follows
// it apart.
func (h Handle) message() ([]byte, error) {
	if !goodHost(h.Host) {
		return nil, handleError(HandleForm)
	}
	said, err := h.bytes()
	if err != nil {
		return nil, err
	}
	m := append([]byte(handleContext), byte(len(h.Host)))
	m = append(m, h.Host...)
	return append(m, said...), nil
}

// ParseHandle reads a handle from what a scanner typed or a phone asked for.
// It tolerates lower case, blanks around it and http; everything else is strict,
// so that each handle has one spelling. Errors are *HandleError. A handle that
// parses is not thereby genuine: any host will do here.
func ParseHandle(text string) (Handle, error) {
	s := upper(strings.Trim(text, " \t\r\n"))
	if len(s) > handleMaxText {
		return Handle{}, handleError(HandleLength)
	}
	rest, ok := strings.CutPrefix(s, "HTTPS://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "HTTP://")
	}
	host, code, found := strings.Cut(rest, "/T/")
	if !ok || !found || !goodHost(host) {
		return Handle{}, handleError(HandleForm)
	}
	b, err := decodeBase32(code)
	if err != nil {
		return Handle{}, err
	}
	return handleOf(host, b)
}

// decodeBase32 refuses line breaks, which the standard library skips, and
// characters whose unused bits are not zero.
func decodeBase32(code string) ([]byte, error) {
	if len(code) != base32Text.EncodedLen(handleSaid+ed25519.SignatureSize) {
		return nil, handleError(HandleLength)
	}
	b, err := base32Text.DecodeString(code)
	if err != nil || base32Text.EncodeToString(b) != code {
		return nil, handleError(HandleCharacter)
	}
	return b, nil
}

func handleOf(host string, b []byte) (Handle, error) {
	if b[0] != handleVersion {
		return Handle{}, handleError(HandleVersion)
	}
	h := Handle{
		Host:   host,
		Kiosk:  int(b[1]),
		Day:    firstDay.AddDate(0, 0, int(binary.BigEndian.Uint16(b[2:]))).Format(time.DateOnly),
		Letter: b[4],
		Serial: int(binary.BigEndian.Uint16(b[5:])),
		Case:   formatUUID([16]byte(b[7:handleSaid])),
	}
	copy(h.signature[:], b[handleSaid:])
	if _, err := h.bytes(); err != nil {
		return Handle{}, err
	}
	return h, nil
}

// bytes returns what the handle says beside its host.
func (h Handle) bytes() ([]byte, error) {
	day, err := time.Parse(time.DateOnly, h.Day)
	days := day.Sub(firstDay) / (24 * time.Hour)
	if err != nil || days < 0 || days > 0xFFFF {
		return nil, handleError(HandleDay)
	}
	if h.Kiosk < 0 || h.Kiosk > 9 || h.Letter < 'A' || h.Letter > 'Z' || h.Serial < 1 || h.Serial > maxSerial {
		return nil, handleError(HandleNumber)
	}
	id, ok := parseUUID(h.Case)
	if !ok {
		return nil, handleError(HandleCase)
	}
	b := make([]byte, 0, handleSaid)
	b = append(b, handleVersion, byte(h.Kiosk))
	b = binary.BigEndian.AppendUint16(b, uint16(days))
	b = append(b, h.Letter)
	b = binary.BigEndian.AppendUint16(b, uint16(h.Serial))
	return append(b, id[:]...), nil
}

// upper turns ASCII letters into capitals and leaves everything else alone:
// Unicode's capitals would let a long s (U+017F) pass for an S.
func upper(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}

// goodHost accepts a name or address, perhaps with a port, in capitals.
func goodHost(host string) bool {
	if host == "" || len(host) > maxHost {
		return false
	}
	for i := 0; i < len(host); i++ {
		c := host[i]
		if (c < 'A' || c > 'Z') && (c < '0' || c > '9') && strings.IndexByte("-.:[]", c) < 0 {
			return false
		}
	}
	return true
}

// HandleCode says why a text is no handle; it is also the end of the key of
// the words shown for it.
type HandleCode string

// The codes of what is wrong with a handle.
const (
	HandleForm      HandleCode = "not-a-handle" // another text altogether
	HandleLength    HandleCode = "length"       // a part is missing or too much
	HandleCharacter HandleCode = "character"    // a character that cannot stand there
	HandleVersion   HandleCode = "version"      // made by another version
	HandleDay       HandleCode = "day"          // no day that a handle can say
	HandleNumber    HandleCode = "number"       // no number that a kiosk gives
	HandleCase      HandleCode = "case"         // not a case's ID
)

// HandleError says why a text is no handle.
type HandleError struct{ Code HandleCode }

func (e *HandleError) Error() string { return "protocol: handle: " + string(e.Code) }

func handleError(c HandleCode) error { return &HandleError{Code: c} }
