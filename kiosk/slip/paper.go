package slip

import (
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/checklist"
	"hallkiosk/kiosk/guide"
)

// paper is a slip while it is laid out.
type paper struct {
	Layout
	slip ticketprinter.Slip
}

// The styles of most lines.
var (
	left  = ticketprinter.Style{}
	small = ticketprinter.Style{Align: ticketprinter.Centre}
	bold  = ticketprinter.Style{Align: ticketprinter.Centre, Bold: true}
)

func (p *paper) add(i ticketprinter.Item) { p.slip = append(p.slip, i) }

func (p *paper) feed() { p.add(ticketprinter.Feed{Rows: 1}) }

func (p *paper) line(text string, style ticketprinter.Style) {
	p.add(ticketprinter.Line{Text: text, Style: style})
}

// both prints words in Chinese in a style, and in English small.
func (p *paper) both(style ticketprinter.Style, key string, values ...any) {
	p.line(p.Words.Text("zh", key, values...), style)
	p.line(p.Words.Text("en", key, values...), small)
}

// heading prints words in both languages on one line.
func (p *paper) heading(key string) {
	p.line(p.Words.Text("zh", key)+" "+p.Words.Text("en", key), ticketprinter.Style{Bold: true})
}

// service prints what the case is for, where the guide knows it.
func (p *paper) service(id string) {
	if s, ok := p.Guide.Service(id); ok {
		p.line(s.Title.Zh, ticketprinter.Style{Align: ticketprinter.Centre, Size: 2})
		p.line(s.Title.En, small)
	}
}

// windows prints where to go, in words that have a hole for the windows.
func (p *paper) windows(key string) {
	p.line(p.Words.Text("zh", key, "windows", p.Guide.Place.Windows.Zh), bold)
	p.line(p.Words.Text("en", key, "windows", p.Guide.Place.Windows.En), small)
}

// code prints a QR code and what it is for.
func (p *paper) code(data, key string) {
	p.add(ticketprinter.QR{Data: data, Level: ticketprinter.Medium})
	p.feed()
	p.both(small, key)
}

// section prints materials under a heading, and nothing where there are none.
func (p *paper) section(key string, materials []guide.Material, more func(guide.Material)) {
	if len(materials) == 0 {
		return
	}
	p.add(ticketprinter.Rule{})
	p.heading(key)
	for _, m := range materials {
		p.line("□ "+m.Title.Zh, left)
		more(m)
	}
}

// detail prints in which form a material is wanted.
func (p *paper) detail(m guide.Material) {
	if detail := checklist.Detail(p.Words, "zh", m); detail != "" {
		p.line("    "+detail, left)
	}
}
