package scanner_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"hallkiosk/devices/memory"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/scanner/scannersim"
)

func TestSerial(t *testing.T) {
	onScanner(t, scanner.Serial, func(b *bench) {
		if coding, carrier := b.sim.Line(); !carrier || !bytes.Equal(coding, []byte{0x00, 0xC2, 0x01, 0, 0, 0, 8}) {
			b.Fatalf("line % x, carrier %v", coding, carrier)
		}
		licence := "统一社会信用代码：91430100MA4L16JQ9D\r\n名称：XX开发有限公司"
		gb, err := simplifiedchinese.GB18030.NewEncoder().String(licence)
		if err != nil {
			b.Fatal(err)
		}
		for n := 1; n <= 64; n++ { // whatever the borders, between the bytes of a character too
			b.sim.CutAfter(n)
			b.want(b.show(licence), licence)
			b.want(b.show(gb), licence)
		}
		b.sim.SetTerminator(0)
		b.want(b.show("nothing"), "nothing")
		b.want(func() error { return b.sim.ShowHalf(strings.Repeat("A", 128)) }, strings.Repeat("A", 64))
		b.sim.SetTerminator(0x28)
		b.want(b.raw("\r\n", "\r", "after empty ones\r"), "after empty ones")
		b.want(b.raw("", "an empty transfer first"), "an empty transfer first")
		b.want(b.raw(strings.Repeat("x", 64)), strings.Repeat("x", 64)) // a whole packet
		b.refuse(b.raw("a\x00b\r"), scanner.ErrControl, "scan-control")
		b.refuse(b.raw("\xb0"), scanner.ErrEncoding, "scan-encoding")
	})
}

