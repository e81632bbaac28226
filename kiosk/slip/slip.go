// Package slip lays out what the ticket printer prints: the ticket with its
// number, the QR code of the handle, what to bring and where to; and the list of
// materials to take along. Neither holds anything personal.
package slip

import (
	"hallkiosk/assets/i18n"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// Layout is what every ticket of a kiosk shares.
type Layout struct {
	Guide *guide.Guide
	Words *i18n.Words
}

// Compose lays out the ticket of a case that needs these materials.
func (l Layout) Compose(t visit.Ticket, needed []guide.Material) ticketprinter.Slip {
	p := paper{Layout: l}
	p.line(l.Guide.Place.Hall.Zh, bold)
	p.feed()
	p.service(t.Service)
	p.add(ticketprinter.Rule{})
	p.both(small, "slip.number")
	p.line(t.Number, ticketprinter.Style{Align: ticketprinter.Centre, Size: 4, Bold: true})
	switch {
	case t.Ahead == 0:
		p.both(small, "slip.first")
	case t.Ahead > 0:
		p.both(small, "slip.ahead", "count", t.Ahead)
	}
	p.windows("slip.windows")
	p.feed()
	p.code(t.Handle, "slip.scan")
	p.add(ticketprinter.Rule{})
	list := func(key string, printed bool) {
		p.heading(key)
		for _, m := range needed {
			if m.Printed() == printed {
				p.line("□ "+m.Title.Zh, left)
			}
		}
	}
	list("slip.seal", true)
	list("slip.bring", false)
	p.add(ticketprinter.Rule{})
	p.line(l.Words.Text("zh", "slip.issued", "time", t.Issued.In(visit.Changde).Format("2006-01-02 15:04")), small)
	p.both(small, "slip.keep")
	return append(p.slip, ticketprinter.Cut{})
}

// List lays out what to bring in the visit's case: what is missing with where to
// get it, then the rest, each with its copies and seals. link is the address of
// the same list at the centre; see checklist.URL.
func (l Layout) List(v *visit.Visit, link string) ticketprinter.Slip {
	p := paper{Layout: l}
	p.line(l.Guide.Place.Hall.Zh, bold)
	p.feed()
	p.line(l.Words.Text("zh", "slip.list"), ticketprinter.Style{Align: ticketprinter.Centre, Size: 2})
	p.line(l.Words.Text("en", "slip.list"), small)
	p.service(v.Service)
	missing := map[string]bool{}
	for _, m := range l.Guide.Missing(v) {
		missing[m.ID] = true
	}
	var lacks, has, printed []guide.Material
	for _, m := range l.Guide.Needed(v) {
		switch {
		case m.Printed():
			printed = append(printed, m)
		case missing[m.ID]:
			lacks = append(lacks, m)
		default:
			has = append(has, m)
		}
	}
	p.section("slip.missing", lacks, func(m guide.Material) {
		p.detail(m)
		p.line("    "+l.Words.Text("zh", "slip.where", "where", m.Where.Zh), left)
	})
	p.section("slip.also", has, p.detail)
	p.section("slip.here", printed, func(guide.Material) {})
	p.add(ticketprinter.Rule{})
	p.code(link, "slip.phone")
	p.windows("slip.place")
	p.line(l.Guide.Place.Address.Zh, small)
	p.both(small, "slip.ask", "contact", l.Guide.Place.Contact, "phone", l.Guide.Place.Phone)
	p.both(small, "slip.hotline", "hotline", l.Guide.Support.Hotline)
	return append(p.slip, ticketprinter.Cut{})
}
