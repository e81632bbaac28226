// Package papers draws the forms of a case for the centre's pages, by the same
// drawing as the kiosk's.
package papers

import (
	"io"
	"time"

	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// Forms is centre.Forms. It has no state.
type Forms struct{}

// Copies lists the copies that the case has, in the order of printing.
func (Forms) Copies(a *visit.Application, g *guide.Guide) []visit.Paper {
	var list []visit.Paper
	for _, c := range forms.Copies(forms.Case{Application: a, Guide: g}) {
		list = append(list, c.Paper)
	}
	return list
}

// All draws all of them as one PDF document.
func (Forms) All(w io.Writer, a *visit.Application, t visit.Ticket, g *guide.Guide) error {
	return forms.Render(w, forms.Case{Application: a, Ticket: t, Guide: g})
}

// Copy draws one of them; its foot says when it was printed again, unless that
// is zero.
func (Forms) Copy(w io.Writer, a *visit.Application, t visit.Ticket, g *guide.Guide, p visit.Paper, again time.Time) error {
	return forms.RenderCopy(w, forms.Case{Application: a, Ticket: t, Guide: g, Reprint: again}, p)
}
