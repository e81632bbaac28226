package slip

import (
	"time"

	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/visit"
)

// Test lays out a ticket that is none: every kind of item, to see whether all
// come out clear. Its code holds the word TEST and is no handle.
func (l Layout) Test(kiosk string, now time.Time) ticketprinter.Slip {
	p := paper{Layout: l}
	p.line(l.Words.Text("zh", "slip.test"), ticketprinter.Style{Align: ticketprinter.Centre, Size: 2, Bold: true})
	p.line(l.Words.Text("en", "slip.test"), small)
	p.add(ticketprinter.Rule{})
	p.line("0123456789", ticketprinter.Style{Align: ticketprinter.Centre, Size: 4, Bold: true})
	p.line("ABCDEFGHIJKLMNOPQRSTUVWXYZ", small)
	p.code("TEST", "slip.test-code")
	p.line(kiosk+"  "+now.In(visit.Changde).Format("2006-01-02 15:04:05"), small)
	return append(p.slip, ticketprinter.Cut{})
}
