package ticketprinter

import (
	"strings"
	"testing"
)

func TestParseDeviceID(t *testing.T) {
	for text, want := range map[string]Identity{
		"MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;SN:J4QF012345;": {"EPSON TM-T20II", "J4QF012345"},
		"MANUFACTURER:Gprinter;MODEL:Gprinter GP-L80160;SERN:1;":        {"Gprinter GP-L80160", "1"},
		" mfg: EPSON ;mdl: TM ": {"EPSON TM", ""},
		"MDL:POS-80":            {"POS-80", ""},
		"MDL:A;MDL:B;":          {"A", ""},
		"":                      {},
		";;:;::":                {},
		"MDL:\x00\x1b[2J号票" + strings.Repeat("x", 80): {"[2J" + strings.Repeat("x", 61), ""},
	} {
		if got := parseDeviceID(text); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func FuzzParseDeviceID(f *testing.F) {
	f.Add("MFG:EPSON;MDL:TM-T20II;SN:J4QF012345;")
	f.Add("MDL:\xff;:")
	f.Fuzz(func(t *testing.T, text string) {
		id := parseDeviceID(text)
		if len(id.Model) > 2*maxIdentity+1 || len(id.Serial) > maxIdentity || strings.ContainsFunc(id.Model+id.Serial, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("%+v", id)
		}
	})
}
