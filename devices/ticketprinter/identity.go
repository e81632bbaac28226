package ticketprinter

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"hallkiosk/devices"
)

// getDeviceID asks for the IEEE 1284 device ID (USB printer class 1.1, 4.2.1).
var getDeviceID = devices.Request{RequestType: 0xA1, Request: 0}

const (
	maxDeviceID = 1024 // bytes, its own length in front included
	maxIdentity = 64   // characters of one entry that are passed on
)

// Identity is what a printer says it is; "" where it does not say.
type Identity struct{ Model, Serial string }

// Identity asks the printer what it is, without sending anything to print: a
// printer that does not know GS I might print the question. An error wraps
// devices.ErrGone or the context's error; a printer that does not say is none.
func (d *Dev) Identity(ctx context.Context) (Identity, error) {
	within, cancel := context.WithTimeout(ctx, d.opts.ReplyTimeout)
	defer cancel()
	answer := make([]byte, maxDeviceID)
	n, err := d.t.Control(within, getDeviceID, answer)
	if errors.Is(err, devices.ErrGone) || ctx.Err() != nil {
		return Identity{}, fmt.Errorf("ticketprinter: identity: %w", err)
	}
	if err != nil || n < 2 {
		return Identity{}, nil // many do not know the request
	}
	// The length in front counts itself; some write it the wrong way round, or 0.
	return parseDeviceID(string(answer[2:n])), nil
}

// parseDeviceID reads "MFG:EPSON;MDL:TM-T20II;SN:J4QF012345;". Long and short
// keys both occur; the first of a kind counts.
func parseDeviceID(text string) Identity {
	values := map[string]string{}
	for entry := range strings.SplitSeq(text, ";") {
		key, value, ok := strings.Cut(entry, ":")
		key = strings.ToUpper(strings.TrimSpace(key))
		if _, known := values[key]; ok && !known {
			values[key] = plainText(value)
		}
	}
	first := func(keys ...string) string {
		for _, key := range keys {
			if values[key] != "" {
				return values[key]
			}
		}
		return ""
	}
	maker, model := first("MFG", "MANUFACTURER"), first("MDL", "MODEL")
	if !strings.HasPrefix(strings.ToUpper(model), strings.ToUpper(maker)) {
		model = strings.TrimSpace(maker + " " + model)
	}
	return Identity{Model: model, Serial: first("SN", "SERN", "SERIALNUMBER")}
}

// plainText keeps what can stand on a screen, and no more than fits there.
func plainText(s string) string {
	kept := []rune(strings.TrimSpace(strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)))
	return string(kept[:min(len(kept), maxIdentity)])
}
