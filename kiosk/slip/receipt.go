package slip

import (
	"strings"
	"time"

	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/visit"
)

// Receipt is what the centre noted down of a U-KEY that was bound or tried.
type Receipt struct {
	Number       string // of the note, "BD20261123-0001"
	Bound        bool   // else it was only tried whether the key signs in
	Already      bool   // bound to the same account before
	Account      string // "" where the certificate is bound to none
	Organisation string
	Serial       string // of the certificate, hexadecimal
	At           time.Time
}

// Receipt lays out what a person takes home of it.
func (l Layout) Receipt(r Receipt) ticketprinter.Slip {
	p := paper{Layout: l}
	p.line(l.Guide.Place.Hall.Zh, bold)
	p.feed()
	title, said := "slip.tried", "slip.tried-do"
	switch {
	case r.Bound && r.Already:
		title, said = "slip.bound", "slip.bound-before"
	case r.Bound:
		title, said = "slip.bound", "slip.bound-do"
	case r.Account != "":
		said = "slip.signs-in"
	}
	p.line(l.Words.Text("zh", title), ticketprinter.Style{Align: ticketprinter.Centre, Size: 2})
	p.line(l.Words.Text("en", title), small)
	p.platform()
	p.add(ticketprinter.Rule{})
	p.both(small, "slip.note")
	p.line(r.Number, ticketprinter.Style{Align: ticketprinter.Centre, Size: 2, Bold: true})
	p.add(ticketprinter.Rule{})
	p.fact("slip.account", r.Account)
	p.fact("slip.organisation", r.Organisation)
	p.fact("slip.serial", grouped(r.Serial))
	p.fact("slip.at", r.At.In(visit.Changde).Format("2006-01-02 15:04:05"))
	p.add(ticketprinter.Rule{})
	p.line(l.Words.Text("zh", said, "platform", l.Guide.Platform.Zh), small)
	p.line(l.Words.Text("en", said, "platform", l.Guide.Platform.En), small)
	p.both(small, "slip.ask", "contact", l.Guide.Place.Contact, "phone", l.Guide.Place.Phone)
	return append(p.slip, ticketprinter.Cut{})
}

// platform prints what the account is of.
func (p *paper) platform() {
	p.line(p.Guide.Platform.Zh, bold)
	p.line(p.Guide.Platform.En, small)
}

// fact prints a value under what it is, and nothing where there is none.
func (p *paper) fact(key, value string) {
	if value == "" {
		return
	}
	p.line(p.Words.Text("zh", key)+" "+p.Words.Text("en", key), left)
	p.line("  "+value, ticketprinter.Style{Bold: true})
}

// grouped parts a serial number into groups of four, to be compared by eye.
func grouped(serial string) string {
	var groups []string
	for len(serial) > 4 {
		groups, serial = append(groups, serial[:4]), serial[4:]
	}
	return strings.Join(append(groups, serial), " ")
}
