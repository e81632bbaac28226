package ipp_test

import (
	"bytes"
	"testing"

	"hallkiosk/devices/pageprinter/ipp"
)

func TestMask(t *testing.T) {
	m := &ipp.Message{Major: 1, Minor: 1, Code: uint16(ipp.PrintJob), RequestID: 7, Groups: []ipp.Group{
		{Tag: ipp.OperationGroup, Attributes: []ipp.Attribute{
			ipp.String(ipp.Charset, "attributes-charset", "utf-8"),
			ipp.String(ipp.Name, "job-name", "A1023 李四"),
			ipp.String(ipp.URI, "printer-uri", "ipp://10.0.0.7/x"),
			ipp.String(ipp.Keyword, "media", "iso_a4_210x297mm"),
			ipp.Number(ipp.Integer, "copies", 3),
		}},
		{Tag: ipp.PrinterGroup, Attributes: []ipp.Attribute{{Name: "media-col", Values: []ipp.Value{{Tag: 0x34, Members: []ipp.Attribute{ipp.String(ipp.Text, "label", "room 12")}}}}}},
	}}
	raw, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	whole := append(bytes.Clone(raw), "%PDF 李四"...)
	ipp.Mask(whole)
	got, document, err := ipp.Decode(whole)
	if err != nil || !bytes.Equal(document, make([]byte, len("%PDF 李四"))) {
		t.Fatalf("%q %v", document, err)
	}
	g := got.Group(ipp.OperationGroup)
	if n, _ := g.Int("copies"); n != 3 || g.Text("job-name") != "xxxxx xxxxxx" || g.Text("printer-uri") != "xxx://xx.x.x.x/x" || g.Text("media") != "iso_a4_210x297mm" {
		t.Errorf("%+v", g)
	}
	if label := got.Groups[1].Attributes[0].Values[0].Members[0]; label.Name != "label" || string(label.Values[0].Bytes) != "xxxx xx" {
		t.Errorf("%+v", label)
	}
	for n := range raw { // cut anywhere, the name does not stay
		cut := bytes.Clone(raw[:n])
		ipp.Mask(cut)
		if bytes.Contains(cut, []byte("李")) || bytes.Contains(cut, []byte("A1023")) {
			t.Errorf("cut at %d: %q", n, cut)
		}
	}
}

func FuzzMask(f *testing.F) {
	f.Add([]byte("\x01\x01\x00\x02\x00\x00\x00\x01\x01\x47\x00\x01a\x00\x02en\x03%PDF"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _, before := ipp.Decode(b)
		ipp.Mask(b)
		if _, _, after := ipp.Decode(b); before == nil && after != nil {
			t.Fatal(after)
		}
	})
}
