package casim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
)

// Spec is a U-KEY as walks write it; what is left out takes plausible values.
type Spec struct {
	Holder    string `json:"holder"`    // XX开发有限公司
	USCC      string `json:"uscc"`      // the sample company's; "-": none in the certificate
	Algorithm string `json:"algorithm"` // sm2, rsa or ecdsa
	Begins    string `json:"begins"`    // "-30d", "2026-01-01"
	Expires   string `json:"expires"`   // "+400d", "-3d", "2027-01-01"
	Issuer    string `json:"issuer"`    // hunan or other
	State     string `json:"state"`     // one of states
	PIN       string `json:"pin"`       // 271828
	Tries     int    `json:"tries"`     // wrong PINs that lock it: 6
	Wrong     int    `json:"wrong"`     // how many were entered already
	Silent    bool   `json:"silent"`    // it does not tell of wrong PINs
	FixedPIN  bool   `json:"fixedPIN"`  // its module does not change PINs
	USB       string `json:"usb"`       // 096e:0309
	Model     string `json:"model"`     // ePass3000GM
	Serial    string `json:"serial"`    // the token's own number
	Signs     string `json:"signs"`     // how its module numbers SM2: cards, westone, bgi, mssince or xipki

	Encryption bool `json:"encryption"` // a certificate for encryption is on it too
	Objects    int  `json:"objects"`    // things on it that nobody needs
}

// PIN is that of a key that says no other.
const PIN = "271828"

// states are what a key can be in.
var states = []string{"good", "revoked", "frozen", "locked", "last", "must-change", "empty", "no-module", "hang", "crash", "garbage"}

// The USB numbers of keys: the one that the walks' kiosk has a module for, and
// one that it has none for.
var (
	Readable = devices.ID{Vendor: 0x096e, Product: 0x0309}
	Strange  = devices.ID{Vendor: 0x5448, Product: 0x0001}
)

// ErrSpec: a description that fits no key.
var ErrSpec = errors.New("no such U-KEY")

// ParseSpec reads one JSON object. Keys that it does not know and values that
// cannot be are refused with ErrSpec.
func ParseSpec(text []byte) (Spec, error) {
	var s Spec
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return Spec{}, fmt.Errorf("casim: %w: %w", ErrSpec, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Spec{}, fmt.Errorf("casim: %w: something follows the object", ErrSpec)
	}
	s = s.withDefaults()
	for _, c := range []struct {
		name, value string
		of          []string
	}{
		{"algorithm", s.Algorithm, []string{"sm2", "rsa", "ecdsa"}},
		{"issuer", s.Issuer, []string{"hunan", "other"}},
		{"state", s.State, states},
		{"signs", s.Signs, []string{"cards", "westone", "bgi", "mssince", "xipki"}},
	} {
		if !slices.Contains(c.of, c.value) {
			return Spec{}, fmt.Errorf("casim: %w: %s %q: want one of %s", ErrSpec, c.name, c.value, strings.Join(c.of, ", "))
		}
	}
	if _, err := s.id(); err != nil {
		return Spec{}, err
	}
	_, _, err := s.validity(time.Unix(0, 0))
	return s, err
}

func (s Spec) withDefaults() Spec {
	const first17 = "91430700MA4L2B3C1"
	for _, d := range []struct {
		value     *string
		otherwise string
	}{
		{&s.Holder, "XX开发有限公司"}, {&s.USCC, first17 + string(visit.USCCCheckCharacter(first17))}, {&s.Algorithm, "sm2"},
		{&s.Expires, "+400d"}, {&s.Issuer, "hunan"}, {&s.State, "good"}, {&s.PIN, PIN}, {&s.Model, "ePass3000GM"}, {&s.Signs, "cards"},
	} {
		if *d.value == "" {
			*d.value = d.otherwise
		}
	}
	if s.Tries == 0 {
		s.Tries = 6
	}
	if s.USB == "" {
		s.USB = Readable.String()
		if s.State == "no-module" {
			s.USB = Strange.String()
		}
	}
	return s
}

func (s Spec) id() (devices.ID, error) {
	var id devices.ID
	if n, err := fmt.Sscanf(s.USB, "%04x:%04x", &id.Vendor, &id.Product); err != nil || n != 2 || len(s.USB) != 9 {
		return id, fmt.Errorf("casim: %w: usb %q: want vvvv:pppp", ErrSpec, s.USB)
	}
	return id, nil
}

// validity is when the certificate begins and ends. Whole days are counted from
// now; an hour is added, so that they are whole for a while.
func (s Spec) validity(now time.Time) (begins, ends time.Time, err error) {
	if ends, err = moment(s.Expires, now); err != nil {
		return begins, ends, err
	}
	begins = ends.AddDate(-1, 0, 0)
	if month := now.AddDate(0, -1, 0); begins.After(month) {
		begins = month
	}
	if s.Begins != "" {
		begins, err = moment(s.Begins, now)
	}
	if err == nil && !begins.Before(ends) {
		err = fmt.Errorf("casim: %w: it ends on %s before it begins", ErrSpec, s.Expires)
	}
	return begins, ends, err
}

// moment reads "+400d", "-3d" or "2027-01-01".
func moment(s string, now time.Time) (time.Time, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > -10000 && n < 10000 {
			return now.AddDate(0, 0, n).Add(time.Hour), nil
		}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, fmt.Errorf("casim: %w: %q: want +400d, -3d or 2027-01-01", ErrSpec, s)
	}
	return t, nil
}
