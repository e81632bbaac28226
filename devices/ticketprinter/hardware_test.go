package ticketprinter_test

import (
	"flag"
	"testing"

	"hallkiosk/devices"
	"hallkiosk/devices/devicetest"
	"hallkiosk/devices/ticketprinter"
)

var hardware = flag.Bool("hardware", false, "print a ticket on this machine's printer; somebody opens its cover after it, and shuts it")

// TestHardware does nothing without -hardware.
func TestHardware(t *testing.T) {
	if !*hardware {
		return
	}
	ctx, bus := devicetest.Hardware(t)
	tr, err := bus.Open(ctx, ticketprinter.Match())
	if err != nil {
		t.Fatal(err)
	}
	o := ticketprinter.DefaultOpts()
	o.Rasteriser = ticketprinter.Glyphs(fonts(t))
	dev, err := ticketprinter.New(tr, &o)
	if err != nil {
		t.Fatal(err)
	}
	defer dev.Close()
	status, err := dev.Probe(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s %s", status.State, status.Reason)
	slip := ticketprinter.Slip{
		ticketprinter.Line{Text: "A1001", Style: ticketprinter.Style{Size: 4, Bold: true, Align: ticketprinter.Centre}},
		ticketprinter.Line{Text: "常见 䶮𠮷"}, ticketprinter.Rule{},
		ticketprinter.QR{Data: "HTTPS://CENTRE.EXAMPLE/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"}, ticketprinter.Cut{},
	}
	if err := dev.Print(ctx, slip); err != nil {
		t.Fatal(err)
	}
	t.Log("look at the ticket, open the cover and shut it")
	for _, want := range []devices.Reason{devices.ReasonCoverOpen, ""} {
		for status.Reason = "none yet"; status.Reason != want; {
			if status, err = dev.Probe(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
}
