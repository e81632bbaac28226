package ipp

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// A Print-Job as in RFC 8010, appendix A.1, shortened, without its end.
var printRequest = "\x01\x01\x00\x02\x00\x00\x00\x01" +
	"\x01" +
	"\x47\x00\x12attributes-charset\x00\x05utf-8" +
	"\x45\x00\x0bprinter-uri\x00\x15ipp://printer.example" +
	"\x02" +
	"\x21\x00\x06copies\x00\x04\x00\x00\x00\x14" +
	"\x44\x00\x05sides\x00\x09one-sided" +
	"\x44\x00\x00\x00\x13two-sided-long-edge"

func TestDecodeExample(t *testing.T) {
	raw := printRequest
	m, document, err := Decode([]byte(raw + "\x03%PDF"))
	if err != nil {
		t.Fatal(err)
	}
	want := &Message{Major: 1, Minor: 1, Code: uint16(PrintJob), RequestID: 1, Groups: []Group{
		{OperationGroup, []Attribute{String(Charset, "attributes-charset", "utf-8"), String(URI, "printer-uri", "ipp://printer.example")}},
		{JobGroup, []Attribute{Number(Integer, "copies", 20), String(Keyword, "sides", "one-sided", "two-sided-long-edge")}},
	}}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Error(diff)
	}
	if string(document) != "%PDF" {
		t.Errorf("document %q", document)
	}
	again, err := m.Encode()
	if err != nil || string(again) != raw+"\x03" {
		t.Errorf("encoded again: %q, %v", again, err)
	}
}

func TestCollections(t *testing.T) {
	size := Value{Tag: begCollection, Members: []Attribute{Number(Integer, "x-dimension", 21000), Number(Integer, "y-dimension", 29700)}}
	media := Value{Tag: begCollection, Members: []Attribute{{"media-size", []Value{size}}, String(Keyword, "media-type", "stationery")}}
	m := &Message{Major: 2, Groups: []Group{{PrinterGroup, []Attribute{{"media-col-ready", []Value{media, media}}}}}}
	raw, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, rest, err := Decode(raw)
	if err != nil || len(rest) > 0 {
		t.Fatalf("%v, %d bytes left", err, len(rest))
	}
	if diff := cmp.Diff(m, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeRefuses(t *testing.T) {
	head := "\x02\x00\x00\x00\x00\x00\x00\x01"
	deep := head + "\x01\x34\x00\x01a\x00\x00"
	for range 40 {
		deep += "\x4A\x00\x00\x00\x01b\x34\x00\x00\x00\x00"
	}
	for name, raw := range map[string]string{
		"nothing":                      "",
		"a web page":                   "<html>",
		"head only":                    head,
		"no end":                       head + "\x01",
		"attribute outside a group":    head + "\x21\x00\x01a\x00\x04\x00\x00\x00\x01\x03",
		"value without a name":         head + "\x01\x44\x00\x00\x00\x01x\x03",
		"cut off in the name":          head + "\x01\x44\x00\x09abc",
		"cut off in the value":         head + "\x01\x44\x00\x01a\xFF\xFFabc",
		"integer of three bytes":       head + "\x01\x21\x00\x01a\x00\x03\x00\x00\x01\x03",
		"boolean of no bytes":          head + "\x01\x22\x00\x01a\x00\x00\x03",
		"end of no collection":         head + "\x01\x37\x00\x00\x00\x00\x03",
		"collection without an end":    head + "\x01\x34\x00\x01a\x00\x00\x03",
		"member without a name":        head + "\x01\x34\x00\x01a\x00\x00\x44\x00\x00\x00\x01x\x37\x00\x00\x00\x00\x03",
		"collections without a bottom": deep,
	} {
		if _, _, err := Decode([]byte(raw)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEncodeRefusesTooLong(t *testing.T) {
	m := &Message{Groups: []Group{{JobGroup, []Attribute{String(Name, "job-name", strings.Repeat("x", 70000))}}}}
	if _, err := m.Encode(); !errors.Is(err, ErrTooLong) {
		t.Error(err)
	}
}

func TestValues(t *testing.T) {
	g := Group{PrinterGroup, []Attribute{
		Number(Enum, "printer-state", 5), Flag("printer-is-accepting-jobs", true), Number(Integer, "low", -2),
		{"copies-supported", []Value{{Tag: Range, Bytes: []byte{0, 0, 0, 1, 0, 0, 3, 0xE7}}}},
	}}
	if n, ok := g.Int("printer-state"); n != 5 || !ok {
		t.Error(n, ok)
	}
	if n, ok := g.Int("low"); n != -2 || !ok {
		t.Error(n, ok)
	}
	if _, ok := g.Int("printer-is-accepting-jobs"); ok {
		t.Error("a boolean passed for a number")
	}
	if on, ok := g.Values("printer-is-accepting-jobs")[0].Bool(); !on || !ok {
		t.Error(on, ok)
	}
	if low, high, ok := g.Values("copies-supported")[0].Bounds(); low != 1 || high != 999 || !ok {
		t.Error(low, high, ok)
	}
	if s := g.Text("printer-state"); s != "" {
		t.Errorf("a number passed for text: %q", s)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(printRequest + "\x03%PDF"))
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x01\x01\x34\x00\x01a\x00\x00\x4A\x00\x00\x00\x01b\x22\x00\x00\x00\x01\x01\x37\x00\x00\x00\x00\x03"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, document, err := Decode(raw)
		if err != nil {
			return
		}
		once, err := m.Encode()
		if err != nil {
			t.Fatalf("decoded, not encoded: %v", err)
		}
		again, rest, err := Decode(append(bytes.Clone(once), document...))
		if err != nil || !bytes.Equal(rest, document) {
			t.Fatalf("not decoded again: %v", err)
		}
		if diff := cmp.Diff(m, again, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}
