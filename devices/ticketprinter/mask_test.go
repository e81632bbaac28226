package ticketprinter_test

import (
	"bytes"
	"testing"

	"hallkiosk/devices"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
)

// tap keeps what is sent.
type tap struct {
	devices.Peripheral
	sent []byte
}

func (p *tap) Out(ep uint8, b []byte) bool {
	ok := p.Peripheral.Out(ep, b)
	if ok {
		p.sent = append(p.sent, b...)
	}
	return ok
}

// A masked ticket is a ticket of the same lines and pictures, wherever its
// transfers end, and nobody's.
func TestMaskedTicket(t *testing.T) {
	f := fonts(t)
	o := ticketprinter.DefaultOpts()
	o.Rasteriser = ticketprinter.Glyphs(f)
	p := &tap{Peripheral: ticketprintersim.New(f, int(o.Paper))}
	cable := memory.Plug(p)
	defer cable.Unplug()
	tr, err := cable.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dev, err := ticketprinter.New(tr, &o)
	if err != nil {
		t.Fatal(err)
	}
	defer dev.Close()
	if err := dev.Print(t.Context(), append(ticketprinter.Slip{ticketprinter.Line{Text: "李四 Ab9"}, ticketprinter.Line{Text: "𠮷"}}, ticket()...)); err != nil {
		t.Fatal(err)
	}
	var first []byte
	for n := 1; n < 70; n++ {
		m := ticketprinter.NewMasker()
		masked := bytes.Clone(p.sent)
		for rest := masked; len(rest) > 0; rest = rest[min(n, len(rest)):] {
			m.Out(rest[:min(n, len(rest))])
		}
		if first == nil {
			first = masked
		}
		if !bytes.Equal(masked, first) {
			t.Fatalf("cut after %d bytes it is masked in another way", n)
		}
	}
	for _, secret := range []string{"\xc0\xee\xcb\xc4", "Ab9", "1023", "CENTRE.EXAMPLE"} { // 李四 in GB 18030
		if bytes.Contains(first, []byte(secret)) {
			t.Errorf("%q is left", secret)
		}
	}
	sim := ticketprintersim.New(f, int(o.Paper))
	again := memory.Plug(sim)
	defer again.Unplug()
	back, err := again.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if err := back.Send(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if got := sim.Tickets(); len(got) != 1 || len(sim.Errors()) > 0 || !bytes.HasPrefix([]byte(got[0].Text), []byte("张张 Aa0\n")) {
		t.Fatalf("%d tickets, %v", len(got), sim.Errors())
	}
}

func FuzzMask(f *testing.F) {
	f.Add([]byte("\x1b@\x1c&\xd5\xc5A\x1dV\x42\x00\x1d(k\x06\x001P0abc\x1dv0\x00\x01\x00\x02\x00\xff\xff\x10\x04\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		once := bytes.Clone(b)
		ticketprinter.NewMasker().Out(once)
		twice := bytes.Clone(once)
		ticketprinter.NewMasker().Out(twice)
		if !bytes.Equal(once, twice) {
			t.Fatalf("% x became % x", once, twice)
		}
	})
}
