package main

import (
	"io"

	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// papers are the copies of forms that an application has, as desk asks for them.
func papers(g *guide.Guide, a *visit.Application) []visit.Paper {
	var list []visit.Paper
	for _, c := range forms.Copies(forms.Case{Application: a, Guide: g}) {
		list = append(list, c.Paper)
	}
	return list
}

// renderCopy draws one of them.
func renderCopy(w io.Writer, g *guide.Guide, a *visit.Application, t visit.Ticket, p visit.Paper) error {
	return forms.RenderCopy(w, forms.Case{Application: a, Ticket: t, Guide: g}, p)
}