// A rest of 40 ms ends a code after a line end, one of 100 ms elsewhere.
func TestSerialRests(t *testing.T) {
	onScanner(t, scanner.Serial, func(b *bench) {
		say := func(s string, wait time.Duration) {
			b.sim.Report([]byte(s))
			time.Sleep(wait)
		}
		b.want(func() error {
			say("two halves", 90*time.Millisecond)
			say(" of one\r", 30*time.Millisecond)
			say("\n", 0)
			return nil
		}, "two halves of one")
		began := time.Now()
		b.want(func() error { say("quick\r", 0); return nil }, "quick")
		if took := time.Since(began); took != 40*time.Millisecond {
			b.Errorf("a code with its line end took %v", took)
		}
		b.want(func() error {
			say("first\r", 50*time.Millisecond)
			say("second\r", 50*time.Millisecond)
			return nil
		}, "first")
		synctest.Wait()
		if b.dropped != 1 {
			b.Errorf("%d dropped", b.dropped)
		}
	})
	synctest.Test(t, func(t *testing.T) { // and both can be told
		sim := scannersim.New(scanner.Serial)
		tr, err := memory.Plug(sim).Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		dev, err := scanner.New(tr, &scanner.Opts{Rest: time.Second, LineRest: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		defer dev.Close()
		began := time.Now()
		go func() {
			synctest.Wait()
			sim.Report([]byte("a\r"))
			time.Sleep(59 * time.Second)
			sim.Report([]byte("b"))
		}()
		if s, err := dev.Scan(t.Context()); err != nil || s.Text != "a\rb" || time.Since(began) != time.Minute {
			t.Errorf("%q %v after %v", s.Text, err, time.Since(began))
		}
	})
}

func TestAIMIdentifiers(t *testing.T) {
	for mode, tests := range map[scanner.Mode]map[string]struct{ text, aim, symbology string }{
		scanner.Serial: {
			"]Q1HTTPS://C/T/A": {"HTTPS://C/T/A", "Q1", "QR Code"},
			"]h0张三":            {"张三", "h0", "Han Xin"},
			"]C0123":           {"123", "C0", "Code 128"},
			"]XF9":             {"9", "XF", ""},
			"]Q":               {"]Q", "", ""},
			"]!1x":             {"]!1x", "", ""},
			"]q1x":             {"]q1x", "", ""},
			"[Q1x":             {"[Q1x", "", ""},
		},
		scanner.Keyboard: {"]Q1A": {"A", "Q1", "QR Code"}},
		scanner.POS:      {"]C0 is text": {"]C0 is text", "Q1", "QR Code"}}, // it said so where it belongs
	} {
		onScanner(t, mode, func(b *bench) {
			for in, want := range tests {
				s, err := b.scan(func() error { return b.sim.Show(in) })
				if err != nil || s.Text != want.text || s.AIM != want.aim || s.Symbology != want.symbology {
					b.Errorf("%v %q: %q %q %q %v", mode, in, s.Text, s.AIM, s.Symbology, err)
				}
				if !bytes.HasPrefix(s.Raw, []byte(in)) {
					b.Errorf("%q: raw %q", in, s.Raw)
				}
			}
			b.sim.SendAIM(true)
			if s, err := b.scan(func() error { return b.sim.Show("x") }); mode == scanner.Serial && (err != nil || s.Text != "x" || s.AIM != "Q1") {
				b.Errorf("%q %q %v", s.Text, s.AIM, err)
			}
		})
	}
}

func TestControlInterface(t *testing.T) {
	whole := scannersim.New(scanner.Serial).Descriptor().Configuration()
	moved := bytes.Replace(bytes.Clone(whole), []byte{5, 0x24, 6, 0, 1}, []byte{5, 0x24, 6, 7, 8}, 1)
	noUnion := bytes.Replace(bytes.Clone(whole), []byte{5, 0x24, 6, 0, 1}, []byte{5, 0x24, 9, 0, 1}, 1)
	modem := bytes.Replace(bytes.Clone(whole), []byte{2, 2, 1, 0}, []byte{2, 6, 0, 0}, 1) // Ethernet
	for name, c := range map[string]struct {
		in     []byte
		number uint8
		ok     bool
	}{
		"whole": {whole, 0, true}, "named by the union": {moved, 7, true}, "no union": {noUnion, 0, true},
		"Ethernet": {modem, 0, false}, "nothing": {nil, 0, false}, "keyboard": {scannersim.New(scanner.Keyboard).Descriptor().Configuration(), 0, false},
		"length 0": {append(bytes.Clone(whole[:9]), 0, 4), 0, false}, "length too long": {append(bytes.Clone(whole[:9]), 200, 4), 0, false},
	} {
		if n, ok := scanner.ControlInterface(c.in); n != c.number || ok != c.ok {
			t.Errorf("%s: %d %v", name, n, ok)
		}
	}
	for n := range whole {
		_, _ = scanner.ControlInterface(whole[:n]) // ends, at every cut
	}
}

func FuzzControlInterface(f *testing.F) {
	f.Add(scannersim.New(scanner.Serial).Descriptor().Configuration())
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, ok := scanner.ControlInterface(b); ok && len(b) < 9 {
			t.Fatal("found an interface where none fits")
		}
	})
}

// A composite device speaks as what suits best.
func TestModePreference(t *testing.T) {
	for mode, want := range map[scanner.Mode]int{scanner.Keyboard: 0, scanner.POS: 0, scanner.Serial: 1, scanner.SimpleCOM: 0} {
		d := scannersim.New(mode).Descriptor()
		if got := scanner.Match().Interface(d.Classes()); got != want {
			t.Errorf("%v: interface %d", mode, got)
		}
	}
	both := append(scannersim.New(scanner.Keyboard).Descriptor().Classes(), scannersim.New(scanner.Serial).Descriptor().Classes()...)
	if got := scanner.Match().Interface(both); got != 2 {
		t.Errorf("keyboard and serial port: interface %d", got)
	}
	if _, err := scanner.New(nil, &scanner.Opts{Mode: 99}); !errors.Is(err, scanner.ErrUnsupported) {
		t.Errorf("an unknown mode: %v", err)
	}
}
