package scanner_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"hallkiosk/devices"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/scanner/scannersim"
)

func TestSimpleCOM(t *testing.T) {
	onScanner(t, scanner.SimpleCOM, func(b *bench) {
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
		for _, n := range []int{62, 63, 64, 126} { // whether the last report is full or not
			b.want(b.show(strings.Repeat("x", n)), strings.Repeat("x", n))
		}
		b.want(b.raw("\x02A1 of an earlier code"), "A1") // what is not meant
		b.want(b.raw("\x00", "\x01A", "\x00nothing", "\x011\x00"), "A1")
		b.sim.SendAIM(true)
		if s, err := b.scan(b.show("x")); err != nil || s.Text != "x" || s.AIM != "Q1" {
			b.Errorf("%q %q %v", s.Text, s.AIM, err)
		}
		b.refuse(b.raw("\x40"+strings.Repeat("x", 63)), devices.ErrGarbled, "garbled") // one more than there are
		b.refuse(b.raw("\x02A1", "\x03A1"), scanner.ErrGarbled, "garbled")
		b.refuse(b.raw("", "\x02A1"), scanner.ErrGarbled, "garbled")
		b.refuse(b.raw("\x03a\x00b"), scanner.ErrControl, "scan-control")
		b.refuse(b.raw("\x01\xb0"), scanner.ErrEncoding, "scan-encoding")
		b.want(b.raw("\x03A1\r"), "A1")
	})
}

// A rest of 40 ms ends a code after a line end, one of 100 ms elsewhere.
func TestSimpleCOMRests(t *testing.T) {
	onScanner(t, scanner.SimpleCOM, func(b *bench) {
		for _, c := range []struct {
			report string
			rest   time.Duration
		}{{"\x03A1\r", 40 * time.Millisecond}, {"\x02A1", 100 * time.Millisecond}} {
			began := time.Now()
			b.want(func() error { b.sim.Report([]byte(c.report)); return nil }, "A1")
			if took := time.Since(began); took != c.rest {
				b.Errorf("%q took %v", c.report, took)
			}
		}
	})
}

// odd is a device that says of itself what it is told to.
type odd struct {
	*scannersim.Scanner
	desc devices.Descriptor
}

func (o odd) Descriptor() devices.Descriptor { return o.desc }

// The number decides only where nothing else does.
func TestWhoSpeaksSimpleCOM(t *testing.T) {
	of := func(m scanner.Mode, change func(*devices.Descriptor)) odd {
		sim := scannersim.New(m)
		o := odd{sim, sim.Descriptor()}
		change(&o.desc)
		return o
	}
	number := func(d *devices.Descriptor) { d.VendorID, d.ProductID = 0x05E0, 0x0600 }
	for name, c := range map[string]struct {
		p    odd
		mode scanner.Mode
		err  error
	}{
		"that number, HID POS":         {of(scanner.POS, number), scanner.POS, nil},
		"that number, keyboard":        {of(scanner.Keyboard, number), scanner.Keyboard, nil},
		"that number, serial port":     {of(scanner.Serial, number), scanner.Serial, nil},
		"that number, no descriptor":   {of(scanner.SimpleCOM, func(d *devices.Descriptor) { d.HIDReportDescriptor = nil }), scanner.SimpleCOM, nil},
		"another number":               {of(scanner.SimpleCOM, func(d *devices.Descriptor) { d.ProductID = 0x0601 }), 0, scanner.ErrUnsupported},
		"another maker":                {of(scanner.SimpleCOM, func(d *devices.Descriptor) { d.VendorID = 0x1EAB }), 0, scanner.ErrUnsupported},
		"another keyboard, no details": {of(scanner.Keyboard, func(d *devices.Descriptor) { d.HIDReportDescriptor = nil }), scanner.Keyboard, nil},
	} {
		synctest.Test(t, func(t *testing.T) {
			tr, err := memory.Plug(c.p).Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			dev, err := scanner.New(tr, nil)
			if !errors.Is(err, c.err) {
				t.Fatalf("%s: %v", name, err)
			}
			if err != nil {
				_ = tr.Close()
				return
			}
			defer dev.Close()
			if dev.Mode() != c.mode {
				t.Errorf("%s: %v", name, dev.Mode())
			}
		})
	}
}
