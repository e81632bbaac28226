// Package slip lays out the paper ticket: number, QR code of the handle, what
// to bring and where to. It holds nothing personal.
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
	var s ticketprinter.Slip
	line := func(text string, style ticketprinter.Style) {
		s = append(s, ticketprinter.Line{Text: text, Style: style})
	}
	small := ticketprinter.Style{Align: ticketprinter.Centre}
	bold := ticketprinter.Style{Align: ticketprinter.Centre, Bold: true}
	both := func(style ticketprinter.Style, key string, values ...any) {
		line(l.Words.Text("zh", key, values...), style)
		line(l.Words.Text("en", key, values...), small)
	}

	line(l.Guide.Place.Hall.Zh, bold)
	s = append(s, ticketprinter.Feed{Rows: 1})
	if service, ok := l.Guide.Service(t.Service); ok {
		line(service.Title.Zh, ticketprinter.Style{Align: ticketprinter.Centre, Size: 2})
		line(service.Title.En, small)
	}
	s = append(s, ticketprinter.Rule{})
	both(small, "slip.number")
	line(t.Number, ticketprinter.Style{Align: ticketprinter.Centre, Size: 4, Bold: true})
	switch {
	case t.Ahead == 0:
		both(small, "slip.first")
	case t.Ahead > 0:
		both(small, "slip.ahead", "count", t.Ahead)
	}
	line(l.Words.Text("zh", "slip.windows", "windows", l.Guide.Place.Windows.Zh), bold)
	line(l.Words.Text("en", "slip.windows", "windows", l.Guide.Place.Windows.En), small)
	s = append(s, ticketprinter.Feed{Rows: 1},
		ticketprinter.QR{Data: t.Handle, Level: ticketprinter.Medium},
		ticketprinter.Feed{Rows: 1})
	both(small, "slip.scan")
	s = append(s, ticketprinter.Rule{})
	list := func(key string, printed bool) {
		line(l.Words.Text("zh", key)+" "+l.Words.Text("en", key), ticketprinter.Style{Bold: true})
		for _, m := range needed {
			if m.Printed() == printed {
				line("□ "+m.Title.Zh, ticketprinter.Style{})
			}
		}
	}
	list("slip.seal", true)
	list("slip.bring", false)
	s = append(s, ticketprinter.Rule{})
	line(l.Words.Text("zh", "slip.issued", "time", t.Issued.In(visit.Changde).Format("2006-01-02 15:04")), small)
	both(small, "slip.keep")
	return append(s, ticketprinter.Cut{})
}
