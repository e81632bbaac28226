package checkup_test

import (
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/checkup"
)

var eight = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) // in the hall

func TestTroubles(t *testing.T) {
	out := devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonPaperOut}
	open := devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonCoverOpen}
	well := devices.Status{State: devices.Ready}
	low := devices.Status{State: devices.Ready, Reason: devices.ReasonPaperLow}
	none := devices.Status{State: devices.Absent}
	at := func(n int) time.Time { return eight.Add(time.Duration(n) * time.Second) }
	for name, c := range map[string]struct {
		seen []devices.Status
		want checkup.Trouble
	}{
		"well":          {[]devices.Status{well, low, well}, checkup.Trouble{}},
		"never there":   {[]devices.Status{none, none}, checkup.Trouble{}},
		"begins once":   {[]devices.Status{well, out, out}, checkup.Trouble{Reason: devices.ReasonPaperOut, Since: at(1)}},
		"ends":          {[]devices.Status{out, well, well}, checkup.Trouble{Reason: devices.ReasonPaperOut, Since: at(0), Until: at(1)}},
		"another":       {[]devices.Status{out, open, low}, checkup.Trouble{Reason: devices.ReasonCoverOpen, Since: at(1), Until: at(2)}},
		"the same anew": {[]devices.Status{out, well, out}, checkup.Trouble{Reason: devices.ReasonPaperOut, Since: at(2)}},
	} {
		t.Run(name, func(t *testing.T) {
			var all checkup.Troubles
			for i, s := range c.seen {
				all.Saw("ticketprinter", s, at(i))
			}
			got, ok := all.Last("ticketprinter")
			if got != c.want || ok != (c.want != checkup.Trouble{}) {
				t.Errorf("%+v, %v", got, ok)
			}
			if _, ok := all.Last("scanner"); ok {
				t.Error("another device has a trouble")
			}
		})
	}
}
