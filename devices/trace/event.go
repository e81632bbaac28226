package trace

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"hallkiosk/devices"
)

// Version is the number of this format.
const Version = 1

// Limits of a trace, in bytes.
const (
	maxFile  = 32 << 20  // beyond it recording ends, and a file is refused
	maxLines = 1 << 18   // the same; hours of a device that is looked at all the time
	maxLine  = 256 << 10 // of a file
	maxZeros = 16 << 20  // that one event may stand for
	held     = 64 << 10  // of IN transfers kept back for masking
	someZero = 16        // zeros at the end of an event that are worth counting
)

// Header is the first line of a trace.
type Header struct {
	Trace    int    `json:"trace"`    // Version
	Device   string `json:"device"`   // the package's name: idcard, scanner …
	ID       string `json:"id"`       // vvvv:pppp, "" where it is not USB
	Protocol string `json:"protocol"` // in words
	Session  string `json:"session"`  // what the driver was told to do, in its caller's word
	Date     string `json:"date"`     // YYYY-MM-DD
	Masked   bool   `json:"masked"`
}

// Where an event happened.
const (
	open    = "open"
	out     = "out"
	in      = "in"
	quiet   = "quiet"
	control = "control"
)

// event is one line of a trace.
type event struct {
	T       int64      `json:"t"` // microseconds
	EP      string     `json:"ep"`
	ID      string     `json:"id,omitempty"`
	Class   string     `json:"class,omitempty"`
	Request *[4]uint16 `json:"r,omitempty"` // type, request, value, index
	Bytes   string     `json:"b,omitempty"` // hex
	Zeros   int        `json:"z,omitempty"` // after Bytes
	Failed  string     `json:"e,omitempty"`

	data []byte // while it is recorded
}

// pack puts data into the line's words.
func (e *event) pack() {
	body := bytes.TrimRight(e.data, "\x00")
	if len(e.data)-len(body) < someZero {
		body = e.data
	}
	e.Bytes, e.Zeros = hex.EncodeToString(body), len(e.data)-len(body)
}

// unpack gives the data that the line's words stand for.
func (e *event) unpack() []byte {
	b, _ := hex.DecodeString(e.Bytes) // checked when it was read
	return append(b, make([]byte, e.Zeros)...)
}

// check says what is wrong with a line that was read.
func (e *event) check() error {
	switch e.EP {
	case open, out, in, quiet, control:
	default:
		return fmt.Errorf("no event is called %.20q", e.EP)
	}
	switch {
	case e.EP == control && e.Request == nil:
		return errors.New("a request without its numbers")
	case e.T < 0, e.Zeros < 0, e.Zeros > maxZeros:
		return errors.New("a number is out of range")
	case e.Failed != "" && failure(e.Failed) == nil:
		return fmt.Errorf("no failure is called %.20q", e.Failed)
	}
	if _, err := hex.DecodeString(e.Bytes); err != nil {
		return errors.New("bytes that are not hex")
	}
	if e.EP == open {
		if _, _, err := e.identity(); err != nil {
			return err
		}
	}
	return nil
}

// identity reads the device's number and the kind of the interface.
func (e *event) identity() (id devices.ID, c devices.Class, err error) {
	if _, err := fmt.Sscanf(e.ID, "%04x:%04x", &id.Vendor, &id.Product); err != nil {
		return id, c, fmt.Errorf("no USB number: %.20q", e.ID)
	}
	if _, err := fmt.Sscanf(e.Class, "%02x/%02x/%02x", &c.Class, &c.Subclass, &c.Protocol); err != nil {
		return id, c, fmt.Errorf("no class: %.20q", e.Class)
	}
	return id, c, nil
}

func (e *event) String() string {
	if e.Failed != "" {
		return e.EP + " that fails"
	}
	return fmt.Sprintf("%s of %d bytes", e.EP, len(e.Bytes)/2+e.Zeros)
}

// word is how a trace calls a failure; "" for one that no trace holds.
func word(err error) string {
	switch {
	case errors.Is(err, devices.ErrGone):
		return "gone"
	case errors.Is(err, devices.ErrStall):
		return "stall"
	}
	return ""
}

// failure is the error that a word stands for, nil where it is no word.
func failure(word string) error {
	switch word {
	case "gone":
		return devices.ErrGone
	case "stall":
		return devices.ErrStall
	}
	return nil
}

// line is v as one line of the file.
func line(v any) ([]byte, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return []byte(b.String()), nil
}
