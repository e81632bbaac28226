package main

import (
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ukey"
)

// ruleLine is what opens one device, or one family, to the kiosk's user
// (udev(7)): shell patterns, with | between alternatives.
var ruleLine = regexp.MustCompile(`^ATTR\{idVendor\}=="([0-9a-f]{4})", ATTR\{idProduct\}=="([0-9a-f?|]{4,})", GROUP="hallkiosk", MODE="0660"$`)

// TestRulesOpenWhatTheKioskOpens holds udev's rules and the devices' tables
// together, both ways: a device that is missing there is dead in the hall, and
// one too many is a door left open.
func TestRulesOpenWhatTheKioskOpens(t *testing.T) {
	want := map[devices.ID]string{}
	for kind, ids := range map[string][]devices.ID{
		"card reader":      idcard.Match(idcard.Bulk).IDs,
		"card reader, HID": idcard.Match(idcard.HID64).IDs,
		"scanner":          scanner.Match().IDs,
		"ticket printer":   ticketprinter.Match().IDs,
		"U-KEY":            ukey.Known(),
	} {
		for _, id := range ids {
			want[id] = kind
		}
	}
	opened := openedByRules(t)
	for id, kind := range want {
		if opened[id] == 0 {
			t.Errorf("%s %v: no rule opens it", kind, id)
		}
	}
	for id, times := range opened {
		if want[id] == "" || times != 1 {
			t.Errorf("%v: opened by %d rules, wanted by %q", id, times, want[id])
		}
	}
}

// openedByRules counts the rules that open each device, and refuses a line that
// it does not understand.
func openedByRules(t *testing.T) map[devices.ID]int {
	t.Helper()
	opened := map[devices.ID]int{}
	guarded := false
	for n, line := range ruleLines(t) {
		switch m := ruleLine.FindStringSubmatch(line); {
		case line == "", strings.HasPrefix(line, "#"), line == `LABEL="hallkiosk_end"`:
		case strings.HasSuffix(line, `, GOTO="hallkiosk_end"`):
			guarded = guarded || line == `SUBSYSTEM!="usb", GOTO="hallkiosk_end"`
		case m == nil:
			t.Errorf("line %d is no rule: %s", n+1, line)
		case !guarded:
			t.Errorf("line %d stands before the guards", n+1)
		default:
			open(t, opened, m[1], strings.Split(m[2], "|"))
		}
	}
	return opened
}

// open counts every product of the vendor that a pattern covers.
func open(t *testing.T, opened map[devices.ID]int, vendor string, patterns []string) {
	t.Helper()
	var v uint16
	if _, err := fmt.Sscanf(vendor, "%04x", &v); err != nil {
		t.Fatal(err)
	}
	for product := range 1 << 16 {
		text := fmt.Sprintf("%04x", product)
		if slices.ContainsFunc(patterns, func(p string) bool { ok, err := path.Match(p, text); return ok && err == nil }) {
			opened[devices.ID{Vendor: v, Product: uint16(product)}]++
		}
	}
}

// ruleLines reads the rules; every GOTO has its LABEL, which ends the file.
func ruleLines(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../70-hallkiosk.rules")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if lines[len(lines)-1] != `LABEL="hallkiosk_end"` {
		t.Errorf("the rules end with %q instead of the label that the guards go to", lines[len(lines)-1])
	}
	return lines
}
