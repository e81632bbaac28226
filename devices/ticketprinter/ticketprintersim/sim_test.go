package ticketprintersim

import (
	"context"
	"errors"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"hallkiosk/devices/ticketprinter/glyph"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func printer(tb testing.TB) *Printer {
	f, err := glyph.Open(glyph.System())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = f.Close() })
	return New(f, 576)
}

func TestStrict(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"unknown command", "\x1Bz", "unknown command 1B 7A"},
		{"control character", "\x07", "control character 07"},
		{"four bytes", "\x95\x34\xC2\x39", "four-byte character"},
		{"half a character", "\xBF\n", "no character"},
		{"not in Chinese mode", "\x1C.\xBF", "outside Chinese mode"},
		{"size", "\x1D!\x88", "GS ! 136"},
		{"align", "\x1Ba\x03", "ESC a 3"},
		{"cut", "\x1DV\x07", "GS V 7"},
		{"QR too short", "\x1D(k\x02\x001P", "of 2 bytes"},
		{"QR module", "\x1D(k\x03\x001C\x00", "function 43"},
		{"QR before data", "\x1D(k\x03\x001Q0", "cannot be made"},
		{"raster too wide", "\x1Dv0\x00\x49\x00\x01\x00", "GS v"},
		{"raster without rows", "\x1Dv0\x00\x01\x00\x00\x00", "GS v"},
		{"DLE EOT", "\x10\x04\x09", "DLE EOT 9"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := printer(t)
			p.Out(epOut, []byte(tt.in+"\x1B@"))
			if errs := p.Errors(); len(errs) == 0 || !strings.Contains(errs[0].Error(), tt.want) {
				t.Errorf("%v, want %q", errs, tt.want)
			}
		})
	}
}

// However the bytes are cut into transfers, the paper is the same.
func TestTransfersDoNotMatter(t *testing.T) {
	in := "\x1B@\x1C&\x1Ba\x01\x1D!\x11\xBF\xAA\xCD\xA8\n\x1D(k\x03\x001C\x04\x1D(k\x08\x001P0HELLO\x1D(k\x03\x001Q0" +
		"\x1Dv0\x00\x02\x00\x02\x00\xAA\x55\x10\x04\x1DVB\x00"
	whole, bytewise := printer(t), printer(t)
	whole.Out(epOut, []byte(in))
	for i := range len(in) {
		bytewise.Out(epOut, []byte{in[i]})
	}
	for _, p := range []*Printer{whole, bytewise} {
		if errs := p.Errors(); len(errs) > 0 {
			t.Fatal(errs)
		}
	}
	a, b := whole.Tickets(), bytewise.Tickets()
	if len(a) != 1 || len(b) != 1 || string(a[0].Image.Pix) != string(b[0].Image.Pix) || a[0].Text != "开通" || a[0].QR[0] != "HELLO" {
		t.Errorf("%d and %d tickets, or they differ", len(a), len(b))
	}
}

func TestAwait(t *testing.T) {
	p := printer(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Await(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("nothing printed: %v", err)
	}
	go p.Out(epOut, []byte("A1\n\x1DV\x00"))
	if got, err := p.Await(t.Context(), 1); err != nil || got.Text != "A1" {
		t.Errorf("%q, %v", got.Text, err)
	}
}

func TestPaperEnds(t *testing.T) {
	p := printer(t)
	p.BreakAfter(3, RunOut)
	p.Out(epOut, []byte("A1\nB2\n\x1DV\x00"))
	if n := len(p.Tickets()); n != 0 {
		t.Errorf("%d tickets without paper", n)
	}
	if !p.Out(epOut, make([]byte, receiveBuffer-100)) {
		t.Error("refused although the buffer has room")
	}
	if p.Out(epOut, make([]byte, 200)) {
		t.Error("took more than the buffer holds")
	}
	p.SetPaper(PaperOK)
	if got := p.Tickets(); len(got) != 1 || got[0].Text != "A1\nB2" {
		t.Errorf("after refilling: %v tickets", len(got))
	}
}

func FuzzParser(f *testing.F) {
	f.Add([]byte("\x1B@\x1C&\xBF\xAA\n\x1D!\x33A1\n\x1DVB\x00"))
	f.Add([]byte("\x1D(k\x08\x001P0HELLO\x1D(k\x03\x001Q0"))
	f.Add([]byte("\x1Dv0\x00\x02\x00\x02\x00\xAA\x55\x10\x04"))
	f.Add([]byte("\x1Bd\xFF\x10\x04\x01\x1Dr\x01\x1Da\x0E"))
	p := printer(f)
	f.Fuzz(func(t *testing.T, in []byte) {
		s := New(p.machine.sheet.fonts, 384)
		s.Out(epOut, in)
		if h := s.machine.sheet.height(); h > maxLength {
			t.Fatalf("%d dots of paper", h)
		}
		if len(s.machine.errs) > maxErrors {
			t.Fatalf("%d errors", len(s.machine.errs))
		}
		s.TearOff()
	})
}
